#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SMS, PAP and OBEX read by another implementation: what comes out of them is the push PDU, or the package with the content
type that --content-type-out writes; and read back by cpdm in any order, with what is missing named."""
import email
import pathlib
import random
import re
import subprocess
import sys
import xml.etree.ElementTree

from harness.checks import Checks, private

checks = Checks()
cpdm, check = checks.cpdm, checks.check
KEYS = private("keys", "pin=1234", "imsi=123456789012345")
document = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True).stdout
pathlib.Path("doc.xml").write_bytes(document)
TRANSLATE = ("translate", "--allow-unauthenticated", "--secrets", KEYS, "--sign", "userpin")


def made(*words):
    result = cpdm(*TRANSLATE, *words, "doc.xml")
    check(" ".join(words), result.code == 0 and not result.err, result)
    return result.out


def reassemble(lines, bits):
    """3GPP TS 23.040 section 9.2.3.24: header length, ports 2948 and 9200, reference, total, number, then the octets."""
    parts, keys = {}, set()
    for line in lines:
        octets = bytes.fromhex(line)
        assert len(octets) <= 140 and line == line.upper()
        header, data = octets[1:1 + octets[0]], octets[1 + octets[0]:]
        assert header[:6] == bytes.fromhex("05040B8423F0")
        assert header[6:8] == (b"\x00\x03" if bits == 8 else b"\x08\x04")
        *reference, total, number = header[8:]
        keys.add((bytes(reference), total))
        parts[number] = data
    (reference, total), = keys
    assert sorted(parts) == list(range(1, total + 1))
    room = {8: 128, 16: 127}[bits]
    assert all(len(parts[number]) == room for number in range(1, total))
    return reference, b"".join(parts[number] for number in sorted(parts))


def packets(octets):
    """IrOBEX: the headers of each packet."""
    while octets:
        length = int.from_bytes(octets[1:3], "big")
        opcode, rest, octets = octets[0], octets[3:length], octets[length:]
        assert opcode == (0x02 if octets else 0x82)
        headers = []
        while rest:
            size = 5 if rest[0] == 0xC3 else int.from_bytes(rest[1:3], "big")
            headers.append((rest[0], rest[1 if rest[0] == 0xC3 else 3:size]))
            rest = rest[size:]
        yield length, headers


push = made("-f", "push")
body = made("-f", "wbxml", "--content-type-out", "type")
content_type = pathlib.Path("type").read_text().rstrip("\n")

# ---- SMS ----
for bits in (8, 16):
    text = made("-f", "sms", "--sms-reference-bits", str(bits)).decode().splitlines()
    check(f"{bits}-bit references carry the push PDU", reassemble(text, bits)[1] == push)
text = made("-f", "sms", "--sms-reference", "7")
check("--sms-reference", reassemble(text.decode().splitlines(), 8)[0] == b"\x07")
text = made("-f", "sms", "--sms-reference", "500", "--sms-reference-bits", "16")
check("--sms-reference of 16 bits", reassemble(text.decode().splitlines(), 16)[0] == b"\x01\xf4")
check("the same again", made("-f", "sms") == made("-f", "sms"))

lines = made("-f", "sms").decode().splitlines()
order = random.Random(4)
for number in range(5):
    mixed = lines * 2
    order.shuffle(mixed)
    result = cpdm("verify", "--secrets", KEYS, stdin="\n".join(mixed).lower().encode())
    check(f"shuffled and repeated {number}", result.out == b"authenticated: USERPIN\n", result)
result = cpdm("convert", "-f", "wbxml", stdin="\n".join(reversed(lines)).encode())
check("the package comes out of SMS", result.out == made("-f", "wbxml", "--strings", "inline", "--content-type-out", "type"), result)
missing = "\n".join(lines[:1] + lines[3:]).encode()
checks.refused("two missing", cpdm("verify", "--secrets", KEYS, stdin=missing), 1, f"segments 2 and 3 of the {len(lines)} ")
others = made("-f", "sms", "--sms-reference", "9").decode().splitlines()
both = [f"+358401234567 {line}" for line in lines] + [f"+358407654321 {line}" for line in lines] + others
order.shuffle(both)
mixed = "\n".join(both).encode()
checks.refused("three messages", cpdm("verify", "--secrets", KEYS, stdin=mixed), 1, "3 messages")
for number in "123":
    result = cpdm("verify", "--secrets", KEYS, "--message", number, stdin=mixed)
    check(f"--message {number}", result.out == b"authenticated: USERPIN\n", result)
checks.refused("--message 4", cpdm("verify", "--secrets", KEYS, "--message", "4", stdin=mixed), 2, "3")
result = cpdm("inspect", stdin="\n".join([f"alice {line}" for line in lines] + [f"alice {lines[0]}"]).encode())
check("inspect shows SMS", result.out.decode().startswith(
    f"sms-messages: 1\nsms-originator: alice\nsms-segments: {len(lines)}, and 1 that came again\nsms-reference: ") and
      b"\nsms-ports: 9200 to 2948\npush-transaction: 1\n" in result.out and b"\nsec: USERPIN\n" in result.out, result)
bare = cpdm("translate", "-f", "sms", "--from", "xml", "doc.xml").out.decode().splitlines()
checks.refused("SMS without a MAC", cpdm("translate", "-f", "tree", stdin="\n".join(bare).encode()), 3, "CPDM-0510")

# ---- PAP ----
entity = made("-f", "pap", "--address", "+358401234567", "--push-id", "7@pi.example", "--content-type-out", "pap-type")
pap_type = pathlib.Path("pap-type").read_text()
whole = made("-f", "pap", "--address", "+358401234567", "--push-id", "7@pi.example")
check("the header and the body of the POST", whole == b"Content-Type: " + pap_type.strip().encode() + b"\r\n\r\n" + entity)
message = email.message_from_bytes(whole)
control, content = message.get_payload()
check("multipart/related", message.get_content_type() == "multipart/related" and message.get_param("type") == "application/xml")
tree = xml.etree.ElementTree.fromstring(control.get_payload())
check("the control entity", tree.tag == "pap" and tree.find("push-message").get("push-id") == "7@pi.example" and
      tree.find("push-message/address").get("address-value") == "WAPPUSH=+358401234567/TYPE=PLMN@ppg")
check("the content's type", content["Content-Type"] == content_type)
check("the content's application", content["X-Wap-Application-Id"] == "x-wap-application:syncml.dm")
boundary = message.get_param("boundary").encode()
check("the content", whole.split(b"\r\n--" + boundary)[2].split(b"\r\n\r\n", 1)[1] == body)
for name, octets in (("with its header", whole), ("from its boundary on", entity)):
    result = cpdm("verify", "--secrets", KEYS, stdin=octets)
    check(f"PAP {name}", result.out == b"authenticated: USERPIN\n", result)
result = cpdm("inspect", stdin=whole)
check("inspect shows PAP", b"\npap-header: X-Wap-Application-Id: " in result.out and
      b'push-id="7@pi.example"' in result.out and b"\nsec: USERPIN\n" in result.out, result)
whole = made("-f", "pap", "--address", "WAPPUSH=1.2.3.4/TYPE=IPv4@ppg.example")
check("a whole address", b'address-value="WAPPUSH=1.2.3.4/TYPE=IPv4@ppg.example"' in whole)
check("a push-id of its own", re.search(rb'push-id="cpdm-[0-9A-F]{8}"', whole) is not None)

# ---- OBEX ----
for size in (255, 256, 1000, 65535):
    found = list(packets(made("-f", "obex", "--max-packet", str(size))))
    headers = [header for _, packet in found for header in packet]
    check(f"packets of {size}", all(length == size for length, _ in found[:-1]) and found[-1][0] <= size)
    check(f"type and length in packets of {size}", headers[:2] == [
        (0x42, content_type.encode() + b"\x00"), (0xC3, len(body).to_bytes(4, "big"))])
    check(f"body in packets of {size}", b"".join(octets for _, octets in headers[2:]) == body and
          [name for name, _ in headers[2:]] == [0x48] * (len(found) - 1) + [0x49])
obex = made("-f", "obex", "--max-packet", "255")
result = cpdm("translate", "--secrets", KEYS, "-f", "xml", stdin=obex)
checks.refused("OBEX is verified, and a package is no document", result, 1, "CPDM-0111")
result = cpdm("inspect", stdin=obex)
check("inspect shows OBEX", result.out.startswith(b"obex-packets: ") and b"\nsec: USERPIN\n" in result.out, result)
checks.refused("a packet is missing", cpdm("inspect", "--from", "obex", stdin=obex[255:-20]), 1, "CPDM-0540")

# ---- MIME, and a document that comes through each ----
mime = b"X-Other: 1\nContent-Type: " + content_type.lower().encode().replace(b"userpin", b"USERPIN") + b"\n\n" + body
result = cpdm("verify", "--secrets", KEYS, stdin=mime)
check("MIME, with lower-case digits", result.out == b"authenticated: USERPIN\n", result)
cpdm("convert", "-f", "wbxml", "-o", "doc.wbxml", "doc.xml")
direct = cpdm("translate", "-f", "tree", "--show-secrets", "doc.xml").out
for words in (["sms"], ["pap", "--address", "+1"], ["obex", "--max-packet", "255"], ["push"]):
    signed = cpdm("sign", "--sign", "netwpin", "--secrets", KEYS, "-f", *words, "doc.wbxml")
    check(f"sign -f {words[0]}", signed.code == 0 and not signed.err, signed)
    for source in ("auto", words[0]):
        result = cpdm("translate", "--secrets", KEYS, "--from", source, "-f", "tree", "--show-secrets", stdin=signed.out)
        check(f"a document in {words[0]}, --from {source}", result.code == 0 and result.out == direct, result)
    broken = bytes(signed.out[:-40]) + bytes([signed.out[-40] ^ 1]) + bytes(signed.out[-39:])
    result = cpdm("translate", "--secrets", KEYS, "--from", words[0], "-f", "tree", stdin=broken)
    check(f"changed in {words[0]}", result.code in (1, 3) and not result.out, result)

# ---- options ----
for words, text in ((["push", "--address", "x"], "-f pap"), (["pap"], "--address"), (["sms", "--max-packet", "300"], "-f obex"),
                    (["obex", "--max-packet", "254"], "255"), (["push", "--sms-reference", "1"], "-f sms"),
                    (["sms", "--sms-reference", "256"], "--sms-reference-bits 16"),
                    (["sms", "--sms-reference-bits", "12"], "8 or 16"), (["obex", "--push-id", "x"], "-f pap"),
                    (["sms", "--content-type-out", "x"], "-f wbxml")):
    checks.refused(f"-f {' '.join(words)}", cpdm("translate", "-f", *words, "doc.xml"), 2, text)
sys.exit(checks.finish())
