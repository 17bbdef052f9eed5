#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Secrets are seen in the payload only (threats E1, E2, E6): every verb on documents whose passwords, keys and nonces are canaries,
in every transport, whole and broken, with right, wrong and missing secrets, with text and JSON messages. No message and no report
may hold a canary, nor may what a verb shows, but for a payload. A new verb is one line in VERBS."""
import base64
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

from harness.checks import Checks, private

checks = Checks()
cpdm, check = checks.cpdm, checks.check

# Verb: the ways to call it, {} being the input; a way that begins with "payload:" writes what may hold secrets.
ALLOWED = "--allow-unauthenticated --report report"
VERBS = {
    "translate": [f"-f tree {ALLOWED} {{}}", f"-f json {ALLOWED} --strict {{}}", "--secrets right --report report -f tree {}",
                  "--secrets wrong -f tree {}", "-f tree {}", f"-f tree {ALLOWED} --to dm-1.2 --lenient case {{}}",
                  f"-f tree {ALLOWED} --to windows --max-segment 12 {{}}", f"payload: {ALLOWED} {{}}",
                  f"-f tree {ALLOWED} --existing doc.package {{}}", f"-f tree {ALLOWED} --nonce-reset --rebootstrap {{}}",
                  f"payload: -f push --sign usernetwpin --secrets right {ALLOWED} {{}}",
                  f"payload: -f card --size 1 {ALLOWED} {{}}"],
    "reverse": ["payload: --report report {}", "payload: --to dm-1.1.2 --report report -f wbxml {}"],
    "inspect": ["{}", "--lenient case {}", "--max-document 300 {}"],
    "convert": ["payload: {}", "payload: -f push {}", "payload: -f pap --address +1 {}"],
    "lint": ["{}", "--security --secrets right --delivery ota {}", "--to windows --delivery rom {}", "--to dm-1.2 {}"],
    "verify": ["--secrets right {}", "--secrets wrong {}", "--secrets empty {}", "{}"],
    "sign": ["--sign usernetwpin --secrets right {}", "--sign userpin --secrets empty {}", "--sign netwpin --secrets malformed {}",
             "payload: --sign userpinmac --secrets right {}"],
    "explain": ["{}", "--to dm-1.2 {}", "{} AAUTHSECRET", "{} NOTHING"],
    "diff": ["{} other.xml", "other.xml {}", "--to dm-1.2 {} other.xml"],
    "credentials": ["payload: gba --secrets right", "gba --secrets malformed", "payload: digest --user u --secrets right",
                    "digest --user u --secrets malformed", "digest --user u --secrets empty",
                    "payload: factory --server s --secrets right devices", "factory --server s --secrets malformed devices",
                    "factory --server s --secrets right {}", "factory --template {} --secrets right devices"],
    "apply": ["--store store --secrets right {}", "--store store --secrets wrong {}",
              "--store other --allow-unauthenticated --rebootstrap {}", "--store {} --secrets right doc.push"],
    "tables": ["check {}", "print {}"],
    "help": ["", "CPDM-0515", "{}"],
}
EXCLUDED = {"batch", "worker", "report"}  # have a test of their own

# ---- canaries ----
PIN, IMSI, SEMI, HEX = "90417263", "466923103145252", "4966291330412525", "CAFE90417263CAFE90417263CAFE9041" * 2
WORD, NONCE = "cAnArY", base64.b64encode(b"cAnArY-nonce-16o").decode()
CANARY = re.compile("|".join(map(re.escape, (
    WORD, NONCE, base64.b64encode(b"cAnArY").decode()[:7], WORD.encode().hex(), WORD.encode().hex().upper(), PIN, IMSI, SEMI, HEX,
    HEX.lower(), WORD.encode("utf-16-le").decode("latin-1")))).encode("latin-1"))
private("right", f"pin={PIN}", f"imsi={IMSI}", f"userpinmac-key={PIN[:5]}", "hmac-key=cAnArY", f"ks-naf={HEX}",
        "password=cAnArY", f"nonce={NONCE}", f"factory-key={HEX}")
private("wrong", "pin=1235", "imsi=123456789012345")
private("empty")
private("malformed", "pin=cAnArY", "imsi=cAnArY", f"ks-naf={HEX[:30]}", "nonce=*cAnArY", "password=cAnArY", f"factory-key={HEX[:10]}")
pathlib.Path("devices").write_text("imei\n490154203237518\n")
pathlib.Path("other.xml").write_text('<wap-provisioningdoc><characteristic type="APPLICATION"><parm name="APPID" value="w7"/>'
                                     '<parm name="PROVIDER-ID" value="s"/></characteristic></wap-provisioningdoc>')
SECRET = re.compile(r"AAUTHSECRET|AUTHSECRET|.*-PW|WPA-PRES-KEY-ASC|DATA|PASSWORD|PRES-KEY")


def planted(path):
    """A case's document with a canary in the place of each secret; None where it has none, or is no XML of that kind."""
    try:
        document = ElementTree.parse(path)
    except (ElementTree.ParseError, ValueError):
        return None
    count = 0
    for parm in document.iter("parm"):
        if SECRET.fullmatch(parm.get("name", "")) or parm.get("name") == "AAUTHDATA":
            parm.set("value", NONCE if parm.get("name") == "AAUTHDATA" else f"{WORD}{count}")
            count += 1
    return ElementTree.tostring(document.getroot()) if count else None


