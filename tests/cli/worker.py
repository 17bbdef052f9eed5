#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`cpdm worker` between two Redis streams: the bytes of `batch`, one result for each entry whoever is in the way, dead letters, and
what a server can refuse. Kills are worker-kills.py's, servers that lie worker-lies.py's."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from harness import records, redis
from harness.checks import Checks, private

checks = Checks()
check = checks.check
SANITIZED = os.environ.get("SANITIZED") == "yes"
SECONDS = 20
MAN = pathlib.Path(os.environ["SOURCE"], "tools/cpdm.1").read_text()


class Worker:
    """One that runs; its end is its exit code."""

    def __init__(self, *words, streams=("in", "out"), **more):
        words = [os.environ["CPDM"], "worker", "--socket", redis.SOCKET, "--log-file", "log", *words, *streams]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def end(self, number=signal.SIGTERM):
        if number:
            self.process.send_signal(number)
        try:
            out, err = self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
        self.said = (out + err).decode()
        return self.process.returncode


def log():
    return pathlib.Path("log").read_text() if os.path.exists("log") else ""


def until(condition):
    """Whether it came true in time."""
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def fresh(client):
    client("FLUSHALL")
    pathlib.Path("log").unlink(missing_ok=True)


def feed(client, lines):
    return [one.decode() for one in client.all(("XADD", "in", "*", "record", line) for line in lines)]


def results(client):
    return {fields[b"source"].decode(): fields[b"result"] for _, fields in client.stream("out")}


def work(client, count, *words, dead=0):
    """A worker until so many results are there."""
    worker = Worker(*words)
    came = until(lambda: client("XLEN", "out") >= count and client("XLEN", "in:dead") >= dead)
    code = worker.end()
    check(f"{' '.join(words)} {count} results, {dead} dead letters, exit code 0, and nothing is said",
          came and code == 0 and worker.said == "")
    return results(client)


def lines_of(document, numbers):
    return [records.line(records.record(document, number))[:-1] for number in numbers]


# ---- results ----

def like_batch(client, document):
    """The same line has the same result, octet for octet."""
    record = records.record(document, 3)
    lines = lines_of(document, range(300))
    lines += [records.line(one)[:-1] for one in (
        {**record, "secret": {"pin": "1"}}, {**record, "id": 17}, {"id": "x"}, {**record, "docb64": ""}, {**record, "options": {"format": "push"}},
        {**record, "id": "a\"\\\n\u00e9"}, {**record, "x-trace": [1, {}]}, {"id": "b", "xml": records.DOCUMENT.decode()})]
    odd = [b"", b"{", b"\x00\xff\n", b"[1]", lines[0] + b"\n", b" " + lines[1], lines[2][:-1], b"{}" * 3, b"\n" + lines[3]]
    sources = feed(client, lines + odd)
    expected = checks.cpdm("batch", stdin=b"".join(line + b"\n" for line in lines)).out.splitlines()
    for line in odd:
        done = checks.cpdm("batch", "--framing", "ndjson", stdin=line if line.strip() == line else line.strip() or b"\n").out.splitlines()
        expected.append(done[0] if done else b"")
    found = work(client, len(sources))
    same = [found.get(source) == result for source, result in zip(sources, expected)]
    check("results are those of batch, octet for octet", all(same[:len(lines)]))
    wrong = [odd[number] for number, right in enumerate(same[len(lines):]) if not right and odd[number] != b""]
    check(f"and of what is no record {wrong}", not wrong)
    check("each is an object of its own", all(json.loads(result)["ok"] in (True, False) for result in found.values()))
    order = [source for source, _ in ((fields[b"source"].decode(), 0) for _, fields in client.stream("out"))]
    check("one worker keeps the order", order == sources)
    check("nothing is pending, and the consumer is gone",
          client("XPENDING", "in", "cpdm")[0] == 0 and client("XINFO", "CONSUMERS", "in", "cpdm") == [])


def entries(client, document):
    """What an entry can be."""
    line = lines_of(document, [3])[0]
    shapes = {
        "other fields are left alone": (("trace", "1", "record", line, b"\xff\0", b"\0"), True, None),
        "no record": (("recor", line), False, "CPDM-0921"),
        "two records": (("record", line, "record", line), False, "CPDM-0921"),
        "one that is too long": (("record", b"x" * 5000), False, "CPDM-0922"),
        "1,000 fields": (sum(((f"f{n}", "x") for n in range(1000)), ("record", line)), True, None),
    }
    sources = [client("XADD", "in", "*", *fields).decode() for fields, _, _ in shapes.values()]
    found = work(client, len(sources), "--max-record", "4096")
    for (name, (_, ok, rule)), source in zip(shapes.items(), sources):
        result = json.loads(found[source])
        check(f"an entry: {name}", result["ok"] is ok and result.get("error", {}).get("rule") == rule)


