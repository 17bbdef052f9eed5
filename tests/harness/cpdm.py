# SPDX-License-Identifier: MIT
"""What every test needs: where things are, and a way to run the command line that does not depend on the machine."""
import dataclasses
import pathlib
import shutil
import subprocess
import tempfile
import typing

SANITIZER = {  # a finding must not look like one of cpdm's own exit codes
    "ASAN_OPTIONS": "exitcode=99:detect_leaks=1:allocator_may_return_null=1",
    "UBSAN_OPTIONS": "exitcode=99:print_stacktrace=1",
}
TIME_LIMIT = 60  # seconds; nothing comes near it


class Skip(Exception):
    """The machine lacks something that the test needs."""


@dataclasses.dataclass
class Test:
    """A thing to run. `title` is the line it is counted on. run() gives (passed, failed, skipped, text)."""
    title: str
    name: str
    run: typing.Callable


def checked(title, name, check, *arguments):
    """A Test from a function that gives its complaints as a list of strings: none means passed."""
    def run():
        complaints = list(check(*arguments))
        text = "".join(f"{name}: {complaint.rstrip()}\n" for complaint in complaints)
        return (0, 1, 0, text) if complaints else (1, 0, 0, "")
    return Test(title, name, run)


@dataclasses.dataclass
class Result:
    command: str
    code: int
    out: bytes
    err: str

    def complaints(self, code=0):
        """Why this run is not what was expected."""
        if self.code != code:
            yield f"exit {self.code}, not {code}: {self.command}\n{self.err}"


class Context:
    def __init__(self, source, build, sanitized):
        self.source, self.build, self.sanitized = source, build, sanitized
        self.tests = source / "tests"
        self.program = build / "cpdm"
        self.environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", **SANITIZER}

    def __enter__(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="cpdm-tests-"))
        self.foreign = self.make_foreign_environment()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.scratch)

    def make_foreign_environment(self):
        """Turkish, whose i has two upper cases, and a time zone off by a quarter of an hour: nothing may change."""
        locale = self.scratch / "locale"
        locale.mkdir()
        if shutil.which("localedef"):
            subprocess.run(["localedef", "-i", "tr_TR", "-f", "UTF-8", str(locale / "tr_TR.UTF-8")],
                           capture_output=True, check=False)
        return {**self.environment, "LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(locale), "TZ": "Asia/Kathmandu"}

    def folder(self):
        """A folder of its own for a test."""
        return pathlib.Path(tempfile.mkdtemp(dir=self.scratch))

    def cpdm(self, *words, cwd, environment=None, stdin=b""):
        return run([self.program, *words], cwd, environment or self.environment, stdin)


def run(words, cwd, environment, stdin=b"", time_limit=TIME_LIMIT):
    words = [str(word) for word in words]
    shown = " ".join([pathlib.Path(words[0]).name, *words[1:]])
    try:
        done = subprocess.run(words, cwd=cwd, env=environment, input=stdin, capture_output=True, timeout=time_limit,
                              check=False)
    except subprocess.TimeoutExpired:
        return Result(shown, 124, b"", f"no end after {time_limit} seconds")
    return Result(shown, done.returncode, done.stdout, done.stderr.decode("utf-8", "backslashreplace"))
