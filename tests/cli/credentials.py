#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cpdm credentials, sign --http-header, verify --http-header: every result by Python's hashlib and hmac, written from the
specifications once more; and what is refused."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

from harness.checks import Checks, private

checks = Checks()
check, refused = checks.check, checks.refused
CANARIES = ("OhBehave", "an AAuthSecret", bytes(range(100, 120)).hex(), bytes(range(32)).hex())


def cpdm(*words, stdin=b""):
    result = checks.cpdm(*words, stdin=stdin)
    if any(canary in result.err for canary in CANARIES):
        check("a message shows no secret", False, result)
    return result


def b64(octets):
    return base64.b64encode(octets).decode()


# ---- GBA: TS 33.220 section B.2, FC 01, P0 "dm-bik" or "dm-bek", L0 0006 (DM Security 1.3 section 5.10.2.4.1) ----
for ks in (bytes(range(32)), bytes(32), bytes.fromhex("ff" * 32)):
    keys = private("gba", f"ks-naf={ks.hex()}")
    result = cpdm("credentials", "gba", "--secrets", keys)
    expected = "".join(f"{name}: {hmac.new(ks, b'%c%b%b' % (1, label, bytes((0, 6))), hashlib.sha256).hexdigest().upper()}\n"
                       for name, label in (("dmbik", b"dm-bik"), ("dmbek", b"dm-bek")))
    check(f"GBA keys of {ks.hex()[:8]}", result.out.decode() == expected and not result.err, result)
refused("Ks_NAF of 31 octets", cpdm("credentials", "gba", "--secrets", private("short", "ks-naf=" + "00" * 31)), 3, "CPDM-0518")
refused("no Ks_NAF", cpdm("credentials", "gba"), 3, "CPDM-0517")
cpdm("credentials", "gba", "--secrets", private("gba", "ks-naf=" + "11" * 32), "-o", "keys.out")
check("the keys are their owner's alone", os.stat("keys.out").st_mode & 0o777 == 0o600)

# ---- the digest of section 5.4.2, with a nonce of any octets ----
for name, password, nonce in (("Bruce1", "OhBehave", b"Nonce"), ("u", "p", bytes(range(256))), ("\u00fc", "a:b", b"\x00\xff")):
    keys = private("digest", f"password={password}", f"nonce={b64(nonce)}")
    for algorithm in ("md5", "sha256"):
        hashed = getattr(hashlib, algorithm)
        inner = b64(hashed(f"{name}:{password}".encode()).digest()).encode()
        result = cpdm("credentials", "digest", "--user", name, "--algorithm", algorithm, "--secrets", keys)
        check(f"{algorithm} of {name!r}", result.out.decode() == b64(hashed(inner + b":" + nonce).digest()) + "\n", result)
# The digest that SyncML's own documents compute for these (Representation Protocol, md5).
keys = private("digest", "password=OhBehave", f"nonce={b64(b'Nonce')}")
check("Bruce2's published digest", cpdm("credentials", "digest", "--user", "Bruce2", "--secrets", keys).out == b"Zz6EivR3yeaaENcRN6lpAQ==\n")
refused("a nonce that is no base64", cpdm("credentials", "digest", "--user", "u", "--secrets", private("n", "password=p", "nonce=*")), 3, "0518")
refused("no user", cpdm("credentials", "digest", "--secrets", keys), 2, "--user")
refused("no password", cpdm("credentials", "digest", "--user", "u", "--secrets", private("n", "nonce=AAAA")), 3, "CPDM-0517")

# ---- x-syncml-hmac (section 5.6.1): MAC = HMAC-SHA-256(AAuthSecret, Timestamp ":" message) ----
MESSAGE, TIME, KEY = b"<SyncML/>\r\n\x00\xff", "2012-01-01T13:04:20Z", "an AAuthSecret"
pathlib.Path("message").write_bytes(MESSAGE)
SECRET = private("hmac", f"hmac-key={KEY}")
MAC = b64(hmac.new(KEY.encode(), TIME.encode() + b":" + MESSAGE, hashlib.sha256).digest())
result = cpdm("sign", "--http-header", "--server", "dm.foo.org", "--timestamp", TIME, "--secrets", SECRET, "message")
HEADER = f'x-syncml-hmac: algorithm=HMAC-SHA256, ServerId="dm.foo.org", Timestamp="{TIME}", mac={MAC}'
check("the header by its grammar", result.out.decode() == HEADER + "\n" and not result.err, result)
EXAMPLE = f'x-syncml-hmac: algorithm="HMAC-SHA256"; ServerId="dm.foo.org"; Timestamp="{TIME}"; mac="\r\n{MAC}"'
for name, header in (("as written", HEADER), ("as the example spells it", EXAMPLE), ("its value alone", HEADER.partition(": ")[2]),
                     ("in another order", f'mac = "{MAC}",Timestamp="{TIME}"'), ("in other letters", HEADER.replace("mac=", "MAC=")
                                                                                     .replace("algorithm", "ALGORITHM"))):
    result = cpdm("verify", "--http-header", header, "--secrets", SECRET, "message")
    check(f"verified {name}", result.out == b"authenticated: HMAC-SHA256\n" and not result.err, result)
