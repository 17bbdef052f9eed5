# SPDX-License-Identifier: MIT
"""tests/cases: a folder is a document and what becomes of it. Beside what the folder itself expects, every case and target
is held against what is true of all of them. The folder's format is described in tests/README."""
import collections
import difflib
import json
import shutil

from . import formats, law, stores, strings, tnds
from .cpdm import checked, run

DEFAULT_TARGET = "dm-1.1.2"
MAPPING_WORDS = ("--to", "--overlay", "--lenient", "--apps", "--first-session-id", "--max-segment", "--max-uri")
MAPPING_FLAGS = ("--partial",)
TARGET_FILES = ("tree.", "package.", "report.", "warnings.", "exit.")


class Case:
    """A case folder and one of its targets, with a scratch folder where the input is called `input`."""

    def __init__(self, context, folder, target):
        self.context, self.folder, self.target = context, folder, target
        self.scratch = context.folder()
        self.is_xml = (folder / "input.xml").exists()
        if self.is_xml:
            shutil.copy(folder / "input.xml", self.scratch / "input")
        else:
            (self.scratch / "input").write_bytes(formats.from_hex((folder / "input.hex").read_text()))
        self.words = self.option_words()
        self.code = int(self.expected("exit") or 0)

    def option_words(self):
        table = f"{self.target}.map"
        self.own_table = (self.folder / table).exists()
        if self.own_table:
            shutil.copy(self.folder / table, self.scratch)
        words = ["--to", table if self.own_table else self.target, *(self.read("args") or "").splitlines()]
        if (self.folder / "overlay.map").exists():
            shutil.copy(self.folder / "overlay.map", self.scratch)
            words += ["--overlay", "overlay.map"]
        if (self.folder / "secrets").exists():
            (self.scratch / "secrets").touch(mode=0o600)
            (self.scratch / "secrets").write_text(self.read("secrets"))
            words += ["--secrets", "secrets"]
        return words

    def mapping_words(self):
        """The words that say what the document means, without those that say how the package looks."""
        words = self.words
        return [part for i, word in enumerate(words) if word in MAPPING_WORDS + MAPPING_FLAGS
                for part in words[i:i + (1 if word in MAPPING_FLAGS else 2)]]

    def table_words(self):
        words = self.words
        return [part for i, word in enumerate(words) if word in ("--to", "--overlay") for part in words[i:i + 2]]

    def leniencies(self):
        return [rule for word, rules in zip(self.words, self.words[1:]) if word == "--lenient" for rule in rules.split(",")]

    def read(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else None

    def expected(self, name):
        """The target's own expectation, or else that of all targets."""
        own = self.read(f"{name}.{self.target}")
        return self.read(name) if own is None else own

    def signed(self):
        if "--sign" in self.words:
            return self.words[self.words.index("--sign") + 1] not in ("none", "userpinmac")
        return not self.is_xml and (self.folder / "secrets").exists()

    def cpdm(self, *words, **more):
        return self.context.cpdm(*words, cwd=self.scratch, **more)

    def translate(self, form, *words, **more):
        return self.cpdm("translate", "-f", form, *self.words, *words, "input", **more)

    def convert(self, form, octets):
        result = self.cpdm("convert", "-f", form, "-", stdin=octets)
        if result.code:
            raise ValueError(f"exit {result.code}: {result.command}\n{result.err}")
        return result.out


def targets(folder):
    """The targets that the folder's files name; the default when they name none."""
    names = {path.name.split(".", 1)[1].removesuffix(".xml") for path in folder.iterdir()
             if path.name.startswith(TARGET_FILES)}
    return sorted(names) or [DEFAULT_TARGET]


def folders(context):
    root = context.tests / "cases"
    return sorted(path for path in root.iterdir() if path.is_dir()) if root.exists() else []


def tests(context):
    for folder in folders(context):
        for target in targets(folder):
            yield checked("cases", f"cases/{folder.name} ({target})", check, context, folder, target)


def check(context, folder, target):
    if not (folder / "about").exists():
        yield "there is no file `about`"
    if not expectations(folder):
        yield "expects nothing: run `make golden` and read what it wrote"
    case = Case(context, folder, target)
    tree = case.translate("tree", "--show-secrets", "--report", "report")
    yield from tree.complaints(case.code)
    yield from difference(case.expected("warnings"), tree.err, "warnings")
    if case.code or tree.code:
        if tree.out:
            yield "wrote output all the same"
        return
    outputs = {form: case.translate(form) for form in ("xml", "wbxml", "push")}
    outputs["inline"] = case.translate("wbxml", "--strings", "inline")
    for result in outputs.values():
        yield from result.complaints()
    if any(result.code for result in outputs.values()):
        return
    report = json.loads((case.scratch / "report").read_text())
    yield from golden_complaints(case, tree, outputs["xml"], report)
    yield from report_complaints(case, report)
    yield from package_complaints(case, tree, outputs)
    yield from explanation_complaints(case, report)
    yield from difference_complaints(case, outputs)
    yield from law_complaints(case, report, outputs)
    yield from signature_complaints(case, outputs["push"])
    yield from conversion_complaints(case)
    yield from stores.complaints(case, outputs)
    yield from repetition_complaints(case, {"tree": tree, **outputs})


# ---- What the folder expects ----

def expectations(folder):
    return [path.name for path in folder.iterdir() if path.name in ("warnings", "exit") or
            path.name.startswith(TARGET_FILES)]


def golden_complaints(case, tree, xml, report):
    expected = case.read(f"tree.{case.target}")
    if expected is not None:
        yield from formats.tree_complaints(expected, tree.out.decode())
    yield from difference(case.read(f"package.{case.target}.xml"), xml.out.decode(), "package")
    expected = case.read(f"report.{case.target}")
    if expected is not None:
        lines, supplied = formats.report_lines(report)
        if any(line.startswith(("defaulted -> ", "copied -> ")) for line in expected.splitlines()):
            lines += supplied
        yield from difference(expected, "".join(line + "\n" for line in lines), "report")


def difference(expected, actual, what):
    if expected is not None and expected != actual:
        yield "\n".join(difflib.unified_diff(expected.splitlines(), actual.splitlines(), f"{what} expected", what, "", "", 0,
                                             ""))


# ---- What is true of every case ----

def report_complaints(case, report):
    """Every parm of the document has one fate; Python's XML parser is the second opinion on which parms there are."""
    octets = (case.scratch / "input").read_bytes()
    document = octets if case.is_xml else case.convert("xml", octets)
    wanted = "".join(path + "\n" for path, _ in formats.parms(document))
    yield from difference(wanted, "".join(parm["path"] + "\n" for parm in report["parms"]), "parms of the report")
    counted = collections.Counter(parm["fate"] for parm in report["parms"])
    if counted != {fate: count for fate, count in report["counts"].items() if count}:
        yield f"the report counts {report['counts']} where there are {dict(counted)}"


def package_complaints(case, tree, outputs):
    """XML, WBXML by our reader, WBXML by libwbxml: the same elements, octet for octet; and the tree is what they carry. A
    string table only makes WBXML shorter."""
    nodes = formats.tree_nodes(tree.out.decode())
    if len(outputs["wbxml"].out) > len(outputs["inline"].out):
        yield "with a string table the package is longer"
    yield from strings.complaints(outputs["wbxml"].out)
    complaints = tnds_complaints if tnds.item_of(outputs["xml"].out) else items_complaints
    for form in ("wbxml", "inline"):
        yield from complaints(case, nodes, outputs["xml"].out, outputs[form].out)


def items_complaints(case, nodes, xml, wbxml):
    """The tree as an item for each node."""
    meant = formats.package_leaves(xml)
    if formats.package_leaves(case.convert("xml", wbxml)) != meant:
        yield "WBXML does not carry what XML carries (read by cpdm convert)"
    if formats.package_nodes(xml) != nodes:
        yield "the package does not carry the tree's nodes"
    if any(b"]]>" in octets for _, octets in meant):
        return
    second = yield from second_reading(case, wbxml, binary_values(nodes))
    if second and formats.package_leaves(second) != as_second_reader(meant, binary_values(nodes)):
        yield "WBXML does not carry what XML carries (read by libwbxml)"


def tnds_complaints(case, nodes, xml, wbxml):
    """The tree as one TNDS: as text in XML, as WBXML in WBXML, and as elements when libwbxml reads that."""
    meant = tnds.package_nodes(xml)
    if tnds.plain(meant) != nodes:
        yield "the TNDS does not carry the tree's nodes"
    if list(tnds.package_nodes(case.convert("xml", wbxml)).items()) != list(meant.items()):
        yield "the TNDS in WBXML is not the TNDS in XML"
    again = case.translate("xml", "--items")
    yield from again.complaints()
    if again.code == 0 and formats.package_nodes(again.out) != nodes:
        yield "with --items the package does not carry the tree's nodes"
    second = yield from second_reading(case, wbxml, binary_values(nodes))
    wanted = {uri: (kind, b"B" * len(octets) if kind == "bin" else lines_as_xml(octets))
              for uri, (kind, octets) in nodes.items()}
    if second and tnds.plain(tnds.package_nodes(second)) != wanted:
        yield "the TNDS in WBXML is not the TNDS in XML (read by libwbxml)"


def binary_values(nodes):
    return [octets for kind, octets in nodes.values() if kind == "bin" and octets]


def lines_as_xml(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def as_second_reader(meant, binary):
    return [(path, b"B" * len(octets) if octets in binary and path.endswith("/Data") else lines_as_xml(octets))
            for path, octets in meant]


def second_reading(case, wbxml, binary):
    """The XML that libwbxml makes; None when it makes none. It writes values raw: letters stand for the binary ones."""
    (case.scratch / "harmless").write_bytes(formats.harmless(wbxml, binary))
    second = run([shutil.which("wbxml2xml") or "wbxml2xml", "-k", "-m", "0", "-o", "second.xml", "harmless"],
                 case.scratch, case.context.environment)
    yield from second.complaints()
    return None if second.code else (case.scratch / "second.xml").read_bytes()


def explanation_complaints(case, report):
    """`explain` tells of every parm the fate and nodes of the report, and of none that nothing was looked at."""
    result = case.cpdm("explain", *case.mapping_words(), "input")
    yield from result.complaints()
    told = [part.split("\n") for part in result.out.decode().rstrip("\n").split("\n\n")]
    for parm, lines in zip(report["parms"], told if report["parms"] else []):
        nodes = [line.removeprefix("  node: ") for line in lines if line.startswith("  node: ")]
        fate = f"  fate: {parm['fate']}" + (f", {parm['reason']}" if parm["reason"] else "")
        if lines[0].rpartition(" (")[0] != parm["path"] or lines[1] != fate or nodes != parm["nodes"] or len(lines) < 3:
            yield f"explain says of {parm['path']}\n" + "\n".join(lines)
    if report["parms"] and len(told) != len(report["parms"]):
        yield f"explain tells of {len(told)} parms"


def difference_complaints(case, outputs):
    """A document and its own package mean the same, in every encoding; `diff` finds the target by itself."""
    for form in ("xml", "wbxml"):
        (case.scratch / "package").write_bytes(outputs[form].out)
        words = case.mapping_words()
        named = case.cpdm("diff", *words, "input", "package")
        yield from silent_complaints(named)
        if "--overlay" not in words and not case.own_table:
            yield from silent_complaints(case.cpdm("diff", *words[2:], "package", "input"))


def silent_complaints(result):
    yield from result.complaints()
    if result.out:
        yield f"{result.command} says\n{result.out.decode('utf-8', 'backslashreplace')}"


def law_complaints(case, report, outputs):
    """The package comes back as the document, by the law of the round trip, and the same from either encoding."""
    document = (case.scratch / "input").read_bytes()
    document = document if case.is_xml else case.convert("xml", document)
    back = {}
    for form in ("xml", "wbxml"):
        (case.scratch / "package").write_bytes(outputs[form].out)
        result = case.cpdm("reverse", *case.table_words(), "package")
        yield from result.complaints()
        back[form] = result.out
    if back["xml"] != back["wbxml"]:
        yield "the document that comes back from WBXML is another one"
    if back["xml"]:
        yield from law.complaints(document, report["parms"], back["xml"], case.leniencies())


def signature_complaints(case, push):
    """What we sign, we verify; and not when an octet is another."""
    if not case.signed():
        return
    for change, code in ((0, 0), (1, 3)):
        (case.scratch / "signed").write_bytes(push.out[:-1] + bytes([push.out[-1] ^ change]))
        yield from case.cpdm("verify", "--secrets", "secrets", "signed").complaints(code)


def conversion_complaints(case):
    """XML to WBXML and back is the same document, and stays so."""
    octets = (case.scratch / "input").read_bytes()
    document = octets if case.is_xml else case.convert("xml", octets)
    wbxml = case.convert("wbxml", document)
    xml = case.convert("xml", wbxml)
    if formats.parms(xml) != formats.parms(document):
        yield "converted to WBXML and back it is another document"
    if case.convert("wbxml", xml) != wbxml or case.convert("xml", case.convert("wbxml", xml)) != xml:
        yield "converting is not stable"


def repetition_complaints(case, outputs):
    """The same octets the second time, in a locale and time zone far away."""
    for form, first in outputs.items():
        words = ["--show-secrets", "--report", "again"] if form == "tree" else []
        words += ["--strings", form] if form == "inline" else []
        second = case.translate("wbxml" if form == "inline" else form, *words, environment=case.context.foreign)
        if (second.code, second.out) != (first.code, first.out) or second.err != first.err:
            yield f"-f {form} differs the second time, with LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu"


# ---- make golden ----

def golden(context, names):
    """Writes what is there now: for new cases a tree and a report, for those named every expectation that they have."""
    for folder in folders(context):
        if folder.name in names or (not names and not expectations(folder)):
            for target in targets(folder):
                write_golden(Case(context, folder, target), new=not expectations(folder))
    return 0


def write_golden(case, new):
    tree = case.translate("tree", "--show-secrets", "--report", "report")
    written = {}
    if tree.code:
        written["exit"], written["warnings"] = f"{tree.code}\n", tree.err
    else:
        lines, supplied = formats.report_lines(json.loads((case.scratch / "report").read_text()))
        written[f"tree.{case.target}"] = tree.out.decode()
        written[f"report.{case.target}"] = "".join(line + "\n" for line in lines + supplied)
        if not new:
            written[f"package.{case.target}.xml"] = case.translate("xml").out.decode()
            written["warnings"] = tree.err
    for name, text in written.items():
        if new or (case.folder / name).exists():
            (case.folder / name).write_text(text)
            print(f"wrote {case.folder.name}/{name}")