def watch(name, words, payload, report=True):
    result = cpdm(*words)
    seen = [what for what, octets in (("a message", result.err.encode("utf-8", "surrogateescape")), ("the output", b"" if payload else result.out),
                                      ("the report", pathlib.Path("report").read_bytes() if report and os.path.exists("report") else b""))
            if CANARY.search(octets)]
    if seen or result.code in (70, 124) or result.code < 0 or result.code > 70:
        check(f"{name}: {' '.join(words)}: {', '.join(seen)} shows a secret, or it broke", False, result)
    pathlib.Path("report").unlink(missing_ok=True)
    return result


def run_all(name, path, verbs):
    failed = checks.failed
    for verb, ways in verbs.items():
        for way in ways:
            payload, words = way.startswith("payload: "), way.removeprefix("payload: ").format(path).split()
            for diag in ("text", "json"):
                watch(name, [verb, *words, "--diag", diag], payload)
    check(f"{name}: no verb shows a secret", checks.failed == failed)


listed = set(re.findall(r"^  ([a-z]+) ", cpdm("help").out.decode().partition("Verbs:")[2], re.MULTILINE))
check(f"every verb is watched: {sorted(listed - set(VERBS) - EXCLUDED)}", listed <= set(VERBS) | EXCLUDED)
verbs = {verb: ways for verb, ways in VERBS.items() if verb in listed}

# ---- every transport, whole and broken ----
script = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True).stdout
text = script.replace(b"canary", WORD.encode()).replace(b"Y2FuYXJ5LW5vbmNl", NONCE.encode()).replace(b"Y2FuYXJ5LXNlcnZlcg==", NONCE.encode())
pathlib.Path("doc.xml").write_bytes(text)
check("the canaries are there", len(CANARY.findall(text)) == 5)
cpdm("convert", "-o", "doc.wbxml", "doc.xml")
for form, *words in (("push",), ("sms",), ("pap", "--address", "+1"), ("obex",)):
    cpdm("sign", "--sign", "usernetwpin", "--secrets", "right", "-f", form, "-o", f"doc.{form}", *words, "doc.wbxml")
cpdm("convert", "-f", "card", "--size", "1000", "-o", "doc.card", "doc.xml")
pathlib.Path("doc.mime").write_bytes(b"Content-Type: application/vnd.wap.connectivity-wbxml\n\n" + pathlib.Path("doc.wbxml").read_bytes())
pathlib.Path("doc.utf16.xml").write_bytes(text.decode().encode("utf-16"))
cpdm("translate", "-o", "doc.package", "doc.xml")
cpdm("translate", "--to", "dm-1.2", "-f", "wbxml", "-o", "doc.tnds", "doc.xml")
cpdm("translate", "-f", "tree", "--show-secrets", "-o", "doc.tree", "doc.xml")
forms = sorted(path.name for path in pathlib.Path(".").glob("doc.*"))
check(f"all of them were made: {len(forms)}", len(forms) == 12 and all(os.path.getsize(form) for form in forms))
for form in forms:
    run_all(form, form, verbs)
