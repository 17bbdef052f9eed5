#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What other programs of this field got wrong, asked of this one. The names are theirs: libwbxml's defects by the number of
a review of 0.11.8, the others by what happened. Where nothing may come out, nothing comes out and the message says where."""
import hashlib
import hmac
import sys
import time

from harness import formats
from harness.checks import Checks, private

checks = Checks()
NAP = bytes.fromhex("45 C65501 871106 03 4E00 01 01 01")  # a NAPDEF whose NAPID is N


def wbxml(body, table=b""):
    return b"\x03\x0b\x6a" + formats.multibyte(len(table)) + table + body


def xml(content, root="<wap-provisioningdoc>", before=""):
    return f"{before}{root}{content}</wap-provisioningdoc>".encode()


def parm(name, value):
    return f'<parm name="{name}" value="{value}"/>'


def characteristic(kind, *content):
    return f'<characteristic type="{kind}">{"".join(content)}</characteristic>'


def account(*content, server="s"):
    return characteristic("APPLICATION", parm("APPID", "w7"), parm("PROVIDER-ID", server), *content)


def convert(form, octets):
    return checks.cpdm("convert", "-f", form, "-", stdin=octets)


def tree(octets):
    """The tree's nodes; none where the document is refused."""
    result = checks.cpdm("translate", "--allow-unauthenticated", "-f", "tree", "--show-secrets", "-", stdin=octets)
    return formats.tree_nodes(result.out.decode()), result


def node(name, octets, uri, value):
    nodes, result = tree(octets)
    checks.check(name, nodes.get(uri, ("", None))[1] == value, result)


def said(name, octets, code, text):
    """Refused by every verb that reads a document."""
    for words in (["translate", "--allow-unauthenticated"], ["convert"]):
        checks.refused(f"{name}, {words[0]}", checks.cpdm(*words, "-", stdin=octets), code, text)


# ---- libwbxml ----

def libwbxml_decoder():
    def in_value(octets):
        return wbxml(bytes.fromhex("45 C65501 8707 06") + octets + b"\x01\x01\x01")

    said("D1 entity 0xFFFFFFFF", in_value(b"\x02\x8f\xff\xff\xff\x7f"), 1, "<stdin>:@12: error: the entity 0xFFFFFFFF")
    said("D1 entity 0x80000000", in_value(b"\x02\x88\x80\x80\x80\x00"), 1, "CPDM-0309")
    said("D2 20,000 elements deep", wbxml(b"\x45" + b"\xc6\x51\x01" * 20000), 4, "CPDM-0103")
    said("D3 unknown attribute", wbxml(bytes.fromhex("45 C67E 01 01 01")), 1, "<stdin>:@6: error: 0x7E")
    said("D3 unknown element", wbxml(bytes.fromhex("45 08 01")), 1, "<stdin>:@5: error: 0x08")
    said("D3 two page switches", wbxml(bytes.fromhex("45 C6 0001 0001 55 01 01 01")), 1, "CPDM-0308")
    said("D3 unknown value", in_value(b"\xf0"), 1, "CPDM-0306")
    said("D4 NUL in OPAQUE", in_value(b"\xc3\x03a\0b"), 1, "CPDM-0310")
    said("D4 entity 0", in_value(b"\x02\x00"), 1, "CPDM-0309")
    for name, octets in (("control", b"\x01"), ("surrogate", b"\xed\xa0\x80"), ("no UTF-8", b"\xff")):
        said(f"D4 {name}", in_value(b"\x03" + octets + b"\0"), 1, "CPDM-0310")
    evil = b'parm name="ADDR" value="http://evil"/><parm\0'
    said("D5 markup in a literal name", wbxml(bytes.fromhex("45 C655 01 04 00 01 01"), evil), 1, "CPDM-0311")
    said("D7 attribute twice", wbxml(bytes.fromhex("45 C65551 01 01 01")), 1, "CPDM-0313")
    said("D7 octets behind the root", wbxml(NAP) + b"\0", 1, "CPDM-0312")
    said("D7 WML's public identifier", b"\x03\x04\x6a\x00" + NAP, 1, "CPDM-0302")
    said("D8 unknown public identifier", b"\x03\x01\x6a\x00" + NAP, 1, "1 means unknown")
    said("D8 Microsoft's public identifier", b"\x03\xa2\x0e\x6a\x00" + NAP, 1, "0x110E")
    said("D8 latin 1", b"\x03\x0b\x04\x00" + NAP, 1, "CPDM-0303")
    said("D12 60,000 elements wide", wbxml(b"\x45" + b"\x86\x51\x01" * 20000 + b"\x01"), 4, "CPDM-0104")
    said("D13 6 KB that become 4 MB", wbxml(b"\x45\xc6\x55\x01" + b"\x87\x11\x06\x83\x00\x01" * 700 + b"\x01\x01",
                                           b"a" * 5999 + b"\0"), 4, "CPDM-0106")
    result = convert("xml", wbxml(bytes.fromhex("45 C65501 8710 06B5 01 8710 06B6 01 01 01")))
    checks.check("D14 TETRA", b'"TETRA-SDS"' in result.out and b'"TETRA-PACKET"' in result.out, result)
    result = convert("wbxml", xml("", "<wap-provisioningdoc>"))
    checks.check("D14 empty root", result.out == wbxml(b"\x05"), result)


