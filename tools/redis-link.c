/* SPDX-License-Identifier: MIT */
/* Sockets by hiredis, waits by poll(): for the server, and for the signal that ends the worker. */
#include "redis-link.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib.h>

enum {
    CONNECT_WAIT = 3000,
    ANSWER_WAIT = 15000, /* a server that keeps every command on disk may take its time */
    LAST_WAIT = 700,     /* for all that is left to do once a signal came: threats F11 allows a second */
    READ_OCTETS = 64 * 1024,
    SPARE = 1024 * 1024 /* in the reader, beside the replies that it has made */
};

static bool fail(struct link *link, const char *what, const char *why)
{
    snprintf(link->fault, sizeof link->fault, "%s: %s", what, why);
    link_close(link);
    return false;
}

void link_close(struct link *link)
{
    if (link->context)
        redisFree(link->context);
    link->context = NULL;
}

void link_free(struct link *link)
{
    link_close(link);
    reply_memory_free(&link->memory);
}

/* The octets that the reader had of them too, once there are no others. */
void link_forget(struct link *link)
{
    redisReader *reader = link->context ? link->context->reader : NULL;
    if (reader && reader->buf && reader->pos == reader->len)
        explicit_bzero(reader->buf, sdsalloc(reader->buf));
    reply_memory_reset(&link->memory);
}

/* ---- waiting ---- */

static void notice_stop(struct link *link)
{
    if (!link->patience && link->stop && stop_asked(link->stop))
        link->patience = g_get_monotonic_time() + LAST_WAIT * 1000;
}

static int left(int64_t until)
{
    int64_t now = g_get_monotonic_time();
    return until > now ? (int)((until - now + 999) / 1000) : 0;
}

/* Until the socket is ready for `events`. */
static bool wait_for(struct link *link, short events, int64_t until)
{
    for (;;) {
        notice_stop(link);
        struct pollfd places[] = {
            {.fd = link->context->fd, .events = events},
            {.fd = link->stop && !link->patience ? stop_descriptor(link->stop) : -1, .events = POLLIN},
        };
        int64_t end = link->patience && link->patience < until ? link->patience : until;
        int ready = poll(places, 2, left(end));
        if (ready < 0 && errno != EINTR)
            return fail(link, "poll", strerror(errno));
        if (ready > 0 && places[0].revents)
            return true;
        if (ready == 0 && !left(end))
            return fail(link, "the server", "no answer in time");
    }
}

void link_rest(const struct link *link, int milliseconds)
{
    struct pollfd place = {.fd = link->stop ? stop_descriptor(link->stop) : -1, .events = POLLIN};
    poll(&place, 1, milliseconds);
}

static int64_t after(int milliseconds)
{
    return g_get_monotonic_time() + (int64_t)milliseconds * 1000;
}

/* ---- the socket ---- */

static bool finish_connecting(struct link *link)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (!wait_for(link, POLLOUT, after(CONNECT_WAIT)))
        return false;
    if (getsockopt(link->context->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    return error ? fail(link, "cannot be reached", strerror(error)) : true;
}

bool link_open(struct link *link)
{
    link_close(link);
    link->crowded = false;
    link->context =
        link->socket ? redisConnectUnixNonBlock(link->socket) : redisConnectNonBlock(link->host, link->port);
    if (!link->context)
        return fail(link, "cannot be reached", "there is no memory");
    if (link->context->err)
        return fail(link, "cannot be reached", link->context->errstr);
    if (!finish_connecting(link))
        return false;
    if (!link->socket)
        redisEnableKeepAlive(link->context);
    redisReaderFree(link->context->reader);
    link->context->reader = reply_reader_new(&link->memory);
    return link->context->reader ? true : fail(link, "cannot be reached", "there is no memory");
}

bool link_send(struct link *link, const struct spool *requests)
{
    size_t sent = 0;
    while (link->context && sent < requests->length) {
        ssize_t octets = send(link->context->fd, requests->data + sent, requests->length - sent, MSG_NOSIGNAL);
        if (octets > 0)
            sent += (size_t)octets;
        else if (errno == EAGAIN || errno == EINTR)
            wait_for(link, POLLOUT, after(ANSWER_WAIT));
        else
            fail(link, "the connection is lost", strerror(errno));
    }
    return link->context != NULL;
}

static bool give_up_reply(struct link *link)
{
    link->crowded = true;
    return fail(link, "the server", "the reply is larger than what is kept of one");
}

static bool feed(struct link *link, int wait)
{
    char octets[READ_OCTETS];
    redisReader *reader = link->context->reader;
    ssize_t length = recv(link->context->fd, octets, sizeof octets, 0);
    if (length == 0)
        return fail(link, "the connection is lost", "the server closed it");
    if (length < 0)
        return errno == EAGAIN || errno == EINTR ? wait_for(link, POLLIN, after(wait))
                                                 : fail(link, "the connection is lost", strerror(errno));
    bool fed = redisReaderFeed(reader, octets, (size_t)length) == REDIS_OK;
    explicit_bzero(octets, (size_t)length);
    if (!fed)
        return fail(link, "the connection is lost", "there is no memory");
    return reader->len - reader->pos <= link->memory.limit + SPARE || give_up_reply(link);
}

struct reply *link_receive(struct link *link, int wait)
{
    void *reply = NULL;
    while (link->context && !reply) {
        redisReader *reader = link->context->reader;
        if (redisReaderGetReply(reader, &reply) == REDIS_OK)
            (void)(reply || feed(link, wait + ANSWER_WAIT));
        else if (reader->err == REDIS_ERR_OOM)
            give_up_reply(link);
        else
            fail(link, "the server", reader->errstr);
    }
    return link->context ? reply : NULL;
}

struct reply *link_ask(struct link *link, struct spool *request)
{
    bool sent = link_send(link, request);
    spool_reset(request, READ_OCTETS);
    return sent ? link_receive(link, 0) : NULL;
}

/* ---- requests ---- */

static void put_length(struct spool *out, char kind, size_t length)
{
    spool_char(out, kind);
    spool_number(out, length);
    spool_literal(out, "\r\n");
}

void request_begin(struct spool *out, size_t words)
{
    put_length(out, '*', words);
}

void request_slice(struct spool *out, cpdm_slice word)
{
    put_length(out, '$', word.length);
    spool_slice(out, word);
    spool_literal(out, "\r\n");
}

void request_text(struct spool *out, const char *word)
{
    request_slice(out, (cpdm_slice){.data = word, .length = strlen(word)});
}

void request_number(struct spool *out, uint64_t word)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)word);
    request_text(out, text);
}
