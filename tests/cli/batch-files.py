#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`cpdm batch` over files: a run that is killed at any moment goes on where it ended (threats F9), a signal lets it finish what
it has taken (F11), and what cannot be gone on with is left alone. CPDM_KILLS asks for so many kills."""
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

from harness import records
from harness.checks import Checks

checks = Checks()
PROGRAM = os.environ["CPDM"]
SECONDS = 12


def read(name):
    path = pathlib.Path(name)
    return path.read_bytes() if path.exists() else b""


def start(*words, **streams):
    return subprocess.Popen([PROGRAM, "batch", *words], stderr=subprocess.PIPE, **streams)


def remove(*names):
    for name in names:
        pathlib.Path(name).unlink(missing_ok=True)


def whole_lines(octets, expected):
    """What a reader sees at any moment is a beginning of what will be there, and at most one torn line."""
    return expected.startswith(octets)


def killed(framing, document, kills, seconds):
    """Kills at random moments, in runs of random lengths and threads; the end is what one run makes."""
    generator = random.Random(4711)
    members = [records.record(document, number) for number in range(20000)]
    for number in range(7, 20000, 50):
        members[number]["secret"] = {"pin": "1"}
    pathlib.Path("in").write_bytes(b"".join(records.framed(framing, one) for one in members))
    remove("out", "out.part", "errors")
    words = ["--framing", framing, "--input", "in", "--errors", "errors"]
    checks.cpdm("batch", *words, "-o", "expected")
    expected, errors = read("expected"), read("errors")
    done, runs, sound, until = 0, 0, True, time.monotonic() + seconds
    while done < kills and time.monotonic() < until:
        process = start(*words, "-o", "out", "--resume", "-j", str(generator.choice((1, 2, 4))))
        try:
            process.wait(generator.uniform(0.0, 0.12))
            runs += process.returncode == 0
            sound = sound and process.returncode == 0 and read("out") == expected and read("errors") == errors
            remove("out", "errors")
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
            sound = sound and (read("out") == expected if pathlib.Path("out").exists() else
                               whole_lines(read("out.part"), expected))
        process.stderr.close()
    checks.check(f"{framing}: {done} kills, {runs} runs that came through", sound and done > 0)
    last = checks.cpdm("batch", *words, "-o", "out", "--resume")
    checks.check(f"{framing}: nothing lost, nothing doubled, nothing torn",
                 last.code == 0 and read("out") == expected and read("errors") == errors, last)
    checks.check(f"{framing}: nothing is left beside", not pathlib.Path("out.part").exists())
    again = checks.cpdm("batch", *words, "-o", "out", "--resume")
    checks.check(f"{framing}: what is complete is left alone", again.code == 0 and read("out") == expected, again)


def torn(document, *words):
    """Every way in which the end of a result can be missing."""
    stream = records.lines(document, range(6))
    pathlib.Path("in").write_bytes(stream)
    remove("expected")
    checks.cpdm("batch", *words, "--input", "in", "-o", "expected")
    expected = read("expected")
    cuts = [0, 1, 40, *(at + add for at in range(len(expected)) if expected[at] == 10 for add in (0, 1, 2))]
    for cut in cuts:
        for tail in (b"", bytes(4096)):
            remove("out")
            pathlib.Path("out.part").write_bytes(expected[:cut] + tail)
            done = checks.cpdm("batch", *words, "--input", "in", "-o", "out", "--resume")
            checks.check(f"cut at {cut} with {len(tail)} zeros", done.code == 0 and read("out") == expected, done)


def other(document):
    """What is not of this run is not gone on with, and stays."""
    pathlib.Path("in").write_bytes(records.lines(document, range(6)))
    pathlib.Path("other").write_bytes(records.lines(document, range(10, 16)))
    checks.cpdm("batch", "--input", "in", "-o", "expected")
    part = b"".join(read("expected").splitlines(True)[:3])
    for name, words in (("another input", ["--input", "other"]), ("other tables", ["--input", "in", "--to", "dm-1.2"]),
                        ("another option", ["--input", "in", "--session-id", "9"])):
        remove("out")
        pathlib.Path("out.part").write_bytes(part)
        done = checks.cpdm("batch", *words, "-o", "out", "--resume")
        checks.check(name, done.code == 2 and "CPDM-0926" in done.err and read("out.part") == part, done)
    done = checks.cpdm("batch", "--input", "in", "-o", "out")
    checks.check("without --resume", done.code == 5 and "unfinished" in done.err and read("out.part") == part, done)
    done = checks.cpdm("batch", "--resume", stdin=b"")
    checks.check("--resume without a file", done.code == 2, done)
    with start("-o", "out", "--resume", stdin=subprocess.PIPE) as first:
        time.sleep(0.3)
        done = checks.cpdm("batch", "--input", "in", "-o", "out", "--resume")
        checks.check("two runs at one file", done.code == 5 and "another run" in done.err, done)
        first.kill()
    mode = pathlib.Path("expected").stat().st_mode & 0o777
    checks.check("results are their owner's", mode == 0o600)


def drained(document):
    """F11: SIGTERM under load. Every record that was taken from the pipe in whole is answered, in a second, exit 0."""
    stream = records.lines(document, range(4000))
    expected = checks.cpdm("batch", stdin=stream).out
    for jobs in ("1", "4"):
        with open("drained", "wb") as out, start("-j", jobs, stdin=subprocess.PIPE, stdout=out) as process:
            process.stdin.write(stream)
            process.stdin.flush()
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = process.wait(20)
            took = time.monotonic() - asked
            said = process.stderr.read()
            process.stdin.close()
        octets = read("drained")
        checks.check(f"-j{jobs}: drained, {octets.count(10)} answers", code == 0 and not said and octets.endswith(b"\n"))
        checks.check(f"-j{jobs}: answers in their order", expected.startswith(octets))
        checks.check(f"-j{jobs}: at once ({took:.2f} s)", took < (10 if os.environ["SANITIZED"] == "yes" else 2))
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"".join(stream.splitlines(True)[:5]) + b'{"half')
        process.stdin.flush()
        answers = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)
        checks.check("what came in whole was answered, what did not was not",
                     code == 0 and b"".join(answers) == b"".join(expected.splitlines(True)[:5]) and not process.stdout.read())
        process.stdin.close()
    with start(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        os.set_blocking(process.stdin.fileno(), False)
        for _ in range(10):  # nobody reads the answers: the run waits for room, and then so does the pipe
            try:
                os.write(process.stdin.fileno(), stream[:100000])
            except BlockingIOError:
                time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        checks.check("a second signal ends it", process.wait(20) == -signal.SIGTERM)
        process.stdin.close()
    pathlib.Path("in").write_bytes(stream * 10)
    remove("out", "out.part")
    process = start("--input", "in", "-o", "out", "--summary", "summary")
    time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    checks.check("a run over files is drained", process.wait(20) == 0 and process.stderr.read() == b"")
    if not pathlib.Path("out").exists():
        done = checks.cpdm("batch", "--input", "in", "-o", "out", "--resume")
        checks.check("and goes on", done.code == 0, done)
    checks.check("to its end", read("out").count(10) == 40000)
    process.stderr.close()


def fails(document):
    """F2: a full disk is exit code 5."""
    pathlib.Path("in").write_bytes(records.lines(document, range(60)))
    done = checks.cpdm("batch", "--input", "in", "-o", "/dev/full", "--log-file", "log.full")
    checks.check("/dev/full", done.code == 5 and done.err == "" and b"cannot be written" in read("log.full"), done)
    done = checks.cpdm("batch", "--input", "in", "--errors", "/dev/full", "--secrets-fd", "99")
    checks.check("secrets that cannot be read", done.code != 0 and not done.out, done)
    done = checks.cpdm("batch", "--input", "nothing")
    checks.check("an input that is not there", done.code == 5 and "cannot be read" in done.err, done)
    done = checks.cpdm("batch", "--input", ".")
    checks.check("an input that is a folder", done.code == 5, done)


def main():
    document = records.wbxml(checks)
    torn(document)
    torn(document, "--results", "len32")
    other(document)
    fails(document)
    drained(document)
    kills = int(os.environ.get("CPDM_KILLS") or 0)
    for framing in ("ndjson", "len32"):
        killed(framing, document, kills or 100, 3600 if kills else SECONDS / 2)
    return checks.finish()


sys.exit(main())
