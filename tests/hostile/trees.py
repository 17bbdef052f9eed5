# SPDX-License-Identifier: MIT
"""Packages, TNDS documents and tree dumps that attack their reader; generate.py writes them beside its own."""

KIB = 1024
DOCUMENT = 64 * KIB  # the limit
FORMAL_ID = b"-//OMA//DTD-DM-DDF 1.2//EN\0"
TNDS_XML = '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>{}</MgmtTree>'
NAME, NODE = b"\x66\x03a\x00\x01", b"\x64\x66\x03a\x00\x01"  # NodeName; Node with its NodeName


def number(value):
    """mb_u_int32, uintvar."""
    octets = [value & 0x7F]
    while value > 0x7F:
        value >>= 7
        octets.insert(0, 0x80 | value & 0x7F)
    return bytes(octets)


def wbxml(body, table=b""):
    """A MgmtTree with its VerDTD and these octets in it; it is left open."""
    table = FORMAL_ID + table
    return b"\x02\x00\x00\x6a" + number(len(table)) + table + b"\x00\x02\x60\x77\x031.2\x00\x01" + body


def package(data, form, kind):
    """A SyncML 1.2 package with one item for the inbox."""
    return (f'<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>0</SessionID>'
            f'<MsgID>0</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody><Add>'
            f'<CmdID>1</CmdID><Item><Target><LocURI>./Inbox</LocURI></Target><Meta><Format xmlns="syncml:metinf">{form}</Format>'
            f'<Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+{kind}</Type></Meta><Data>{data}</Data></Item></Add>'
            f'</SyncBody></SyncML>').encode()


def node(name, rest=""):
    return f"<Node><NodeName>{name}</NodeName>{rest}</Node>"


def depths():
    for levels in (31, 64, 1800):
        tree = "<Node><NodeName>a</NodeName>" * levels + "</Node>" * levels
        yield f"tnds-deep-{levels}.xml", TNDS_XML.format(tree).encode()
        yield f"tnds-deep-{levels}.wbxml", wbxml(NODE * levels + b"\x01" * (levels + 1))
    yield "tnds-deep-open.wbxml", wbxml(NODE * 10000)
    yield "tnds-path-long.xml", TNDS_XML.format(node("a", "<Path>." + "/a" * 4000 + "</Path>")).encode()
    paths = (node("b", "<Path>." + "/a" * 100 + f"/{i}</Path>") for i in range(150))
    yield "tnds-paths.xml", TNDS_XML.format("".join(paths)).encode()
    tree = "<Node><NodeName>a</NodeName>" * 40 + "</Node>" * 40
    yield "inbox-deep.xml", package(f"<![CDATA[{TNDS_XML.format(tree)}]]>", "xml", "xml")


def amplifiers():
    """Each reference is three octets and 16 KiB of text."""
    table = b"x" * 16 * KIB + b"\0"
    reference = b"\x83" + number(len(FORMAL_ID))
    yield "tnds-string-table.wbxml", wbxml((NODE + b"\x76" + reference + b"\x01\x01") * 4000 + b"\x01", table)
    yield "tnds-acls.wbxml", wbxml((NODE + b"\x6f\x46" + reference + b"\x01\x01\x01") * 4000 + b"\x01", table)
    empty = "<Node/>" * (DOCUMENT // 8)
    yield "tnds-empty-nodes.xml", TNDS_XML.format(empty).encode()
    yield "tnds-nodes.wbxml", wbxml(b"".join(b"\x64\x66\x03" + format(i, "x").encode() + b"\0\x01\x01" for i in range(6000))
                                    + b"\x01")
    one = package("", "chr", "xml")
    yield "package-data-often.xml", one.replace(b"</Data>", b"</Data>" + b"<Data/>" * ((DOCUMENT - len(one)) // 7))
    yield "inbox-nested.xml", package(package(package("x", "xml", "xml").decode().replace("<", "&lt;"), "xml", "xml").decode()
                                      .replace("<", "&lt;"), "xml", "xml")


def lengths():
    long = "a" * 60 * KIB
    yield "tnds-acl-long.xml", TNDS_XML.format(node("a", f"<RTProperties><ACL>{long}</ACL></RTProperties>")).encode()
    yield "tnds-name-long.xml", TNDS_XML.format(node(long)).encode()
    for length in (4, 0x7F, 0x3FFF, 0xFFFFFFFF):
        yield f"tnds-opaque-{length:x}.wbxml", wbxml(NODE + b"\x76\xc3" + number(length) + b"abc\x01\x01\x01")
    yield "tnds-opaque-6-octets.wbxml", wbxml(NODE + b"\x76\xc3\x8f\xff\xff\xff\xff\x7fabc\x01\x01\x01")
    yield "tnds-table-long.wbxml", b"\x02\x00\x00\x6a\xff\x7f" + FORMAL_ID + b"\x00\x02\x60\x01"
    yield "tnds-table-index.wbxml", b"\x02\x00\xff\x7f\x6a" + number(len(FORMAL_ID)) + FORMAL_ID + b"\x00\x02\x60\x01"
    yield "tnds-page-0.wbxml", wbxml(b"").replace(b"\x00\x02\x60", b"\x60") + NODE + b"\x01\x01"


def names():
    for title, name in (("dots", ".."), ("slash", "a/../b"), ("property", "a?prop=ACL"), ("nul", "a&#0;"), ("blank", "a b")):
        yield f"tnds-name-{title}.xml", TNDS_XML.format(node(name)).encode()
        yield f"tnds-path-{title}.xml", TNDS_XML.format(node("a", f"<Path>./{name}</Path>")).encode()
    entity = '<!DOCTYPE MgmtTree [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    yield "inbox-entities.xml", package(f"<![CDATA[{entity}{TNDS_XML.format(node('&b;'))}]]>", "xml", "xml")


def dumps():
    yield "tree-wide", b"".join(b"./%x\tchr\t\n" % i for i in range(DOCUMENT // 12))
    yield "tree-deep", b"." + b"/a" * 30000 + b"\tchr\tx\n"
    yield "tree-one-line", b"./" + b"a" * 60 * KIB
    yield "tree-tabs", b"./" + b"\t" * 60 * KIB
    yield "tree-escapes", b"./a\tchr\t" + b"\\x41" * (15 * KIB) + b"\n"
    yield "tree-nul", b"./a\tchr\ta\0b\n"
    yield "tree-lines", b"./a\tnode\t\n" + b"\n" * 60 * KIB


GROUPS = (depths, amplifiers, lengths, names, dumps)
