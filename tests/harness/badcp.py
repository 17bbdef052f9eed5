# SPDX-License-Identifier: MIT
"""tests/bad-cp: documents that are refused, each with the exit code and the exact words."""
from .cpdm import checked
from .formats import from_hex


def tests(context):
    for path in sorted((context.tests / "bad-cp").iterdir() if (context.tests / "bad-cp").exists() else []):
        if path.suffix in (".xml", ".hex", ".txt"):
            yield checked("bad-cp", f"bad-cp/{path.name}", check, context, path)


def check(context, path):
    expectation = path.with_suffix(".expect")
    if not expectation.exists():
        yield f"there is no {expectation.name}"
        return
    code, _, message = expectation.read_text().partition("\n")
    arguments = path.with_suffix(".args")
    words = arguments.read_text().splitlines() if arguments.exists() else ["--allow-unauthenticated"]
    folder = context.folder()
    (folder / "input").write_bytes(from_hex(path.read_text()) if path.suffix == ".hex" else path.read_bytes())
    result = context.cpdm("translate", "-f", "tree", *words, "input", cwd=folder)
    yield from result.complaints(int(code))
    if result.err != message:
        yield f"says\n{result.err}instead of\n{message}"
    if result.code and result.out:
        yield "wrote output all the same"
