#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random documents through cpdm and through libwbxml, in both directions: each reads what the other wrote as the document that
was meant. The documents are the same each time, and keep to what libwbxml carries; where it does not, by its defects of
0.11.8, says the list AVOIDED. It runs in processes of its own, with little time and memory, since its defects are crashes."""
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from harness import formats

CPDM = os.environ["CPDM"]
SANITIZED = os.environ.get("SANITIZED") == "yes"
DOCUMENTS, PACKAGES = (60, 20) if SANITIZED else (300, 120)
AVOIDED = """
    D3   code page switches and tokens that it does not know: they become `unknown`
    D4   NUL and control characters: it writes them as they are
    D5   names that are no XML names: it writes them as they are
    D6   blanks other than the space in values: they become spaces
    D7   an attribute twice
    D9   more than some hundred different values: its search for a string table takes minutes
    D10  xmlns on the root
    D14  TETRA-SDS and TETRA-PACKET, which it spells TRETRA; `-` as the only content, which it loses
    and ]]> in packages, which it puts into CDATA sections as it is
"""

# ProvCont 1.1 section 4: every characteristic with parms of its own, and values that have tokens (7.3) where there are.
VALUES = {
    "BEARER": ["GSM-GPRS", "GSM-CSD", "FLEX/REFLEX", "CDMA2000-1X-MOBILE-IP", "ANSI-136-GHOST", "MOBITEX-MPAK"],
    "NAP-ADDRTYPE": ["IPV4", "IPV6", "E164", "ALPHA", "APN", "SCODE", "TETRA-ITSI", "MAN"],
    "CALLTYPE": ["ANALOG-MODEM", "V.120", "BIT-TRANSPARENT", "DIRECT-ASYNCHRONOUS-DATA-SERVICE"],
    "LINKSPEED": ["AUTOBAUDING", "9600"], "AUTHTYPE": ["PAP", "CHAP", "MD5"], "AUTH-ENTITY": ["AAA", "HA"],
    "PXAUTH-TYPE": ["HTTP-BASIC", "HTTP-DIGEST", "WTLS-SS"], "SERVICE": ["CL-WSP", "CO-SEC-WTA", "OTA-HTTP-TLS-PO"],
    "AAUTHTYPE": ["HTTP-BASIC", "HTTP-DIGEST", "BASIC", "DIGEST", "BASIC,DIGEST", "DIGEST, HTTP-BASIC", "HTTP-"],
    "AAUTHLEVEL": ["APPSRV", "OBEX", "CLIENT"], "PXADDRTYPE": ["IPV4", "IPV6"], "ADDRTYPE": ["E164", "ALPHA", "IPV4"],
    "TO-NAPID": ["INTERNET", "N1"], "PORTNBR": ["9200", "443"], "APPID": ["w2", "w4", "w7", "ap0005"],
}
PARMS = {
    "NAPDEF": "NAPID BEARER NAME INTERNET NAP-ADDRESS NAP-ADDRTYPE DNS-ADDR CALLTYPE LINKSPEED LINGER T-BIT FIRST-RETRY-TIMEOUT",
    "NAPAUTHINFO": "AUTHTYPE AUTHNAME AUTHSECRET AUTH-ENTITY SPI", "VALIDITY": "COUNTRY NETWORK SID SOC VALIDUNTIL",
    "PXLOGICAL": "PROXY-ID PROXY-PW PPGAUTH-TYPE NAME DOMAIN TRUST MASTER STARTPAGE WSP-VERSION PUSHENABLED PULLENABLED",
    "PXAUTHINFO": "PXAUTH-TYPE PXAUTH-ID PXAUTH-PW",
    "PXPHYSICAL": "PHYSICAL-PROXY-ID PXADDR PXADDRTYPE PXADDR-FQDN TO-NAPID", "PORT": "PORTNBR SERVICE",
    "BOOTSTRAP": "NAME NETWORK PROXY-ID PROVURL CONTEXT-ALLOW", "CLIENTIDENTITY": "CLIENT-ID",
    "VENDORCONFIG": "NAME ANYTHING", "ACCESS": "RULE APPID PORTNBR DOMAIN TO-NAPID",
    "APPLICATION": "APPID PROVIDER-ID NAME AACCEPT APROTOCOL TO-PROXY TO-NAPID ADDR INIT X-OWN-PARM",
    "APPADDR": "ADDR ADDRTYPE", "APPAUTH": "AAUTHLEVEL AAUTHTYPE AAUTHNAME AAUTHSECRET AAUTHDATA",
    "RESOURCE": "URI NAME AACCEPT AAUTHTYPE STARTPAGE", "OwnThing": "OwnParm NAME IPV4",
}
INSIDE = {"NAPDEF": ["NAPAUTHINFO", "VALIDITY"], "PXLOGICAL": ["PXAUTHINFO", "PORT", "PXPHYSICAL"], "PXPHYSICAL": ["PORT"],
          "APPLICATION": ["APPADDR", "APPAUTH", "RESOURCE"], "APPADDR": ["PORT"], "OwnThing": ["OwnThing", "PORT"]}
TOP = ["NAPDEF", "PXLOGICAL", "BOOTSTRAP", "CLIENTIDENTITY", "VENDORCONFIG", "APPLICATION", "ACCESS", "OwnThing"]
TEXTS = ["", " ", "a", "internet", "http://dm.example.com/dm?a=1&b=2", "<&>\"'", "ü", "€", "\U0001F512", "x IPV4 y",
         "IPV4IPV6", "0", ",", "a,b", "BASIC", "HTTP-BASIC,", "HTTP-HTTP-", "INTERNET.", "name=", "&#65;", "%00", "]]>",
         "--", "www.", ".com/", "https://www."]


class Documents:
    """Makes documents, the same for one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        if self.random.random() < 0.6:
            return self.random.choice(TEXTS)
        return "".join(self.random.choice("abcXYZ019.-/:@ ü,") for _ in range(self.random.randrange(30)))

    def parm(self, kind):
        name = self.random.choice(PARMS[kind].split())
        attributes = {"name": name}
        if self.random.random() < 0.9:
            attributes["value"] = self.random.choice(VALUES.get(name,
                                                                [])) if name in VALUES and self.random.random() < 0.8 \
                else self.text()
        if self.random.random() < 0.03:
            attributes["datatype"] = "integer"
        return ElementTree.Element("parm", attributes)

    def characteristic(self, kind, depth):
        element = ElementTree.Element("characteristic", {"type": kind})
        element.extend(self.parm(kind) for _ in range(self.random.randrange(6)))
        if depth < 4 and kind in INSIDE:
            for _ in range(self.random.randrange(4)):
                element.append(self.characteristic(self.random.choice(INSIDE[kind]), depth + 1))
        if self.random.random() < 0.2:
            element.append(self.parm(kind))  # behind its characteristics, as in the field
        return element

    def document(self):
        root = ElementTree.Element("wap-provisioningdoc", self.random.choice([{}, {"version": "1.0"}, {"version": "1.1"}]))
        root.extend(self.characteristic(self.random.choice(TOP), 1) for _ in range(self.random.randrange(1, 6)))
        return root

    def account(self):
        """A document that translates: an account, its addresses and credentials, and the ways it refers to."""
        root = self.document()
        for taken in root.findall("characteristic[@type='APPLICATION']"):
            root.remove(taken)
        own = ElementTree.SubElement(root, "characteristic", {"type": "APPLICATION"})
        for name, value in (("APPID", "w7"), ("PROVIDER-ID", self.text() or "x"), ("NAME", self.text()),
                            ("TO-NAPID", "N1")):
            ElementTree.SubElement(own, "parm", {"name": name, "value": value})
        address = ElementTree.SubElement(own, "characteristic", {"type": "APPADDR"})
        ElementTree.SubElement(address, "parm", {"name": "ADDR", "value": "https://dm.example.com/" + self.text()})
        for level in ("APPSRV", "CLIENT"):
            auth = ElementTree.SubElement(own, "characteristic", {"type": "APPAUTH"})
            for name, value in (("AAUTHLEVEL", level), ("AAUTHSECRET", self.text()), ("AAUTHDATA", "Tm9uY2U=")):
                ElementTree.SubElement(auth, "parm", {"name": name, "value": value})
        return root


