#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The store of a device survives kill -9 at any moment: it is the old store or the new one, and the next process can work
with it. CPDM_KILLS kills at random moments (200), and one at each system call that touches the file, where strace is there.
Processes that work at the same time wait for each other; a disk that fails leaves the old store."""
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time

from harness.checks import Checks

KILLS = int(os.environ.get("CPDM_KILLS") or 200)
CPDM, STORE, TRACED = os.environ["CPDM"], pathlib.Path("store"), pathlib.Path("traced")
checks = Checks()
check, cpdm = checks.check, checks.cpdm


def message(name, value):
    """Enough nodes that writing takes its time."""
    lines = [f"./A/o{i}\tnode\t\n./A/o{i}/Value\tchr\t{value * 40}\n" for i in range(150)]
    pathlib.Path(name).write_text("".join(lines))
    return name


def words(name, store=STORE):
    return ["apply", "--store", str(store), "--allow-unauthenticated", "--rebootstrap", name]


def start(name):
    return subprocess.Popen([CPDM, *words(name)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


messages = [message("one", "one "), message("two", "two ")]
stores = {}
for name in messages:
    check(f"{name}: applied", cpdm(*words(name)).code == 0)
    stores[name] = STORE.read_bytes()
check("they leave two stores", stores["one"] != stores["two"])

# ---- At random moments ----
begun = time.monotonic()
for name in messages * 5:
    start(name).communicate()
usual = (time.monotonic() - begun) / 10
moments = random.Random(4711)
wrong, killed, outcomes, current = [], 0, {"old": 0, "new": 0}, "two"
for number in range(KILLS):
    name = "one" if current == "two" else "two"
    process = start(name)
    time.sleep(moments.uniform(0, 1.1 * usual))
    process.kill()
    error = process.communicate()[1]
    killed += process.returncode == -9
    text = STORE.read_bytes()
    if process.returncode not in (0, -9) or text not in stores.values() or (process.returncode == 0 and text != stores[name]):
        wrong.append((number, process.returncode, len(text), error))
        break
    current = name if text == stores[name] else current
    outcomes["new" if current == name else "old"] += 1
check(f"{KILLS} kills at random moments, {killed} of them in time: {outcomes['old']} times the old store, {outcomes['new']} "
      f"times the new {wrong}", not wrong)
check("some came in time", killed > KILLS // 10)
check("the store can be read", cpdm("apply", "--store", STORE, "--forget-source", "nobody").code == 0)
for name in ("two", "one"):  # one of them writes, over what the last kill may have left
    check("and worked with", cpdm(*words(name)).code == 0 and STORE.read_bytes() == stores[name])
left = sorted(path.name for path in pathlib.Path(".").glob("store*"))
check(f"nothing is left behind: {left}", left == ["store", "store.lock"])

# ---- Several at a time ----
crowd = [start(messages[i % 2]) for i in range(12)]
for victim in crowd[3::4]:
    victim.kill()
errors = [process.communicate()[1] for process in crowd]
codes = {process.returncode for i, process in enumerate(crowd) if i % 4 != 3}
check(f"the others of a dozen have done their work: {codes} {[e for e in errors if e]}", codes == {0})
check("one of them was the last", STORE.read_bytes() in stores.values())


# ---- At each system call, and with a disk that fails at it ----
def traced(injection, store):
    environment = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}
    return subprocess.run(["strace", "-f", "-o", "trace", "-e", "trace=openat,write,fsync,rename,flock,unlink,close", "-e",
                           f"inject={injection}", CPDM, *words("two", store)], capture_output=True, check=False, env=environment)


if shutil.which("strace") and traced("rename:signal=KILL", "none").returncode in (-9, 137):
    for call in ("flock", "unlink", "write", "fsync", "rename"):
        for when in range(1, 4):
            TRACED.write_bytes(stores["one"])
            traced(f"{call}:signal=KILL:when={when}", TRACED)
            check(f"killed in {call} {when}", TRACED.read_bytes() in stores.values())
    for call, error in (("fsync", "EIO"), ("write", "ENOSPC"), ("rename", "EACCES"), ("flock", "ENOLCK")):
        TRACED.write_bytes(stores["one"])
        result = traced(f"{call}:error={error}:when=1", TRACED)
        check(f"{call} fails: exit {result.returncode}", result.returncode == 5 and b"traced: error:" in result.stderr)
        check(f"{call} fails: the old store", TRACED.read_bytes() == stores["one"] and not pathlib.Path("traced.new").exists())
else:
    print("# strace cannot inject here: no kill at each system call")
sys.exit(checks.finish())
