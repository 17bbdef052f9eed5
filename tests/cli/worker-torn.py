#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server that was killed in the middle of writing what a script did, and is started as the manual page says: each entry has one
result, also after the next start. (With aof-load-truncated yes the first commands of the torn step are done at that start.)"""
import collections
import os
import subprocess
import sys
import time

from harness import records, redis
from harness.checks import Checks

checks = Checks()
check = checks.check
ENTRIES = 40


def work():
    """A worker until all have a result."""
    client = redis.Client()
    worker = subprocess.Popen([os.environ["CPDM"], "worker", "--socket", redis.SOCKET, "--min-idle", "0", "in", "out"],
                              stdin=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while client("XLEN", "out") < ENTRIES and time.monotonic() < end:
        time.sleep(0.01)
    worker.terminate()
    check("a worker ends well", worker.wait(20) == 0)
    client.close()


def tear(server):
    """Cuts the last step off in the middle of its last command. What is left of it."""
    path = server.append_only_file()
    octets = path.read_bytes()
    octets = octets[:octets.rindex(b"XACK") + 2]
    path.write_bytes(octets)
    return octets[octets.rindex(b"MULTI"):]


def judge(name, answered):
    client = redis.Client()
    sources = collections.Counter(fields[b"source"] for _, fields in client.stream("out"))
    pending = client("XPENDING", "in", "cpdm")[0]
    client.close()
    doubled = sum(sources.values()) - len(sources)
    check(f"{name}: {len(sources)} answered, {doubled} of them twice, {pending} pending",
          doubled == 0 and len(sources) == answered and pending == ENTRIES - answered)


def main():
    if redis.is_missing():
        return 77
    document = records.wbxml(checks)
    with redis.Server(*redis.DURABLE) as server:
        client = redis.Client()
        for number in range(ENTRIES):
            client("XADD", "in", "*", "record", records.line(records.record(document, number))[:-1])
        client.close()
        work()
        server.kill()
        torn = tear(server).count(b"XADD")
        check(f"the torn step had {torn} results", torn > 1)
        server.start()
        judge("after the first start", ENTRIES - torn)
        work()
        judge("at work again", ENTRIES)
        server.kill()
        server.start()
        judge("after the second start", ENTRIES)
    return checks.finish()


sys.exit(main())
