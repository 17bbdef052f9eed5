/* SPDX-License-Identifier: MIT */
/*
 * measure FILE COMMAND...: runs a command, writes its peak of resident memory in KiB and its time in microseconds to
 * FILE, and ends as it ended. A small program of its own, because the peak that a kernel reports includes the parent's
 * image.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <signal.h>

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static pid_t start(char **command)
{
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a runner that gives up ends us, and with us the command */
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    return child;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status = 0;
    int64_t begin = microseconds();
    pid_t child = argc < 3 ? -1 : start(argv + 2);
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 126;
    FILE *file = fopen(argv[1], "w");
    if (!file || fprintf(file, "%ld %lld\n", usage.ru_maxrss, (long long)(microseconds() - begin)) < 0 || fclose(file))
        return 126;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
