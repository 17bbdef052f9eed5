#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whole SMS as modems print them (3GPP TS 27.005 section 3.1, TS 23.040 section 9.2.2), made here by hand: with and without the
service centre, every way to write an address, a coding and a validity period; and what is no TPDU, since a length is off."""
import pathlib
import random
import subprocess
import sys

from harness.checks import Checks, private

checks = Checks()
cpdm, check, refused = checks.cpdm, checks.check, checks.refused
script = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True)
pathlib.Path("doc.xml").write_bytes(script.stdout)
cpdm("convert", "-f", "wbxml", "-o", "doc.wbxml", "doc.xml")
secrets = private("secrets", "pin=58201946")
PUSH = cpdm("sign", "--sign", "userpin", "--secrets", secrets, "-f", "push", "doc.wbxml").out
SEGMENTS = cpdm("convert", "-f", "sms", stdin=PUSH).out.decode().split()
HELLO = bytes.fromhex("C8329BFD06")  # "Hello" in septets, as every description of TS 23.038 has it


def semi_octets(digits):
    digits += "F" * (len(digits) % 2)
    return bytes(int(digits[at + 1] + digits[at], 16) for at in range(0, len(digits), 2))


def number(digits, kind=0x91):
    return bytes((len(digits), kind)) + semi_octets(digits)


def centre(digits):
    return bytes((1 + (len(digits) + 1) // 2, 0x91)) + semi_octets(digits) if digits else b"\0"


def deliver(data, originator=number("358401234567"), coding=0x04, first=0x44):
    return bytes((first,)) + originator + bytes((0, coding)) + bytes(7) + bytes((len(data),)) + data


def submit(data, recipient=number("358401234567"), coding=0xF5, validity=b"", first=0x41):
    return bytes((first, 7)) + recipient + bytes((0, coding)) + validity + bytes((len(data),)) + data


def holds_push(name, lines, *expected):
    text = "\n".join(lines) + "\n"
    result = cpdm("verify", "--secrets", secrets, stdin=text.encode())
    check(f"{name}: verified", result.out == b"authenticated: USERPIN\n", result)
    result = cpdm("convert", "-f", "push", stdin=text.encode())
    check(f"{name}: octet for octet", result.out == PUSH, result)
    shown = cpdm("inspect", stdin=text.encode())
    for line in expected:
        check(f"{name}: shows {line}", f"\n{line}\n" in "\n" + shown.out.decode(), shown)


DATA = [bytes.fromhex(segment) for segment in SEGMENTS]
check("there are segments to put together", len(DATA) > 2)
for name, originator, shown in (
        ("international", number("358401234567"), "+358401234567"), ("odd", number("35840123456"), "+35840123456"),
        ("national", number("0401234567", 0xA1), "0401234567"), ("short code", number("18258", 0x81), "18258"),
        ("alphanumeric", bytes((9, 0xD0)) + HELLO, "Hello")):
    for before in ("358405202000", "", None):
        lines = [((b"" if before is None else centre(before)) + deliver(data, originator)).hex() for data in DATA]
        holds_push(f"DELIVER, {name}, centre {before}", lines, f"sms-originator: {shown}", "sms-tpdu: SMS-DELIVER",
                   f"sms-segments: {len(DATA)}")
for coding in (0x04, 0x14, 0x05, 0x44, 0xF4, 0xF5, 0xF7):
    holds_push(f"coding {coding:02X}", [deliver(data, coding=coding).hex() for data in DATA], "sms-tpdu: SMS-DELIVER")
for validity, first in ((b"", 0x41), (b"\xA7", 0x51), (bytes(7), 0x49), (bytes(7), 0x59), (b"", 0x65)):
    lines = [(centre("") + submit(data, validity=validity, first=first)).hex().upper() for data in DATA]
    holds_push(f"SUBMIT, first octet {first:02X}", lines, "sms-tpdu: SMS-SUBMIT")

# What a modem says around them, in any order, twice, and mixed with user data alone of the same sender.
shuffled = DATA + DATA[1:]
random.Random(1).shuffle(shuffled)
lines = [line for at, data in enumerate(shuffled)
         for line in (f"+CMGL: {at},1,,{len(deliver(data))}", (centre("358405202000") + deliver(data)).hex())]
holds_push("of AT+CMGL", ["", *lines, "", "OK"], f"sms-segments: {len(DATA)}, and {len(DATA) - 1} that came again")
holds_push("an originator before it counts", [f"me {deliver(data).hex()}" for data in DATA], "sms-originator: me")
mixed = [deliver(DATA[0]).hex(), *(f"+358401234567 {data.hex()}" for data in DATA[1:])]
holds_push("user data and TPDUs of one sender", mixed, "sms-originator: +358401234567")
refused("of two senders", cpdm("verify", "--secrets", secrets, stdin="\n".join(
    deliver(data, number(f"35840123456{at % 2}")).hex() for at, data in enumerate(DATA)).encode()), 1, "CPDM-0553")

# One octet less or more anywhere, or a wrong length: it is no TPDU, and no user data either.
whole = centre("358405202000") + deliver(DATA[0])
for at in range(0, len(whole) - len(DATA[0])):
    for changed in (whole[:at] + whole[at + 1:], whole[:at] + b"\x7f" + whole[at:]):
        result = cpdm("inspect", "--from", "sms", stdin=changed.hex().encode())
        check(f"octet {at}: refused or a segment is missing", result.code == 1 and "CPDM-05" in result.err, result)
for text, rule in ((deliver(DATA[0], coding=0x00).hex(), "0558"), (deliver(DATA[0], coding=0x24).hex(), "0558"),
                   (deliver(b"\x05\x00\x03\x01\x01", first=0x04).hex(), "0558"), (deliver(bytes(141)).hex(), "0552")):
    refused(f"not of 8-bit data with a header: {text[:30]}", cpdm("inspect", "--from", "sms", stdin=text.encode()), 1, f"CPDM-{rule}")
sys.exit(checks.finish())