for name, header, rule in (
        ("another MAC", HEADER.replace(MAC, b64(bytes(32))), "0515"), ("another time", HEADER.replace("13:04", "13:05"), "0515"),
        ("no mac", HEADER.partition(", mac")[0], "0525"), ("two macs", HEADER + f", mac={MAC}", "0525"),
        ("no time", HEADER.replace("Timestamp", "Time"), "0525"), ("another algorithm", HEADER.replace("SHA256", "MD5"), "0525"),
        ("a short MAC", HEADER.replace(MAC, b64(bytes(20))), "0525"), ("no header", "hello", "0525"), ("nothing", "", "0525"),
        ("an open quote", f'Timestamp="{TIME}, mac={MAC}', "0525"), ("no base64", HEADER.replace(MAC, "*"), "0525")):
    refused(f"header: {name}", cpdm("verify", "--http-header", header, "--secrets", SECRET, "message"), 3, f"CPDM-{rule}")
for bit in range(8 * len(MESSAGE)):
    changed = bytearray(MESSAGE)
    changed[bit // 8] ^= 1 << bit % 8
    result = cpdm("verify", "--http-header", HEADER, "--secrets", SECRET, stdin=bytes(changed))
    check(f"bit {bit} of the message", result.code == 3 and not result.out, result)
refused("another key", cpdm("verify", "--http-header", HEADER, "--secrets", private("n", "hmac-key=x"), "message"), 3, "0515")
refused("no key", cpdm("verify", "--http-header", HEADER, "message"), 3, "CPDM-0517")
refused("no time", cpdm("sign", "--http-header", "--server", "s", "--secrets", SECRET, "message"), 2, "--timestamp")
for words in (["--timestamp", "2012-01-01 13:04:20", "--server", "s"], ["--timestamp", TIME, "--server", 's"'],
              *(["--timestamp", time, "--server", "s"] for time in (
                  "2012-13-01T13:04:20Z", "2012-00-01T13:04:20Z", "2012-01-32T13:04:20Z", "2012-01-01T24:04:20Z",
                  "2012-01-01T13:60:20Z", "2012-01-01T13:04:61Z"))):
    refused(f"{words}", cpdm("sign", "--http-header", "--secrets", SECRET, *words, "message"), 2, "2012-01-01T13:04:20Z")

# ---- factory credentials: RFC 5869 ----
FACTORY = bytes(range(100, 120))
FKEY = private("factory", f"factory-key={FACTORY.hex()}")


def hkdf(device, purpose, server):
    prk = hmac.new(b"cpdm factory credentials 1", FACTORY, hashlib.sha256).digest()
    info = f"{purpose}\0{device}\0{server}".encode()
    return base64.urlsafe_b64encode(hmac.new(prk, info + b"\x01", hashlib.sha256).digest()[:18]).decode()


DEVICES = {"490154203237518": "IMEI:490154203237518", "IMEI:350077523237513": "IMEI:350077523237513",
           "meid:A0000000002329": "MEID:A0000000002329", "MEID:AF0123450ABCDEC": "MEID:AF0123450ABCDE",
           "esn:80aabbcc": "ESN:80AABBCC", "0A00000F": "ESN:0A00000F"}
table = "device,colour\n" + "".join(f"{device},red\n" for device in DEVICES)
result = cpdm("credentials", "factory", "--server", "a.example", "--server", "https://b.example/dm", "--secrets", FKEY,
              stdin=table.encode())
rows = [json.loads(line) for line in result.out.decode().splitlines()]
check("a row for each device and server", len(rows) == 2 * len(DEVICES) and not result.err, result)
for row in rows:
    device = DEVICES[row["device"]]
    check(f"{device} at {row['server']}", row["UserName"] == device and row["ClientPW"] == hkdf(device, "ClientPW", row["server"])
          and row["ServerPW"] == hkdf(device, "ServerPW", row["server"]))
check("no password twice", len({row[name] for row in rows for name in ("ClientPW", "ServerPW")}) == 2 * len(rows))
for name, lines in (("NDJSON", '{"model": "x", "imei": "490154203237518"}\n{"imei":490154203237518,"a":1}\n'),
                    ("a column of IMEIs", 'IMEI;x\n"490154203237518";1\n\n# a comment\n490154203237518\n')):
    again = cpdm("credentials", "factory", "--server", "a.example", "--secrets", FKEY, stdin=lines.encode())
    check(name, [json.loads(line)["ClientPW"] for line in again.out.splitlines()] == 2 * [rows[0]["ClientPW"]], again)
many = cpdm("credentials", "factory", "--server", "s", "--secrets", FKEY,
            stdin="".join(f"ESN:{number:08X}\n" for number in range(10000)).encode())
check("a table of ten thousand devices", many.code == 0 and len(many.out.splitlines()) == 10000, many.err[:200])
for device in ("490154203237519", "49015420323751", "4901542032375188", "IMEI:49015420323751A", "MEID:AF0123450ABCDED", "ESN:1234567",
               "MEID:A000000000232", "ABC:1", "", "{}", "12345678"):
    result = cpdm("credentials", "factory", "--server", "s", "--secrets", FKEY, stdin=f"490154203237518\n{device} ,\n".encode())
    check(f"refused: {device!r}", result.code == 1 and not result.out and ":2:1: error: " in result.err and "0526" in result.err, result)
refused("a NUL in the table", cpdm("credentials", "factory", "--server", "s", "--secrets", private("n", "factory-key=" + "00" * 16),
                                      stdin=b"490154203237518\n\x00\n35\n"), 1, "holds a NUL")
refused("no key", cpdm("credentials", "factory", "--server", "s", stdin=b"490154203237518\n"), 3, "CPDM-0517")
refused("a key of 15 octets", cpdm("credentials", "factory", "--server", "s", "--secrets", private("n", "factory-key=" + "00" * 15),
                                   stdin=b"490154203237518\n"), 3, "CPDM-0518")

# The old algorithm: values that a re-implementation of the published sources gives.
for device, server, client, password in (("123456789012345", "openwave.com", "37kxmr6f61929f0a", "57kxmr0b51929faf"),
                                         ("004400112345678", "mgmt.example", "51tiak6d30dv65e7", "61tiak9c90dv65de")):
    result = cpdm("credentials", "factory", "--legacy", "--server", server, stdin=device.encode())
    row = json.loads(result.out)
    check(f"--legacy {device}", (row["UserName"], row["ClientPW"], row["ServerPW"]) == (device, client, password), result)
    check(f"--legacy {device} warns", result.code == 0 and "[CPDM-0527]" in result.err, result)

# ---- a package for each device ----
document = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True).stdout.decode()
filled = document.replace("canary-client-pw", "{ClientPW dm.example}").replace("canary-server-pw", "{ServerPW dm.example}").replace(
    'value="user"', 'value="{UserName}"')