def large(client, document):
    """More than a worker keeps of one reply: it takes less at a time, and goes on."""
    line = lines_of(document, [3])[0]
    for _ in range(40):
        client("XADD", "in", "*", "record", line, "other", b"x" * 1000000)
    client("XADD", "in", "*", "record", line, "other", b"x" * 30000000)
    found = work(client, 41)
    check("entries of 70 MB, one of them of 30", len(found) == 41 and all(json.loads(result)["ok"] for result in found.values()) and
          "larger than what is kept" in log())


def options(client, document):
    """Secrets, formats and names of the worker."""
    record = records.record(document, 3)
    del record["secret"]
    private("keys", f"pin={records.pin_of(3)}", "redis-password=unused")
    client("XADD", "papers", "*", "paper", records.line(record)[:-1])
    worker = Worker("--secrets", "keys", "-f", "push", "--field", "paper", "--group", "g", "--dead", "d", "--consumer", "c",
                    "--delete-answered", "--max-len", "100", streams=("papers", "packages"))
    check("a password that the server does not ask for is refused", worker.end(0) == 3 and "redis-password" not in worker.said)
    private("keys", f"pin={records.pin_of(3)}")
    worker = Worker("--secrets", "keys", "-f", "push", "--field", "paper", "--group", "g", "--dead", "d", "--consumer", "c",
                    "--delete-answered", "--max-len", "100", "--summary", "summary", "--metrics", "metrics", streams=("papers", "packages"))
    check("names and options", until(lambda: client("XLEN", "packages") == 1))
    check("its end", worker.end() == 0)
    result = [fields[b"result"] for _, fields in client.stream("packages")][0]
    same = checks.cpdm("batch", "--secrets", "keys", "-f", "push", stdin=records.line(record)).out
    check("are those of batch", result + b"\n" == same)
    check("what is answered is deleted when asked", client("XLEN", "papers") == 0)
    summary = json.loads(pathlib.Path("summary").read_text())
    check("the summary", (summary["records"], summary["ok"], summary["dead_letters"], summary["drained"]) == (1, 1, 0, True))
    metrics = pathlib.Path("metrics").read_text()
    check("the metrics", 'cpdm_records_total{result="ok"} 1\n' in metrics and "cpdm_overtaken_total 0\n" in metrics and
          metrics.endswith("# EOF\n"))


def trimmed(client, document):
    feed(client, lines_of(document, range(1000)))
    worker = Worker("--max-len", "100")
    check("--max-len", until(lambda: (client("XINFO", "GROUPS", "in") or [[1] * 12])[0][11] == 0))
    worker.end()
    check("old results are dropped, and only when asked", 100 <= client("XLEN", "out") < 400)


# ---- other consumers ----

def pend(client, sources, deliveries):
    """Makes entries pending for a consumer that is no more."""
    client("XGROUP", "CREATE", "in", "cpdm", "0")
    client("XREADGROUP", "GROUP", "cpdm", "ghost", "COUNT", len(sources), "STREAMS", "in", ">")
    for source, count in zip(sources, deliveries):
        client("XCLAIM", "in", "cpdm", "ghost", 0, source, "RETRYCOUNT", count)


def dead_letters(client, document):
    lines = lines_of(document, range(8))
    sources = feed(client, lines)
    pend(client, sources, [1, 2, 3, 4, 2, 1, 9, 1])
    client("XDEL", "in", sources[5])
    found = work(client, 4, "--min-idle", "0", dead=4)
    check("entries that were tried less often have results", sorted(found) == [sources[number] for number in (0, 1, 4, 7)])
    letters = {fields[b"source"].decode(): fields for _, fields in client.stream("in:dead")}
    check("the others are dead letters", sorted(letters) == [sources[number] for number in (2, 3, 5, 6)])
    letter, gone = letters[sources[6]], letters[sources[5]]
    check("with the reason and the record", letter == {b"source": sources[6].encode(), b"reason": b"tries", b"deliveries": b"9", b"record": lines[6]})
    check("an entry that was deleted is told of", gone[b"reason"] == b"gone" and gone[b"record"] == b"")
    check("and the log says so", log().count("CPDM-0934") == 4 and "canary" not in log())
    check("nothing is pending", client("XPENDING", "in", "cpdm")[0] == 0)