def libwbxml_encoder():
    controls = xml(characteristic("NAPDEF", parm("NAPID", "1&#10;2&#9;3&#13;4 5")))
    result = convert("xml", convert("wbxml", controls).out)
    checks.check("D6 ends of lines and tabs", formats.parms(result.out)[0][1] == "1\n2\t3\r4 5", result)
    wml = '<!DOCTYPE wml PUBLIC "-//WAPFORUM//DTD WML 1.1//EN" "http://www.wapforum.org/DTD/wml_1.1.xml">'
    for name, before in (("D7 another document's DOCTYPE", wml), ("Kannel: no DOCTYPE", "")):
        result = convert("wbxml", xml(characteristic("NAPDEF", parm("NAPID", "N")), before=before))
        checks.check(name, result.out == wbxml(NAP), result)
    for name, root in (("xmlns", '<wap-provisioningdoc xmlns="urn:x">'),
                       ("prefixes", '<wap-provisioningdoc xmlns:x="urn:x">')):
        result = convert("wbxml", xml(characteristic("NAPDEF", parm("NAPID", "N")), root))
        checks.check(f"D10 {name}", result.out == wbxml(NAP), result)
    said("D10 upper-case root", b"<WAP-PROVISIONINGDOC/>", 1,
         '<stdin>:1:1: error: the root element is "WAP-PROVISIONINGDOC"')
    many = "".join(parm(f"N{i}", f"value {i}") for i in range(4000))
    start = time.monotonic()
    result = checks.cpdm("convert", "--max-document", "1000000", "-f", "wbxml", "-",
                         stdin=xml(characteristic("NAPDEF", many)))
    checks.check("D9 4,000 different values take no minute", result.code == 0 and time.monotonic() - start < 10, result)
    literals = xml(characteristic("NAPDEF", '<parm name="N" value="1" datatype="integer" mwid="2"/>'))
    result = convert("xml", convert("wbxml", literals).out)
    checks.check("D9, Kannel: attributes without tokens", b'datatype="integer" mwid="2"' in result.out, result)


# ---- CPClient ----