def same(root):
    """What two encodings of one document have in common: elements and attributes in order."""
    found, stack = [], [(root, 0)]
    while stack:
        element, depth = stack.pop()
        found.append((depth, element.tag, sorted(element.attrib.items())))
        stack.extend((child, depth + 1) for child in reversed(element))
    return found


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(words, octets, out=None):
    """What a program writes for these octets: to stdout, or to the file `out`."""
    pathlib.Path("in").write_bytes(octets)
    done = subprocess.run(words, capture_output=True, check=False, preexec_fn=limit if words[0] != CPDM else None)
    if done.returncode:
        raise ValueError(f"exit {done.returncode}: {' '.join(map(str, words))}: {done.stderr.decode('utf-8', 'replace')}")
    return pathlib.Path(out).read_bytes() if out else done.stdout


def ours(form, octets):
    return run([CPDM, "convert", "-f", form, "in"], octets)


def their_xml(octets):
    return run(["wbxml2xml", "-k", "-m", "0", "-o", "out", "in"], octets, "out")


def their_wbxml(octets, *options):
    return run(["xml2wbxml", "-k", *options, "-o", "out", "in"], octets, "out")


def check_document(root):
    """Every way there is from XML over WBXML to XML. Their encoder writes inline strings alone when it is told to (-n), and
    then refuses attributes that have no token."""
    meant, octets = same(root), ElementTree.tostring(root)
    wbxml = ours("wbxml", octets)
    ways = {"our WBXML, read by us": lambda: ours("xml", wbxml), "our WBXML, read by libwbxml": lambda: their_xml(wbxml),
            "its WBXML, read by us": lambda: ours("xml", their_wbxml(octets))}
    if b"datatype" not in octets:
        ways["its WBXML without a string table, read by us"] = lambda: ours("xml", their_wbxml(octets, "-n"))
    for way, read in ways.items():
        if same(ElementTree.fromstring(read())) != meant:
            yield way
    if ours("wbxml", their_wbxml(octets)) != wbxml:
        yield "its WBXML, converted by us into ours"