def young(client, document):
    """What others took a moment ago is theirs."""
    sources = feed(client, lines_of(document, range(4)))
    pend(client, sources[:2], [1, 1])
    worker = Worker("--min-idle", "60000")
    until(lambda: client("XLEN", "out") == 2)
    worker.end()
    check("--min-idle", sorted(results(client)) == sources[2:] and client("XPENDING", "in", "cpdm")[0] == 2)
    worker = Worker("--consumer", "ghost")
    check("what was pending for this name is taken up at once", until(lambda: client("XLEN", "out") == 4))
    worker.end()


def robbed(client, document):
    """A worker that was stopped, robbed, and goes on."""
    sources = feed(client, lines_of(document, range(3000)))
    slow = Worker("--summary", "slow")
    until(lambda: client("XLEN", "out") > 0)
    slow.process.send_signal(signal.SIGSTOP)
    quick = Worker("--min-idle", "0", "--tries", "1000", "--summary", "quick")
    check("another one answers the rest", until(lambda: client("XLEN", "out") == 3000))
    slow.process.send_signal(signal.SIGCONT)
    check("both end well", [slow.end(), quick.end()] == [0, 0])
    found = [fields[b"source"].decode() for _, fields in client.stream("out")]
    check("each entry has one result", sorted(found) == sorted(sources))
    counts = [json.loads(pathlib.Path(name).read_text()) for name in ("slow", "quick")]
    check("who came second says so", sum(one["records"] - one["overtaken"] for one in counts) == 3000 and counts[1]["claimed"] > 0)


def poison(client, document):
    """F12: a record that ends the process costs nobody else an answer. A library laid over libc aborts at its result."""
    if SANITIZED:
        return
    pathlib.Path("trap.c").write_text("""
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/socket.h>
        typedef ssize_t sender(int, const void *, size_t, int);
        ssize_t send(int socket, const void *octets, size_t length, int flags)
        {
            if (memmem(octets, length, "4711.trap", 9))
                abort();
            return ((sender *)dlsym(RTLD_NEXT, "send"))(socket, octets, length, flags);
        }
    """)
    built = subprocess.run(["cc", "-shared", "-fPIC", "-o", "trap.so", "trap.c"], stderr=subprocess.DEVNULL)
    if built.returncode:
        print("skipped: no cc for a trap")
        return
    lines = lines_of(document, range(400))
    lines[150] = records.line({"id": "4711.trap"})[:-1]
    sources = feed(client, lines)
    deaths = 0
    worker = None
    end = time.monotonic() + SECONDS
    while client("XLEN", "in:dead") + client("XLEN", "out") < 400 and time.monotonic() < end:
        if worker is None or worker.process.poll() is not None:
            deaths += worker is not None
            worker = Worker("--consumer", "service", env={**os.environ, "LD_PRELOAD": "./trap.so"})
        time.sleep(0.01)
    code = worker.end()
    letters = [fields[b"source"].decode() for _, fields in client.stream("in:dead")]
    check(f"a record that ends the process: {deaths} deaths", code == 0 and deaths == 3)
    check("it alone is a dead letter", letters == [sources[150]] and len(results(client)) == 399)


# ---- ends ----

def drains(client, document):
    """F11: what was taken is answered, within a second."""
    for delay in (0.0, 0.02, 0.05, 0.2):
        fresh(client)
        feed(client, lines_of(document, range(3000)))
        worker = Worker("--consumer", "c")
        until(lambda: client("XLEN", "out") > 0)
        time.sleep(delay)
        began = time.monotonic()
        code = worker.end()
        took = time.monotonic() - began
        check(f"SIGTERM under load: exit code {code} after {took:.2f} seconds, {client('XLEN', 'out')} answered",
              code == 0 and took < (5 if SANITIZED else 1.2) and client("XPENDING", "in", "cpdm")[0] == 0 and worker.said == "")
    fresh(client)
    worker = Worker("--create-stream")
    check("--create-stream", until(lambda: client("TYPE", "in") == b"stream"))
    began = time.monotonic()
    check("SIGINT while there is nothing to do", worker.end(signal.SIGINT) == 0 and time.monotonic() - began < (5 if SANITIZED else 1.2))


