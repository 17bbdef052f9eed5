#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two callgrind profiles of a job, done N1 and N2 times, to its instructions per document: all, and outside libcrypto.

usage: instructions.py [--functions COUNT] FILE1 N1 FILE2 N2
Prints "TOTAL OUTSIDE"; with --functions also what each object and each function took for itself.
"""

import collections
import os
import re
import sys

NAME = re.compile(r"(c?)(ob|fn|fl|fi|fe)=(?:\((\d+)\))?\s*(.*)")


class Profile:
    """Self cost by (object, function). The format: valgrind manual, "Callgrind Format Specification"."""

    def __init__(self, path):
        self.cost = collections.Counter()
        self.names = {"ob": {}, "fn": {}}
        with open(path, encoding="utf-8", errors="replace") as lines:
            self.read(lines)

    def name(self, kind, number, text):
        table = self.names.get(kind)
        if table is None:
            return ""
        if number is not None and text:
            table[number] = text
        return text or table.get(number, "")

    def read(self, lines):
        where = {"ob": "", "fn": ""}
        inclusive = False
        for line in lines:
            match = NAME.match(line)
            if match:
                called, kind, number, text = match.groups()
                name = self.name(kind, number, text)
                if not called and kind in where:
                    where[kind] = name
            elif line.startswith("calls="):
                inclusive = True  # the next line is what the call took, counted in the function called
            elif line[0] in "0123456789+-*":
                if not inclusive:
                    self.cost[where["ob"], where["fn"]] += int(line.split()[1])
                inclusive = False


def per_document(first, count1, second, count2):
    times = count2 - count1
    places = set(first.cost) | set(second.cost)
    return {place: (second.cost[place] - first.cost[place]) / times for place in places}


def show(costs, count):
    objects = collections.Counter()
    for (obj, _), cost in costs.items():
        objects[os.path.basename(obj)] += cost
    for obj, cost in objects.most_common(8):
        print(f"{cost:12.0f}  {obj}")
    functions = [place for place in costs if "libcrypto" not in place[0]]
    for place in sorted(functions, key=costs.get, reverse=True)[:count]:
        print(f"{costs[place]:12.0f}  {place[1]}  [{os.path.basename(place[0])}]")


def main(arguments):
    count = 0
    if arguments[:1] == ["--functions"]:
        count, arguments = int(arguments[1]), arguments[2:]
    if len(arguments) != 4:
        sys.exit(__doc__)
    file1, count1, file2, count2 = arguments
    costs = per_document(Profile(file1), int(count1), Profile(file2), int(count2))
    outside = sum(cost for (obj, _), cost in costs.items() if "libcrypto" not in obj)
    print(f"{sum(costs.values()):.0f} {outside:.0f}")
    if count:
        show(costs, count)


main(sys.argv[1:])
