#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What one document costs, in the bench program and as a record of cpdm batch, as the file counts keeps it: nothing may cost
more.

usage: counts.py --build DIR [--update]
Mallocs (but libcrypto's) and system calls must be those that are kept. Instructions of our own code may be 2 % more, calls
out of it (into expat, libcrypto and the C library) too: what those libraries do depends on the processor and is not looked
at. Both depend on the compiler, so they are only compared where it is the one of the file. Exit status 1: something grew.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import callgrind
import runners

DATA = pathlib.Path(__file__).resolve().parent
FILE = DATA / "counts"
JOBS = (("cpdm_ww", "main"), ("cpdm_xw", "main"), ("cpdm_xx", "main"), ("cpdm_ww", "large"))
COLUMNS = ("mallocs", "system calls", "instructions", "calls out")
EXACT, MARGIN = COLUMNS[:2], 0.02
STREAMS = (("batch:len32-1", "main"), ("batch:ndjson-1", "main"))
TIMES = 64
ROUNDS = 4  # of all documents; in the longer stream twice as many
HEAD = """# What one document costs the library (counts.py); `make bench-counts` writes this file, when a change is worth it or saves.
# JOB DOCUMENT MALLOCS SYSTEM-CALLS INSTRUCTIONS CALLS-OUT
"""


def system_calls(work, command, **streams):
    path = pathlib.Path(work, "strace.out")
    run = subprocess.run(["strace", "-f", "-c", "-o", path, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                         **streams)
    if run.returncode:
        print("system calls: not counted, strace may not trace here")
        return None
    return int(next(line.split()[3] for line in path.read_text().splitlines() if line.endswith("total")))


class Bench:
    def __init__(self, build, work):
        self.program, self.work = pathlib.Path(build, "tests/bench/bench").resolve(), work

    def command(self, *words):
        return [str(self.program), str(DATA), *map(str, words)]

    def output(self, *words):
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=True).stdout

    def count(self, job, size, tools):
        """By column; what cannot be counted here is missing."""
        counts = {"mallocs": round(float(self.output("run", job, size, TIMES).split()[0]))}
        if "strace" in tools:
            few, more = (system_calls(self.work, self.command("run", job, size, times)) for times in (TIMES, 2 * TIMES))
            if few is not None:
                counts["system calls"] = round((more - few) / TIMES)
        if "valgrind" in tools:
            profile, _ = callgrind.profile(self.work, *self.command("run", job, size, TIMES))
            counts["instructions"] = round(profile.inside("bench") / TIMES)
            counts["calls out"] = round(profile.calls_out_of("bench") / TIMES)
        return counts


class Batch:
    """cpdm batch, a record: the difference of two streams."""

    def __init__(self, bench, build):
        self.bench, self.work = bench, bench.work
        folder = pathlib.Path(build).resolve()
        self.program = next(path for path in (folder / ".libs/cpdm", folder / "cpdm") if path.exists())
        self.environment = dict(os.environ, LD_LIBRARY_PATH=str(self.program.parent))

    def streams(self, framing, size):
        folder = pathlib.Path(self.work, size)
        if not folder.exists():
            folder.mkdir()
            self.bench.output("write", size, folder, runners.DOCUMENTS)
        octets = runners.stream_of(folder, framing)
        for rounds in (ROUNDS, 2 * ROUNDS):
            path = pathlib.Path(folder, f"{framing}.{rounds}")
            path.write_bytes(octets * rounds)
            yield path

    def count(self, job, size, tools):
        framing, jobs = job.removeprefix("batch:").split("-")
        command = [str(self.program), "batch", "--fail-on", "error", "--framing", framing, "-j", jobs]
        calls, profiles = [], []
        for path in self.streams(framing, size):
            if "strace" in tools:
                with open(path, "rb") as given:
                    calls.append(system_calls(self.work, command, stdin=given, env=self.environment))
            if "valgrind" in tools:
                with open(path, "rb") as given:
                    profiles.append(callgrind.run(self.work, command, stdin=given, env=self.environment)[0])
        found = {}
        if calls and None not in calls:
            found["system calls"] = calls
        if profiles:
            found["mallocs"] = [one.allocations_but("libcrypto") for one in profiles]
            found["instructions"] = [one.inside("cpdm", "libcpdm") for one in profiles]
            found["calls out"] = [one.calls_out_of("cpdm", "libcpdm") for one in profiles]
        return {column: round((more - less) / (ROUNDS * runners.DOCUMENTS)) for column, (less, more) in found.items()}


def read_kept():
    identity, kept = "", {}
    for line in FILE.read_text().splitlines():
        if line.startswith("compiler "):
            identity = line.split(None, 1)[1]
        elif line and not line.startswith("#"):
            job, size, *numbers = line.split()
            kept[job, size] = dict(zip(COLUMNS, map(int, numbers)))
    return identity, kept


def write(identity, found):
    lines = [f"compiler {identity}"]
    lines += [" ".join([*key, *(str(counts[column]) for column in COLUMNS)]) for key, counts in found.items()]
    FILE.write_text(HEAD + "\n".join(lines) + "\n")


def compare(key, counts, kept):
    """Prints a line for each number that is another; how many are worse."""
    worse = 0
    for column in (column for column in COLUMNS if column in counts and column in kept):
        old, new = kept[column], counts[column]
        margin = 0 if column in EXACT else max(old * MARGIN, 1)
        if new > old + margin:
            print(f"{' '.join(key)}: {new} {column} a document, {old} are kept: more than they may be")
            worse += 1
        elif new < old - margin:
            print(f"{' '.join(key)}: {new} {column} a document, {old} are kept: make bench-counts keeps the smaller number")
    return worse


def check(identity, found):
    kept_identity, kept = read_kept()
    comparable = identity == kept_identity
    if not comparable:
        print(f"instructions: not compared, they are kept for {kept_identity}, and this is {identity}")
    worse = 0
    for key, counts in found.items():
        if not comparable:
            counts = {column: counts[column] for column in counts if column in EXACT}
        worse += compare(key, counts, kept.get(key, {}))
    return 1 if worse else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    os.environ["LC_ALL"] = "C"
    tools = [tool for tool in ("strace", "valgrind") if shutil.which(tool)]
    for tool, column in (("strace", "system calls"), ("valgrind", "instructions")):
        if tool not in tools:
            print(f"{column}: not counted, there is no {tool}")
    with tempfile.TemporaryDirectory(prefix="bench.") as work:
        bench = Bench(options.build, work)
        identity = bench.output("identity").strip()
        found = {key: bench.count(*key, tools) for key in JOBS}
        batch = Batch(bench, options.build)
        found.update({key: batch.count(*key, tools) for key in STREAMS})
    if options.update:
        if any(column not in counts for counts in found.values() for column in COLUMNS):
            sys.exit("nothing is kept: not everything can be counted here")
        write(identity, found)
        return 0
    return check(identity, found)


sys.exit(main())
