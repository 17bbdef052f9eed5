#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The security of OMA DM 1.2 and 1.3 (DM Security 1.3 sections 5.10.2.3 and 5.10.2.4): NETWORKID, USERPIN, USERPIN_NETWORKID in
both forms of the content type and in a push PDU, each MAC by Python's hmac; their counterparts in SyncML DM 1.1; what is no
method of ours."""
import hashlib
import hmac
import pathlib
import subprocess
import sys

from harness.checks import Checks, private

checks = Checks()
cpdm, check, refused = checks.cpdm, checks.check, checks.refused
DM, CP = "application/vnd.syncml.dm+wbxml", "application/vnd.wap.connectivity-wbxml"
script = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True)
pathlib.Path("doc.xml").write_bytes(script.stdout)
cpdm("convert", "-f", "wbxml", "-o", "doc.wbxml", "doc.xml")
cpdm("translate", "-f", "wbxml", "-o", "package", "doc.xml")
BODY = pathlib.Path("package").read_bytes()

PIN, ID, IMSI, SEMI = b"1234", b"xyz", "123456789012345", bytes.fromhex("1932547698103254")
NAMED = private("named", "pin=1234", "network-id=xyz", f"imsi={IMSI}")
NUMBERED = private("numbered", "pin=1234", f"imsi={IMSI}")
WRONG = private("wrong", "pin=1235", "network-id=xyy", "imsi=123456789012346")
KEYS = {  # method: the key with a network id, and with an IMSI alone
    "NETWORKID": (ID, SEMI), "USERPIN": (PIN, PIN), "USERPIN_NETWORKID": (PIN + b":" + ID, PIN + b":" + SEMI),
    "NETWPIN": (SEMI, SEMI), "USERNETWPIN": (SEMI + PIN, SEMI + PIN)}


def mac(key, body=BODY):
    return hmac.new(key, body, hashlib.sha1).hexdigest().upper()


for method, keys in KEYS.items():
    for secrets, key in zip((NAMED, NUMBERED), keys):
        for form, text in (("parameters", f"{DM}; SEC={method}; MAC={mac(key)}"), ("bare", f"{DM};{method};{mac(key)}")):
            name = f"{method}, {secrets}, {form}"
            made = cpdm("sign", "--sign", method.lower(), "--sec-form", form, "--secrets", secrets, "package")
            check(f"{name}: made", made.out.decode() == text + "\n", made)
            for spelling in (text, text.replace(";", " ; "), text.replace(mac(key), mac(key).lower())):
                result = cpdm("verify", "--secrets", secrets, "--content-type", spelling, "package")
                check(f"{name}: verified as {spelling[31:60]}", result.out.decode() == f"authenticated: {method}\n", result)
            refused(f"{name}: other secrets", cpdm("verify", "--secrets", WRONG, "--content-type", text, "package"), 3, "0515")
        push = cpdm("sign", "--sign", method.lower(), "-f", "push", "--secrets", secrets, "package").out
        result = cpdm("verify", "--secrets", secrets, stdin=push)
        check(f"{method}, {secrets}: in a push", result.out.decode() == f"authenticated: {method}\n", result)
        number = {"NETWPIN": b"\x80", "USERPIN": b"\x81", "USERNETWPIN": b"\x82"}.get(method, method.encode() + b"\0")
        check(f"{method}: the push says so", b"\x91" + number + b"\x92" + mac(key).encode() + b"\0" in push)
        for at in range(0, len(push), 37):
            changed = bytes(push[:at]) + bytes([push[at] ^ 4]) + push[at + 1:]
            result = cpdm("verify", "--secrets", secrets, "--from", "push", stdin=changed)
            check(f"{method}: octet {at} changed", result.code != 0 or at in (0, len(push) - len(BODY) - 1), result)

# ---- a PIN of letters: the example of section 5.10.2.3, "abc:xyz", and USERPIN of SyncML 1.2, but not before ----
LETTERS = private("letters", "pin=abc", "network-id=xyz", f"imsi={IMSI}")
cpdm("translate", "--to", "dm-1.2", "-f", "wbxml", "-o", "package-1.2", "doc.xml")
LATER = pathlib.Path("package-1.2").read_bytes()
for package, body, method, key in (("package", BODY, "userpin_networkid", b"abc:xyz"), ("package-1.2", LATER, "userpin", b"abc"),
                                   ("package-1.2", LATER, "userpin_networkid", b"abc:xyz")):
    made = cpdm("sign", "--sign", method, "--secrets", LETTERS, package).out.decode().strip()
    check(f"letters, {method} of {package}: made", made == f"{DM}; SEC={method.upper()}; MAC={mac(key, body)}", made)
    result = cpdm("verify", "--secrets", LETTERS, "--content-type", made, package)
    check(f"letters, {method} of {package}: verified", result.code == 0, result)
    refused(f"letters, {method} of {package}: other letters",
            cpdm("verify", "--secrets", private("others", "pin=abd", "network-id=xyz"), "--content-type", made, package), 3, "0515")
for package, method in (("package", "userpin"), ("doc.wbxml", "userpin"), ("package-1.2", "usernetwpin")):
    refused(f"no letters in {method} of {package}", cpdm("sign", "--sign", method, "--secrets", LETTERS, package), 3, "0518")
wide = private("wide", "pin=\u00fc")
refused("no letters beyond ASCII", cpdm("sign", "--sign", "userpin", "--secrets", wide, "package-1.2"), 3, "visible ASCII")

# ---- a textual content type in the push PDU, with either form in it ----
for text in (f"{DM}; SEC=USERPIN; MAC={mac(PIN)}", f"{DM};USERPIN;{mac(PIN)}"):
    octets = text.encode() + b"\0"
    pdu = b"\x01\x06" + bytes([len(octets)]) + octets + BODY
    result = cpdm("verify", "--secrets", NAMED, stdin=pdu)
    check(f"as text in a push: {text[31:50]}", result.out == b"authenticated: USERPIN\n", result)

# ---- what is not authentic ----
right = mac(PIN)
for text, rule in (
        (f"{DM};ACME;{right}", "0511"), (f"{DM};A;B=C;{right}", "0511"), (f"{DM};SEC=USERPIN;{right}", "0511"),
        (f"{DM};{right}", "0510"), (f"{DM};USERPIN;{right[1:]}", "0510"), (f"{DM};USERPIN", "0510"),
        (f"{DM};USERPIN;MAC={right}", "0510"), (f"{DM};SEC=USERPIN;MAC={right};USERPIN;{right}", "0511"),
        (f"{DM};SEC=3GPP_GBA", "0523"), (f"{DM};3GPP_GBA;{right}", "0523"), (f"{DM};SEC=;MAC={right}", "0511"),
        (f"{DM};SEC=16;MAC={right}", "0511")):
    refused(f"not authentic: {text[31:]}", cpdm("verify", "--secrets", NAMED, "--content-type", text, "package"), 3, rule)
result = cpdm("inspect", "--content-type", f"{DM};A;B C;{right}", "package")
check("another key type is shown", b"\nsec: NONE, though it says A;B C\nmac: present\n" in result.out, result)
secrets = private("bare", "pin=1234")
refused("NETWORKID without its secret", cpdm("sign", "--sign", "networkid", "--secrets", secrets, "package"), 3, "0517")

# ---- the methods across profiles: a table whose packages are OMA DM 1.2 or 1.3 ----
for protocol in ("1.2", "1.3"):
    table = cpdm("tables", "print", "dm-1.1.2").out.decode().replace("DM/1.1", f"DM/{protocol}")
    pathlib.Path(f"{protocol}.map").write_text(table)
for came, goes in (("NETWPIN", "NETWORKID"), ("USERPIN", "USERPIN"), ("USERNETWPIN", "USERPIN_NETWORKID")):
    incoming = cpdm("sign", "--sign", came.lower(), "--secrets", NUMBERED, "-f", "push", "doc.wbxml").out
    for protocol in ("1.2", "1.3"):
        result = cpdm("translate", "--to", f"{protocol}.map", "--secrets", NUMBERED, "-f", "wbxml", "-o", "out", "--no-cross-check",
                      "--content-type-out", "type", stdin=incoming)
        digest = mac(KEYS[goes][1], pathlib.Path("out").read_bytes())
        text = f"{DM}; SEC={goes}; MAC={digest}" if protocol == "1.2" else f"{DM};{goes};{digest}"
        check(f"{came} becomes {goes} in {protocol}", pathlib.Path("type").read_text() == text + "\n", result)
    if came != goes:
        refused(f"{goes} in Client Provisioning is not made", cpdm("sign", "--sign", goes.lower(), "--secrets", NUMBERED, "doc.wbxml"),
                3, "CPDM-0524")
        text = f"{CP}; SEC={goes}; MAC={mac(KEYS[goes][1], pathlib.Path('doc.wbxml').read_bytes())}"
        refused(f"{goes} in Client Provisioning is not taken",
                cpdm("verify", "--secrets", NUMBERED, "--content-type", text, "doc.wbxml"), 3, "CPDM-0511")
code = private("code", "userpinmac-key=12345")
words = ("translate", "--to", "1.2.map", "--allow-unauthenticated", "--secrets", code, "--user-code-out", "user", "-f", "push")
refused("USERPINMAC in 1.2", cpdm(*words, "--sign", "userpinmac", "doc.xml"), 3, "USERPINMAC has no counterpart in OMA DM 1.2")

# ---- 3GPP_GBA is carried ----
result = cpdm("translate", "--sign", "3gpp_gba", "-f", "wbxml", "-o", "out", "--content-type-out", "type", "doc.xml")
check("3GPP_GBA in the content type", pathlib.Path("type").read_text() == f"{DM}; SEC=3GPP_GBA\n" and "[CPDM-0902]" in result.err)
result = cpdm("translate", "--sign", "3gpp_gba", "-f", "push", "-o", "out", "doc.xml")
check("3GPP_GBA in a push", b"\x0b\xc2\x913GPP_GBA\0\xaf\x87" in pathlib.Path("out").read_bytes(), result)
check("3GPP_GBA is shown", b"\nsec: 3GPP_GBA\nmac: none\n" in cpdm("inspect", "out").out)
sys.exit(checks.finish())