pathlib.Path("template.xml").write_text(filled)
pathlib.Path("packages").mkdir()
pathlib.Path("devices.csv").write_text(table)
MAKE = ("credentials", "factory", "--secrets", FKEY, "--template", "template.xml")
result = cpdm(*MAKE, "-o", "packages", "devices.csv")
check("packages are made in silence", result.code == 0 and not result.err and not result.out, result)
names = sorted(path.name for path in pathlib.Path("packages").iterdir())
check("one for each device", names == sorted(device.replace(":", "-") + ".xml" for device in DEVICES.values()))
for device in DEVICES.values():
    path = pathlib.Path("packages", device.replace(":", "-") + ".xml")
    tree = xml.etree.ElementTree.parse(path).getroot()
    ns = {"s": "SYNCML:SYNCML1.1"}
    values = {item.findtext("s:Target/s:LocURI", None, ns).rpartition("/")[2]: item.findtext("s:Data", None, ns)
              for item in tree.iterfind(".//s:Item", ns)}
    check(f"the package of {device}", values["UserName"] == device and tree.findtext("s:SyncHdr/s:Target/s:LocURI", None, ns) == device
          and values["ClientPW"] == hkdf(device, "ClientPW", "dm.example")
          and values["ServerPW"] == hkdf(device, "ServerPW", "dm.example") and path.stat().st_mode & 0o777 == 0o600)
result = cpdm(*MAKE, "-f", "wbxml", "-o", "packages", "devices.csv")
same = cpdm("convert", "-f", "xml", "packages/IMEI-490154203237518.wbxml")
check("in WBXML the same", same.out == pathlib.Path("packages/IMEI-490154203237518.xml").read_bytes(), same)
pathlib.Path("empty").mkdir()
result = cpdm(*MAKE, "-o", "empty", stdin=b"490154203237518\n1\n")
check("a wrong device leaves nothing behind", result.code == 1 and not list(pathlib.Path("empty").iterdir()), result)
for text in ("{Password}", "{ClientPW}", "{ClientPW }", "{}", "x"):
    pathlib.Path("bad.xml").write_text(document.replace('value="user"', f'value="{text}"'))
    refused(f"template: {text}", cpdm(*MAKE[:-1], "bad.xml", "-o", "empty", stdin=b"490154203237518\n"), 2, "bad.xml: error: ")
refused("a template without a folder", cpdm(*MAKE, "devices.csv"), 2, "-o FOLDER")
refused("a template and a server", cpdm(*MAKE, "--server", "s", "-o", "empty", "devices.csv"), 2, "--server")

# ---- usage ----
for words, text in (([], "gba, digest or factory"), (["gbaa"], "gba"), (["gba", "x"], "too many"), (["gba", "--user", "x"], "--user"),
                    (["digest", "--legacy"], "factory"), (["factory"], "--server"), (["factory", "--to", "dm-1.1.2"], "--template"),
                    (["gba", "--ks-naf=00"], "secrets never come")):
    refused(f"credentials {' '.join(words)}", cpdm("credentials", *words), 2, text)
sys.exit(checks.finish())
