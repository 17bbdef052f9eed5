# SPDX-License-Identifier: MIT
"""What can be paired: something that is told to do some documents and says what one took, in seconds of processor and wall."""
import os
import pathlib
import shutil
import statistics
import subprocess
import time

PAIRS = {"quick": 11, "full": 101}
COPROCESS_SLICE = 5e-3  # seconds
TRIES, AGREEMENT = 5, 0.03
DOCUMENTS = 128


class Missing(Exception):
    """Why a row cannot be measured here."""


class Setting:
    """Where everything is. The documents are written once for each size."""

    def __init__(self, program, data, work, python, cpdm, quick):
        self.program, self.data, self.work, self.cpdm, self.quick = program, data, work, cpdm, quick
        self.python = python
        self.environment = dict(os.environ, PYTHONPYCACHEPREFIX=str(pathlib.Path(work, "pycache")))

    def bench(self, *words):
        return [str(self.program), str(self.data), *map(str, words)]

    def users(self, name):
        return str(pathlib.Path(self.data, "users", name))

    def folder(self, size):
        folder = pathlib.Path(self.work, size)
        if not folder.exists():
            folder.mkdir()
            subprocess.run(self.bench("write", size, folder, DOCUMENTS), check=True)
        return folder

    def agrees(self, size, count, ending):
        check = subprocess.run(self.bench("agree", size, self.folder(size), count, ending), capture_output=True, text=True,
                               check=False)
        if check.returncode:
            raise RuntimeError(f"its package is not that of the others: {check.stdout}{check.stderr}")


class Coprocess:
    """A process that does as many documents as a line says and answers with nanoseconds."""

    def __init__(self, setting, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=setting.environment)
        self.count = 1
        self.run()
        self.count = max(1, int(COPROCESS_SLICE / max(self.run()[0], 1e-9)))

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Missing("it cannot run here")
        return answer

    def run(self):
        start = time.perf_counter()
        processor = int(self.ask(str(self.count))) / 1e9
        return processor / self.count, (time.perf_counter() - start) / self.count

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Job(Coprocess):
    def __init__(self, setting, name, size):
        super().__init__(setting, setting.bench("serve", name, size))


class Python(Coprocess):
    def __init__(self, setting, name, size):
        folder = setting.folder(size)
        super().__init__(setting, [setting.python, setting.users("python-loop.py"), name, str(folder), str(DOCUMENTS),
                                   setting.users("bench.xsl")])
        self.ask(f"write {name}")
        setting.agrees(size, DOCUMENTS, name)


class Process:
    """One process for `documents` documents; its package, where it makes one, is checked once."""

    def __init__(self, setting, command, size, documents=1, package=None):
        if not shutil.which(command[0]):
            raise Missing(f"there is no {command[0]}")
        self.setting, self.command, self.documents = setting, command, documents
        self.run()
        if package:
            setting.agrees(size, documents, package)

    def run(self):
        start = time.perf_counter()
        null = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
        child = os.posix_spawnp(self.command[0], self.command, self.setting.environment, file_actions=null)
        _, status, usage = os.wait4(child, 0)
        if status:
            raise RuntimeError(f"{' '.join(self.command)}: exit status {status >> 8}")
        wall = time.perf_counter() - start
        return (usage.ru_utime + usage.ru_stime) / self.documents, wall / self.documents

    def close(self):
        pass


def once(setting, name, size):
    folder = setting.folder(size)
    text = {ending: pathlib.Path(folder, f"0001.{ending}").read_text() for ending in ("mac", "pin", "type")}
    package = str(pathlib.Path(folder, f"0001.{name}"))
    wbxml, xml = str(pathlib.Path(folder, "0001.wbxml")), str(pathlib.Path(folder, "0001.xml"))
    given = [text["mac"], text["pin"]]
    commands = {
        "true": (["true"], False),
        "cpdm_ww": ([setting.cpdm, "translate", "--secrets", str(pathlib.Path(folder, "0001.secrets")), "--content-type",
                     text["type"], "-f", "wbxml", "--content-type-out", "-", "-o", package, wbxml], True),
        "cpdm_xx": ([setting.cpdm, "translate", "-o", package, xml], True),
        "pipeline": ([setting.users("pipeline.sh"), wbxml, *given, setting.users("bench.xsl"), package], True),
        "pipeline-minimal": ([setting.users("pipeline-minimal.sh"), wbxml, *given, setting.users("bench.xsl"), package], True),
        "python_ww": ([setting.python, setting.users("python-once.py"), "wbxml", wbxml, *given, package], True),
        "python_xx": ([setting.python, setting.users("python-once.py"), "xml", xml, *given, package], True),
    }
    command, makes = commands[name]
    for needed in ("openssl", "wbxml2xml", "xml2wbxml", "xsltproc"):
        if name.startswith("pipeline") and not shutil.which(needed):
            raise Missing(f"there is no {needed}")
    return Process(setting, command, size, package=name if makes else None)


def runner(setting, name, size):
    kind, _, rest = name.rpartition(":")
    return {"": Job, "python": Python, "once": once}[kind](setting, rest, size)


def tenth(values):
    return sorted(values)[len(values) // 10]


class Ratio:
    """The times of one document in seconds, and how many times B's A is."""

    def __init__(self, a, b, ratio, median, agreed):
        self.a, self.b, self.ratio, self.median, self.agreed = a, b, ratio, median, agreed


def pair(setting, a, b, size, clock):
    """A and B in turn, many times, on one of the clocks (0: processor, 1: wall)."""
    runners = runner(setting, a, size), runner(setting, b, size)
    for _ in range(TRIES):
        took = [(runners[0].run()[clock], runners[1].run()[clock]) for _ in range(PAIRS["quick" if setting.quick else "full"])]
        low = [tenth([times[side] for times in took]) for side in (0, 1)]
        median = statistics.median(first / second for first, second in took)
        ratio = Ratio(*low, low[0] / low[1], median, abs(low[0] / low[1] - median) <= AGREEMENT * median)
        if ratio.agreed or setting.quick:
            break
    for side in runners:
        side.close()
    return ratio


def in_process(setting, a, b, size):
    """The same inside the bench program, in slices of 300 us."""
    pairs = 200 if setting.quick else 1000
    words = subprocess.run(setting.bench("compare", a, b, size, pairs), capture_output=True, text=True, check=True).stdout.split()
    return Ratio(float(words[0]) / 1e9, float(words[1]) / 1e9, float(words[2]), float(words[3]), words[4] == "agreed")
