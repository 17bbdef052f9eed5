# SPDX-License-Identifier: MIT
"""tests/hostile: what generate.py makes is refused with a located message, in little memory and time, never by a signal."""
import re
import subprocess
import sys

from .cpdm import Test, run

MEMORY = 16 * 1024  # KiB resident at the peak
HANG = 5            # seconds
VERBS = {           # verb and the exit codes that are right for a hostile file
    "translate --allow-unauthenticated -f tree": range(1, 7),
    "inspect": range(0, 7),
    "convert": range(0, 7),
    "reverse": range(0, 7),
    "apply --allow-unauthenticated --store store": range(0, 7),
    "apply --rebootstrap --store": range(1, 7),
    "lint --security --delivery ota --to dm-1.1.2": range(0, 7),
}
MESSAGE = re.compile(r"^(input|store)(:[^ ]+)?: error: .+ \[CPDM-\d{4}\]$", re.MULTILINE)


def tests(context):
    generator = context.tests / "hostile" / "generate.py"
    if not generator.exists():
        return
    folder = context.folder()
    subprocess.run([sys.executable, generator, folder], check=True)
    times = []
    for path in sorted(folder.iterdir()):
        yield Test("hostile", path.name, lambda path=path: check(context, path, times))
    yield Test("hostile", "times", lambda: (0, 0, 0, slowest(times)))


def check(context, path, times):
    complaints = []
    for verb, codes in VERBS.items():
        complaints += [f"{path.name}: {complaint}" for complaint in check_verb(context, path, verb, codes, times)]
    return (0, 1, 0, "\n".join(complaints) + "\n") if complaints else (1, 0, 0, "")


def check_verb(context, path, verb, codes, times):
    folder = context.folder()
    (folder / "input").symlink_to(path)
    words, limit = [context.program, *verb.split(), "input"], HANG
    if context.sanitized:
        limit *= 20
    else:
        words = [context.build / "tests" / "measure", "measured", *words]
    result = run(words, folder, context.environment, time_limit=limit)
    if result.code not in codes:
        yield f"{verb}: exit {result.code}\n{result.err}"
    elif result.code and not MESSAGE.search(result.err + result.out.decode("utf-8", "replace")):
        yield f"{verb}: exit {result.code} without a located message\n{result.err}"
    measured = folder / "measured"
    if not measured.exists():
        return
    memory, microseconds = map(int, measured.read_text().split())
    times.append((microseconds, f"{verb.split()[0]} {path.name}"))
    if memory > MEMORY:
        yield f"{verb}: {memory} KiB resident"


def slowest(times):
    if not times:
        return ""
    microseconds, what = max(times)
    return f"# slowest: {what}, {microseconds / 1000:.1f} ms from start to end of the process\n"
