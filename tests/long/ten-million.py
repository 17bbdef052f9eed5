#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Ten million records through one process of `cpdm batch`: nobody is left out or changes places, what comes late has the same
result as what came early, and after the first 10,000 neither memory nor open files grow (threats F13: by 64 KiB at most).

usage: tests/long/ten-million.py CPDM [RECORDS [THREADS]]

The records go in through one pipe and come out through another. DISTINCT documents, each signed with a PIN of its own, come again
and again under new ids; one of a thousand has a wrong PIN. Exit status 1: something of this is not so.
"""
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import records  # noqa: E402

DISTINCT = 30_000  # with two passwords each: more than batch remembers
WRONG = 1000
FIRST, GROWTH = 10_000, 64  # from then on, KiB
SAMPLES = 20
PIECE = 1 << 20


def feed(cpdm, count):
    """Writes the records: two halves of each are ready, the id goes between."""
    convert = [cpdm, "convert", "-f", "wbxml"]
    document = subprocess.run(convert, input=records.DOCUMENT, capture_output=True, check=True).stdout
    ready = []
    for number in range(DISTINCT):
        members = records.record(document, number)
        if number % WRONG == 0:
            members["secret"] = {"pin": "1"}
        ready.append(records.line({**members, "id": "@"}).split(b"@"))
    numbers = itertools.count()
    for start in range(0, count, DISTINCT):
        lines = [b"%s%08d%s" % (head, number, tail) for (head, tail), number in zip(ready[:count - start], numbers)]
        sys.stdout.buffer.write(b"".join(lines))


class Watch:
    """What the process holds, as /proc tells it."""

    def __init__(self, process):
        self.folder, self.started, self.samples = pathlib.Path("/proc", str(process.pid)), time.monotonic(), []

    def look(self, count):
        status = pathlib.Path(self.folder, "status").read_text()
        resident, highest = (int(re.search(rf"{name}:\s*(\d+) kB", status)[1]) for name in ("VmRSS", "VmHWM"))
        descriptors = len(os.listdir(pathlib.Path(self.folder, "fd")))
        ticks = sum(map(int, pathlib.Path(self.folder, "stat").read_text().rpartition(")")[2].split()[11:13]))
        seconds, processor = time.monotonic() - self.started, ticks / os.sysconf("SC_CLK_TCK")
        self.samples.append((highest, descriptors))
        print(f"{count:>12,} {seconds:>9.1f} {processor * 1e6 / count:>14.1f} {resident:>13,} {highest:>12,} {descriptors:>12}",
              flush=True)

    def grown(self):
        """Of the highest resident memory, and of the descriptors, since the first look."""
        return [max(column) - column[0] for column in zip(*self.samples)]


def check(stream, count, watch):
    """How many results there were up to the first that is not the one that is due, and what was wrong with it."""
    rests, seen, rest_of_piece = [], 0, b""
    looks = {FIRST, *range(0, count, max(count // SAMPLES, 1))} - {0}
    while piece := stream.read(PIECE):
        *lines, rest_of_piece = (rest_of_piece + piece).split(b"\n")
        for line in lines:
            number = seen % DISTINCT
            head = b'{"id":"%08d","ok":%s,' % (seen, b"false" if number % WRONG == 0 else b"true")
            rest = hash(line[len(head):])
            if number == seen:
                rests.append(rest)
            if not line.startswith(head) or rest != rests[number]:
                return seen, f"result {seen} is {line[:120]!r}"
            seen += 1
            if seen in looks:
                watch.look(seen)
    return seen, "" if seen == count and not rest_of_piece else f"{seen} results, and {rest_of_piece[:80]!r}"


def main():
    if sys.argv[1] == "--feed":
        feed(sys.argv[2], int(sys.argv[3]))
        return 0
    cpdm, count = sys.argv[1], int((sys.argv[2:] or ["10000000"])[0])
    words = ["-j", sys.argv[3]] if len(sys.argv) > 3 else []
    print(f"{'records':>12} {'seconds':>9} {'us of cpu each':>14} {'resident KiB':>13} {'highest KiB':>12} {'descriptors':>12}")
    with tempfile.TemporaryDirectory() as folder:
        summary = pathlib.Path(folder, "summary")
        with subprocess.Popen([sys.executable, __file__, "--feed", cpdm, str(count)], stdout=subprocess.PIPE) as feeder, \
             subprocess.Popen([cpdm, "batch", "--summary", summary, *words], stdin=feeder.stdout, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            feeder.stdout.close()
            watch = Watch(process)
            seen, wrong = check(process.stdout, count, watch)
            process.stdout.close()
            said = process.stderr.read()
        told = json.loads(summary.read_text() if summary.exists() else "{}")
    grown, more = watch.grown()
    expected = {"records": count, "errors": sum(len(range(number, count, DISTINCT)) for number in range(0, DISTINCT, WRONG))}
    for problem, says in ((wrong, wrong), (process.returncode or said, f"exit code {process.returncode}: {said!r}"),
                          (any(told.get(name) != value for name, value in expected.items()), f"the summary says {told}"),
                          (grown > GROWTH, f"memory has grown by {grown} KiB"), (more > 0, f"{more} more descriptors")):
        if problem:
            print(says)
            return 1
    print(f"{seen:,} results, each in its place; since record {FIRST:,} {grown} KiB and {more} descriptors more")
    return 0


sys.exit(main())