def cpclient():
    port = characteristic("PORT", parm("PORTNBR", "8080"))
    address = characteristic("APPADDR", parm("ADDR", "http://127.0.0.1/dm"), port)
    node("CPClient: the port is not behind the path", xml(account(address)), "./SyncML/DMAcc/s/Addr",
         b"http://127.0.0.1/dm")
    node("CPClient: the port is beside the address", xml(account(address)), "./SyncML/DMAcc/s/PortNbr", b"8080")
    nested = characteristic("CertificateStore", characteristic("My", characteristic("WSTEP",
                                                                                    characteristic("PrivateKeyContainer"))))
    node("CPClient: an empty characteristic, deep inside", xml(nested + account()), "./SyncML/DMAcc/s/ServerId", b"s")
    nameless = characteristic("APPLICATION", parm("APPID", "w7"))
    result = checks.cpdm("translate", "-", stdin=xml(nameless))
    checks.refused("CPClient: a w7 without PROVIDER-ID", result, 1,
                   "<stdin>:1:22: error: the w7 account has no PROVIDER-ID")
    proxies = "".join(characteristic("PXLOGICAL", parm("PROXY-ID", name),
                                     characteristic("PXPHYSICAL", parm("PXADDR", name)))
                      for name in "abc")
    nodes, result = tree(xml(proxies + account()))
    checks.check("CPClient: PXPHYSICALs without PHYSICAL-PROXY-ID", all(f"./SyncML/Con/{c}/PX/Addr" in nodes
                                                                        for c in "abc"), result)
    nodes, result = tree(xml("".join(characteristic("NAPDEF", parm("NAPID", f"n{i}")) for i in range(5)) + account()))
    checks.check("CPClient: five NAPDEFs", all(f"./SyncML/Con/n{i}" in nodes for i in range(5)), result)
    nodes, result = tree(xml(account(server="one") + account(server="two")))
    checks.check("CPClient, Gaia: two accounts with one APPID", {"./SyncML/DMAcc/one", "./SyncML/DMAcc/two"} <= set(nodes),
                 result)
    said("CPClient: what stands before an XML error is no document", xml(account() + parm("NAME", "a&b")), 1, "CPDM-0200")


# ---- Push PDUs: SEC and MAC in every order, beside every header ----

def general(octets):
    return b"\x1f" + formats.multibyte(len(octets)) + octets


def push(content_type, headers=b"", body=wbxml(NAP)):
    both = content_type + headers
    return b"\x01\x06" + formats.multibyte(len(both)) + both + body


def verify(octets):
    return checks.cpdm("verify", "--secrets", "pin", "-", stdin=octets)


def messages():
    private("pin", "pin=1234")
    right = hmac.new(b"1234", wbxml(NAP), hashlib.sha1).hexdigest().upper().encode()
    wrong = b"0" * 40
    sec, mac, lower = b"\x91\x81", b"\x92" + right + b"\0", b"\x92" + right.lower() + b"\0"
    bad = b"\x92" + wrong + b"\0"
    text = b"application/vnd.wap.connectivity-wbxml\0"
    for name, content_type, headers in (
        ("the usual order", b"\xb6" + sec + mac, b""), ("lower-case digits", b"\xb6" + sec + lower, b""),
        ("MAC before SEC", b"\xb6" + mac + sec, b""), ("a header behind", b"\xb6" + sec + mac, b"\xaf\x82"),
        ("a textual header behind", b"\xb6" + sec + mac, b"X-Test\0value\0"),
        ("a textual content type", text + sec + mac, b""),
        ("textual parameters", b"\xb6SEC\0USERPIN\0MAC\0" + right + b"\0", b""),
        ("another parameter", b"\xb6\x81\xea" + sec + mac, b"")
    ):
        result = verify(push(general(content_type), headers))
        checks.check(f"CPClient: {name} is read", result.out == b"authenticated: USERPIN\n", result)
    for name, content_type, rule in (
            ("MAC before SEC is no security", b"\xb6" + bad + sec, "CPDM-0515"),
            ("a MAC alone", b"\xb6" + mac, "CPDM-0510"),
            ("a MAC without its NUL", b"\xb6" + sec + mac[:-1], "CPDM-0522"), ("SEC alone", b"\xb6" + sec, "CPDM-0513"),
            ("SEC unknown is USERPIN", b"\xb6\x91\x87" + mac, "CPDM-0511"),
            ("SEC empty is NETWPIN", b"\xb6\x91\x00" + mac, "CPDM-0511"),
            ("SEC text unknown", b"\xb6\x91PIN\0" + mac, "CPDM-0511"),
            ("USERPINMAC is not checked", b"\xb6\x91\x83", "CPDM-0517"),
            ("MAC empty", b"\xb6" + sec + b"\x92\0", "CPDM-0514"), ("MAC cut", b"\xb6" + sec + mac[:-3] + b"\0",
                                                                    "CPDM-0514"),
            ("MAC with more", b"\xb6" + sec + mac[:-1] + b"0\0", "CPDM-0514")):
        checks.refused(f"CPClient, Unisoc: {name}", verify(push(general(content_type))), 3, rule)
    again = convert("wbxml", convert("xml", loose()).out)
    checks.check("D15 encoded again it is another document", again.code == 0 and again.out != loose(), again)
    mac = hmac.new(b"1234", loose(), hashlib.sha1).hexdigest().encode()
    result = verify(push(general(b"\xb6" + sec + b"\x92" + mac + b"\0"), body=loose()))
    checks.check("D15 the MAC is that of the octets received", result.code == 0, result)


