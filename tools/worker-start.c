/* SPDX-License-Identifier: MIT */
/*
 * A link into one that keeps the promise: that nothing is lost and nothing comes twice. With --check every finding of
 * it is a line; without that the first bad one ends the worker. Nothing is written to the server but a group, and only
 * where none can have been before.
 */
#include "worker.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { REQUEST_KEPT = 64 * 1024 };

enum verdict { VERDICT_OK, VERDICT_UNKNOWN, VERDICT_WARNING, VERDICT_BAD };

/* ---- findings ---- */

static void put_line(struct worker *worker, enum verdict verdict, const char *name, const char *text)
{
    static const char *const words[] = {
        [VERDICT_OK] = "ok",
        [VERDICT_UNKNOWN] = "unknown",
        [VERDICT_WARNING] = "warning",
        [VERDICT_BAD] = "bad",
    };
    g_string_append_printf(worker->lines, "%-8s %s: %s\n", words[verdict], name, text);
}

static enum way find(struct worker *worker, enum verdict verdict, enum tool_rule rule, const char *name,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

static enum way find(struct worker *worker, enum verdict verdict, enum tool_rule rule, const char *name,
                     const char *format, ...)
{
    char text[2 * LINK_FAULT];
    const struct message_place place = {.file = worker->place};
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    if (worker->lines)
        put_line(worker, verdict, name, text);
    else if (verdict == VERDICT_WARNING && !worker->started)
        message_warn(worker->messages, rule, place, NULL, "%s: %s", name, text);
    if (verdict != VERDICT_BAD)
        return WAY_ON;
    if (worker->lines)
        worker->code = worker->code ? worker->code : message_rule_exit_code(rule);
    else
        worker->code = message_fail(worker->messages, rule, place, NULL, "%s: %s", name, text);
    return worker->lines ? WAY_ON : WAY_END;
}

static enum way find_good(struct worker *worker, const char *name, const char *text)
{
    return find(worker, VERDICT_OK, TOOL_BROKER, name, "%s", text);
}

/* A reply that is an error: bad, but where it is only for a while. */
static enum way find_refused(struct worker *worker, const struct reply *reply, const char *name)
{
    char text[LINK_FAULT];
    if (!reply)
        return WAY_AGAIN;
    enum refusal refusal = reply_refusal(reply);
    bool access = refusal == REFUSAL_LOGIN || refusal == REFUSAL_ACCESS;
    if (!worker->lines && (refusal == REFUSAL_PASSING || refusal == REFUSAL_NONE))
        return worker_refused(worker, reply, name);
    reply_say_error(reply, text, sizeof text);
    return find(worker, VERDICT_BAD, access ? TOOL_BROKER_ACCESS : TOOL_BROKER, name, "%s", text);
}

/* Neither what was asked for nor a plain no. */
static bool is_cut_off(const struct reply *reply)
{
    enum refusal refusal = reply ? reply_refusal(reply) : REFUSAL_PASSING;
    return refusal == REFUSAL_PASSING || refusal == REFUSAL_LOGIN;
}

/* ---- requests ---- */

/* A request of words; the last one is NULL. */
static const struct reply *ask(struct worker *worker, const char *const words[])
{
    size_t count = 0;
    while (words[count])
        count++;
    request_begin(&worker->request, count);
    for (size_t i = 0; i < count; i++)
        request_text(&worker->request, words[i]);
    return link_ask(&worker->link, &worker->request);
}

#define ASK(worker, ...) ask((worker), (const char *const[]){__VA_ARGS__, NULL})

static enum way log_in(struct worker *worker)
{
    const cpdm_slice password = worker->batch->secrets.redis_password;
    const char *user = worker->options->user;
    if (!password.data)
        return WAY_ON;
    request_begin(&worker->request, user ? 3 : 2);
    request_text(&worker->request, "AUTH");
    if (user)
        request_text(&worker->request, user);
    request_slice(&worker->request, password);
    const struct reply *reply = link_ask(&worker->link, &worker->request);
    if (!reply || reply_refusal(reply) == REFUSAL_PASSING)
        return find_refused(worker, reply, "user");
    if (reply_is_text(reply, "OK"))
        return find_good(worker, "user", user ? user : "default");
    char text[LINK_FAULT];
    reply_say_error(reply, text, sizeof text);
    return find(worker, VERDICT_BAD, TOOL_BROKER_ACCESS, "user", "%s", text);
}

static enum way choose_database(struct worker *worker)
{
    const char *number = worker->options->database.text;
    if (!number)
        return WAY_ON;
    const struct reply *reply = ASK(worker, "SELECT", number);
    return reply && reply_is_text(reply, "OK") ? find_good(worker, "database", number)
                                               : find_refused(worker, reply, "database");
}

/* XPENDING with IDLE came with 6.2. */
static enum way check_version(struct worker *worker)
{
    static const char name[] = "redis_version:";
    unsigned major = 0, minor = 0;
    const struct reply *reply = ASK(worker, "INFO", "server");
    if (is_cut_off(reply))
        return find_refused(worker, reply, "server");
    const char *text = reply->kind == REPLY_TEXT ? strstr(reply->text, name) : NULL;
    if (!text || sscanf(text + strlen(name), "%u.%u", &major, &minor) != 2)
        return find(worker, VERDICT_UNKNOWN, TOOL_BROKER, "server", "its version is not told to this user");
    bool right = major > 6 || (major == 6 && minor >= 2);
    return find(worker, right ? VERDICT_OK : VERDICT_BAD, TOOL_BROKER, "server", "version %u.%u%s", major, minor,
                right ? "" : "; 6.2 is needed");
}

/* ---- durability ---- */

/* False where the server does not say; the reply then is why. */
static bool read_setting(struct worker *worker, const char *name, char *value, size_t size, const struct reply **reply)
{
    *reply = ASK(worker, "CONFIG", "GET", name);
    if (!*reply || !reply_is_array(*reply, 2) || (*reply)->elements[1]->kind != REPLY_TEXT)
        return false;
    g_strlcpy(value, (*reply)->elements[1]->text, size);
    return true;
}

static enum way check_setting(struct worker *worker, const char *name, const char *needed, const char *why)
{
    char value[64];
    const struct reply *reply;
    bool volatile_allowed = worker->options->allow_volatile;
    enum verdict bad = volatile_allowed ? VERDICT_UNKNOWN : VERDICT_BAD;
    if (!read_setting(worker, name, value, sizeof value, &reply)) {
        if (is_cut_off(reply))
            return find_refused(worker, reply, name);
        return find(worker, bad, TOOL_BROKER_VOLATILE, name, "it is not told to this user, who needs +config|get");
    }
    if (strcmp(value, needed) == 0)
        return find_good(worker, name, value);
    return find(worker, bad, TOOL_BROKER_VOLATILE, name, "%s, where it must be %s: %s", value, needed, why);
}

/* With yes, a server that was killed while it wrote what a script did drops the torn command but keeps what stands
 * before it since MULTI, and does that the next time it starts (Valkey mended it, pull request 4342). */
static enum way check_torn_end(struct worker *worker)
{
    static const char name[] = "aof-load-truncated";
    char value[64];
    const struct reply *reply;
    if (worker->options->allow_volatile)
        return WAY_ON;
    if (!read_setting(worker, name, value, sizeof value, &reply))
        return reply ? WAY_ON : WAY_AGAIN;
    if (strcmp(value, "no") == 0)
        return find_good(worker, name, value);
    return find(worker, VERDICT_WARNING, TOOL_BROKER_VOLATILE, name,
                "%s, where it had better be no: a server killed while it writes may give results twice", value);
}

static enum way check_durability(struct worker *worker)
{
    enum way way = check_setting(worker, "appendonly", "yes",
                                 "what was acknowledged is lost when the server ends (--allow-volatile)");
    if (way == WAY_ON)
        way = check_setting(worker, "appendfsync", "always",
                            "what was acknowledged last is lost when its machine ends (--allow-volatile)");
    return way == WAY_ON ? check_torn_end(worker) : way;
}

/* A policy that takes any key takes the streams. */
static enum way check_eviction(struct worker *worker)
{
    char most[32], policy[64];
    const struct reply *reply;
    if (!read_setting(worker, "maxmemory", most, sizeof most, &reply) ||
        !read_setting(worker, "maxmemory-policy", policy, sizeof policy, &reply))
        return reply ? WAY_ON : WAY_AGAIN;
    bool takes = strcmp(most, "0") != 0 && strncmp(policy, "allkeys-", strlen("allkeys-")) == 0;
    bool allowed = worker->options->allow_volatile;
    if (!takes)
        return find_good(worker, "maxmemory-policy", policy);
    return find(worker, allowed ? VERDICT_UNKNOWN : VERDICT_BAD, TOOL_BROKER_VOLATILE, "maxmemory-policy",
                "%s takes streams away when memory is short (--allow-volatile)", policy);
}

/* ---- streams and rights ---- */

/* There: a stream, or nothing. */
static enum way check_stream(struct worker *worker, const char *what, const char *key, bool *there)
{
    const struct reply *reply = ASK(worker, "TYPE", key);
    if (!reply || reply->kind != REPLY_STATUS)
        return find_refused(worker, reply, what);
    *there = reply_is_text(reply, "stream");
    if (!*there && !reply_is_text(reply, "none"))
        return find(worker, VERDICT_BAD, TOOL_BROKER, what, "%s is no stream but a %s", key, reply->text);
    return find(worker, VERDICT_OK, TOOL_BROKER, what, "%s%s", key, *there ? "" : ", which is not there yet");
}

/* An identifier that no entry can have: rights and memory are looked at, and nothing is added. */
static enum way check_adding(struct worker *worker, const char *key)
{
    const struct reply *reply = ASK(worker, "XADD", key, "NOMKSTREAM", "0-0", "-", "-");
    if (reply && reply->kind == REPLY_ERROR && strncmp(reply->text, "ERR", 3) == 0 && strstr(reply->text, "0-0"))
        return WAY_ON;
    return find_refused(worker, reply, "XADD");
}

static enum way check_removing(struct worker *worker)
{
    const struct reply *reply = ASK(worker, "XACK", worker->input, worker->group, "0-0");
    if (!reply || reply->kind != REPLY_INTEGER)
        return find_refused(worker, reply, "XACK");
    if (!worker->options->delete_answered)
        return WAY_ON;
    reply = ASK(worker, "XDEL", worker->input, "0-0");
    return reply && reply->kind == REPLY_INTEGER ? WAY_ON : find_refused(worker, reply, "XDEL");
}

static enum way check_rights(struct worker *worker)
{
    enum way way = check_removing(worker);
    if (way == WAY_ON)
        way = check_adding(worker, worker->output);
    return way == WAY_ON ? check_adding(worker, worker->dead) : way;
}

/* ---- the group ---- */

/* Whether anything was ever added to the output. */
static enum way is_output_used(struct worker *worker, bool *used)
{
    const struct reply *reply = ASK(worker, "XINFO", "STREAM", worker->output);
    if (!reply || reply->kind != REPLY_ARRAY)
        return find_refused(worker, reply, "XINFO");
    for (size_t i = 0; i + 1 < reply->count; i += 2)
        if (reply_is_text(reply->elements[i], "last-generated-id"))
            *used = !reply_is_text(reply->elements[i + 1], "0-0");
    return WAY_ON;
}

static enum way make_group(struct worker *worker)
{
    if (worker->lines)
        return find(worker, VERDICT_OK, TOOL_BROKER, "group", "%s, which a worker will make", worker->group);
    const char *stream = worker->options->create_stream ? "MKSTREAM" : NULL;
    const struct reply *reply = ASK(worker, "XGROUP", "CREATE", worker->input, worker->group, "0", stream);
    if (reply && (reply_is_text(reply, "OK") ||
                  (reply->kind == REPLY_ERROR && strncmp(reply->text, "BUSYGROUP", strlen("BUSYGROUP")) == 0)))
        return WAY_ON;
    return find_refused(worker, reply, "group");
}

/* Where there was one before, nobody but its owner knows where a new one begins: at the first entry all that was
 * answered is answered again, at the last one what was not never is. Results, or a worker that knew it, tell that there
 * was. */
static enum way find_no_group(struct worker *worker, bool input_there, bool output_there)
{
    bool used = false;
    enum way way = output_there ? is_output_used(worker, &used) : WAY_ON;
    if (way != WAY_ON)
        return way;
    if (worker->started || (used && input_there))
        return find(worker, VERDICT_BAD, TOOL_BROKER, "group",
                    "%s of %s is gone, but there were results; XGROUP CREATE makes it: from 0 all entries are answered "
                    "again, from $ none that is there",
                    worker->group, worker->input);
    if (!input_there && !worker->options->create_stream)
        return find(worker, VERDICT_BAD, TOOL_BROKER, "group", "the stream %s is not there; --create-stream makes it",
                    worker->input);
    return make_group(worker);
}

static enum way check_group(struct worker *worker)
{
    bool input = false, output = false, dead = false;
    enum way way = check_stream(worker, "input", worker->input, &input);
    if (way == WAY_ON)
        way = check_stream(worker, "output", worker->output, &output);
    if (way == WAY_ON)
        way = check_stream(worker, "dead letters", worker->dead, &dead);
    if (way != WAY_ON || worker->code)
        return way;
    const struct reply *reply = ASK(worker, "XPENDING", worker->input, worker->group);
    if (reply && reply->kind == REPLY_ARRAY)
        return find_good(worker, "group", worker->group);
    if (reply && reply_refusal(reply) == REFUSAL_GROUP)
        return find_no_group(worker, input, output);
    return find_refused(worker, reply, "group");
}

/* ---- scripts ---- */

static bool take_hash(const struct reply *reply, struct worker_script *script)
{
    if (reply->kind != REPLY_TEXT || reply->length != SCRIPT_HASH ||
        strspn(reply->text, "0123456789abcdef") != SCRIPT_HASH)
        return false;
    memcpy(script->hash, reply->text, SCRIPT_HASH + 1);
    return true;
}

/* A user who may not load scripts sends them every time. */
static enum way load_scripts(struct worker *worker)
{
    for (int name = 0; name < WORKER_SCRIPTS; name++) {
        struct worker_script *script = &worker->scripts[name];
        const char *text = worker_script_text((enum worker_script_name)name);
        const struct reply *reply = ASK(worker, "SCRIPT", "LOAD", text);
        *script = (struct worker_script){{0}};
        if (reply && (take_hash(reply, script) || reply_refusal(reply) == REFUSAL_ACCESS))
            continue;
        return find_refused(worker, reply, "scripts");
    }
    worker_script_begin(worker->scripts, SCRIPT_ANSWER, 6, &worker->request);
    request_number(&worker->request, 2);
    const char *const words[] = {worker->input, worker->output, worker->group, "0", "0"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        request_text(&worker->request, words[i]);
    const struct reply *reply = link_ask(&worker->link, &worker->request);
    return reply && reply->kind == REPLY_INTEGER ? find_good(worker, "scripts", "they run")
                                                 : find_refused(worker, reply, "scripts");
}

enum way worker_start(struct worker *worker)
{
    static enum way (*const steps[])(struct worker * worker) = {
        log_in,         choose_database, check_version, check_durability,
        check_eviction, check_group,     check_rights,  load_scripts,
    };
    worker->passing = false;
    if (!link_open(&worker->link))
        return WAY_AGAIN;
    find_good(worker, "connection", worker->place);
    enum way way = WAY_ON;
    for (size_t i = 0; i < G_N_ELEMENTS(steps) && way == WAY_ON; i++) {
        way = steps[i](worker);
        link_forget(&worker->link);
    }
    if (way == WAY_AGAIN)
        link_close(&worker->link);
    worker->started = worker->started || way == WAY_ON;
    return way;
}
