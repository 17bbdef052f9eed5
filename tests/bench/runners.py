# SPDX-License-Identifier: MIT
"""What can be paired: something that is told to do some documents and says what one took, in seconds of processor and wall."""
import base64
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import records, redis  # noqa: E402

PAIRS = {"quick": 11, "full": 101}
COPROCESS_SLICE = 20e-3  # seconds: about that of a shell pipeline
TRIES, AGREEMENT = 5, 0.03
DOCUMENTS = 128
RECORDS = 20000
ENTRIES, TOGETHER, BROKER_PAIRS = 10000, 100, 15  # through a Redis server, each time
FREE = 1.8  # of two processors


class Missing(Exception):
    """Why a row cannot be measured here."""


class Disagreement(Exception):
    """A package that is not that of the others."""


def need(program):
    if not shutil.which(program):
        raise Missing(f"there is no {program}")


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
            raise Disagreement(f"{check.stdout}{check.stderr}".strip())


class Coprocess:
    """A process that does as many documents as a line says and answers with nanoseconds."""

    def __init__(self, setting, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True, env=setting.environment)
        self.count = 1
        self.run()
        self.count = max(1, int(COPROCESS_SLICE / max(self.run()[0], 1e-9)))

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        answer = self.process.stdout.readline()
        if not answer:
            raise Missing("it does not run here, see tools/setup bench")
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
    """One process for `documents` documents."""

    def __init__(self, setting, command, output=os.devnull, given=os.devnull, documents=1):
        need(command[0])
        self.setting, self.command, self.output, self.given, self.documents = setting, command, output, given, documents

    def run(self):
        start = time.perf_counter()
        streams = [(os.POSIX_SPAWN_OPEN, number, path, flags, 0o600) for number, path, flags in (
            (0, self.given, os.O_RDONLY), (1, self.output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), (2, os.devnull, os.O_WRONLY))]
        child = os.posix_spawnp(self.command[0], self.command, self.setting.environment, file_actions=streams)
        _, status, usage = os.wait4(child, 0)
        if status:
            raise Disagreement(f"{' '.join(self.command)}: exit status {os.waitstatus_to_exitcode(status)}")
        wall = time.perf_counter() - start
        return (usage.ru_utime + usage.ru_stime) / self.documents, wall / self.documents

    def close(self):
        pass


def once(setting, name, size):
    """A command for each document, and its package checked."""
    folder = setting.folder(size)

    def file(ending):
        return str(pathlib.Path(folder, f"0001.{ending}"))
    given = [pathlib.Path(file(ending)).read_text() for ending in ("mac", "pin")]
    cpdm = [setting.cpdm, "translate"]
    signed = [*cpdm, "--secrets", file("secrets"), "--content-type", pathlib.Path(file("type")).read_text()]
    sheet, package = setting.users("bench.xsl"), file(name)
    commands = {  # the command, and the one whose package is checked where it is another
        "true": [["true"]],
        "cpdm_ww": [[*signed, "-f", "push", file("wbxml")], [*signed, "-f", "wbxml", "-o", package, file("wbxml")]],
        "cpdm_xx": [[*cpdm, file("xml")], [*cpdm, "-o", package, file("xml")]],
        "pipeline": [[setting.users("pipeline.sh"), file("wbxml"), *given, sheet, package]],
        "pipeline-minimal": [[setting.users("pipeline-minimal.sh"), file("wbxml"), *given, sheet, package]],
        "python_ww": [[setting.python, setting.users("python-once.py"), "wbxml", file("wbxml"), *given, package]],
        "python_xx": [[setting.python, setting.users("python-once.py"), "xml", file("xml"), *given, package]],
    }
    for program in ("openssl", "wbxml2xml", "xml2wbxml", "xsltproc") if name.startswith("pipeline") else ():
        need(program)
    if name != "true":
        Process(setting, commands[name][-1]).run()
        setting.agrees(size, 1, name)
    return Process(setting, commands[name][0], file("out"))


def stream_of(folder, framing):
    """Each of the documents once, as a record with its MAC and PIN."""
    members = []
    for number in range(1, DOCUMENTS + 1):
        octets, kind, pin = (pathlib.Path(folder, f"{number:04}.{ending}").read_bytes() for ending in ("wbxml", "type", "pin"))
        members.append({"id": f"r{number}", "doc_b64": base64.b64encode(octets).decode(), "content_type": kind.decode(),
                        "secret": {"pin": pin.decode()}})
    return b"".join(records.framed(framing, one) for one in members)