def check_package(root):
    """The package of a document, in XML and WBXML, by us and by libwbxml."""
    octets = ElementTree.tostring(root)
    words = [CPDM, "translate", "--allow-unauthenticated", "--no-cross-check", "in", "-f"]
    xml = run([*words, "xml"], octets)
    meant = formats.package_leaves(xml)
    for strings in ("inline", "table"):
        wbxml = run([*words, "wbxml", "--strings", strings], octets)
        if formats.package_leaves(ours("xml", wbxml)) != meant:
            yield f"our WBXML ({strings}), read by us"
        if not any(b"]]>" in leaf for _, leaf in meant):  # it puts values into CDATA sections without a look
            if letters(their_xml(formats.harmless(wbxml, NONCE))) != letters(xml):
                yield f"our WBXML ({strings}), read by libwbxml"
    if formats.package_leaves(ours("xml", their_wbxml(xml))) != meant:
        yield "its WBXML, read by us"


NONCE = [b"Nonce"]


def letters(xml):
    """A package's leaves, with letters in the place of the binary value: libwbxml writes its octets into the text."""
    return [(path, b"BBBBB" if leaf == NONCE[0] else leaf) for path, leaf in formats.package_leaves(xml)]


def trial(title, count, make, check):
    wrong = 0
    for seed in range(count):
        root = make(Documents(seed))
        try:
            complaints = list(check(root))
        except (ValueError, ElementTree.ParseError) as error:
            complaints = [str(error)]
        if complaints:
            wrong += 1
            print(f"# {title} {seed}: {'; '.join(complaints)}\n# {ElementTree.tostring(root).decode()[:2000]}")
    print(f"{'not ok' if wrong else 'ok'} {title}: {count} through both, {wrong} differ")
    return wrong


def main():
    if not shutil.which("wbxml2xml") or not shutil.which("xml2wbxml"):
        print("wbxml2xml and xml2wbxml are not installed (libwbxml2-utils)")
        return 77
    wrong = trial("documents", DOCUMENTS, Documents.document, check_document)
    wrong += trial("packages", PACKAGES, Documents.account, check_package)
    return 1 if wrong else 0


sys.exit(main())
