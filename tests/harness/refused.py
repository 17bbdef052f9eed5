# SPDX-License-Identifier: MIT
"""tests/bad-cp: documents that `translate` refuses; tests/bad-tree: packages, TNDS documents and trees that `reverse`
refuses. Each with the exit code and the exact words."""
from .cpdm import checked
from .formats import from_hex


def documents(context):
    yield from found(context, "bad-cp", ["translate", "-f", "tree"], ["--allow-unauthenticated"])


def trees(context):
    yield from found(context, "bad-tree", ["reverse"], [])


def found(context, group, verb, usual):
    root = context.tests / group
    for path in sorted(root.iterdir() if root.exists() else []):
        if path.suffix in (".xml", ".hex", ".txt", ".tree"):
            yield checked(group, f"{group}/{path.name}", check, context, path, verb, usual)


def check(context, path, verb, usual):
    expectation = path.with_suffix(".expect")
    if not expectation.exists():
        yield f"there is no {expectation.name}"
        return
    code, _, message = expectation.read_text().partition("\n")
    arguments = path.with_suffix(".args")
    words = arguments.read_text().splitlines() if arguments.exists() else usual
    folder = context.folder()
    (folder / "input").write_bytes(from_hex(path.read_text()) if path.suffix == ".hex" else path.read_bytes())
    result = context.cpdm(*verb, *words, "input", cwd=folder)
    yield from result.complaints(int(code))
    if result.err != message:
        yield f"says\n{result.err}instead of\n{message}"
    if result.code and result.out:
        yield "wrote output all the same"
