#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Threads of `cpdm batch` share tables, a ring of blocks and a stop: a tool that knows locks watches them (threats F6)."""
import os
import pathlib
import shutil
import subprocess
import sys

from harness import records
from harness.checks import Checks

if os.environ["SANITIZED"] == "yes" or not shutil.which("valgrind"):
    print("valgrind is not here, or its place is taken")
    sys.exit(77)
checks = Checks()
document = records.wbxml(checks)
pathlib.Path("in").write_bytes(records.lines(document, range(400)) + b"{\n")
expected = checks.cpdm("batch", "in").out
done = subprocess.run(["valgrind", "--quiet", "--tool=helgrind", "--error-exitcode=9", os.environ["CPDM"], "batch", "-j", "8", "in"],
                      capture_output=True, check=False)
checks.check(f"no race\n# {done.stderr.decode()[:3000]}" if done.returncode else "no race", done.returncode == 0)
checks.check("the same results", done.stdout == expected)
sys.exit(checks.finish())
