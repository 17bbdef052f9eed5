#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The string table of a package: that it saves what it shall against libwbxml's own encoder, that `auto` takes it where it
saves an SMS, what `inspect --size` counts, and that no document makes the choice slow, or the package longer."""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

from harness import formats, strings
from harness.checks import Checks, private

checks = Checks()
cpdm, check = checks.cpdm, checks.check
KEYS = private("keys", "pin=1234")


def parm(name, value):
    return f'<parm name="{name}" value="{value}"/>'


def characteristic(kind, *parts):
    return f'<characteristic type="{kind}">' + "".join(parts) + "</characteristic>"


def access_point(number, name, user="guest", secret="guest"):
    return characteristic("NAPDEF", parm("NAPID", number), parm("BEARER", "GSM-GPRS"), parm("NAME", name),
                          parm("NAP-ADDRESS", "dm.operator.example"), parm("NAP-ADDRTYPE", "APN"),
                          characteristic("NAPAUTHINFO", parm("AUTHTYPE", "PAP"), parm("AUTHNAME", user),
                                         parm("AUTHSECRET", secret)))


def account(*references, name="Operator"):
    return characteristic("APPLICATION", parm("APPID", "w7"), parm("PROVIDER-ID", "dm.operator.example"), parm("NAME", name),
                          *(parm("TO-NAPID", reference) for reference in references),
                          characteristic("APPADDR", parm("ADDR", "https://dm.operator.example/dm")),
                          characteristic("APPAUTH", parm("AAUTHLEVEL", "APPSRV"), parm("AAUTHNAME", "user"),
                                         parm("AAUTHSECRET", "secret"), parm("AAUTHDATA", "Tm9uY2U=")))


def document(*parts):
    return ('<wap-provisioningdoc version="1.1">' + "".join(parts) + "</wap-provisioningdoc>").encode()


def made(octets, *words):
    result = cpdm("translate", "--diag", "none", "--no-cross-check", *words, stdin=octets)
    if result.code:
        raise ValueError(f"exit {result.code}: {result.command}")
    return result.out


def encoded(xml):
    """Octets that libwbxml's encoder makes of a package, with its default string table."""
    pathlib.Path("package.xml").write_bytes(xml)
    subprocess.run(["xml2wbxml", "-o", "theirs", "package.xml"], check=True, capture_output=True)
    return pathlib.Path("theirs").stat().st_size


# ---- Octets: performance goal P12, at most 0.75 of what libwbxml makes of the same package ----
two = document(access_point("NAP1", "Operator Internet"), access_point("NAP2", "Operator MMS"), account("NAP1", "NAP2"))
table, inline = (made(two, "-f", "wbxml", "--strings", kind) for kind in ("table", "inline"))
check("-f wbxml is what is shorter", made(two, "-f", "wbxml") == table and len(table) < len(inline))
check("both say the same", formats.package_leaves(cpdm("convert", "-f", "xml", stdin=table).out) ==
      formats.package_leaves(cpdm("convert", "-f", "xml", stdin=inline).out))
if shutil.which("xml2wbxml"):
    theirs = encoded(made(two, "-f", "xml"))
    check(f"two access points: {len(table)} octets, {theirs} by libwbxml", len(table) <= 0.75 * theirs)

# ---- Segments: auto takes the table where it saves one ----
ROOM = {8: 128, 16: 127}


