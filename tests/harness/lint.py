# SPDX-License-Identifier: MIT
"""tests/lint: documents with what `cpdm lint` says about them, word for word."""
from .cpdm import checked
from .formats import from_hex


def tests(context):
    for path in sorted((context.tests / "lint").iterdir()):
        if path.suffix in (".xml", ".hex"):
            yield checked("lint", f"lint/{path.name}", check, context, path)


def check(context, path):
    code, _, findings = path.with_suffix(".expect").read_text().partition("\n")
    arguments = path.with_suffix(".args")
    words = arguments.read_text().splitlines() if arguments.exists() else []
    folder = context.folder()
    (folder / "input").write_bytes(path.read_bytes() if path.suffix == ".xml" else from_hex(path.read_text()))
    secrets = path.with_suffix(".secrets")
    if secrets.exists():
        (folder / "secrets").touch(mode=0o600)
        (folder / "secrets").write_text(secrets.read_text())
        words += ["--secrets", "secrets"]
    table = path.with_suffix(".map")
    if table.exists():
        (folder / "table.map").write_text(table.read_text())
        words += ["--to", "table.map"]
    result = context.cpdm("lint", *words, "input", cwd=folder)
    yield from result.complaints(int(code))
    if (found := result.out.decode() + result.err) != findings:
        yield f"says\n{found}instead of\n{findings}"
    told = context.cpdm("lint", "--diag", "none", *words, "input", cwd=folder)
    if told.out or told.err or told.code != result.code:
        yield "--diag none is not silent"