def stream(setting, framing, size):
    """Many records in a framing: the documents again and again."""
    folder = setting.folder(size)
    path = pathlib.Path(folder, framing)
    if not path.exists():
        path.write_bytes(stream_of(folder, framing) * (RECORDS // DOCUMENTS))
    return str(path)


def two_processors():
    """Whether two busy processes get nearly as much done as one does twice; machines that are shared change their mind."""
    def spin(processes):
        start = time.perf_counter()
        spinning = [subprocess.Popen(["sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done"]) for _ in range(processes)]
        for process in spinning:
            process.wait()
        return time.perf_counter() - start
    if 2 * min(spin(1) for _ in range(3)) / min(spin(2) for _ in range(3)) < FREE:
        raise Missing("two processors are not free here")


def batch(setting, name, size):
    """`cpdm batch` over many records: a framing and a number of threads."""
    framing, jobs = name.split("-")
    if jobs != "1":
        two_processors()
    given, out = stream(setting, framing, size), str(pathlib.Path(setting.folder(size), "results"))
    command = [setting.cpdm, "batch", "--framing", framing, "-j", jobs]
    Process(setting, [*command, "--fail-on", "error"], out, given).run()
    with open(out, "rb") as results:
        found = records.results(framing, results.read())
    if len(found) != RECORDS // DOCUMENTS * DOCUMENTS:
        raise Disagreement(f"batch {name}: {len(found)} results")
    for number, one in enumerate(found[:DOCUMENTS], 1):
        pathlib.Path(setting.folder(size), f"{number:04}.batch_ww").write_bytes(base64.b64decode(one["wbxml_b64"]))
    setting.agrees(size, DOCUMENTS, "batch_ww")
    return Process(setting, command, given=given, documents=len(found))


class Broker:
    """Entries through a Redis server that keeps its log in memory, where there is such a place: the disk is nobody's work. The
    worker, or the client that shows what the server can do for it."""
    most = BROKER_PAIRS

    def __init__(self, setting, name, size):
        ceiling = str(pathlib.Path(setting.program).parent / "redis-ceiling")
        need("redis-server")
        need(ceiling)
        self.folder = tempfile.TemporaryDirectory(prefix="bench.", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.server = redis.Server(*redis.DURABLE, folder=self.folder.name)
        self.client = redis.Client(self.server.socket)
        try:
            self.prepare(setting, name, size, ceiling)
        except Exception:
            self.close()
            raise

    def prepare(self, setting, name, size, ceiling):
        with open(stream(setting, "ndjson", size), "rb") as lines:
            given = [line.rstrip(b"\n") for line, _ in zip(lines, range(ENTRIES))]
        list(self.client.all(("XADD", "in", "*", "record", line) for line in given))
        self.client("XGROUP", "CREATE", "in", "cpdm", "0")
        self.command = [setting.cpdm, "worker", "--socket", self.server.socket, "--count", str(TOGETHER), "in", "out"]
        self.run()
        results = [fields[b"result"] for _, fields in self.client.stream("out")]
        for number, result in enumerate(results[:DOCUMENTS], 1):
            one = records.result("ndjson", result)
            pathlib.Path(setting.folder(size), f"{number:04}.worker_ww").write_bytes(base64.b64decode(one["wbxml_b64"]))
        setting.agrees(size, DOCUMENTS, "worker_ww")
        if name == "ceiling":
            octets = sum(map(len, results)) // len(results)
            self.command = [ceiling, self.server.socket, "in", "out", "cpdm", str(TOGETHER), str(octets)]

    def run(self):
        self.client("XGROUP", "SETID", "in", "cpdm", "0")
        self.client("DEL", "out")
        start = time.perf_counter()
        with subprocess.Popen(self.command, stdin=subprocess.DEVNULL) as process:
            while self.client("XLEN", "out") < ENTRIES:
                if process.poll() not in (None, 0):
                    raise Disagreement(f"{self.command[0]}: exit status {process.returncode}")
                time.sleep(2e-3)
            wall = time.perf_counter() - start
            process.terminate()
        return wall / ENTRIES, wall / ENTRIES

    def close(self):
        self.client.close()
        self.server.kill()
        self.folder.cleanup()


def runner(setting, name, size):
    kind, _, rest = name.rpartition(":")
    return {"": Job, "python": Python, "once": once, "batch": batch, "broker": Broker}[kind](setting, rest, size)


def tenth(values):
    return sorted(values)[len(values) // 10]


class Ratio:
    """The times of one document in seconds, how many times B's A is, and whether that is the same by the median."""

    def __init__(self, a, b, ratio, median):
        self.a, self.b, self.ratio, self.median = a, b, ratio, median
        self.agreed = abs(ratio - median) <= AGREEMENT * median


def pair(setting, a, b, size, clock):
    """A and B in turn, many times, on one of the clocks (0: processor, 1: wall)."""
    runners = runner(setting, a, size), runner(setting, b, size)
    pairs = min([PAIRS["quick" if setting.quick else "full"], *(getattr(side, "most", PAIRS["full"]) for side in runners)])
    for _ in range(TRIES):
        took = [(runners[0].run()[clock], runners[1].run()[clock]) for _ in range(pairs)]
        low = [tenth([times[side] for times in took]) for side in (0, 1)]
        median = statistics.median(first / second for first, second in took)
        ratio = Ratio(*low, low[0] / low[1], median)
        if ratio.agreed or setting.quick:
            break
    for side in runners:
        side.close()
    return ratio


def in_process(setting, a, b, size):
    """The same inside the bench program, in slices of 300 us."""
    pairs = 200 if setting.quick else 1000
    words = subprocess.run(setting.bench("compare", a, b, size, pairs), capture_output=True, text=True, check=True).stdout.split()
    return Ratio(float(words[0]) / 1e9, float(words[1]) / 1e9, float(words[2]), float(words[3]))