def returns(client, document, server):
    """The server goes and comes back."""
    sources = feed(client, lines_of(document, range(2000)))
    worker = Worker("--summary", "summary")
    until(lambda: client("XLEN", "out") > 100)
    server.kill()
    time.sleep(0.3)
    server.start()
    client = redis.Client()
    check("a server that was killed and came back", until(lambda: client("XLEN", "out") == 2000))
    client("SCRIPT", "FLUSH")
    sources += feed(client, lines_of(document, range(10)))
    check("scripts that were flushed", until(lambda: client("XLEN", "out") == 2010))
    client("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    sources += feed(client, lines_of(document, range(10)))
    check("connections that were closed", until(lambda: client("XLEN", "out") == 2020))
    client("REPLICAOF", "127.0.0.1", "1")
    time.sleep(0.5)
    client("REPLICAOF", "NO", "ONE")
    sources += feed(client, lines_of(document, range(10)))
    check("a server that was a replica for a while", until(lambda: client("XLEN", "out") == 2030))
    sources += feed(client, lines_of(document, range(100)))
    client("CONFIG", "SET", "maxmemory", "1mb")
    time.sleep(0.5)
    client("CONFIG", "SET", "maxmemory", "0")
    check("a server that had no memory for a while", until(lambda: client("XLEN", "out") == 2130))
    check("its end", worker.end() == 0 and worker.said == "")
    check("each entry has one result", sorted(results(client)) == sorted(sources))
    check("losses are counted and logged", json.loads(pathlib.Path("summary").read_text())["links_lost"] >= 3 and "tried again" in log())
    worker = Worker()
    server.kill()
    time.sleep(0.2)
    began = time.monotonic()
    check("SIGTERM while the server is away", worker.end() in (0, 5) and time.monotonic() - began < (5 if SANITIZED else 1.2))
    worker = Worker()
    check("a server that is not there", worker.end(0) == 5 and "CPDM-0930" in worker.said)
    server.start()
    return redis.Client()


def removed(client, document):
    """Group, stream and output taken away or changed while a worker works."""
    for name, words, text in (
            ("the group", ("XGROUP", "DESTROY", "in", "cpdm"), "is gone"), ("the input", ("DEL", "in"), "is gone"),
            ("the output, made a text", ("SET", "out", "x"), "WRONGTYPE")):
        fresh(client)
        feed(client, lines_of(document, range(10)))
        worker = Worker()
        until(lambda: client("XLEN", "out") == 10)
        client(*words)
        if words[0] == "SET":
            feed(client, lines_of(document, range(10)))
        check(f"{name} is taken away", worker.end(0) == 5 and worker.said == "" and text in log())
        if words[0] == "SET":
            check("no entry is lost by that", client("XPENDING", "in", "cpdm")[0] == 10)
    fresh(client)
    feed(client, lines_of(document, range(10)))
    work(client, 10)
    client("XGROUP", "DESTROY", "in", "cpdm")
    worker = Worker()
    check("a group is not made again behind results", worker.end(0) == 5 and "XGROUP CREATE" in worker.said)
    client("XGROUP", "CREATE", "in", "cpdm", "$")
    feed(client, lines_of(document, range(5)))
    check("but by who knows where it begins", len(work(client, 15)) == 15)


# ---- the server ----

def look(*words, code):
    done = checks.cpdm("worker", "--socket", redis.SOCKET, "--check", *words, "in", "out")
    check(f"--check {' '.join(words)}: exit code {done.code}", done.code == code and not done.err, done)
    return done.out.decode()


def checked(client):
    text = look("--create-stream", code=0)
    check("a good server", "bad" not in text and "appendfsync: always" in text and client("DBSIZE") == 0)
    check("a stream that is not there", "bad      group: the stream in is not there" in look(code=5))
    for setting, value, back in (("appendfsync", "everysec", "always"), ("appendonly", "no", "yes")):
        client("CONFIG", "SET", setting, value)
        text = look("--create-stream", code=5)
        check(f"{setting} {value}", f"bad      {setting}: {value}" in text)
        check("with --allow-volatile", f"unknown  {setting}: {value}" in look("--create-stream", "--allow-volatile", code=0))
        worker = Worker("--create-stream")
        check("and no worker", worker.end(0) == 5 and "CPDM-0932" in worker.said and client("DBSIZE") == 0)
        client("CONFIG", "SET", setting, back)
    client("CONFIG", "SET", "aof-load-truncated", "yes")
    check("aof-load-truncated yes is a warning", "warning  aof-load-truncated: yes" in look("--create-stream", code=0))
    worker = Worker("--create-stream")
    check("and a worker works", until(lambda: client("EXISTS", "in")) and worker.end() == 0 and worker.said.count("\n") == 1 and
          "warning: aof-load-truncated: yes" in worker.said and "CPDM-0932" in worker.said)
    check("--allow-volatile knows it", "aof-load-truncated" not in look("--allow-volatile", code=0))
    client("CONFIG", "SET", "aof-load-truncated", "no")
    client("DEL", "in")
    client("CONFIG", "SET", "maxmemory", "100mb")
    client("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    check("a policy that evicts", "bad      maxmemory-policy: allkeys-lru" in look("--create-stream", code=5))
    client("CONFIG", "SET", "maxmemory-policy", "noeviction")
    client("CONFIG", "SET", "maxmemory", "0")
    client("SET", "out", "x")
    check("an output that is no stream", "bad      output: out is no stream" in look("--create-stream", code=5))


def users(client, document):
    """The rights that the page names are enough, and each of them is needed."""
    line = re.search(r"ACL SETUSER cpdm on(.*?)\.fi", MAN, re.S)[1].replace("\\fIpassword\\fR", "canary4711").split()
    private("keys", "redis-password=canary4711")
    private("wrong", "redis-password=canary4712")
    client("ACL", "SETUSER", "cpdm", "on", *line)
    client("ACL", "SETUSER", "default", ">other")
    client("AUTH", "other")
    feed(client, lines_of(document, range(20)))
    words = ("--user", "cpdm", "--secrets", "keys")
    check("a user with the rights that the page names", "bad" not in look(*words, code=0))
    check("does the work", len(work(client, 20, *words, "--delete-answered", "--min-idle", "0", "--tries", "1")) == 20)
    feed(client, lines_of(document, range(20)))
    for name, more in (("no password", ()), ("a wrong password", ("--user", "cpdm", "--secrets", "wrong")),
                       ("another user's password", ("--secrets", "keys"))):
        worker = Worker(*more)
        check(f"{name} is exit code 3", worker.end(0) == 3 and "CPDM-0931" in worker.said and "canary" not in worker.said)
    for right in ("config|get", "script|load", "info"):
        client("ACL", "SETUSER", "cpdm", "-" + right)
        text = look(*words, "--allow-volatile", code=0)
        check(f"without {right}", ("unknown  server" in text) == (right == "info") and "unknown  appendfsync" in text)
    for right in ("xadd", "xack", "xpending", "evalsha"):
        client("ACL", "SETUSER", "cpdm", "+script|load", "-" + right)
        check(f"without {right} no worker", "bad" in look(*words, "--allow-volatile", code=3))
        client("ACL", "SETUSER", "cpdm", "+" + right)
    client("ACL", "SETUSER", "cpdm", "-script", "-xclaim", "-xreadgroup")
    worker = Worker(*words, "--allow-volatile")
    check("a right that is missed later", worker.end(0) == 3 and worker.said == "" and "XREADGROUP" in log())
    client("ACL", "SETUSER", "cpdm", "+xreadgroup")
    check("scripts that cannot be loaded are sent", len(work(client, 40, *words, "--allow-volatile")) == 40)
    client("ACL", "SETUSER", "default", "nopass")


def usage():
    for words, text in ((("in",), "a stream to read"), (("a", "a"), "three streams"), (("a", "a:dead"), "three streams"),
                        (("--dead", "b", "a", "b"), "three streams"), (("", "b"), "has a name"),
                        (("--socket", "s", "--port", "1", "a", "b"), "--socket does not go"), (("--user", "u", "a", "b"), "redis-password"),
                        (("--block", "5000", "a", "b"), "--block takes"), (("--password", "x", "a", "b"), "never come"),
                        (("--output", "x", "a", "b"), "unknown option")):
        done = checks.cpdm("worker", *words)
        checks.refused(f"worker {' '.join(words)}", done, 3 if "redis-password" in text else 2, text)


def main():
    if redis.is_built_in():
        usage()
    if redis.is_missing():
        return checks.finish() or 77
    document = records.wbxml(checks)
    with redis.Server(*redis.DURABLE) as server:
        client = redis.Client()
        for part in (like_batch, entries, large, options, trimmed, dead_letters, young, robbed, poison, drains):
            fresh(client)
            part(client, document)
        fresh(client)
        client = returns(client, document, server)
        removed(client, document)
        fresh(client)
        checked(client)
        fresh(client)
        users(client, document)
    return checks.finish()


sys.exit(main())
