#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make bench: measures the rows and writes the table to standard output and BUILD/bench.txt, the picture to BUILD/bench.svg.

usage: make_bench.py --build DIR [--quick] [--only WORD] [--functions COUNT]
Exit status 1: implementations disagree, or a document costs the library a malloc or a system call. No time fails it.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import callgrind
import picture
import runners

DATA = pathlib.Path(__file__).resolve().parent
# Copies of a document's objects that make 10 KB to 10 MB of what is read: XML, WBXML.
SCALES = {"wide": ((1, 10, 100, 1000), (2, 22, 220, 2200)), "main": ((6, 60, 600, 6000), (20, 200, 2000, 20000))}
TIMES = 64
EXACT = ("mallocs", "calls")


class Row:
    def __init__(self, group, line):
        self.group = group
        self.how, self.a, self.b, self.size, goal, self.what = line.split(None, 5)
        self.at_least = goal.startswith(">=")
        self.goal = float(goal[2:]) if goal != "-" else None
        self.number, self.median, self.detail, self.problem, self.wrong = None, None, "", "", False

    def reached(self):
        """Whether the number reaches the goal; None where there is no goal, or the median of the same pairs says otherwise."""
        if self.goal is None or self.number is None:
            return None
        sides = {number >= self.goal if self.at_least else number <= self.goal for number in (self.number, self.median)}
        return sides.pop() if len(sides) == 1 else None

    def verdict(self):
        if self.problem or self.goal is None:
            return self.problem
        return {True: "reached", False: "NOT reached", None: "inconclusive"}[self.reached()]


def read_rows():
    group, rows = "", []
    for line in pathlib.Path(DATA, "rows").read_text().splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            rows.append(Row(group, line))
    return rows


def seconds(value):
    return f"{value * 1e3:.1f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} us"


def measure_time(setting, row):
    inside = ":" not in row.a + row.b
    ratio = (runners.in_process(setting, row.a, row.b, row.size) if inside else
             runners.pair(setting, row.a, row.b, row.size, 1 if row.how == "wall" else 0))
    row.number, row.median, row.detail = ratio.ratio, ratio.median, f"{seconds(ratio.a)} / {seconds(ratio.b)}"
    if not ratio.agreed:
        row.detail += f", {ratio.median:,.2f} by the median"


def measure_instructions(setting, row):
    runners.need("valgrind")
    profile, _ = callgrind.profile(setting.work, *setting.bench("run", row.a, row.size, TIMES))
    row.number = profile.outside("libcrypto") / TIMES
    row.detail = f"{profile.instructions(lambda name: True) / TIMES:,.0f} with it"
    if setting.functions:
        profile.show(TIMES, setting.functions)


def measure_mallocs(setting, row):
    words = subprocess.run(setting.bench("run", row.a, row.size, 256), capture_output=True, text=True, check=True).stdout.split()
    row.number, row.detail = float(words[0]), f"{float(words[1]):.0f} in libcrypto"


def system_calls(setting, row, times):
    runners.need("strace")
    path = pathlib.Path(setting.work, "strace.out")
    traced = subprocess.run(["strace", "-f", "-c", "-o", path, *setting.bench("run", row.a, row.size, times)],
                            capture_output=True, check=False)
    if traced.returncode:
        raise runners.Missing("strace may not trace here")
    return int(next(line.split()[3] for line in path.read_text().splitlines() if line.endswith("total")))


def measure_calls(setting, row):
    row.number = max(0, round((system_calls(setting, row, 1064) - system_calls(setting, row, 64)) / 1000, 2))


def measure_scale(setting, row):
    runners.need("valgrind")
    rates, wbxml = [], row.a in ("cpdm_ww", "cpdm_tree_w")
    for copies in SCALES[row.size][wbxml][:2 if setting.quick else None]:
        profile, printed = callgrind.profile(setting.work, *setting.bench("scale", row.a, row.size, copies))
        rates.append(profile.outside("libcrypto") / int(printed.split()[wbxml]))
    row.number, row.detail = max(rates) / min(rates), " ".join(f"{rate:.1f}" for rate in rates) + " an octet"


MEASURES = {"cpu": measure_time, "wall": measure_time, "instructions": measure_instructions, "mallocs": measure_mallocs,
            "calls": measure_calls, "scale": measure_scale}


def measure(setting, row):
    try:
        MEASURES[row.how](setting, row)
        row.median = row.number if row.median is None else row.median
    except runners.Missing as reason:
        row.problem = f"not measured: {reason}"
    except runners.Disagreement as difference:
        row.problem, row.wrong = f"not measured, the implementations do not agree: {difference}", True


def number_text(row):
    if row.number is None:
        return "-"
    if row.how == "instructions":
        return f"{row.number:,.0f}"
    return f"{row.number:,.0f}" if row.number >= 100 or row.how in EXACT else f"{row.number:.2f}"


def line_of(row):
    goal = "" if row.goal is None else f"{'>=' if row.at_least else '<='} {row.goal:,g}"
    return f"  {row.what:<60} {number_text(row):>8}  {goal:<9} {row.verdict():<12} {row.detail}".rstrip()


def run(options, work, out):
    python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    build = pathlib.Path(options.build).resolve()
    setting = runners.Setting(build / "tests/bench/bench", DATA, work, python, str(build / "cpdm"), options.quick)
    setting.functions = options.functions
    check = subprocess.run(setting.bench("check", *(["main"] if options.quick else [])), check=False)
    if check.returncode:
        print("The implementations do not agree: nothing is measured.")
        return 1
    rows = [row for row in read_rows() if options.only in f"{row.group} {row.what} {row.a} {row.b} {row.how}"]
    group = None
    for row in rows:
        if row.group != group:
            group = row.group
            out(f"\n{group}")
        measure(setting, row)
        out(line_of(row))
    picture.write(build / "bench.svg", rows)
    return 1 if any(row.wrong or (row.how in EXACT and row.reached() is False) for row in rows) else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--functions", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench.") as work, open(pathlib.Path(options.build, "bench.txt"), "w") as table:
        def out(line):
            print(line, flush=True)
            table.write(line + "\n")
        return run(options, work, out)


sys.exit(main())
