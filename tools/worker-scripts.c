/* SPDX-License-Identifier: MIT */
/*
 * Lua for the server. A script runs alone and is kept on disk whole or not at all, but what it did before an error
 * stays done: so each looks first, then adds where the outcome goes, and only then gives the entry up. An error comes
 * back as the one that it was, whatever the server's version would make of it.
 */
#include "worker-scripts.h"

#include <string.h>

/*
 * Results into the output, each only while its entry is pending: whoever is first answers it, also when the entry was
 * taken over, and also when the same request is made twice. Keys: input, output. Arguments: group, the most entries of
 * the output or 0, whether the entry is deleted, then id and result of each. Returns how many were answered.
 */
static const char answer[] =
    "local input, output, group, most = KEYS[1], KEYS[2], ARGV[1], ARGV[2]\n"
    "local answered = 0\n"
    "for i = 4, #ARGV, 2 do\n"
    "  local id, done = ARGV[i], nil\n"
    "  local pending = redis.pcall('XPENDING', input, group, id, id, 1)\n"
    "  if pending.err then return pending end\n"
    "  if #pending == 1 then\n"
    "    if most == '0' then\n"
    "      done = redis.pcall('XADD', output, '*', 'source', id, 'result', ARGV[i + 1])\n"
    "    else\n"
    "      done = redis.pcall('XADD', output, 'MAXLEN', '~', most, '*', 'source', id, 'result', ARGV[i + 1])\n"
    "    end\n"
    "    if type(done) == 'table' then return done end\n"
    "    done = redis.pcall('XACK', input, group, id)\n"
    "    if type(done) == 'table' then return done end\n"
    "    if ARGV[3] == '1' then done = redis.pcall('XDEL', input, id) end\n"
    "    if type(done) == 'table' then return done end\n"
    "    answered = answered + 1\n"
    "  end\n"
    "end\n"
    "return answered\n";

/*
 * The first entry from `start` on that has been pending for so long: taken over by this consumer, or, when it was
 * delivered so often that it must be what ends the workers, or is no more, put aside. Keys: input, dead letters.
 * Arguments: group, consumer, idle milliseconds, tries, field, start, the consumer that has it or nothing, whether its
 * delivery is not to be counted, the most octets of a record. Returns nothing, or id, deliveries, what was found,
 * record.
 */
static const char claim[] =
    "local input, dead = KEYS[1], KEYS[2]\n"
    "local group, consumer, idle, tries, field, start, owner, keep, most = unpack(ARGV)\n"
    "local pending, done\n"
    "if owner == '' then\n"
    "  pending = redis.pcall('XPENDING', input, group, 'IDLE', idle, start, '+', 1)\n"
    "else\n"
    "  pending = redis.pcall('XPENDING', input, group, 'IDLE', idle, start, '+', 1, owner)\n"
    "end\n"
    "if pending.err then return pending end\n"
    "if #pending == 0 then return false end\n"
    "local id, count = pending[1][1], pending[1][4]\n"
    "local entry = redis.pcall('XRANGE', input, id, id)\n"
    "if entry.err then return entry end\n"
    "local found, record = 'none', ''\n"
    "if #entry == 0 then\n"
    "  found = 'gone'\n"
    "else\n"
    "  local fields = entry[1][2]\n"
    "  for i = 1, #fields, 2 do\n"
    "    if fields[i] == field then\n"
    "      found = found == 'none' and 'one' or 'twice'\n"
    "      record = fields[i + 1]\n"
    "    end\n"
    "  end\n"
    "end\n"
    "local last = tonumber(tries) - (keep == '1' and 0 or 1)\n"
    "if found == 'gone' or count > last then\n"
    "  found = found == 'gone' and 'gone' or 'tries'\n"
    "  done = redis.pcall('XADD', dead, '*', 'source', id, 'reason', found, 'deliveries', count, field, record)\n"
    "  if type(done) == 'table' then return done end\n"
    "  done = redis.pcall('XACK', input, group, id)\n"
    "  if type(done) == 'table' then return done end\n"
    "  return {id, count, found, ''}\n"
    "end\n"
    "count = count + (keep == '1' and 0 or 1)\n"
    "done = redis.pcall('XCLAIM', input, group, consumer, 0, id, 'RETRYCOUNT', count, 'JUSTID')\n"
    "if done.err then return done end\n"
    "if #record > tonumber(most) then found, record = 'large', '' end\n"
    "return {id, count, found, record}\n";

/* A consumer that has nothing is taken off the group. Keys: input. Arguments: group, consumer. */
static const char leave[] = "local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])\n"
                            "if pending.err or #pending > 0 then return 0 end\n"
                            "return redis.pcall('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])\n";

const char *worker_script_text(enum worker_script_name name)
{
    static const char *const texts[WORKER_SCRIPTS] = {
        [SCRIPT_ANSWER] = answer,
        [SCRIPT_CLAIM] = claim,
        [SCRIPT_LEAVE] = leave,
    };
    return texts[name];
}

void worker_script_begin(const struct worker_script scripts[WORKER_SCRIPTS], enum worker_script_name name, size_t words,
                         struct spool *out)
{
    const char *hash = scripts[name].hash;
    request_begin(out, words + 2);
    request_text(out, hash[0] ? "EVALSHA" : "EVAL");
    request_text(out, hash[0] ? hash : worker_script_text(name));
}
