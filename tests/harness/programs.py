# SPDX-License-Identifier: MIT
"""Tests that are programs: unit tests (TAP), scripts of tests/cli, lints. Exit 77 of a script means: cannot run here."""
import os
import re

from .cpdm import Skip, Test, run


ASKED_FOR = ("CPDM_LAW", "CPDM_KILLS", "CPDM_RECORDS")  # how much more than by default a script shall try


def unit(context):
    programs = sorted((context.tests / "unit").glob("test-*.c"))
    for source in programs:
        program = context.build / "tests" / "unit" / source.stem
        yield Test(f"unit/{source.stem}", source.stem, lambda program=program: run_unit(context, program))


def run_unit(context, program):
    environment = {**context.environment, "CPDM_TESTS": str(context.tests)}
    result = run([program, "--tap"], context.folder(), environment)
    output = result.out.decode("utf-8", "backslashreplace")
    good = len(re.findall(r"^ok \d+ (?!.*# SKIP)", output, re.MULTILINE))
    bad = len(re.findall(r"^not ok ", output, re.MULTILINE))
    skipped = len(re.findall(r"^ok \d+ .*# SKIP", output, re.MULTILINE))
    if bad == 0 and (result.code != 0 or good + skipped == 0):
        bad = 1
    text = f"exit {result.code}\n{output}{result.err}" if bad else ""
    return good, bad, skipped, text


def scripts(context):
    for script in sorted((context.tests / "cli").glob("*")):
        if script.suffix in (".sh", ".py"):
            yield Test(f"cli/{script.stem}", script.stem, lambda script=script: run_script(context, script))


def run_script(context, script):
    """In a folder of its own, with CPDM (the program), SOURCE and BUILD (folders), SANITIZED (yes or no)."""
    environment = {**context.environment, "CPDM": str(context.program), "SOURCE": str(context.source),
                   "BUILD": str(context.build), "SANITIZED": "yes" if context.sanitized else "no",
                   "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(context.tests),
                   **{name: os.environ.get(name, "") for name in ASKED_FOR}}
    time_limit = 3600 if any(environment[name] for name in ASKED_FOR) else 300
    interpreter = "sh" if script.suffix == ".sh" else "python3"
    return verdict(run([interpreter, script], context.folder(), environment, time_limit=time_limit))


def lints(context):
    for lint in sorted((context.source / "tools").glob("lint-*")):
        yield Test(lint.name, lint.name, lambda lint=lint: run_lint(context, lint))


def run_lint(context, lint):
    environment = {**os.environ, "BUILD": str(context.build), "PYTHONDONTWRITEBYTECODE": "1"}
    return verdict(run([lint], context.source, environment))


def verdict(result):
    """A script is as many tests as it prints `ok` and `not ok` lines, one when it prints none."""
    output = result.out.decode("utf-8", "backslashreplace") + result.err
    if result.code == 77:
        raise Skip(output.strip())
    good = len(re.findall(r"^ok ", output, re.MULTILINE))
    bad = len(re.findall(r"^not ok ", output, re.MULTILINE))
    if result.code and not bad:
        bad = 1
    elif not result.code and not good:
        good = 1
    told = re.sub(r"^ok .*\n(?:#.*\n)*", "", output, flags=re.MULTILINE)
    return good, bad, 0, f"exit {result.code}\n{told}" if bad else ""
