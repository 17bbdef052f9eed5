#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recipes/parallel.sh with GNU parallel itself: the octets of one run, whatever is in the lines; nothing under the name of the
results when a job is killed; and a stream through --pipe."""
import os
import pathlib
import shutil
import subprocess
import sys

from harness import records
from harness.checks import Checks

PROGRAM, RECIPE = os.environ["CPDM"], os.path.join(os.environ["SOURCE"], "recipes", "parallel.sh")
if not shutil.which("parallel") or b"GNU parallel" not in subprocess.run(["parallel", "--version"], capture_output=True,
                                                                        stdin=subprocess.DEVNULL, check=False).stdout:
    print("cannot run here: GNU parallel is missing (Debian's package parallel)")
    sys.exit(77)
KILLED = f"""#!/bin/sh
# Half of its results, and then no more, where the first record is in what it is given.
"{PROGRAM}" "$@" >all.$$
if grep -q '"id":"r0"' all.$$; then head -c 1000 all.$$; kill -9 $$; fi
exec cat all.$$
"""
checks = Checks()


def recipe(*words, program=PROGRAM):
    environment = {**os.environ, "HOME": os.getcwd(), "CPDM": program}
    return subprocess.run(["sh", RECIPE, *words], env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          check=False)


def compared(name, stream, *words, lines=None):
    """The recipe's results, and those of one process."""
    pathlib.Path("in").write_bytes(stream)
    done = recipe("in", "out", *words)
    found = pathlib.Path("out").read_bytes() if done.returncode == 0 else b""
    one = checks.cpdm("batch", *words, stdin=stream).out
    checks.check(f"{name}: {found.count(10)} results {done.stderr}", done.returncode == 0 and not done.stderr and
                 (found == one if lines is None else found.count(10) == one.count(10) == lines))


def killed(stream):
    pathlib.Path("in").write_bytes(stream)
    pathlib.Path("killed").write_text(KILLED)
    pathlib.Path("killed").chmod(0o700)
    done = recipe("in", "not-there", program="./killed")
    checks.check(f"a job that is killed: exit code {done.returncode}", done.returncode != 0 and b"fail" in done.stderr)
    checks.check("leaves no results", not pathlib.Path("not-there").exists())


def piped(stream):
    """From a pipe, as recipes/README shows it."""
    words = ["parallel", "--no-notice", "--pipe", "--block", "100k", "--keep-order", "--halt", "now,fail=1", PROGRAM, "batch", "-j1"]
    done = subprocess.run(words, env={**os.environ, "HOME": os.getcwd()}, input=stream, capture_output=True, timeout=120, check=False)
    checks.check("--pipe: the octets of one run", done.returncode == 0 and done.stdout == checks.cpdm("batch", stdin=stream).out)


document = records.wbxml(checks)
members = [records.record(document, number) for number in range(3000)]
for number in range(5, 3000, 70):
    members[number]["secret"] = {"pin": "1"}
stream = b"".join(map(records.line, members))
compared("3,000 records", stream)
compared("options", stream[:stream.index(b"\n", 20000) + 1], "--device", "IMEI:1 'two';\"$(three)\"", "--framing", "ndjson")
compared("no records", b"")
compared("a last line without its end", stream[:-1])
compared("lines that are no records", b"a\n\n\n\0\0\n{}\n" + stream[:3000] + b"\n\xff\n[", lines=7 + stream[:3000].count(10) + 1)
tsv = [records.framed("tsv", members[number]) for number in range(300)]
compared("rows", b"".join(tsv), "--framing", "tsv")
killed(stream)
piped(stream)
sys.exit(checks.finish())
