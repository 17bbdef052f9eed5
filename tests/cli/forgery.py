#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Ways to have a document taken for authentic that is not (design section 8, "What counts as authenticated"): each is refused,
with nothing on stdout. Beside each family of attempts stand the spellings that are right, so that refusing is no habit."""
import hashlib
import hmac
import json
import os
import pathlib
import sys

from harness.checks import Checks, private

checks = Checks()
CP, CP_XML = "application/vnd.wap.connectivity-wbxml", "text/vnd.wap.connectivity-xml"
XML = b"""<wap-provisioningdoc><characteristic type="APPLICATION">
<parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="s"/></characteristic></wap-provisioningdoc>
"""
BODY = checks.cpdm("convert", "-f", "wbxml", "-", stdin=XML).out
PIN, IMSI, NETWORK_KEY = "1234", "123456789012345", bytes.fromhex("1932547698103254")  # spec: 9, then the nibbles swapped


def mac(key, body=BODY):
    return hmac.new(key, body, hashlib.sha1).hexdigest().upper()


RIGHT = mac(PIN.encode())
private("pin", f"pin={PIN}")


def translate(octets, *words):
    pathlib.Path("in").write_bytes(octets)
    return checks.cpdm("translate", "-f", "tree", *words, "in")


def accepted(name, *arguments):
    result = translate(*arguments)
    checks.check(name, result.code == 0 and b"./SyncML/DMAcc/s" in result.out, result)


def refused(name, code, text, *arguments):
    checks.refused(name, translate(*arguments), code, text)


# ---- XML: nothing proves it, so it is the operator's own file or refused ----

def xml_documents():
    accepted("bare XML is the operator's own", XML)
    accepted("in UTF-16 too", XML.decode().encode("utf-16"))
    private("none")
    for name, words in {"a content type": ["--content-type", CP_XML], "secrets": ["--secrets", "pin"],
                        "no secrets in it": ["--secrets", "none"],
                        "secrets on stdin": ["--secrets-fd", "0"], "a MAC": ["--content-type",
                                                                             f"{CP_XML}; SEC=USERPIN; MAC={mac(b'1234', XML)}",
                                                                             "--secrets", "pin"]}.items():
        refused(f"XML with {name}", 3, "CPDM-0521", XML, *words)
    refused("XML with an empty content type", 1, "CPDM-0503", XML, "--content-type", "")
    refused("XML that is called WBXML", 1, "CPDM-0505", XML, "--content-type",
            f"{CP}; SEC=USERPIN; MAC={mac(b'1234', XML)}", "--secrets", "pin")
    refused("XML read as WBXML", 3, "CPDM-0510", XML, "--from", "wbxml")
    refused("WBXML read as XML", 1, "CPDM-0200", BODY, "--from", "xml")
    for name, media in (("XML", b"\xb5"), ("WBXML", b"\xb6")):
        for secrets in ([], ["--secrets", "pin"]):
            result = translate(push(parameters(media, mac(b"1234", XML)), XML), *secrets)
            code, text = (3, "CPDM-0521") if name == "XML" else (1, "CPDM-0505")
            checks.refused(f"XML in a push that says {name}, {'with' if secrets else 'without'} secrets", result, code,
                           text)
    refused("a push read as XML", 1, "CPDM-0200", push(parameters(b"\xb5", RIGHT), XML), "--from", "xml")


# ---- A body and its content type as text ----

def texts():
    long = RIGHT + "0"
    good = [
        "; SEC=USERPIN; MAC=@", ";sec=userpin;mac=@", '; SEC="USERPIN"; MAC="@"', "; SEC=1; MAC=@",
        ";;; MAC=@ ; SEC=USERPIN ;", "; charset=utf-8; SEC=USERPIN; MAC=@",
        '; x="; SEC=NETWPIN; MAC=0"; SEC=USERPIN; MAC=@', '; x="\\"; SEC=0"; SEC=1; MAC=@',
        "; SECX=NETWPIN; XMAC=0; SEC=USERPIN; MAC=@", "; USERPIN; SEC=USERPIN; MAC=@",
    ]
    for tail in good:
        accepted(f"WBXML with {tail}", BODY, "--secrets", "pin", "--content-type", CP + tail.replace("@", RIGHT))
    accepted("with lower-case digits", BODY, "--secrets", "pin", "--content-type", f"{CP}; SEC=1; MAC={RIGHT.lower()}")
    accepted("with an upper-case type", BODY, "--secrets", "pin", "--content-type", f"{CP.upper()}; SEC=1; MAC={RIGHT}")
    bad = {
        "CPDM-0510": ["", ";", "; MAC=@", "; USERPIN; @", "; x=SEC=USERPIN; MAC=@", '; x="SEC=USERPIN; MAC=@"'],
        "CPDM-0511": ["; SEC=; MAC=@", '; SEC=""; MAC=@', '; SEC="USERPIN "; MAC=@', "; SEC; MAC=@", "; SEC=01; MAC=@",
                      "; SEC=+1; MAC=@", "; SEC=1.0; MAC=@", "; SEC=4; MAC=@", "; SEC=-1; MAC=@", "; SEC=257; MAC=@",
                      "; SEC=4294967297; MAC=@", "; SEC=\uff11; MAC=@", "; SEC=USERPIN,NETWPIN; MAC=@",
                      "; SEC=USERPIN (a comment); MAC=@", "; SEC=USERPI\\N; MAC=@", '; SEC="USER\\PIN"; MAC=@',
                      "; SEC='USERPIN'; MAC=@", "; SEC=NONE; MAC=@", "; SEC=USERPIN=1; MAC=@"],
        "CPDM-0512": ["; SEC=USERPIN; SEC=USERPIN; MAC=@", "; SEC=1; sec=0; MAC=@", "; SEC=USERPIN; MAC=@; MAC=@",
                      "; MAC=; SEC=1; MAC=@",
                      "; SEC=x; SEC=USERPIN; MAC=@"],
        "CPDM-0513": ["; SEC=USERPIN", "; SEC=USERPIN; @", "; SEC=NETWPIN; MAC@"],
        "CPDM-0514": ["; SEC=USERPIN; MAC=", '; SEC=USERPIN; MAC=""', "; SEC=USERPIN; MAC", f"; SEC=1; MAC={long}",
                      f"; SEC=1; MAC={RIGHT[:-1]}", "; SEC=1; MAC=0x@", f"; SEC=1; MAC={RIGHT[:-2]}",
                      f"; SEC=1; MAC={RIGHT[:20]} {RIGHT[20:]}", "; SEC=1; MAC=@@", f"; SEC=1; MAC={RIGHT[:-1]}G",
                      f'; SEC=1; MAC="{RIGHT} "', "; SEC=1; MAC=@,@", f"; SEC=1; MAC={RIGHT[:-1]}\uff10",
                      f'; SEC=1; MAC="\\{RIGHT}"'],
        "CPDM-0515": [f"; SEC=1; MAC={'0' * 40}", f"; SEC=1; MAC={'F' * 40}", f"; SEC=1; MAC={RIGHT[1:]}{RIGHT[0]}",
                      f"; SEC=1; MAC={mac(b'')}", f"; SEC=1; MAC={mac(b'1234', BODY[:-1])}",
                      f"; SEC=1; MAC={mac(b'1234', b'')}", f"; SEC=1; MAC={mac(BODY, b'1234')}"],
        "CPDM-0516": ["; SEC=USERPINMAC; MAC=@", "; SEC=3; MAC="],
        "CPDM-0517": ["; SEC=NETWPIN; MAC=@", "; SEC=USERNETWPIN; MAC=@", "; SEC=USERPINMAC", "; SEC=0; MAC=@"],
    }
    for rule, tails in bad.items():
        for tail in tails:
            refused(f"WBXML with {tail or 'no parameters'}: {rule}", 3, rule, BODY, "--secrets", "pin", "--content-type",
                    CP + tail.replace("@", RIGHT))
    for tail in ('; SEC="USERPIN; MAC=@', '; SEC=USERPIN; MAC="@"x', ";\r\n SEC=USERPIN; MAC=@", "; SE C=USERPIN; MAC=@",
                 "; =USERPIN; MAC=@", "; SEC=USERPIN; MAC=@\x7f", "; (SEC)=USERPIN; MAC=@", "; S\u0415C=USERPIN; MAC=@"):
        refused(f"WBXML with {tail!r}", 1, "CPDM-0503", BODY, "--secrets", "pin", "--content-type", CP +
                tail.replace("@", RIGHT))
    for media in ("", "wbxml", "/", f"{CP} x", f"{CP},{CP}", CP_XML, "application/vnd.syncml.dm+wbxml", "text/plain",
                  "*/*"):
        result = translate(BODY, "--secrets", "pin", "--content-type", f"{media}; SEC=USERPIN; MAC={RIGHT}")
        checks.refused(f"WBXML that is called {media or 'nothing'}", result, 1, "CPDM-050")


# ---- Push PDUs ----

def parameters(media, digits, sec=b"\x81"):
    return media + b"\x91" + sec + b"\x92" + digits.encode() + b"\0"


def push(content_type, body=BODY, headers=b""):
    general = b"\x1f" + bytes([len(content_type)]) + content_type
    return b"\x01\x06" + bytes([len(general + headers)]) + general + headers + body


def pushes():
    accepted("a push", push(parameters(b"\xb6", RIGHT)), "--secrets", "pin")
    accepted("a push whose SEC is a long integer", push(parameters(b"\xb6", RIGHT, b"\x01\x01")), "--secrets", "pin")
    refused("a push and a content type", 2, "CPDM-0112", push(parameters(b"\xb6", RIGHT)), "--secrets", "pin",
            "--content-type", CP)
    refused("a push without secrets", 3, "CPDM-0517", push(parameters(b"\xb6", RIGHT)))
    for name, octets in {"257": b"\x02\x01\x01", "of five octets": b"\x05\x01\x00\x00\x00\x01", "as text 01": b"01\0",
                         "empty text": b"\0",
                         "quoted": b"\"USERPIN\"\0"}.items():
        refused(f"a push whose SEC is {name}", 3, "CPDM-0511", push(parameters(b"\xb6", RIGHT, octets)), "--secrets", "pin")
    sec_by_name = parameters(b"\xb6", RIGHT) + b"SEC\0NETWPIN\0"
    refused("a push with SEC by number and by name", 3, "CPDM-0512", push(sec_by_name), "--secrets", "pin")
    refused("a push whose MAC is a header", 3, "CPDM-0513", push(b"\xb6\x91\x81", headers=b"MAC\0" + RIGHT.encode() +
                                                                 b"\0"), "--secrets", "pin")
    refused("a push whose SEC is a header", 3, "CPDM-0510", push(b"\xb6", headers=b"SEC\0USERPIN\0"), "--secrets", "pin")
    refused("a push whose second content type has the MAC", 3, "CPDM-0510",
            push(b"\xb6", headers=b"\x91\x1f\x2d" + parameters(b"\xb6", RIGHT)), "--secrets", "pin")
    signed = push(parameters(b"\xb6", RIGHT))
    for name, changed in {"an octet more": signed + b"\0", "an octet less": signed[:-1], "its body twice": signed + BODY,
                          "the body of another": signed[:-len(BODY)] + BODY.replace(b"s\0", b"t\0")}.items():
        checks.refused(f"a push with {name}", translate(changed, "--secrets", "pin"), 3, "CPDM-0515")
    refused("a push in a push", 1, "error", push(parameters(b"\xb6", mac(b"1234", signed)), signed), "--secrets", "pin")
    refused("a push of nothing, rightly signed", 1, "error", push(parameters(b"\xb6", mac(b"1234", b"")), b""), "--secrets",
            "pin")


# ---- Secrets ----

def secrets():
    for name, line, method, key in (("PIN", "pin=", "USERPIN", b""), ("IMSI", "imsi=", "NETWPIN", b""),
                                    ("key", "network-key=", "NETWPIN", b""), ("PIN of blanks", "pin=  ", "USERPIN", b""),
                                    ("wide PIN", "pin=\uff11\uff12", "USERPIN", "\uff11\uff12".encode()),
                                    ("PIN in quotes", 'pin="1234"', "USERPIN", b'"1234"'),
                                    ("short IMSI", "imsi=1", "NETWPIN", b"\x19"),
                                    ("long IMSI", "imsi=1234567890123456", "NETWPIN", b""),
                                    ("signed PIN", "pin=-1", "USERPIN", b"-1")):
        result = translate(BODY, "--secrets", private("odd", line), "--content-type", f"{CP}; SEC={method}; MAC={mac(key)}")
        checks.refused(f"a secret that is none: {name}", result, 3, "CPDM-051")
    both = private("both", f"pin={PIN}", f"imsi={IMSI}")
    for method, key in (("NETWPIN", NETWORK_KEY), ("USERNETWPIN", NETWORK_KEY + PIN.encode()), ("USERPIN", PIN.encode())):
        accepted(f"{method} with its key", BODY, "--secrets", both, "--content-type", f"{CP}; SEC={method}; MAC={mac(key)}")
    for method, name, key in (("USERNETWPIN", "the PIN alone", PIN.encode()),
                              ("USERNETWPIN", "the network's key alone", NETWORK_KEY),
                              ("USERNETWPIN", "the PIN first", PIN.encode() + NETWORK_KEY),
                              ("NETWPIN", "the IMSI's digits", IMSI.encode()),
                              ("USERNETWPIN", "PIN:key", PIN.encode() + b":" + NETWORK_KEY),
                              ("USERPIN", "the network's key", NETWORK_KEY),
                              ("USERPIN", "the PIN and a NUL more", PIN.encode() + b"\0\x01"),
                              ("NETWPIN", "no octets", b"")):
        refused(f"{method} with {name}", 3, "CPDM-0515", BODY, "--secrets", both, "--content-type",
                f"{CP}; SEC={method}; MAC={mac(key)}")


def user_codes():
    """USERPINMAC (ProvBoot 1.1 section 5.2.4): the code is K and as many digits of the MAC; nothing but the code proves."""
    key = "12345"
    digits = "".join(str(octet % 10) for octet in bytes.fromhex(mac(key.encode())))
    words = ["--content-type", f"{CP}; SEC=USERPINMAC"]
    accepted("USERPINMAC with its code", BODY, "--secrets", private("code", f"userpinmac={key}{digits[:5]}"), *words)
    other = str((int(digits[4]) + 1) % 10)
    for name, code, rule in (("another digit", key + digits[:4] + other, "CPDM-0515"),
                             ("halves changed", digits[:5] + key, "CPDM-0515"), ("K alone", key, "CPDM-0518"),
                             ("K twice", key * 2, "CPDM-0515"), ("a digit less", key + digits[:4], "CPDM-0518"),
                             ("short halves", "1" + digits[:1], "CPDM-0518"),
                             ("letters", "1234a" + digits[:5], "CPDM-0518"), ("nothing", "", "CPDM-0517"),
                             ("41 digits", key * 9, "CPDM-0518"), ("42 digits", "12" * 21, "CPDM-0518")):
        refused(f"USERPINMAC with {name}", 3, rule, BODY, "--secrets", private("code", f"userpinmac={code}"), *words)
    refused("USERPINMAC with K as the PIN", 3, "CPDM-0517", BODY, "--secrets",
            private("code", f"pin={key}", f"userpinmac-key={key}"), *words)


# ---- What --allow-unauthenticated lets through says that it did ----

def reports():
    wrong = mac(b"1235")
    for name, truth, octets, words in (
            ("bare XML", False, XML, []), ("XML with a MAC", False, XML, ["--secrets", "pin", "--content-type",
                                                                           f"{CP_XML}; SEC=USERPIN; MAC={mac(b'1234', XML)}"]),
            ("bare WBXML", False, BODY, []), ("bare WBXML with secrets", False, BODY, ["--secrets", "pin"]),
            ("a right MAC without secrets", False, push(parameters(b"\xb6", RIGHT)), []),
            ("a wrong MAC", False, push(parameters(b"\xb6", wrong)), ["--secrets", "pin"]),
            ("a MAC twice", False, push(parameters(b"\xb6", RIGHT) + b"\x92" + RIGHT.encode() + b"\0"),
             ["--secrets", "pin"]),
            ("a MAC without SEC", False, push(b"\xb6\x92" + RIGHT.encode() + b"\0"), ["--secrets", "pin"]),
            ("a right MAC", True, push(parameters(b"\xb6", RIGHT)), ["--secrets", "pin"])):
        result = translate(octets, "--allow-unauthenticated", "--report", "report", *words)
        told = json.loads(pathlib.Path("report").read_text())["authenticated"] if result.code == 0 else None
        checks.check(f"the report of {name} says {truth}", told is truth, result)
        pathlib.Path("report").unlink(missing_ok=True)


os.umask(0o022)
for part in (xml_documents, texts, pushes, secrets, user_codes, reports):
    part()
sys.exit(checks.finish())
