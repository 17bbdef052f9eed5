#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The law of the round trip (harness/law.py) on random documents, the same each time, for every built-in target.
CPDM_LAW=100000 in the environment asks for so many. `law.py NUMBER` shows one, with what came of it; `law.py all TARGET …`
takes other targets, or table files."""
import os
import pathlib
import subprocess
import sys

from harness import law
from harness.checks import Checks

FEED = pathlib.Path(os.environ["BUILD"], "tests", "law-feed")
COUNT = int(os.environ.get("CPDM_LAW") or (150 if os.environ.get("SANITIZED") == "yes" else 1500))
SHOWN = int(os.environ.get("CPDM_LAW_SHOWN") or 3)  # complaints of a target


def round_trips(target, first, count):
    """(number, document, report, what came back, nodes that did not) of each document that is translated."""
    with subprocess.Popen([FEED, target, str(first), str(count)], stdout=subprocess.PIPE) as feed:
        for line in feed.stdout:
            number, *lengths = (int(word) for word in line.split())
            document, report, back, left = (feed.stdout.read(length).decode() for length in lengths)
            entries = (entry.split("\t", 1) for entry in report.split("\n") if entry)
            yield number, document, [{"fate": fate, "reason": reason} for fate, reason in entries], back, left
    if feed.returncode:
        raise SystemExit(f"law-feed {target} ended with {feed.returncode}")


def complaints(document, report, back, left):
    yield from (f"does not come back: {node}" for node in left.splitlines())
    yield from law.complaints(document, report, back)


def check_target(checks, target):
    translated, broken = 0, []
    for number, *trip in round_trips(target, 0, COUNT):
        translated += 1
        broken += [(number, complaint) for complaint in complaints(*trip)]
    checks.check(f"{target}: {translated} of {COUNT} documents translated, each comes back", translated and not broken)
    for number, complaint in broken[:SHOWN]:
        print(f"# {number}: {complaint}")


def show(target, number):
    for _, document, report, back, left in round_trips(target, number, 1):
        reasons = [f"{entry['fate']}\t{entry['reason']}" for entry in report]
        print(document, *reasons, back, *complaints(document, report, back, left), sep="\n")


def main():
    checks = Checks()
    listed = checks.cpdm("tables", "list").out.decode().splitlines()
    targets = sys.argv[2:] or list(dict.fromkeys(line.split("\t")[0] for line in listed))
    if len(sys.argv) > 1 and sys.argv[1] != "all":
        for target in targets:
            show(target, int(sys.argv[1]))
        return 0
    for target in targets:
        check_target(checks, target)
    return checks.finish()


sys.exit(main())
