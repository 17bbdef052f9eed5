/* SPDX-License-Identifier: MIT */
/* Signals into a descriptor that a poll() sees, by a thread that does nothing but wait for them. */
#include "stop.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <glib.h>

struct stop {
    atomic_int asked;
    int descriptor;
    sigset_t signals, before;
    pthread_t thread;
};

/* SIGUSR1 is stop_end()'s: there is nothing more to wait for. */
static void *wait_for_signals(void *data)
{
    struct stop *stop = data;
    int signal_number;
    while (sigwait(&stop->signals, &signal_number) == 0 && signal_number != SIGUSR1) {
        if (atomic_fetch_add(&stop->asked, 1) > 0) {
            signal(signal_number, SIG_DFL);
            pthread_sigmask(SIG_SETMASK, &stop->before, NULL);
            raise(signal_number);
        }
        const uint64_t one = 1;
        if (write(stop->descriptor, &one, sizeof one) < 0)
            break;
    }
    return NULL;
}

struct stop *stop_begin(void)
{
    struct stop *stop = g_new0(struct stop, 1);
    stop->descriptor = eventfd(0, EFD_CLOEXEC);
    if (stop->descriptor < 0) {
        g_free(stop);
        return NULL;
    }
    sigemptyset(&stop->signals);
    sigaddset(&stop->signals, SIGTERM);
    sigaddset(&stop->signals, SIGINT);
    sigaddset(&stop->signals, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &stop->signals, &stop->before);
    if (pthread_create(&stop->thread, NULL, wait_for_signals, stop) == 0)
        return stop;
    pthread_sigmask(SIG_SETMASK, &stop->before, NULL);
    close(stop->descriptor);
    g_free(stop);
    return NULL;
}

bool stop_asked(const struct stop *stop)
{
    return atomic_load(&stop->asked) > 0;
}

int stop_descriptor(const struct stop *stop)
{
    return stop->descriptor;
}

void stop_end(struct stop *stop)
{
    if (!stop)
        return;
    kill(getpid(), SIGUSR1);
    pthread_join(stop->thread, NULL);
    pthread_sigmask(SIG_SETMASK, &stop->before, NULL);
    close(stop->descriptor);
    g_free(stop);
}
