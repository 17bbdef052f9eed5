#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recipes/spark-pipe.py and recipes/hadoop-streaming.sh keep what these two ask of a program in a pipe: a line for each line in their
order, errors in the lines, several processes at once, empty partitions, an exit code that counts. Neither is in Debian;
harness/likeness does what their documentation says."""
import json
import os
import pathlib
import subprocess
import sys

from harness import records
from harness.checks import Checks

PROGRAM, SOURCE = os.environ["CPDM"], pathlib.Path(os.environ["SOURCE"])
LIKENESS = SOURCE / "tests" / "harness" / "likeness"
FAILING = """#!/bin/sh
# The first time, half of its results.
mkdir tried 2>/dev/null || exec "{program}" "$@"
"{program}" "$@" | head -c 1000
exit 3
"""
checks = Checks()


def recipe(name, *words, program=PROGRAM):
    interpreter = sys.executable if name.endswith(".py") else "sh"
    environment = {**os.environ, "CPDM": program, "PYTHONPATH": str(LIKENESS), "PATH": f"{LIKENESS}:{os.environ['PATH']}"}
    return subprocess.run([interpreter, SOURCE / "recipes" / name, *words], env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=120, check=False)


def parts(folder):
    return [path.read_bytes() for path in sorted(pathlib.Path(folder).glob("part-*"))]


def failing():
    path = pathlib.Path("failing").absolute()
    path.write_text(FAILING.format(program=PROGRAM))
    path.chmod(0o700)
    return str(path)


def spark(members):
    lines = [records.line(one) for one in members]
    lines[11] = b"no record\n"
    lines[13] = b"\n"
    pathlib.Path("in").write_bytes(b"".join(lines))
    done = recipe("spark-pipe.py", "in", "spark")
    found = parts("spark")
    checks.check(f"partitions, the last one empty: {[part.count(10) for part in found]} {done.stderr}",
                 done.returncode == 0 and len(found) == 4 and not found[3])
    expected = [json.loads(line) for line in checks.cpdm("batch", stdin=b"".join(lines)).out.splitlines()]
    results = [json.loads(line) for line in b"".join(found).splitlines()]
    checks.check("one result for each element, in their order", len(results) == len(lines) and
                 [one["id"] for one in results] == [one["id"] for one in expected])
    checks.check("they are those of one process", all(one == two for one, two in zip(results, expected) if one["id"]))
    rules = [result["error"]["rule"] for result in results if not result["ok"]]
    checks.check(f"errors are in their lines: {rules}", rules == ["CPDM-0515", "CPDM-0920", "CPDM-0920"])
    done = recipe("spark-pipe.py", "in", "options", "--session-id", "9", "--device", "a b")
    first = checks.cpdm("batch", "--session-id", "9", "--device", "a b", stdin=lines[0]).out
    checks.check("options with blanks", parts("options")[0].startswith(first))
    for name, words, program in (("an option that is none", ["--what"], PROGRAM), ("a process that fails", [], failing())):
        done = recipe("spark-pipe.py", "in", "spark-failed", *words, program=program)
        checks.check(f"{name} fails the job", done.returncode != 0 and not pathlib.Path("spark-failed").exists())


def hadoop(members):
    rows = [records.framed("tsv", one) for one in members]
    rows[11] = b"only-a-key\n"
    pathlib.Path("rows").write_bytes(b"".join(rows))
    os.rmdir("tried")
    done = recipe("hadoop-streaming.sh", "rows", "hadoop", program=failing())
    checks.check(f"a task that failed was tried again {done.stderr}", done.returncode == 0 and pathlib.Path("tried").exists())
    found = parts("hadoop")
    checks.check("one row for each row, in their order, the same as those of one process",
                 b"".join(found) == checks.cpdm("batch", "--framing", "tsv", stdin=b"".join(rows)).out and not found[1])
    keys = [row.split(b"\t")[0] for row in b"".join(found).splitlines()]
    checks.check("the key of a result is that of its record", keys == [row.rstrip(b"\n").split(b"\t")[0] for row in rows])
    words = [row.split(b"\t")[1] for row in b"".join(found).splitlines()]
    checks.check("errors are in their rows", [n for n, word in enumerate(words) if word != b"ok"] == [7, 11])
    done = recipe("hadoop-streaming.sh", "rows", "hadoop-failed", "--what")
    checks.check("a mapper that cannot run fails the job", done.returncode != 0 and not parts("hadoop-failed"))


def left():
    """The other side goes away before the end: take(1), a killed task, a speculative one."""
    stream = records.lines(document, range(3000))
    with subprocess.Popen([PROGRAM, "batch", "-j1"], env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        process.stdin.write(stream[:20000])
        process.stdin.flush()
        first = process.stdout.readline()
        process.stdout.close()
        try:
            process.stdin.write(stream[20000:])
            process.stdin.close()
        except BrokenPipeError:
            pass
        code = process.wait(20)
        checks.check(f"results that nobody reads: exit code {code}", code == 5 and json.loads(first)["ok"] and not process.stderr.read())
    half = stream[:stream.index(b"\n", 20000) + 100]
    done = subprocess.run([PROGRAM, "batch", "-j1"], env={}, input=half, capture_output=True, timeout=60, check=False)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    checks.check("records that end in the middle of one: it has a result too, which is an error",
                 done.returncode == 0 and len(results) == half.count(10) + 1 and
                 [one["ok"] for one in results] == [True] * half.count(10) + [False])


document = records.wbxml(checks)
members = [records.record(document, number) for number in range(300)]
members[7]["secret"] = {"pin": "1"}
spark(members)
hadoop(members)
left()
sys.exit(checks.finish())
