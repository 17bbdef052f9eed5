# SPDX-License-Identifier: MIT
"""What callgrind counts, inside bench_measured() or in a whole process: instructions by object and function, and calls.

The format: valgrind manual, "Callgrind Format Specification"."""
import collections
import pathlib
import re
import subprocess

ALLOCATE = {"malloc", "calloc", "realloc", "memalign", "aligned_alloc", "posix_memalign"}
LIBCRYPTO = re.compile(r"(sha1|sha256|md5)_block|(SHA1|SHA256|MD5|CRYPTO|OPENSSL)_")  # where it is linked in
NAME = re.compile(r"(c?)(ob|fn)=(?:\((\d+)\))?\s*(.*)")


class Profile:
    def __init__(self, path):
        self.cost = collections.Counter()  # (object, function): for itself
        self.calls = collections.Counter()  # (object, object called): how often
        self.allocations = collections.Counter()  # object: how often it asked for memory
        self.names = {"ob": {}, "fn": {}}
        with open(path, encoding="utf-8", errors="replace") as lines:
            self.read(lines)

    def name(self, kind, number, text):
        table = self.names[kind]
        if number is not None and text:
            table[number] = text
        return text or table.get(number, "")

    def read(self, lines):
        def owner(place):
            return "libcrypto.a" if LIBCRYPTO.match(place.get("fn", "")) else place.get("ob", where["ob"])
        where, called, inclusive = {"ob": "", "fn": ""}, {}, False
        for line in lines:
            match = NAME.match(line)
            if match:
                prefix, kind, number, text = match.groups()
                (called if prefix else where)[kind] = self.name(kind, number, text)
            elif line.startswith("calls="):
                count = int(line.split()[0][len("calls="):])
                self.calls[owner(where), owner(called)] += count
                self.allocations[owner(where)] += count if called.get("fn") in ALLOCATE else 0
                called, inclusive = {}, True  # the next line is what the call took, counted in the function called
            elif line[0] in "0123456789+-*":
                if not inclusive:
                    self.cost[owner(where), where["fn"]] += int(line.split()[1])
                inclusive = False

    def instructions(self, wanted):
        return sum(cost for (obj, _), cost in self.cost.items() if wanted(pathlib.PurePath(obj).name))

    def outside(self, library):
        return self.instructions(lambda name: not name.startswith(library))

    def inside(self, *programs):
        return self.instructions(lambda name: name.startswith(programs))

    def calls_out_of(self, *programs):
        def ours(path):
            return pathlib.PurePath(path).name.startswith(programs)
        return sum(count for (caller, called), count in self.calls.items() if ours(caller) and not ours(called))

    def allocations_but(self, library):
        return sum(count for path, count in self.allocations.items() if not pathlib.PurePath(path).name.startswith(library))

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


def run(work, command, *options, **streams):
    """Runs a command; its profile, and what it printed."""
    path = pathlib.Path(work, "callgrind.out")
    valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={path}", *options, *command]
    done = subprocess.run(valgrind, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **streams)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.decode(errors='replace')}")
    return Profile(path), done.stdout.decode(errors="replace")


def profile(work, *command):
    """The same of a command of the bench program, inside bench_measured()."""
    return run(work, command, "--collect-atstart=no", "--toggle-collect=bench_measured*")
