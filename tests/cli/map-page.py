#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cpdm-map(5) is made of mappings/README, and what README shows is true: each of its examples loads, alone, in a table that
has what the example refers to; each rule stands in it."""
import os
import pathlib
import re
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["SOURCE"])
sys.path.insert(0, str(SOURCE / "tests"))
from harness.checks import Checks  # noqa: E402

README = (SOURCE / "mappings" / "README").read_text()
START = """cpdm-map 1
target example "Example"
    syncml    1.1
    verproto  DM/1.1
    command   Replace
"""
LISTS = {
    "bearer": "GSM-CSD 10", "nap-addrtype": "IPV4 1", "transport": "http 1", "scheme-port": "http 80", "authpref": "BASIC b",
    "level": "APPSRV CLCRED",
}
SECTIONS = {  # head, and the parms whose rows are shown in it
    "[APPLICATION]  ./Acc/{PROVIDER-ID}": "AACCEPT INIT TO-CONNECTION TO-ACCESS -",
    "[APPLICATION/APPADDR]  same node": "ADDR PORT/PORTNBR",
    "[APPLICATION/APPAUTH]  same node": "AAUTHSECRET AAUTHDATA AAUTHNAME",
    "[CONNECTION]  ./Con/{name}": "",
    "[CONNECTION/NAPDEF]  NAP": "BEARER NAP-ADDRTYPE NAPID",
    "[CONNECTION/PXPHYSICAL]  PX": "PXADDR",
    "[NAPDEF]  ./NAP/{NAPID}": "DNS-ADDR",
    "[PROXY]  ./Proxy/{name}": "",
    "[PROXY/PXPHYSICAL]  same node": "",
}
NAPID_TO_CONNECTION = "same-as"  # TO-NAPID <-> NAP same-as NAPDEF belongs in the connection's PX, ref-uri in the proxy's


def section_of(row):
    parm = row.split()[0]
    if parm == "TO-NAPID":
        return "[CONNECTION/PXPHYSICAL]  PX" if NAPID_TO_CONNECTION in row else "[PROXY/PXPHYSICAL]  same node"
    return next((head for head, parms in SECTIONS.items() if parm in parms.split()), None)


def lists_for(text):
    names = re.findall(r"(?:values|scheme|default) ([a-z][a-z-]+)", text)
    return "".join(f"values {name}\n    {LISTS[name]}\n" for name in sorted(set(names) & set(LISTS)))


def table_of_row(row):
    table = START + lists_for(row)
    for head in SECTIONS:
        table += f"{head}\n" + (f"    {row}\n" if head == section_of(row) else "    NAME  ->  Label  chr  ?\n")
    return table


def table_of_head(head, rows):
    """A head with its rows, or one that fits it, below the sections that its path begins with."""
    node = re.split(r"\]\s+", head)[-1]
    table = START + lists_for(head)
    if head.startswith("[APPLICATION/"):
        table += "[APPLICATION]  ./Acc/{PROVIDER-ID}\n    NAME  ->  Label  chr  ?\n"
    if not rows:
        rows = ["*  ->  -  loss \"none\"" if node.startswith("none") else "NAME  <->  Name  chr  ?"]
    return table + head + "\n" + "".join(f"    {row}\n" for row in rows)


def blocks():
    """What is indented by four or more, paragraph by paragraph, without that indentation."""
    for paragraph in README.split("\n\n"):
        lines = paragraph.split("\n")
        if all(line.startswith("    ") for line in lines):
            yield [line[4:] for line in lines]


def whole_tables():
    """The examples that begin with `cpdm-map 1`: their paragraphs up to one that is text. A line that stands there instead
    of another one is left out."""
    for text in re.findall(r"\n\n((?:    cpdm-map 1\n)(?:(?:    .*)?\n)+)", README):
        yield re.sub(r"^    (.*# instead of.*)?", "", text, flags=re.MULTILINE)


def examples():
    for number, text in enumerate(whole_tables()):
        yield f"table {number + 1}", text
    for row in re.findall(r"^ {28}(\S.*)$", README, flags=re.MULTILINE):
        if re.search(r" (<->|->) ", row):
            yield row, table_of_row(row)
    inside = {line for text in whole_tables() for line in text.split("\n")}
    for block in blocks():
        heads = [line for line in block if line.startswith("[") and line not in inside and "TYPE/" not in line]
        for head in heads:
            rows = [line.strip() for line in block if line.startswith("    ")] if len(heads) == 1 else []
            if "override" not in head:
                yield head, table_of_head(head, rows)
        if re.match(r"values [a-z]", block[0]) and block[0] not in inside:
            name = block[0].split()[1]
            used = f"[NAPDEF]  ./NAP/{{NAPID}}\n    BEARER  <->  Bearer  chr  ?  values {name}\n"
            yield block[0], START + "\n".join(block) + "\n" + used
        if len(block) == 1 and re.match(r"\S+ +(<->|->) ", block[0]):
            yield block[0], table_of_row(block[0])


def check_page(checks):
    maker, readme = SOURCE / "tools" / "map-page", SOURCE / "mappings" / "README"
    page = subprocess.run(["sh", maker, readme], capture_output=True, check=True)
    checks.check("the page is made without a complaint", not page.stderr)
    if shutil.which("groff"):
        shown = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=page.stdout, capture_output=True, check=False)
        checks.check("groff has nothing to say about it", not shown.stderr and shown.returncode == 0)
    words = re.sub(r"\\f[BRI]|\\&", "", page.stdout.decode()).replace("\\-", "-").replace("\\e", "\\")
    lost = [word for word in README.partition("\n")[2].replace("`", "").split() if word not in words]
    checks.check(f"every word of README is in it: {lost[:5]}", not lost)


def main():
    checks = Checks()
    check_page(checks)
    rules = re.findall(r"TABLE_RULE\(\w+, (\d+),", (SOURCE / "src" / "map-codes.h").read_text())
    missing = [rule for rule in rules if f"M{int(rule):03}" not in README]
    checks.check(f"README speaks of every rule: {missing}", rules and not missing)
    found = 0
    for name, text in examples():
        found += 1
        pathlib.Path("example.map").write_text(text)
        result = checks.cpdm("tables", "check", "example.map")
        checks.check(f"README: {name}", result.code == 0 and result.out == b"example.map: ok\n", result)
    checks.check(f"{found} examples", found > 30)
    return checks.finish()


sys.exit(main())