def loose():
    """The same document in octets that nobody's encoder chooses: numbers too long, a string table, a page switch to stay."""
    return b"\x03\x0b\x80\x6a\x80\x02N\0" + bytes.fromhex("45 C6 0000 55 01 8711 06 83 8000 01 01 01")


# ---- Others ----

def others():
    transport = characteristic("APPAUTH", parm("AAUTHTYPE", "HTTP-BASIC"), parm("AAUTHNAME", "u"))
    nodes, result = tree(xml(account(transport)))
    checks.check("Symbian: credentials without level are the transport's", "./SyncML/DMAcc/s/UserName" not in nodes, result)
    listed = characteristic("APPAUTH", parm("AAUTHLEVEL", "APPSRV"), parm("AAUTHTYPE", "DIGEST,BASIC"))
    node("Symbian: DIGEST,BASIC", xml(account(listed)), "./SyncML/DMAcc/s/AuthPref", b"syncml:auth-md5")
    client = characteristic("APPAUTH", parm("AAUTHLEVEL", "CLIENT"), parm("AAUTHNAME", "srv"))
    unnamed = characteristic("APPLICATION", parm("APPID", "w7"), client)
    node("Symbian: CLIENT's name is the server's", xml(unnamed), "./SyncML/DMAcc/srv/ServerId", b"srv")
    for level, leaf in (("APPSRV", "ClientPW"), ("CLIENT", "ServerPW")):
        own = characteristic("APPAUTH", parm("AAUTHLEVEL", level), parm("AAUTHSECRET", "pw"))
        node(f"NetComm: {level} is {leaf}", xml(account(own)), f"./SyncML/DMAcc/s/{leaf}", b"pw")
    node("OmaSharp: a value with =", xml(account(parm("NAME", "a=b=c"))), "./SyncML/DMAcc/s/Name", b"a=b=c")
    loose_case = characteristic("APPLICATION", parm("AppID", "w7"), parm("Addr", "x"))
    result = convert("xml", convert("wbxml", xml(loose_case)).out)
    checks.check("Kannel: the case of names is kept", b'"AppID"' in result.out and b'"Addr"' in result.out, result)
    result = convert("xml", convert("wbxml", xml(characteristic("VENDORCONFIG", parm("NAME", "v")))).out)
    checks.check("Gecko: VENDORCONFIG", b'"VENDORCONFIG"' in result.out, result)
    both = characteristic("NAPDEF", parm("NAPID", "n"), parm("NAP-ADDRESS", "apn")) + characteristic(
        "PXLOGICAL", parm("PROXY-ID", "p"), characteristic("PXPHYSICAL", parm("PXADDR", "1.2.3.4"), parm("TO-NAPID", "n")))
    node("Sailfish: TO-PROXY and its TO-NAPID", xml(both + account(parm("TO-PROXY", "p"))), "./SyncML/Con/p/NAP/Addr",
         b"apn")
    flags = characteristic("NAPDEF", parm("NAPID", "n"), '<parm name="INTERNET"/>') + account(parm("TO-NAPID", "INTERNET"))
    node("everybody: INTERNET without a value", xml(flags), "./SyncML/DMAcc/s/ConRef", b"n")


for part in (libwbxml_decoder, libwbxml_encoder, cpclient, messages, others):
    part()
sys.exit(checks.finish())
