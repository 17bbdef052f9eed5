#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The limits of design section 8: what reaches one passes, one more is refused; and sound documents that are made to cost time
cost little. tests/hostile asks the same of documents that are refused."""
import os
import pathlib
import resource
import sys

from harness import formats
from harness.checks import Checks

checks = Checks()
SECONDS = 20 if os.environ.get("SANITIZED") == "yes" else 0.5  # of processor time; every one of them needs some hundredths
PARM, END = b"\x87", b"\x01"


def wbxml(body, table=b""):
    """As long as may be, with octets in the string table that nobody refers to: memory is allowed by the octets of input."""
    table += b"x" * (65000 - len(body) - len(table)) + b"\0"
    return b"\x03\x0b\x6a" + formats.multibyte(len(table)) + table + b"\x45" + body + END


def string(text):
    return b"\x06\x03" + text + b"\0"


def napdef(identity, more=b""):
    return b"\xc6\x00\x00\x55\x01" + PARM + b"\x11" + string(identity) + END + more + END


def proxy(physicals, more=b""):
    return b"\xc6\x00\x00\x51\x01" + PARM + b"\x15" + string(b"p") + END + more + physicals + END


def physical(identities, more=b""):
    return b"\xc6\x52\x01" + more + b"".join(PARM + b"\x22" + string(identity) + END for identity in identities) + END


def account(server, more=b""):
    parms = PARM + b"\x36" + string(b"w7") + END + PARM + b"\x38" + string(server) + END
    return b"\xc6\x00\x01\x55\x01" + parms + more + END


def auth_types(count):
    types = b",".join(b"T%d" % i for i in range(count))
    return b"\xc6\x57\x01" + PARM + b"\x30\x06\x8d\x01" + PARM + b"\x33" + string(types) + END + END


def xml(content, before="", root="<wap-provisioningdoc>"):
    return f"{before}{root}{content}</wap-provisioningdoc>".encode()


def convert(octets, *words):
    return checks.cpdm("convert", "-f", "xml", *words, "-", stdin=octets)


def translate(octets, *words):
    return checks.cpdm("translate", "--allow-unauthenticated", "-f", "tree", *words, "-", stdin=octets)


def limit(name, run, make, most, rule, *words):
    """`most` of something pass, one more is exit code 4 with its rule."""
    just, over = run(make(most), *words), run(make(most + 1), *words)
    checks.check(f"{most} {name}", just.code == 0, just)
    checks.refused(f"{most + 1} {name}", over, 4, rule)


def limits():
    parm = '<parm name="N" value="{}"/>'.format
    nested = '<characteristic type="A">'
    limit("levels in XML", convert, lambda n: xml(nested * (n - 1) + "</characteristic>" * (n - 1)), 32, "CPDM-0103")
    limit("levels in WBXML", convert, lambda n: wbxml(b"\xc6\x51\x01" * (n - 1) + END * (n - 1)), 32, "CPDM-0103")
    limit("parms", convert, lambda n: wbxml(b"\xc6\x57\x01" + b"\x87\x07\x01" * n + END), 4096, "CPDM-0104")
    limit("characteristics", convert, lambda n: wbxml(b"\x86\x57\x01" * n), 4096, "CPDM-0104")
    limit("other elements", convert, lambda n: wbxml(b"\x04\x00" * n, b"noparm\0"), 4096, "CPDM-0104")
    limit("octets of value in XML", convert, lambda n: xml(parm("a" * n)), 8192, "CPDM-0105")
    limit("octets of value in WBXML", convert, lambda n: wbxml(PARM + b"\x07" + string(b"a" * n) + END), 8192, "CPDM-0105")
    limit("octets of type", convert, lambda n: wbxml(b"\x86\x50\x03" + b"a" * n + b"\0" + END), 8192, "CPDM-0105")
    limit("attributes in XML", convert, lambda n: xml("<parm name='N' " + " ".join(f"a{i}=''" for i in range(n - 1)) +
                                                      "/>"), 16,
          "CPDM-0107")
    names = b"".join(b"%c\0" % (97 + i) for i in range(17))
    limit("attributes in WBXML", convert,
          lambda n: wbxml(b"\x87\x07" + b"".join(b"\x04%c" % (2 * i) for i in range(n - 1)) + END, names), 16, "CPDM-0107")
    limit("octets of document", convert, lambda n: xml("").ljust(n), 65536, "CPDM-0102")
    limit("octets of document when so asked", convert, lambda n: xml("").ljust(n), 100, "CPDM-0102", "--max-document",
          "100")
    limit("octets of document when more are asked for", convert, lambda n: xml("").ljust(n), 99999, "CPDM-0102",
          "--max-document", "99999")
    limit("connections by NAPDEF", translate, lambda n: wbxml(b"".join(napdef(b"%d" % i) for i in range(n)) +
                                                              account(b"s")), 256,
          "CPDM-0108")
    limit("connections by PXPHYSICAL", translate, lambda n: wbxml(proxy(b"\x86\x52\x01" * n) + account(b"s")), 256,
          "CPDM-0108")
    limit("types in AAUTHTYPE", translate, lambda n: wbxml(account(b"s", auth_types(n))), 32, "CPDM-0108")
    limit("accounts of one server", translate, lambda n: wbxml(account(b"s") * n), 256, "CPDM-0610")
    limit("connections when more are asked for", translate,
          lambda n: wbxml(b"".join(napdef(b"%d" % i) for i in range(n)) + account(b"s")), 400, "CPDM-0108", "--limit",
          "connections=400,nodes=16384")
    limit("accounts of one server when more are asked for", translate, lambda n: wbxml(account(b"s") * n), 900, "CPDM-0610",
          "--limit", "same-name=900")
    limit("parms when fewer are asked for", convert, lambda n: wbxml(b"\xc6\x57\x01" + b"\x87\x07\x01" * n + END), 7,
          "CPDM-0104", "--limit", "parms=7")
    limit("levels when so asked", convert, lambda n: wbxml(b"\xc6\x51\x01" * (n - 1) + END * (n - 1)), 64, "CPDM-0103",
          "--limit", "depth=64")
    text = b"a" * 8000 + b"\0"
    names = len("VENDORCONFIG") + 33 * len("NAME")  # they count: 32 x 8,000, the names, and the rest in one value more
    limit("octets of decoded text", convert,
          lambda n: wbxml(b"\xc6\x57\x01" + b"\x87\x07\x06\x83\x00\x01" * 32 + b"\x87\x07" +
                          string(b"a" * (n - 32 * 8000 - names)) + END + END, text), 262144, "CPDM-0106")


def nodes():
    """As many as there are, with those that every device has: ./SyncML, its DMAcc and its Con."""
    octets = wbxml(b"".join(napdef(b"%d" % i) for i in range(100)) + account(b"s"))
    count = translate(octets).out.count(b"\n") + 3
    just, over = (translate(octets, "--limit", f"nodes={most}") for most in (count, count - 1))
    checks.check(f"{count} nodes", just.code == 0, just)
    checks.refused("one fewer", over, 4, "CPDM-0610")


# ---- What must pass ----

def external_dtd():
    """A DOCTYPE may name a DTD; nothing opens it: whoever opened this one would wait for ever."""
    os.mkfifo("dtd")
    document = '<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="s"/></characteristic>'
    here = pathlib.Path("dtd").absolute()
    for name, doctype in {"a path": 'SYSTEM "dtd"', "a file": f'SYSTEM "file://{here}"',
                          "a network": 'SYSTEM "http://127.0.0.1:1/dtd"',
                          "a public identifier": f'PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "{here}"', "none": ""}.items():
        result = checks.cpdm("translate", "-f", "tree", "-", stdin=xml(document,
                                                                       f"<!DOCTYPE wap-provisioningdoc {doctype}>"))
        checks.check(f"a DTD by {name}", result.code == 0 and b"./SyncML/DMAcc/s\t" in result.out, result)


def encodings():
    text = '<?xml version="1.0" encoding="{}"?><wap-provisioningdoc><parm name="N" value="{}"/></wap-provisioningdoc>'
    for declared, codec, mark, letter in (("UTF-8", "utf-8", b"", "ü€"), ("UTF-8", "utf-8", b"\xef\xbb\xbf", "ü€"),
                                          ("utf-8", "utf-8", b"", "ü"),
                                          ("UTF-16", "utf-16-le", b"\xff\xfe", "ü\U0001F512"),
                                          ("UTF-16", "utf-16-be", b"\xfe\xff", "ü€"), ("ISO-8859-1", "latin-1", b"", "ü"),
                                          ("US-ASCII", "ascii", b"", "&#xFC;")):
        result = convert(mark + text.format(declared, letter).encode(codec), "-f", "wbxml")
        meant = letter.replace("&#xFC;", "ü").encode()
        checks.check(f"{declared} as {codec}, {'with' if mark else 'without'} a mark", string(meant) in result.out, result)


def confusions():
    """Parms that are called like characteristics and the reverse, everywhere: neither is taken for the other."""
    types = """APPLICATION APPADDR APPAUTH RESOURCE PORT NAPDEF NAPAUTHINFO VALIDITY PXLOGICAL PXAUTHINFO PXPHYSICAL BOOTSTRAP
        CLIENTIDENTITY VENDORCONFIG ACCESS CONNECTION PROXY""".split()
    names = """APPID PROVIDER-ID NAME ADDR AAUTHLEVEL AAUTHTYPE AAUTHNAME AAUTHSECRET TO-PROXY TO-NAPID INIT NAPID BEARER INTERNET AUTHTYPE
        PROXY-ID PXADDR PXAUTH-TYPE DOMAIN TRUST PORTNBR SERVICE TO-CONNECTION TO-ACCESS name""".split()
    parms = "".join(f'<parm name="{name}" value="{"A" * 100}"/>' for name in types)
    others = "".join(f'<characteristic type="{name}"><parm name="{name}" value="x"/></characteristic>' for name in names)
    whole = "".join(f'<characteristic type="{kind}">{parms}{others}</characteristic>' for kind in types[5:12])
    own = '<parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="s"/>'
    document = xml(f'{parms}{others}{whole}<characteristic type="APPLICATION">{own}{parms}{others}</characteristic>')
    for form, octets in (("XML", document), ("WBXML", checks.cpdm("convert", "-f", "wbxml", "-", stdin=document).out)):
        result = translate(octets, "--report", "report")
        nodes = result.out.decode().splitlines()
        checks.check(f"parms called like characteristics, in {form}",
                     result.code == 0 and [line for line in nodes if line.startswith("./SyncML/DMAcc")] == [
                         "./SyncML/DMAcc/s\tnode\t", "./SyncML/DMAcc/s/ServerId\tchr\ts", "./SyncML/DMAcc/s/ConRef\tchr\t"],
                         result)


def names():
    """Names of elements and attributes that CP does not know: what is read can be written in either form and read again.
    Editions of XML 1.0 differ in the letters of a name, and parsers follow one or the other."""
    for letter in "\xb7\xba\xc0\xff\u0131\u0132\u02ff\u0300\u0370\u037f\u03a9\u0416\u1fff\u200c\u203f\u2070\u2c00\u3001\u4e00\ud7a3\uf900" \
                  "\ufdf0\U00010000":
        name = f"a{letter}".encode()
        first = convert(wbxml(b"\x87\x07\x04\x00\x03v\0" + END, name + b"\0"))
        again = convert(first.out, "-f", "wbxml")
        checks.check(f"the name a{letter} from WBXML", first.code == 1 or again.code == 0, again)
    latin = [f"a{chr(code)}" for code in range(0xAA, 0x100)]
    for name in latin:
        first = convert(f'<?xml version="1.0" encoding="ISO-8859-1"?><wap-provisioningdoc {name}="x"/>'.encode("latin-1"),
                        "-f", "wbxml")
        again = convert(first.out)
        checks.check(f"the name {name} from ISO-8859-1", first.code == 1 or again.code == 0
                     and convert(again.out, "-f", "wbxml").code == 0, again)


# ---- What must not cost ----

def costs():
    names = [b"%d" % i for i in range(120)]
    napdefs = b"".join(map(napdef, names))
    heavy = {
        "3,500 parms inherited by 255 proxies": proxy(b"\x86\x52\x01" * 255, b"\x87\x17\x01" * 3500),
        "1,900 parms against 1,900 in 120 connections": napdefs + proxy(physical(names, b"\x87\x07\x01" * 1800),
                                                                        b"\x87\x17\x01" * 1900),
        "3,500 ports in 120 connections": napdefs + proxy(physical(names), b"\xc6\x53\x01\x87\x23\x01\x01" * 3500),
        "a NAPDEF of 3,500 parms in 255 connections":
            b"\xc6\x55\x01\x87\x11" + string(b"n") + END + b"\x87\x0f\x01" * 3500 + END + proxy(physical([b"n"]) * 255),
        "3,500 access point logins in 255 connections":
            b"\xc6\x55\x01\x87\x11" + string(b"n") + END + b"\x86\x5a\x01" * 3500 + END + proxy(physical([b"n"]) * 255),
        "4,000 references to nothing": physical([b"n"] * 4000).join((b"\xc6\x51\x01", END)),
        "4,000 references of an account": account(b"t", b"".join(PARM + b"\x22" + string(b"n") + END for _ in range(4000))),
        "4,000 addresses": account(b"t", b"\x87\x34\x01" * 4000), "4,000 empty APPADDRs": account(b"t",
                                                                                                  b"\x86\x56\x01" * 4000),
        "4,000 empty APPAUTHs": account(b"t", b"\x86\x57\x01" * 4000),
        "2,400 APPAUTHs": account(b"t", (b"\xc6\x57\x01" + PARM + b"\x30\x06\x8d\x01\x01") * 2400),
        "4,000 parms of one name": account(b"t", b"\x87\x07\x01" * 4000),
        "3,000 siblings before 1,000 parms": b"\x86\x57\x01" * 3000 + b"\xc6\x57\x01" * 20 + b"\x87\x07\x01" * 1000 +
        END * 20,
        "2,500 proxies of one name": proxy(b"") * 2500, "255 accounts of one name": account(b"t") * 255,
    }
    for name, body in heavy.items():
        octets = wbxml(body + account(b"s"))
        for words in ([], ["--report", "report"], ["-f", "wbxml"]):
            before = spent()
            result = translate(octets, *words)
            seconds = spent() - before
            checks.check(f"{name} {' '.join(words)}".rstrip(), result.code in (0, 4) and seconds < SECONDS, result)
            if seconds >= SECONDS:
                print(f"# {seconds:.2f} seconds")


def spent():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


for part in (limits, nodes, external_dtd, encodings, confusions, names, costs):
    part()
sys.exit(checks.finish())
