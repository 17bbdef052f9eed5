#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The systemd unit of `cpdm worker`: systemd reads it without a word and calls its sandbox tight, its command is one that the
worker takes, and a worker at work needs no system call and no memory that the sandbox forbids."""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

from harness import records, redis
from harness.checks import Checks, private

PROGRAM, SOURCE = os.environ["CPDM"], pathlib.Path(os.environ["SOURCE"])
TEMPLATE = SOURCE / "tools" / "cpdm-worker@.service.in"
UNIT = "cpdm-worker@1.service"
WATCHED = shutil.which("strace") and os.environ["SANITIZED"] == "no"  # LeakSanitizer does not work below it
EXPOSURE = 15  # tenths of systemd's scale from 0 (nothing can be reached) to 10
checks = Checks()
if checks.cpdm("worker", "--help").code or not redis.is_there():
    print("cannot run here: no worker in this build, or no Redis (Debian's packages libhiredis-dev and redis-server)")
    sys.exit(77)


def analyze(*words):
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False)


def values(name):
    return re.findall(rf"^{name}=(.*)$", TEMPLATE.read_text(), re.MULTILINE)


def read_by_systemd():
    if not shutil.which("systemd-analyze"):
        print("# systemd-analyze is missing (Debian's package systemd)")
        return
    pathlib.Path(UNIT).write_text(TEMPLATE.read_text().replace("@bindir@", os.path.dirname(PROGRAM)))
    done = analyze("verify", "--man=no", f"./{UNIT}")
    checks.check(f"systemd-analyze verify {done.stdout}{done.stderr}", done.returncode == 0 and not done.stdout + done.stderr)
    done = analyze("security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", f"./{UNIT}")
    checks.check(f"systemd-analyze security: {done.stdout[-70:].strip()}", done.returncode == 0)


def command(*options):
    """The words of ExecStart, as systemd would make them of /etc/cpdm/worker.conf."""
    line, = values("ExecStart")
    line = line.replace("@bindir@/cpdm", PROGRAM).replace("%H-%i", "here-1").replace("%d", ".").replace("$OPTIONS", shlex.join(options))
    return shlex.split(line.replace("${INPUT}", "in").replace("${OUTPUT}", "out"))


def allowed():
    """The system calls that the filter lets pass, by systemd's own lists."""
    def members(name):
        for line in analyze("syscall-filter", name).stdout.splitlines():
            word = line.strip()
            if line.startswith(" ") and not word.startswith("#"):
                yield from members(word) if word.startswith("@") else [word]
    allow, deny = values("SystemCallFilter")
    allowed = {call for name in allow.split() for call in members(name)}
    return allowed - {call for name in deny.removeprefix("~").split() for call in members(name)}


def at_work(document):
    """Three records through a worker that strace watches."""
    private("secrets")
    words = command("--socket", redis.SOCKET)
    known = set(re.findall(r"--[a-z-]+", checks.cpdm("worker", "--help").out.decode()))
    checks.check("the worker knows its options", {word for word in words if word.startswith("--")} <= known)
    watched = ["strace", "-f", "-qq", "-o", "trace", *words] if WATCHED else words
    with redis.Server(*redis.DURABLE):
        client = redis.Client()
        for number in range(3):
            client("XADD", "in", "*", "record", records.line(records.record(document, number)).rstrip())
        with subprocess.Popen(watched, stderr=subprocess.PIPE, start_new_session=True) as process:
            until = time.monotonic() + 30
            while client("XLEN", "out") < 3 and time.monotonic() < until:
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGTERM)
            code, said = process.wait(30), process.stderr.read().decode()
        checks.check(f"the command works: {client('XLEN', 'out')} results, exit code {code} {said}",
                     client("XLEN", "out") == 3 and code == 0 and not said)
        client.close()


def stays_inside():
    if not WATCHED or not shutil.which("systemd-analyze"):
        print("# the sanitizers are here, or strace or systemd-analyze is not")
        return
    trace = pathlib.Path("trace").read_text()
    called = set(re.findall(r"^\d+ +([a-z_0-9]+)\(", trace, re.MULTILINE))
    checks.check(f"system calls outside the filter: {sorted(called - allowed())}", called and called <= allowed())
    checks.check("no memory that can be written and executed", not re.search(r"PROT_WRITE\|PROT_EXEC", trace))
    families = set(re.findall(r"socket\((AF_[A-Z0-9]+)", trace))
    checks.check(f"address families: {families}", families and families <= set(*map(str.split, values("RestrictAddressFamilies"))))


document = records.wbxml(checks)
read_by_systemd()
at_work(document)
stays_inside()
sys.exit(checks.finish())