READERS = {"translate": [f"-f tree {ALLOWED} {{}}"], "inspect": ["{}"], "reverse": ["payload: {}"], "lint": ["--security {}"]}
PLACES = 3 if os.environ["SANITIZED"] == "yes" else 12  # the sanitizers have hostile files of their own
for form in forms:
    whole, failed = pathlib.Path(form).read_bytes(), checks.failed
    for at in range(0, len(whole), max(7, len(whole) // PLACES)):
        changes = (whole[:at], whole[:at] + b"\x00" + whole[at:], whole[:at] + b"<&" + whole[at + 2:])
        named = form in ("doc.tree", "doc.tnds")  # a name that is broken, in the string table or a line, is another node's
        for broken in changes[:1] if named else changes:
            pathlib.Path("broken").write_bytes(broken)
            for verb, (way,) in READERS.items():
                watch(form, [verb, *way.removeprefix("payload: ").format("broken").split()], way.startswith("payload"))
    check(f"{form}, broken: no verb shows a secret", checks.failed == failed)

# ---- every document of the cases that has a secret, with its own tables: WLAN, Nokia S60 and the others ----
SHOWERS = {"translate": [f"-f tree {ALLOWED} {{}}"], "inspect": ["{}"], "explain": ["{}"], "lint": ["--security {}"]}
names = 0
for case in sorted(pathlib.Path(os.environ["SOURCE"], "tests", "cases").iterdir()):
    planted_document = planted(case / "input.xml") if (case / "input.xml").exists() else None
    if not planted_document:
        continue
    names += 1
    pathlib.Path("case.xml").write_bytes(planted_document)
    overlay = ["--overlay", str(case / "overlay.map")] if (case / "overlay.map").exists() else []
    targets = [path.suffixes[0][1:] + "".join(path.suffixes[1:]) for path in case.glob("tree.dm-*")] or ["dm-1.1.2"]
    failed = checks.failed
    for verb, (way,) in SHOWERS.items():
        for target in targets if verb in ("translate", "explain") else [None]:
            words = [verb, *way.format("case.xml").split(), *(["--to", target, *overlay] if target else [])]
            watch(case.name, words, False)
    check(f"case {case.name}: no verb shows a secret", checks.failed == failed)
check(f"cases with secrets: {names}", names > 20)

# ---- the command line ----
for words in (["--pin", PIN], [f"--pin={PIN}"], [f"--imsi={IMSI}"], ["--password", WORD], [f"--secrets={WORD}", "--pin"],
              [f"--secrets-fd={WORD}"], [f"--sign={WORD}"], [f"--max-document={WORD}"]):
    result = cpdm("verify", *words, "doc.push")
    kept = f"--secrets={WORD}" in words or words[0].startswith(("--secrets-fd", "--sign", "--max"))
    check(f"no secret on the command line: {words[0].partition('=')[0]}", result.code == 2 and (kept or not CANARY.search(result.err.encode())), result)
os.mkfifo("pipe")
process = subprocess.Popen([os.environ["CPDM"], "translate", "--secrets", "right", "-f", "tree", "-"], stdin=os.open("pipe", os.O_RDWR),
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
line, tries = b"", 0
while not line and tries < 100:  # it begins when the program has taken the place of this one
    line, tries = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes(), tries + 1
    time.sleep(0.05)
check("nothing in /proc/PID/cmdline", b"right" in line and not CANARY.search(line))
process.kill()
process.wait()
for mode in (0o640, 0o604, 0o620, 0o602, 0o610):
    os.chmod("right", mode)
    for verb in ("verify", "sign --sign userpin", "translate", "lint", "credentials gba"):
        words = [*verb.split(), "--secrets", "right", *([] if "gba" in verb else ["doc.wbxml"])]
        checks.refused(f"{verb}: secrets of mode {mode:o}", cpdm(*words), 3, "CPDM-0519")
sys.exit(checks.finish())
