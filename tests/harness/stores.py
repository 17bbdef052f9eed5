# SPDX-License-Identifier: MIT
"""The dual-profile client: a CP message and the package translated from it leave the same store, octet for octet."""
import shutil

from . import formats


def bootstrap(document):
    """The words for what a package does not carry: whose configuration context it belongs to. Python's XML parser reads
    them; a CONTEXT-ALLOW in the document is said by --privileged, for it takes a network key."""
    words, allow = [], False
    for path, value in formats.parms(document):
        if path.startswith("BOOTSTRAP") and path.endswith("/PROVURL") and value and "--tps" not in words:
            words += ["--tps", value]
        if path.startswith("BOOTSTRAP[1]") and path.endswith("/NAME") and value:
            words += ["--context", value]
        allow = allow or path.endswith("/CONTEXT-ALLOW")
    return (words if "--tps" in words else []), allow


def complaints(case, outputs):
    octets = (case.scratch / "input").read_bytes()
    words, allow = bootstrap(octets if case.is_xml else case.convert("xml", octets))
    first = apply(case, "cp", "input", *(["--privileged"] if allow else []))
    yield from first.complaints()
    if first.code:
        return
    written = read(case, "cp")
    yield from kept_complaints(case)
    again = apply(case, "cp", "input", "--rebootstrap", *(["--privileged"] if allow else []))
    if (again.code, again.out, read(case, "cp")) != (0, b"", written):
        yield f"a re-bootstrap with the same document changes something\n{again.err}{again.out.decode()}"
    if allow or case.own_table or "--items" in case.words:
        return  # a package cannot say it, or not which nodes are accounts, or what objects are
    for form in ("xml", "wbxml", "push"):
        (case.scratch / f"package.{form}").write_bytes(outputs[form].out)
        result = apply(case, form, f"package.{form}", *words)
        yield from result.complaints()
        if not result.code and (read(case, form), result.out) != (read(case, "cp"), first.out):
            yield f"the package as {form} leaves another store than the document, or changes other nodes"


def kept_complaints(case):
    """What is written can be read, and is written so again."""
    shutil.copy(case.scratch / "store.cp", case.scratch / "store.again")
    result = case.cpdm("apply", "--store", "store.again", "--rebootstrap")
    yield from result.complaints()
    yield from case.cpdm("diff", "store.cp", "store.again").complaints(1)
    again = (case.scratch / "store.again").read_bytes().replace(STATE, b"")
    if again != read(case, "cp"):
        yield "the store is not written again as it was"


STATE = b"""    <Node>
      <NodeName>Rebootstrap</NodeName>
      <RTProperties>
        <Format><bool/></Format>
        <Type><MIME>text/plain</MIME></Type>
      </RTProperties>
      <Value>true</Value>
    </Node>
"""


def read(case, name):
    return (case.scratch / f"store.{name}").read_bytes()


def apply(case, name, message, *words):
    return case.cpdm("apply", "--store", f"store.{name}", "--allow-unauthenticated", *case.mapping_words(), *words, message)
