#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A worker whose server lies: replies of wrong kinds, of wrong shapes, too large, cut off and random. It never crashes, says so in its
log, and a signal ends it within a second. The server here is forty lines, and tells the truth until it is asked for entries."""
import os
import pathlib
import random
import signal
import socketserver
import subprocess
import sys
import threading
import time

from harness import records, redis
from harness.checks import Checks

checks = Checks()
SANITIZED = os.environ.get("SANITIZED") == "yes"
SETTINGS = {b"appendonly": b"yes", b"appendfsync": b"always", b"aof-load-truncated": b"no", b"maxmemory": b"0",
            b"maxmemory-policy": b"noeviction"}
NOTHING = b"*-1\r\n"


def text(octets):
    return b"$%d\r\n%s\r\n" % (len(octets), octets)


def array(*parts):
    return b"*%d\r\n" % len(parts) + b"".join(parts)


def entry(source, *fields):
    return array(text(source), array(*map(text, fields)))


def entries(*some):
    return array(array(text(b"in"), array(*some)))


class Liar(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, lies):
        """`lies`: words of a command to its reply, or to a function that makes it."""
        if os.path.exists(redis.SOCKET):
            os.unlink(redis.SOCKET)
        self.lies, self.asked = lies, []
        super().__init__(redis.SOCKET, Liar.Talk)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def truth(self, words):
        name = words[0].upper()
        if name in (b"CONFIG",):
            return array(text(words[2]), text(SETTINGS[words[2]]))
        if name == b"SCRIPT":
            return text(b"%040x" % len(words[2]))
        return {b"INFO": text(b"# Server\r\nredis_version:7.0.15\r\n"), b"TYPE": b"+stream\r\n", b"XPENDING": array(b":0\r\n"),
                b"XACK": b":0\r\n", b"XADD": b"-ERR The ID specified in XADD must be greater than 0-0\r\n",
                b"XREADGROUP": NOTHING, b"EVALSHA": b":0\r\n"}.get(name, b"+OK\r\n")

    def answer(self, words):
        script = words[0] == b"EVALSHA" and {3: "leave", 8: "probe", 14: "claim"}.get(len(words), "answer")
        key = script or words[0].decode()
        self.asked.append(key)
        reply = self.lies.get(key, self.truth(words) if key != "claim" else b"$-1\r\n")
        return reply(words) if callable(reply) else reply

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            try:
                while line := self.rfile.readline():
                    words = []
                    for _ in range(int(line[1:])):
                        words.append(self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2])
                    if words[0] == b"XREADGROUP":
                        time.sleep(0.01)
                    self.wfile.write(self.server.answer(words))
            except (OSError, ValueError):
                pass

    def close(self):
        self.shutdown()
        self.server_close()


def run(lies, enough, words=()):
    """A worker until the server has seen enough. Its exit code, what it said, the seconds that its end took."""
    pathlib.Path("log").unlink(missing_ok=True)
    liar = Liar(lies)
    worker = subprocess.Popen([os.environ["CPDM"], "worker", "--socket", redis.SOCKET, "--log-file", "log", *words, "in", "out"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    end = time.monotonic() + (3 if SANITIZED else 0.5)  # some leave a worker waiting
    while worker.poll() is None and not enough(liar.asked) and time.monotonic() < end:
        time.sleep(0.01)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=30)[0].decode()
    took = time.monotonic() - began
    liar.close()
    return worker.returncode, said + (pathlib.Path("log").read_text() if os.path.exists("log") else ""), took


def lie(name, lies, enough, codes=(0, 5), word=""):
    code, said, took = run(lies, enough)
    fine = code in codes and word in said and took < (6 if SANITIZED else 1.5) and "runtime error" not in said and "Sanitizer" not in said
    checks.check(f"{name}: exit code {code} after {took:.1f} seconds", fine)
    if not fine:
        print("# " + said[:1500].replace("\n", "\n# "))


def times(word, count):
    """Asked so often, or at work in spite of the lie."""
    return lambda asked: asked.count(word) >= count or asked.count("XREADGROUP") >= 3


def shapes(line):
    """Replies to XREADGROUP that are none."""
    good = entry(b"1-1", b"record", line)
    yield from {
        "an integer": b":1\r\n", "a text": b"+OK\r\n", "an empty array": b"*0\r\n", "two streams": array(array(), array()),
        "a stream that is a text": array(text(b"in")), "a stream without entries": array(array(text(b"in"))),
        "entries that are a text": array(array(text(b"in"), text(b"x"))), "an entry that is nothing": entries(b"*-1\r\n"),
        "an entry that is a number": entries(b":1\r\n"), "an entry without fields": entries(array(text(b"1-1"))),
        "fields that are nothing": entries(array(text(b"1-1"), b"*-1\r\n")), "half a field": entries(entry(b"1-1", b"record")),
        "a field that is a number": entries(array(text(b"1-1"), array(b":1\r\n", b":2\r\n"))),
        "an identifier that is none": entries(entry(b"x\r\ny", b"record", line)),
        "an identifier that is long": entries(entry(b"1-" + b"1" * 5000, b"record", line)),
        "an identifier that is empty": entries(entry(b"", b"record", line)), "a good one, then none": entries(good, b":1\r\n"),
        "no protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n", "a length that is none": b"$x\r\n", "a negative length": b"$-7\r\n",
        "a huge array": b"*2147483647\r\n", "a huge text": b"$2000000000\r\n" + b"x" * 100000, "deep arrays": b"*1\r\n" * 20,
        "an array beyond what there is": b"*4294967297\r\n:1\r\n", "an error": b"-ERR \x1b[31mno\xff" + b"x" * 5000 + b"\r\n",
        "an empty error": b"-\r\n", "a good one, but nothing answered": entries(good),
    }.items()


def floods(line):
    """Replies that are larger than what is kept of one."""
    large = entries(*(entry(b"%d-1" % number, b"record", line, b"other", b"x" * 900000) for number in range(1, 60)))
    lie("60 MB of fields", {"XREADGROUP": large}, times("XREADGROUP", 3), word="larger than what is kept")
    lie("a text of 60 MB", {"XREADGROUP": entries(entry(b"1-1", b"record", b"x" * 60000000))}, times("XREADGROUP", 3), word="larger")
    lie("a claim of 60 MB", {"claim": array(text(b"1-1"), b":1\r\n", text(b"one"), text(b"x" * 60000000))}, times("claim", 3), word="larger")


def noise(seed):
    """Random replies for each request, most of them well-formed."""
    chance = random.Random(seed)

    def some(depth=0):
        kind = chance.randrange(9 if depth < 3 else 6)
        if kind < 2:
            return text(bytes(chance.randrange(256) for _ in range(chance.randrange(30))))
        if kind < 6:
            return (b":%d\r\n" % chance.randrange(-3, 300), b"$-1\r\n", text(b"1-1"), text(b"record"))[kind - 2]
        return array(*(some(depth + 1) for _ in range(chance.randrange(5))))

    def reply(words):
        if chance.randrange(2):
            return some()
        return bytes(chance.randrange(256) for _ in range(chance.randrange(40))) if chance.randrange(5) == 0 else NOTHING
    return reply


def main():
    if not redis.is_built_in():
        print("skipped: there is no hiredis in the program")
        return 77
    document = records.wbxml(checks)
    line = records.line(records.record(document, 3))[:-1]
    good = entries(entry(b"1-1", b"record", line))
    given = []
    lie("the truth", {"XREADGROUP": lambda words: NOTHING if given else given.append(1) or good, "answer": b":1\r\n"}, times("answer", 1), (0,))
    for name, reply in shapes(line):
        lie(f"entries: {name}", {"XREADGROUP": reply}, times("XREADGROUP", 2))
    for name, reply in (("a text", text(b"x")), ("too many", b":1000\r\n"), ("fewer than none", b":-1\r\n"), ("nothing", NOTHING)):
        lie(f"answered: {name}", {"XREADGROUP": good, "answer": reply}, times("answer", 2))
    for name, reply in (("a number", b":1\r\n"), ("three parts", array(text(b"1-1"), b":1\r\n", text(b"one"))),
                        ("no identifier", array(text(b"x"), b":1\r\n", text(b"one"), text(line))),
                        ("a word that is none", array(text(b"1-1"), b":1\r\n", text(b"?"), text(line))),
                        ("a record that is a number", array(text(b"1-1"), b":1\r\n", text(b"one"), b":1\r\n"))):
        lie(f"a claim: {name}", {"claim": reply}, times("claim", 2))
    for key in ("INFO", "CONFIG", "TYPE", "XPENDING", "XACK", "XADD", "SCRIPT", "probe"):
        for reply in (b":7\r\n", text(b"redis_version:9999999999999999999.x"), array(text(b"\xff" * 300), text(b"\x1b" * 300)), b"-\r\n"):
            lie(f"{key}: {reply[:20]}", {key: reply}, times(key, 2))
    for seed in range(10):
        reply = noise(seed)
        lie(f"noise {seed}", {"XREADGROUP": reply, "answer": reply, "claim": reply, "leave": reply}, times("XREADGROUP", 20))
    lie("silence", {"XREADGROUP": lambda words: time.sleep(60)}, times("XREADGROUP", 1), (0,))
    lie("results that nobody takes", {"XREADGROUP": good, "answer": lambda words: time.sleep(60)}, times("answer", 1), (5,), "stay pending")
    floods(line)
    return checks.finish()


sys.exit(main())