def segments(octets, bits):
    """3GPP TS 23.040 section 9.2.3.24: ports alone in a message of one segment, else with the concatenation."""
    return 1 if octets <= 133 else -(-octets // ROOM[bits])


def bare_account(name):
    """So little that a table saves less than a segment."""
    return characteristic("APPLICATION", parm("APPID", "w7"), parm("PROVIDER-ID", "x"), parm("NAME", name), parm("ADDR", "http://x"))


small = {"inline": 0, "table": 0}
for length in range(1, 260, 7):
    octets = document(bare_account("x" * length))
    bits = 16 if length % 2 else 8
    words = ("--sign", "userpin", "--secrets", KEYS, "--allow-unauthenticated")
    push = {kind: made(octets, *words, "-f", "push", "--strings", kind) for kind in ("inline", "table")}
    sms = {kind: made(octets, *words, "-f", "sms", "--sms-reference-bits", str(bits), "--strings", kind)
           for kind in ("inline", "table", "auto")}
    count = {kind: segments(len(push[kind]), bits) for kind in push}
    best = "table" if count["table"] < count["inline"] else "inline"
    small[best] += 1
    if sms["auto"] != sms[best] or any(len(sms[kind].splitlines()) != count[kind] for kind in count):
        check(f"-f sms, a name of {length}: {count}", False)
check(f"-f sms takes the table where it saves a segment: {small}", all(small.values()))
checks.refused("--strings without WBXML", cpdm("translate", "--strings", "table", stdin=two), 2, "carries WBXML")

# ---- The samples in README ----
SOURCE = pathlib.Path(os.environ["SOURCE"])
ROW = re.compile(r"^    (\S.*?) {2,}(dm-1\.1\.2|windows) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$", re.MULTILINE)
rows = ROW.findall((SOURCE / "README").read_text())
check("README has rows of samples", len(rows) >= 6)
for sample, target, *numbers in rows:
    main = re.search(r"\((\w+)\)", sample)
    path = SOURCE / (f"tests/bench/docs/{main[1]}.xml" if main else f"tests/cases/{sample}/input.xml")
    words = ("--to", target, "--sign", "userpin", "--secrets", KEYS, "--allow-unauthenticated", "-f")
    octets, found = path.read_bytes(), []
    for kind in ("inline", "table"):
        body = made(octets, *words, "wbxml", "--strings", kind)
        push = made(octets, *words, "push", "--strings", kind)
        found += [segments(len(push), 8), len(body)]
    if shutil.which("xml2wbxml"):
        theirs = encoded(made(octets, "--to", target, "-f", "xml"))
        found += [segments(len(push) - len(body) + theirs, 8), theirs]
    check(f"README: {sample}, {target}: {found}", found == [int(number) for number in numbers][:len(found)])

# ---- inspect --size ----


def sizes(octets):
    result = cpdm("inspect", "--size", stdin=octets)
    check("inspect --size", result.code == 0, result)
    return dict(re.findall(r"^size-([a-z]+): (.*)$", result.out.decode(), re.MULTILINE))


push = made(two, "-f", "push", "--sign", "userpin", "--secrets", KEYS, "--allow-unauthenticated")
head = len(push) - len(table)


def needs(octets):
    return f"{octets} octets, segments: {segments(head + octets, 8)} (8 bits), {segments(head + octets, 16)} (16 bits)"


shown = sizes(push)
check("its headers and body", (shown["headers"], shown["body"]) == (f"{head} octets", f"{len(table)} octets"))
check("its string table", shown["strings"] == f"{len(strings.Tables(table).table)} octets")
check("its segments", needs(len(table)).endswith(shown["segments"]))
check("with inline strings", shown["inline"] == needs(len(inline)))
check("with a table", shown["table"] == needs(len(table)))
check("a package in XML", "segments" not in sizes(made(two, "-f", "xml")) and "table" in sizes(made(two, "-f", "xml")))
check("a CP document in XML", sizes(two)["wbxml"].startswith(f"{len(cpdm('convert', '-f', 'wbxml', stdin=two).out)} octets"))
tnds = {kind: made(two, "--to", "dm-1.2", "-f", "wbxml", "--strings", kind) for kind in ("inline", "table")}
shown = sizes(tnds["table"])
check("a TNDS with inline strings", shown["inline"].startswith(f"{len(tnds['inline'])} octets"))
check("a TNDS with a table", abs(int(shown["table"].split()[0]) - len(tnds["table"])) <= 8)
check("a tree", set(sizes(made(two, "-f", "tree", "--show-secrets"))) == {"body"})


# ---- Documents made to break the choice ----
def prefixes(count):
    return [access_point(f"NAP{number}", "x", f"user{number}") for number in range(count)]


def nested_names(count):
    """Names that begin with one another."""
    return [access_point("n" * (1 + number % 200) + str(number // 200), "x") for number in range(count)]


def long_values(count):
    return [access_point(f"N{number}", "v" * 7000 + str(number % 3)) for number in range(count // 20)]


def nested_values(count):
    """Values that are in one another, and all of one length with the same ends: their hashes are the same."""
    return [access_point(f"N{number}", "beginning" + f"{number:08d}" + "-the-end!", "a" * (3 + number % 90), "a" * 90)
            for number in range(count)]


def cost(octets, *words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = made(octets, *words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return out, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


for make in (prefixes, nested_names, long_values, nested_values):
    for target in ("dm-1.1.2", "dm-1.2"):
        times = []
        for count in (400, 1600):
            octets = document(*make(count), account("N0"))
            words = ("--max-document", "4000000", "--to", target, "-f", "wbxml", "--strings")
            try:
                table, seconds = cost(octets, *words, "table")
                inline, plain = cost(octets, *words, "inline")
            except ValueError as error:
                if "exit 4" not in str(error):
                    check(f"{make.__name__}, {target}, {count}: {error}", False)
                continue
            times.append((seconds, plain))
            name = f"{make.__name__}, {target}, {count}: {len(table)} of {len(inline)} octets"
            check(name, len(table) <= len(inline) and not list(strings.complaints(table)))
        # the four times larger document takes no more than its share beside inline strings, with a wide margin for noise
        check(f"{make.__name__}, {target}: {times}", all(seconds <= 2 * plain + 0.25 for seconds, plain in times))
sys.exit(checks.finish())
