# SPDX-License-Identifier: MIT
"""What callgrind counts inside bench_measured(): instructions by object and function, and the calls out of our own code.

The format: valgrind manual, "Callgrind Format Specification"."""
import collections
import pathlib
import re
import subprocess

NAME = re.compile(r"(c?)(ob|fn)=(?:\((\d+)\))?\s*(.*)")


class Profile:
    def __init__(self, path):
        self.cost = collections.Counter()  # (object, function): for itself
        self.calls = collections.Counter()  # (object, object called): how often
        self.names = {"ob": {}, "fn": {}}
        with open(path, encoding="utf-8", errors="replace") as lines:
            self.read(lines)

    def name(self, kind, number, text):
        table = self.names[kind]
        if number is not None and text:
            table[number] = text
        return text or table.get(number, "")

    def read(self, lines):
        where, called, inclusive = {"ob": "", "fn": ""}, {}, False
        for line in lines:
            match = NAME.match(line)
            if match:
                prefix, kind, number, text = match.groups()
                (called if prefix else where)[kind] = self.name(kind, number, text)
            elif line.startswith("calls="):
                self.calls[where["ob"], called.get("ob", where["ob"])] += int(line.split()[0][len("calls="):])
                called, inclusive = {}, True  # the next line is what the call took, counted in the function called
            elif line[0] in "0123456789+-*":
                if not inclusive:
                    self.cost[where["ob"], where["fn"]] += int(line.split()[1])
                inclusive = False

    def instructions(self, wanted):
        return sum(cost for (obj, _), cost in self.cost.items() if wanted(pathlib.PurePath(obj).name))

    def outside(self, library):
        return self.instructions(lambda name: not name.startswith(library))

    def inside(self, program):
        return self.instructions(lambda name: name == program)

    def calls_out_of(self, program):
        return sum(count for (caller, called), count in self.calls.items()
                   if pathlib.PurePath(caller).name == program and pathlib.PurePath(called).name != program)

    def show(self, times, count):
        objects = collections.Counter()
        for (obj, _), cost in self.cost.items():
            objects[pathlib.PurePath(obj).name] += cost
        for obj, cost in objects.most_common(8):
            print(f"{cost / times:12.0f}  {obj}")
        for (obj, function), cost in self.cost.most_common():
            if count and "libcrypto" not in obj:
                print(f"{cost / times:12.0f}  {function}  [{pathlib.PurePath(obj).name}]")
                count -= 1


def profile(work, *command):
    """Runs a command of the bench program; its profile, and what it printed."""
    path = pathlib.Path(work, "callgrind.out")
    run = subprocess.run(["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=bench_measured",
                          f"--callgrind-out-file={path}", *command], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {run.stderr}")
    return Profile(path), run.stdout
