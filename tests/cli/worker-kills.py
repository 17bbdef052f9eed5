#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Threats F10: workers and the server are killed with -9 at random, and each entry has one result. CPDM_DOCUMENTS, CPDM_WORKER_KILLS,
CPDM_SERVER_KILLS and CPDM_SEED in the environment make it longer: 100000, 100 and 20 is what the promise is measured with."""
import collections
import json
import os
import random
import subprocess
import sys
import time

from harness import records, redis
from harness.checks import Checks

checks = Checks()
DOCUMENTS = int(os.environ.get("CPDM_DOCUMENTS", "3000"))
WORKER_KILLS = int(os.environ.get("CPDM_WORKER_KILLS", "12"))
SERVER_KILLS = int(os.environ.get("CPDM_SERVER_KILLS", "3"))
SEED = int(os.environ.get("CPDM_SEED", "1"))
WORKERS = 3
# An entry must not become a dead letter for the bad luck of its workers: here they are robbed and killed all the time.
WORDS = ("--socket", redis.SOCKET, "--min-idle", "0", "--tries", "1000000", "--count", "20", "--log-file", "log", "in", "out")


def start(number):
    return subprocess.Popen([os.environ["CPDM"], "worker", "--consumer", f"w{number}", *WORDS], stdin=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def answered():
    try:
        client = redis.Client()
        count = client("XLEN", "out")
        client.close()
        return count
    except (OSError, redis.Refused):
        return None


def watch(workers, restarts):
    """Workers that ended by themselves (the server was away when they began) begin again."""
    for number, worker in enumerate(workers):
        if worker.poll() is not None:
            restarts[worker.returncode] += 1
            workers[number] = start(number)


def kill_all(server, workers):
    """Kills evenly over the work that there is. Returns how the workers ended."""
    chance = random.Random(SEED)
    kinds = ["worker"] * WORKER_KILLS + ["server"] * SERVER_KILLS
    chance.shuffle(kinds)
    restarts = collections.Counter()
    marks = sorted(chance.randrange(DOCUMENTS * 95 // 100) for _ in kinds)
    killed = collections.Counter()
    end = time.monotonic() + 60 + DOCUMENTS / 50
    while time.monotonic() < end and ((count := answered()) != DOCUMENTS or kinds):
        watch(workers, restarts)
        if kinds and count is not None and count >= marks[sum(killed.values())]:
            kind = kinds.pop()
            killed[kind] += 1
            time.sleep(chance.random() * 0.02)
            if kind == "server":
                server.kill()
                time.sleep(chance.random() * 0.2)
                server.start()
            else:
                worker = chance.choice(workers)
                worker.kill()
                worker.wait()
        time.sleep(0.005)
    return killed, restarts


def wait_for(workers, restarts):
    """Until each has a link to the server: one that began while that was away ends by itself, and is begun again. The link of
    one that was killed is listed for a moment."""
    client = redis.Client()
    now = time.monotonic()
    end, whole = now + 30, now
    while now < end and now - whole < 0.5:
        alive = all(worker.poll() is None for worker in workers)
        watch(workers, restarts)
        time.sleep(0.02)
        now = time.monotonic()
        if not alive or client("CLIENT", "LIST").count(b"\n") <= WORKERS:
            whole = now
    client.close()


def judge(expected, killed, restarts):
    client = redis.Client()
    results = collections.Counter()
    wrong = 0
    for _, fields in client.stream("out"):
        source = fields[b"source"].decode()
        results[source] += 1
        result = json.loads(fields[b"result"])
        wrong += not result["ok"] or result["id"] != expected.get(source)
    lost = len(expected) - len(results)
    doubled = sum(count - 1 for count in results.values())
    pending = client("XPENDING", "in", "cpdm")[0]
    dead = client("XLEN", "in:dead")
    client.close()
    checks.check(f"{killed['worker']} workers and {killed['server']} servers killed over {len(expected)} entries: {lost} lost, "
                 f"{doubled} doubled, {wrong} wrong, {pending} pending, {dead} dead letters; workers ended {dict(restarts)}",
                 (lost, doubled, wrong, pending, dead) == (0, 0, 0, 0, 0) and killed["worker"] == WORKER_KILLS and
                 killed["server"] == SERVER_KILLS)


def main():
    if redis.is_missing():
        return 77
    document = records.wbxml(checks)
    with redis.Server(*redis.DURABLE) as server:
        client = redis.Client()
        sources = client.all(("XADD", "in", "*", "record", records.line(records.record(document, number))[:-1])
                             for number in range(DOCUMENTS))
        expected = {source.decode(): f"r{number}" for number, source in enumerate(sources)}
        client.close()
        workers = [start(number) for number in range(WORKERS)]
        began = time.monotonic()
        killed, restarts = kill_all(server, workers)
        took = time.monotonic() - began
        wait_for(workers, restarts)
        for worker in workers:
            worker.terminate()
        codes = [worker.wait(20) for worker in workers]
        checks.check(f"workers end well after {took:.0f} seconds: {codes}", codes == [0] * WORKERS)
        judge(expected, killed, restarts)
    return checks.finish()


sys.exit(main())
