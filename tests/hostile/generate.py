#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""generate.py FOLDER: writes documents that attack their reader, the same ones each time.

None of them provisions anything: a reader that survives one refuses it, if only because it holds no DM account. The
names say what is wrong; numbers in brackets are those of the threat list and of defects found in other readers."""
import functools
import itertools
import pathlib
import random
import sys

sys.dont_write_bytecode = True
import trees  # noqa: E402 (beside this file)
from trees import DOCUMENT, KIB, number  # noqa: E402

HEAD = b"\x03\x0b\x6a"  # WBXML 1.3, PROV 1.0, UTF-8
ROOT, TYPE_CONTENT, PARM, END = b"\x45", b"\xc6", b"\x87", b"\x01"
BODY = bytes.fromhex("45 c65501 871106 03 4e4150 00 01 01 01")  # a NAPDEF with its NAPID
DOCUMENT_WBXML = HEAD + b"\x00" + BODY


def wbxml(body, table=b""):
    return HEAD + number(len(table)) + table + body


def in_napdef(octets):
    """A NAPDEF with these octets in it."""
    return ROOT + TYPE_CONTENT + b"\x55\x01" + octets + END + END


def value(octets):
    """A parm NAME with this value."""
    return in_napdef(PARM + b"\x07\x06" + octets + END)


def string(text):
    return b"\x03" + text + b"\x00"


def xml(content, before="", root="<wap-provisioningdoc>"):
    return f'<?xml version="1.0"?>\n{before}{root}{content}</wap-provisioningdoc>\n'.encode()


def napdef(content):
    return f'<characteristic type="NAPDEF">{content}</characteristic>'


def account(content, number=0):
    return (f'<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="{number}"/>'
            f'{content}</characteristic>')


# ---- WBXML ----

def entities():
    """[B6, D1, D4] Characters that XML has not, each as content and as a value; the documents of 12 and 13 octets."""
    for point in (0, 1, 0xB, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x110000, 0x200000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        yield f"wbxml-entity-{point:X}-content", wbxml(ROOT + b"\x02" + number(point) + END)
        yield f"wbxml-entity-{point:X}-value", wbxml(value(b"\x02" + number(point)))


# What an mb_u_int32 may hold instead of a number: too many bits, too many octets, no end.
INTEGERS = {"33-bits": "9080808000", "all-bits": "ffffffff7f", "six-octets": "808080808001",
            "ten-octets": "8080808080808080807f", "never-ends": "ffffffffffffffffffff", "cut": "8080"}


def integers():
    """[B1] Each field that is an mb_u_int32."""
    fields = {
        "public-id": lambda n: b"\x03" + n + b"\x6a\x00" + BODY,
        "public-id-index": lambda n: b"\x03\x00" + n + b"\x6a\x00" + BODY,
        "charset": lambda n: b"\x03\x0b" + n + b"\x00" + BODY, "table-length": lambda n: HEAD + n + BODY,
        "table-index": lambda n: wbxml(value(b"\x83" + n), b"NAP\0"),
        "literal-tag": lambda n: wbxml(ROOT + b"\x04" + n + END, b"NAP\0"),
        "literal-attribute": lambda n: wbxml(b"\x85\x04" + n + END, b"NAP\0"),
        "entity": lambda n: wbxml(value(b"\x02" + n)), "opaque": lambda n: wbxml(value(b"\xc3" + n + b"abc")),
    }
    for field, make in fields.items():
        for fault, octets in INTEGERS.items():
            integer = bytes.fromhex(octets)
            whole = make(integer)
            yield f"wbxml-{field}-{fault}", whole[:whole.index(integer) + 2] if fault == "cut" else whole


def heads():
    """[B8] Versions, public identifiers and character sets that are none of ours; string tables that are too long [B2]."""
    for version in (0x00, 0x04, 0x13, 0x7F, 0xFF):
        yield f"wbxml-version-{version:02X}", bytes([version]) + DOCUMENT_WBXML[1:]
    for public_id in (1, 4, 0x110E, 0x0FFF, 0x1234567):
        yield f"wbxml-public-id-{public_id:X}", b"\x03" + number(public_id) + b"\x6a\x00" + BODY
    for charset in (0, 4, 17, 1000, 1015, 2252):
        yield f"wbxml-charset-{charset}", b"\x03\x0b" + number(charset) + b"\x00" + BODY
    for length in (len(BODY) + 1, 127, 16384, 65536, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"wbxml-table-{length}-octets", HEAD + number(length) + BODY
    yield "wbxml-table-without-nul", wbxml(value(b"\x83\x00"), b"NAP")
    yield "wbxml-table-index-at-end", wbxml(value(b"\x83\x04"), b"NAP\0")
    yield "wbxml-public-id-text", b"\x03\x00\x00\x6a\x0d-//ME//DTD X\x00" + BODY
    yield "wbxml-public-id-text-of-64-KiB", b"\x03\x00\x00\x6a" + number(65000) + b"-" * 64999 + b"\x00" + BODY
    yield "wbxml-public-id-text-behind", b"\x03\x00\x05\x6a\x05PROV\x00" + BODY


def lengths():
    """[B3] OPAQUE, in a value and in content, that is longer than what is left."""
    for length in (4, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF):
        opaque = b"\xc3" + number(length) + b"abc"
        yield f"wbxml-opaque-{length}-value", wbxml(ROOT + TYPE_CONTENT + b"\x55\x01" + PARM + b"\x07\x06" + opaque)
        yield f"wbxml-opaque-{length}-content", wbxml(ROOT + opaque)


def depths():
    """[B4, D2] Elements in elements: known ones, unknown ones, with and without attributes, closed or not."""
    for count in (33, 1000, 20000, 100000):
        yield f"wbxml-{count}-deep", wbxml(ROOT + b"\xc6\x51\x01" * count)
        yield f"wbxml-{count}-deep-literals", wbxml(ROOT + b"\x44\x00" * count, b"a\0")
    yield "wbxml-33-deep-closed", wbxml(ROOT + b"\xc6\x51\x01" * 32 + END * 33)
    for count in (33, 1000, 2000, 100000):
        yield f"xml-{count}-deep", xml("<a>" * count + "</a>" * count)
        yield f"xml-{count}-deep-open", b"<wap-provisioningdoc>" + b'<characteristic type="A">' * count
    yield "package-100-deep", b"\x02\x9f\x53\x6a\x00\x6d" + b"\x6b\x60\x54" * 33
    yield "package-20000-deep", b"\x02\x9f\x53\x6a\x00" + b"\x6d" * 60000


def amplifiers():
    """[B5, D13] References to one long string: as values, as names, as text; in 4 KB and at the document limit."""
    for name, size, length in (("4-KB", 4 * KIB, 2000), ("64-KiB", DOCUMENT, 8190), ("64-KiB-over-value", DOCUMENT, 40000)):
        table = b"a" * length + b"\0"
        for use, part in (("values", PARM + b"\x07\x06\x83\x00" + END), ("names", PARM + b"\x05\x83\x00" + END),
                          ("texts", b"\x83\x00"), ("tags", b"\x04\x00"), ("attributes", b"\x86\x51\x04\x00\x83\x00\x01"),
                          ("types", b"\x86\x50\x83\x00\x01"), ("both", PARM + b"\x05\x83\x00\x06\x83\x00\x83\x00" + END)):
            room = size - len(table) - 32
            yield f"wbxml-amplifier-{name}-{use}", wbxml(in_napdef(part * (room // len(part))), table)
    blanks = b" " * 60000 + b"\0"
    yield "wbxml-amplifier-blank-text", wbxml(ROOT + b"\x83\x00" * 2000 + END, blanks)
    yield "wbxml-one-value-of-32000-references", wbxml(value(b"\x83\x00" * 32000), b"a\0")
    yield "wbxml-one-value-of-30000-tokens", wbxml(value(b"\x00\x01" + b"\x90" * 30000))
    yield "wbxml-one-value-of-15000-entities", wbxml(value(b"\x02\x84\x80\x80" * 15000))
    # accounts with ids of 8,000 octets that become names of 24,000, which stand in the path of every node below them
    accounts = b"".join(b"\xc6\x00\x01\x55\x01\x87\x36\x06\x03w7\0\x01\x87\x38\x06\x83" + number(2 * i) + b"\x01\x01"
                        for i in range(31))
    yield "wbxml-amplifier-node-names", wbxml(ROOT + accounts + END, b"\xc3\xbc" * 4000 + b"\0")


def markup():
    """[B7] What stands where the grammar does not allow it."""
    for token in (0x40, 0x41, 0x42, 0x43, 0x80, 0x81, 0x82, 0xC0, 0xC1, 0xC2, 0xC4, 0x84):
        yield f"wbxml-global-{token:02X}-content", wbxml(ROOT + bytes([token, 0, 0, 1]) + END)
        yield f"wbxml-global-{token:02X}-value", wbxml(value(bytes([token, 0, 0])))
        yield f"wbxml-global-{token:02X}-attribute", wbxml(b"\x85" + bytes([token, 0, 0]) + END)
    bodies = {
        "page-2": b"\x00\x02" + ROOT + END, "page-255": ROOT + b"\x00\xff\x06" + END, "page-twice": ROOT +
        b"\x00\x01\x00\x01\x06",
        "page-before-end": ROOT + b"\x00\x01" + END, "page-at-end": ROOT + b"\x00", "page-without-number": b"\x00",
        "page-behind-root": ROOT + END + b"\x00\x01", "page-value-255": value(b"\x00\xff\x85"),
        "token-tag": ROOT + b"\x08" + END, "token-tag-3F": ROOT + b"\x3f" + END, "token-attribute": ROOT + b"\xc6\x7e" +
        END * 3,
        "token-value": value(b"\xf0"), "value-as-attribute": b"\x85\x85" + END, "end-alone": END, "end-first": END + BODY,
        "text-first": string(b"a") + BODY, "opaque-first": b"\xc3\x01a" + BODY, "root-other": b"\x46" + END,
        "root-parm": b"\x87\x07\x01", "attribute-twice": b"\x85\x46\x45" + string(b"1.1") + END,
        "name-twice": in_napdef(PARM + b"\x07\x11" + END), "parm-with-content": in_napdef(b"\xc7\x07\x01\x07" + END),
        "parm-without-name": in_napdef(b"\x87\x06\x03a\0\x01"), "parm-bare": in_napdef(b"\x07"),
        "parm-empty-name": in_napdef(b"\x87\x05\x01"), "type-empty": ROOT + b"\x86\x50\x01" + END,
        "text": in_napdef(string(b"PIN 1234")), "opaque-in-content": in_napdef(b"\xc3\x03abc"), "empty": b"",
    }
    for name, body in bodies.items():
        yield f"wbxml-{name}", wbxml(body)
    for count in (1, 16, 6000):
        yield f"wbxml-{count}-octets-behind", DOCUMENT_WBXML + b"\0" * count  # [B9]
    yield "wbxml-twice", DOCUMENT_WBXML * 2
    yield "wbxml-push-inside", DOCUMENT_WBXML + push(DOCUMENT_WBXML)


def literals():
    """[D5] Literal names that would be markup, if they were written."""
    for name, text in {"markup": b'parm name="ADDR" value="http://evil"/><parm', "empty": b"", "digit": b"1a",
                       "blank": b"a b", "colon": b"a:b:c", "comment": b"!--", "instruction": b"?xml", "slash": b"/parm",
                       "quote": b'a"b', "newline": b"a\nb", "latin-1": b"a\xfc", "entity": b"&amp;", "cdata": b"![CDATA["}.items():
        yield f"wbxml-literal-tag-{name}", wbxml(ROOT + b"\x04\x00" + END, text + b"\0")
        yield f"wbxml-literal-attribute-{name}", wbxml(in_napdef(PARM + b"\x07\x04\x00\x03a\0" + END), text + b"\0")
    yield "wbxml-17-attributes", wbxml(b"\x85" + b"".join(b"\x04" + bytes([2 * i]) for i in range(17)) + END,
                                       b"".join(b"%c\0" % (97 + i) for i in range(17)))
    yield "wbxml-20000-attributes", wbxml(b"\x85" + b"\x04\x00" * 20000 + END, b"a\0")
    names = [b"n%d\0" % i for i in range(6000)]
    index = [sum(map(len, names[:i])) for i in range(0, 6000, 500)]
    yield "wbxml-literals-inside-literals", wbxml(ROOT + b"".join(b"\x04" + number(i) for i in index) + END,
                                                  b"".join(names))


TEXTS = {"overlong-2": b"\xc0\xaf", "overlong-3": b"\xe0\x80\xaf", "overlong-4": b"\xf0\x80\x80\xaf",
         "overlong-nul": b"\xc0\x80", "surrogate": b"\xed\xa0\x80", "pair": b"\xed\xa0\xbd\xed\xb8\x80",
         "beyond": b"\xf4\x90\x80\x80", "lone": b"\x80", "cut": b"\xe2\x82", "five": b"\xf8\x88\x80\x80\x80",
         "FE": b"\xfe", "nonchar": b"\xef\xbf\xbf", "escape": b"\x1b[2J", "bell": b"\x07", "backspace": b"a\b",
         "8-octets-then-1": b"abcdefgh\x01"}


def texts():
    """Octets that are no text, in strings, OPAQUE and the string table; in XML."""
    for name, text in TEXTS.items():
        yield f"wbxml-text-{name}", wbxml(value(string(text)))
        yield f"wbxml-opaque-text-{name}", wbxml(value(b"\xc3" + number(len(text)) + text))
        yield f"wbxml-table-{name}", wbxml(value(b"\x83\x00"), text + b"\0")
        yield f"xml-text-{name}", xml(napdef('<parm name="NAPID" value="@"/>')).replace(b"@", text)
    yield "wbxml-opaque-nul", wbxml(value(b"\xc3\x03a\x00b"))  # [D4]
    yield "wbxml-text-not-ascii", b"\x03\x0b\x03\x00" + value(string("ü".encode()))
    for point in ("#0", "#x1", "#xD800", "#xFFFE", "#x110000", "#4294967296", "#-1", "#", "#x"):
        yield f"xml-reference-{point[1:]}", xml(napdef(f'<parm name="NAPID" value="&{point};"/>'))


# ---- XML ----

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
SUBSETS = {  # [C1] twenty ways to say something in a DOCTYPE
    "empty": "[]", "blank": "[ \n\t]", "comment": "[<!-- -->]", "instruction": "[<?x y?>]", "element": "[<!ELEMENT a ANY>]",
    "entity": '[<!ENTITY e "w7">]', "entity-small": '[<!ENTITY e "">]', "billion-laughs": f'[<!ENTITY l0 "lol">{LAUGHS}]',
    "quadratic": f'[<!ENTITY e "{"a" * 30000}">]', "xxe-file": '[<!ENTITY e SYSTEM "file:///etc/passwd">]',
    "xxe-network": '[<!ENTITY e PUBLIC "x" "http://127.0.0.1:1/e">]', "xxe-device": '[<!ENTITY e SYSTEM "/dev/zero">]',
    "parameter": '[<!ENTITY % p "<!ENTITY e \'w7\'>"> %p;]',
    "parameter-external": '[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]',
    "parameter-open": "[ %p; ]", "notation": '[<!NOTATION n SYSTEM "n">]', "default": '[<!ATTLIST parm value CDATA "w7">]',
    "unparsed": '[<!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "n" NDATA n>]', "recursive": '[<!ENTITY e "&e;">]',
    "open": "[<!ENTITY e", "external-and-internal": 'SYSTEM "http://127.0.0.1:1/prov.dtd" [<!ENTITY e "w7">]',
    "public-and-internal": 'PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "http://127.0.0.1:1/prov.dtd" []',
}


def doctypes():
    for name, subset in SUBSETS.items():
        doctype = f"<!DOCTYPE wap-provisioningdoc {subset}>"
        reference = "&l9;" if name == "billion-laughs" else "&e;" * 1000 if name == "quadratic" else "&e;"
        yield f"xml-dtd-{name}-value", xml(napdef(f'<parm name="NAPID" value="{reference}"/>'), doctype)
        yield f"xml-dtd-{name}-text", xml(reference, doctype)
    external = '<!DOCTYPE wap-provisioningdoc SYSTEM "http://127.0.0.1:1/prov.dtd">'
    value_of = napdef('<parm name="NAPID" value="&e;"/>')
    yield "xml-entity-of-external-dtd-value", xml(value_of, external)
    yield "xml-entity-of-external-dtd-text", xml("&e;", external)
    yield "xml-entity-of-external-dtd-name", xml('<characteristic type="&e;"/>', external)
    yield "xml-entity-of-external-dtd-utf16", xml(value_of, external).decode().encode("utf-16")
    yield "xml-entity-without-dtd", xml(value_of)
    yield "xml-dtd-subset-in-utf16", xml(value_of, "<!DOCTYPE wap-provisioningdoc []>").decode().encode("utf-16")
    yield "xml-dtd-behind-root", xml("") + b"<!DOCTYPE a []>"
    yield "xml-dtd-twice", xml("", external + external)
    yield "xml-dtd-quote-hides-subset", xml(value_of, '<!DOCTYPE a SYSTEM "[" [<!ENTITY e "x">]>')
    yield "xml-dtd-of-60-KiB", xml("", f'<!DOCTYPE a SYSTEM "{"a" * 60000}">')


def encodings():
    """[C3] Declarations that are not true, and encodings that are not read."""
    text = xml(napdef('<parm name="NAPID" value="ü"/>')).decode()
    for name in ("UTF-7", "UTF-32", "Shift_JIS", "windows-1252", "ebcdic-cp-us", "x", "", "UTF-16", "a" * 5000):
        declared = text.replace('version="1.0"', f'version="1.0" encoding="{name}"')
        yield f"xml-declares-{name[:16] or 'nothing'}", declared.encode()
    yield "xml-is-utf-32", text.encode("utf-32")
    yield "xml-is-utf-7", text.replace('"1.0"', '"1.0" encoding="UTF-7"').encode("utf-7")
    yield "xml-is-ebcdic", text.encode("cp500", "replace")
    yield "xml-utf-16-odd", text.encode("utf-16")[:-1]
    yield "xml-utf-16-half-pair", text.encode("utf-16").replace("ü".encode("utf-16-le"), b"\x00\xd8")
    yield "xml-utf-16-then-utf-8", text.encode("utf-16")[:80] + text.encode()
    yield "xml-latin-1-undeclared", text.encode("latin-1")
    yield "xml-two-marks", b"\xef\xbb\xbf" * 2 + text.encode()
    yield "xml-nul", text.encode().replace(b"NAPID", b"NAP\0ID")
    yield "xml-mark-alone", b"\xef\xbb\xbf"
    yield "xml-utf-16-mark-alone", b"\xff\xfe"
    yield "xml-version-2", text.replace('"1.0"', '"2.0"').encode()


def sizes():
    """[C2] What is too much of one thing."""
    yield "xml-17-attributes", xml("<parm " + " ".join(f'a{i}=""' for i in range(17)) + "/>")
    for count in (6000, 200000):
        attributes = " ".join(f'a{i}=""' for i in range(count))
        yield f"xml-{count}-attributes", xml(f"<parm {attributes}/>")
        yield f"xml-{count}-attributes-of-root", xml("", "", f"<wap-provisioningdoc {attributes}>")
    yield "xml-attribute-twice", xml('<parm name="A" name="A"/>')
    for count in (8 * KIB + 1, 60000, 50 * KIB * KIB):
        yield f"xml-value-of-{count}", xml(napdef(f'<parm name="NAPID" value="{"a" * count}"/>'))
    yield "xml-value-of-2731-euros", xml(napdef(f'<parm name="NAPID" value="{"€" * 2731}"/>'))  # 8,193 octets
    yield "xml-element-name-of-60000", f"<{'a' * 60000}/>".encode()
    yield "xml-attribute-name-of-60000", xml(f"<parm {'a' * 60000}='b'/>")
    yield "xml-open-tag-of-60000", b"<" + b"a " * 30000
    yield "xml-open-value-of-60000", b"<wap-provisioningdoc version='" + b"a" * 60000
    yield "xml-64-KiB-and-1", xml("").ljust(DOCUMENT + 1)
    yield "wbxml-64-KiB-and-1", DOCUMENT_WBXML.ljust(DOCUMENT + 1, b"\0")
    yield "push-64-KiB-and-1", push(DOCUMENT_WBXML).ljust(DOCUMENT + 1, b"\0")
    yield "xml-comments", xml("<!---->" * 9000 + "<a")
    yield "xml-instructions", xml("<?a?>" * 12000 + "<a")
    yield "xml-5000-cdata-sections", xml("<![CDATA[]]>" * 5000 + "<a")
    yield "xml-blanks", b" " * 65000
    yield "xml-empty-elements", xml("<a/>" * 16000)
    yield "xml-references", xml(napdef(f'<parm name="NAPID" value="{"&amp;" * 12000}"/>'))
    yield "xml-namespaces", xml("".join(f'<a xmlns:n{i}="n" n{i}:b=""/>' for i in range(2000)))
    yield "wbxml-4097-parms", wbxml(in_napdef((PARM + b"\x07\x06" + string(b"abcdef") + END) * 4097))
    yield "wbxml-4097-characteristics", wbxml(ROOT + b"\x86\x57\x00\x00\x04\x00\x03a\0\x01" * 4097 + END, b"mwid\0")
    yield "wbxml-4097-others", wbxml(ROOT + b"\x84\x00\x04\x00\x03abcdef\0\x01" * 4097 + END, b"mwid\0")
    yield "wbxml-21000-smallest-parms", wbxml(in_napdef(b"\x87\x07\x01" * 21000))
    yield "wbxml-60000-bare-parms", wbxml(in_napdef(b"\x07" * 60000))
    yield "wbxml-package-of-9000-items", b"\x02\x9f\x53\x6a\x00\x6d\x6b\x60" + b"\x54\x4f\x03a\0\x01\x01" * 9000 + b"\x01" * 3
    yield "nothing", b""


def shapes():
    """XML that is no CP document, or not quite one."""
    for name, text in {
        "root-other": "<html/>", "root-upper": "<WAP-PROVISIONINGDOC/>",
        "root-prefixed": '<p:wap-provisioningdoc xmlns:p="p"/>', "not-closed": "<wap-provisioningdoc>",
        "crossed": "<wap-provisioningdoc><a></wap-provisioningdoc></a>", "text": "w7",
        "two-roots": "<wap-provisioningdoc/><wap-provisioningdoc/>", "bare-ampersand": '<wap-provisioningdoc a="a&b"/>',
        "declaration-late": ' <?xml version="1.0"?><wap-provisioningdoc/>', "cdata-first": "<![CDATA[a]]>",
    }.items():
        yield f"xml-{name}", text.encode()
    for name, content in {
        "text-in-root": "PIN 1234", "text-in-parm": '<parm name="A">1234</parm>',
        "parm-in-parm": '<parm name="A"><parm name="B"/></parm>',
        "characteristic-in-parm": '<parm name="A"><characteristic type="B"/></parm>', "no-type": "<characteristic/>",
        "no-name": '<parm value="a"/>', "empty-type": '<characteristic type=""/>', "empty-name": '<parm name=""/>',
        "query": '<parm-query name="A"/>', "error": '<characteristic-error type="A"/>',
        "delete": '<nocharacteristic type="NAPDEF"/>', "cdata": "<![CDATA[1234]]>", "upper": '<PARM NAME="A"/>',
        "case": '<characteristic type="application"/>', "root-in-root": "<wap-provisioningdoc/>",
        "prefixed": '<p:parm xmlns:p="p" name="A"/>',
    }.items():
        yield f"xml-{name}", xml(content)


# ---- Links and names ----

LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"


def step(state, octet):
    """FNV-1a."""
    return (state ^ octet) * 16777619 & 0xFFFFFFFF


def same_end(state):
    """Two words of four letters that lead from one state to one state: after three they differ in eight bits only, by what
    two letters differ."""
    seen = {}
    for word in itertools.product(LETTERS, repeat=3):
        end = functools.reduce(step, word, state)
        other, its_end = seen.setdefault(end >> 8, (word, end))
        for letter in LETTERS if other != word else b"":
            if letter ^ end ^ its_end in LETTERS:
                return bytes((*word, letter)), bytes((*other, letter ^ end ^ its_end))
    raise ValueError("no such words")


@functools.cache
def same_hash(count):
    """Ids that FNV-1a, started as it is published, gives one number: every pair of words doubles them."""
    state, pairs = 2166136261, []
    while 1 << len(pairs) < count:
        pairs.append(same_end(state))
        state = functools.reduce(step, pairs[-1][0], state)
    return [b"".join(pair[i >> bit & 1] for bit, pair in enumerate(pairs)).decode() for i in range(count)]


def links():
    """[D2, D4] References, ids and lists that multiply. Memory is allowed by the octets of input, so a string table that
    nobody refers to buys more of it."""
    parm = '<parm name="{}" value="{}"/>'.format
    broken = account(parm("X", "x")).replace("PROVIDER-ID", "PROVIDER")  # an account whose server has no name
    fat = b"x" * 30000 + b"\0"

    physical = f'<characteristic type="PXPHYSICAL">{parm("TO-NAPID", "n")}</characteristic>'
    proxy = f'<characteristic type="PXLOGICAL">{parm("PROXY-ID", "p")}{physical * 256}</characteristic>'
    yield "xml-257-connections", xml(napdef(parm("NAPID", "n")) + proxy + account(""))
    yield "xml-280-napdefs-of-one-id", xml(napdef(parm("NAPID", "n")) * 280 + account(""))
    for count, parms in ((257, 3700), (255, 3500)):
        yield f"wbxml-{count}-proxies-times-{parms}-parms", wbxml(
            ROOT + b"\xc6\x55\x01\x87\x11\x06\x03n\0\x01" + b"\x87\x0f\x01" * parms + END +
            b"\xc6\x51\x01" + b"\xc6\x52\x01\x87\x22\x06\x03n\0\x01\x01" * count + END + END, fat)
        yield f"wbxml-{count}-napdefs-times-{parms}-parms", wbxml(
            ROOT + b"".join(b"\xc6\x55\x01\x87\x11\x06\x03" + b"%d" % i + b"\0\x01\x01" for i in range(count - 1)) +
            b"\xc6\x51\x01" + b"\x87\x17\x01" * (parms - 260) + b"\xc6\x52\x01" +
            b"".join(b"\x87\x22\x06\x03" + b"%d" % i + b"\0\x01" for i in range(count - 1)) + END * 3, fat)
    yield "xml-500-accounts-of-one-server", xml(account("") * 500)
    yield "wbxml-2000-accounts-of-one-server", wbxml(
        ROOT + b"\xc6\x00\x01\x55\x01" + END +
        (b"\xc6\x55\x01\x87\x36\x06\x03w7\0\x01\x87\x38\x06\x03a\0\x01" + END) * 2000 + END, fat)
    yield "wbxml-4000-dangling-references", wbxml(
        ROOT + b"\xc6\x51\x01\xc6\x52\x01" + b"\x87\x22\x06\x83\x00\x01" * 4000 + END * 3, b"nowhere\0" + fat)
    yield "wbxml-4000-dangling-references-of-accounts", wbxml(
        ROOT + b"\xc6\x00\x01\x55\x01" + b"\x87\x22\x06\x83\x00\x01" * 4000 + END * 2, b"nowhere\0" + fat)
    yield "wbxml-4000-auths", wbxml(
        ROOT + b"\xc6\x00\x01\x55\x01" + b"\xc6\x57\x01\x87\x33\x01\x01" * 4000 + END * 2, fat)
    yield "wbxml-4000-addresses", wbxml(
        ROOT + b"\xc6\x00\x01\x55\x01" + b"\xc6\x56\x01\x87\x34\x01\x01" * 4000 + END * 2, fat)
    yield "wbxml-4000-addresses-without", wbxml(
        ROOT + b"\xc6\x00\x01\x55\x01" + b"\x87\x34\x01" * 4000 + END * 2, fat)
    many = parm("AAUTHLEVEL", "APPSRV") + parm("AAUTHTYPE", ",".join(f"T{i}" for i in range(33)))
    yield "xml-33-auth-types", xml(account(f'<characteristic type="APPAUTH">{many}</characteristic>'))
    for name, types in (("8000-commas", "," * 8000), ("1200-auth-types", ",".join(["BASIC", "DIGEST"] * 600)),
                        ("8000-blanks", " " * 8000), ("2000-blank-auth-types", " , " * 2000)):
        listed = f'<characteristic type="APPAUTH">{parm("AAUTHTYPE", types)}</characteristic>'
        yield f"xml-{name}", xml(account(listed) + broken)
    for kind, name, count in (("NAPDEF", "NAPID", 250), ("PXLOGICAL", "PROXY-ID", 450),
                              ("APPLICATION", "PROVIDER-ID", 450)):
        ids = (f'<characteristic type="{kind}">{parm(name, word)}</characteristic>' for word in same_hash(count))
        yield f"xml-ids-of-one-hash-{kind}", xml("".join(ids) + broken)
    yield "xml-accounts-of-one-hash", xml("".join(account("").replace('"0"', f'"{word}"') for word in same_hash(300)) +
                                          broken)
    yield "xml-literals-of-one-hash", xml("".join(f"<{word}/>" for word in same_hash(512) if word[0].isalpha()))
    yield "xml-reference-to-itself", xml(
        f'<characteristic type="PXLOGICAL">{parm("PROXY-ID", "p")}{parm("TO-PROXY", "p")}'
        f'<characteristic type="PXPHYSICAL">{parm("TO-NAPID", "p")}</characteristic></characteristic>' + broken)
    port = f'<characteristic type="PORT">{parm("PORTNBR", "2")}</characteristic>'
    yield "xml-two-ports", xml(account(f'<characteristic type="APPADDR">{parm("ADDR", "http://a:1/")}{port}</characteristic>'))
    yield "xml-no-provider", xml(broken)
    yield "xml-1500-applications", xml('<characteristic type="APPLICATION"/>' * 1500)
    unread = f'<characteristic type="APPLICATION">{parm("APPID", chr(0x202E) * 3)}</characteristic>'
    yield "xml-500-applications-right-to-left", xml(unread * 500)


# ---- Push PDUs ----

def push(body, content_type=b"\xb6", headers=b"", kind=6):
    both = content_type + headers
    return b"\x01" + bytes([kind]) + number(len(both)) + both + body


def general(octets):
    """A content type in its general form."""
    return (bytes([len(octets)]) if len(octets) <= 30 else b"\x1f" + number(len(octets))) + octets


def pushes():
    """WSP headers that are broken in every way; the body is sound, and provisions nothing."""
    mac = b"\x92" + b"0" * 40 + b"\0"
    types = {
        "empty": b"", "length-alone": b"\x05", "length-behind": b"\x1e\xb6", "quote-alone": b"\x1f",
        "quote-cut": b"\x1f\x80", "quote-33-bits": b"\x1f\x90\x80\x80\x80\x00",
        "quote-huge": b"\x1f\xff\xff\xff\xff\x7f\xb6", "length-0": b"\x00", "octets": general(b"\x05abcde"),
        "text-open": b"application/vnd.wap.connectivity-wbxml", "other": b"\xae",
        "other-long": general(b"\x03\x01\x02\x03"), "text-other": b"text/plain\0", "text-empty": b"\x7f\0",
        "text-markup": b"<script>\0", "text-escape": b"a/\x1b[2J\0", "parameter-alone": general(b"\xb6\x91"),
        "parameter-open": general(b"\xb6SEC"), "parameter-number-text": general(b"\xb6\x91USERPIN\0"),
        "parameter-octets": general(b"\xb6\x02\x00\x91\x81"), "quality": general(b"\xb6\x80\x81\x00"),
        "quality-cut": general(b"\xb6\x80\x81"), "value-behind": general(b"\xb6\x81\x1e\x00"),
        "mac-open": general(b"\xb6\x91\x81" + mac[:-1]), "mac-number": general(b"\xb6\x91\x81\x92\x80"),
        "mac-first": general(b"\xb6" + mac + b"\x91\x81"), "mac-twice": general(b"\xb6\x91\x81" + mac + mac),
        "sec-twice": general(b"\xb6\x91\x81\x91\x80" + mac), "sec-255": general(b"\xb6\x91\x01\xff" + mac),
        "sec-4": general(b"\xb6\x91\x84" + mac), "1000-parameters": general(b"\xb6" + b"\x81\xea" * 1000),
        "says-xml": b"\xb5", "says-package": b"\xc2", "says-old-package": b"\xc0",
    }
    for name, content_type in types.items():
        yield f"push-type-{name}", push(DOCUMENT_WBXML, content_type)
    headers = {
        "name-alone": b"\xaf", "name-open": b"X-Wap", "value-open": b"\xafabc", "value-behind": b"\xaf\x1eab",
        "page-0": b"\x7f\x00\xaf\x80", "page-alone": b"\x7f", "pages": b"\x02" * 3000,
        "value-huge": b"\xaf\x1f\xff\xff\xff\xff\x7f", "5000": b"\xaf\x82" * 5000, "length-0": b"\xaf\x00",
        "application-octets": b"\xaf\x06abcdef", "name-octets": b"\x00\x00\x00",
    }
    for name, octets in headers.items():
        yield f"push-header-{name}", push(DOCUMENT_WBXML, headers=octets)
    for name, octets in {"length-cut": b"\x01\x06\x80", "length-33-bits": b"\x01\x06\x90\x80\x80\x80\x00\xb6",
                         "length-behind":
                         b"\x01\x06\x7f\xb6" + DOCUMENT_WBXML, "length-huge": b"\x01\x06\xff\xff\xff\xff\x0f\xb6",
                         "alone": b"\x01\x06",
                         "two-octets": b"\x06\x06", "in-push": push(push(DOCUMENT_WBXML)), "xml": push(xml("")), "text":
                         push(b"w7"), "empty": push(b""), "reply": push(DOCUMENT_WBXML, kind=4),
                         "confirmed": push(DOCUMENT_WBXML, kind=5),
                         "without-account": push(DOCUMENT_WBXML)}.items():
        yield f"push-{name}", octets


# ---- SMS, PAP, OBEX, MIME ----

def put(headers, final=True):
    return (b"\x82" if final else b"\x02") + (len(headers) + 3).to_bytes(2, "big") + headers


def transports():
    """Each field of a transport that is a length or a number, with what it cannot be; and as much of everything as fits."""
    def sms(*lines):
        return "".join(f"{line}\n" for line in lines).encode()
    ports = "05040b8423f0"
    yield "sms-lines", sms(*["0500030101010106"] * (DOCUMENT // 18))
    yield "sms-messages", sms(*(f"06080400{i:02x}ff01" if i % 2 else f"050003{i % 256:02x}ff01" for i in range(900)))
    yield "sms-originators", sms(*(f"{i} 0500030002010106" for i in range(900)))
    yield "sms-comments", b"#\n" * (DOCUMENT // 2)
    yield "sms-blanks", b" " * (DOCUMENT - 20) + sms(f"06{ports}0106")
    yield "sms-elements", sms("8a" + "2400" * 69 + "06")
    yield "sms-never-whole", sms(f"0b{ports}000301ff01" + "41" * 128)
    yield "sms-in-sms", sms(f"06{ports}" + sms(f"06{ports}0106b6").hex())
    head = b"Content-Type: application/vnd.wap.connectivity-wbxml"
    yield "mime-folds", head + b"\n ;" * 20000 + b"\n\n" + DOCUMENT_WBXML
    yield "mime-headers", b"A:\n" * 20000 + head + b"\n\n" + DOCUMENT_WBXML
    yield "mime-parameters", head + b";a=b" * 15000 + b"\n\n" + DOCUMENT_WBXML
    yield "mime-line", head + b" " * 60000
    yield "mime-nul", head + b"\0\n\n" + DOCUMENT_WBXML
    yield "mime-base64", head + b"\nContent-Transfer-Encoding: base64\n\n" + b"A" * 60000
    yield "mime-in-mime", head + b"\n\n" + head + b"\n\n" + DOCUMENT_WBXML
    related = b'Content-Type: multipart/related; boundary="%s"\n\n'
    yield "pap-boundaries", related % b"b" + b"--b" * 20000
    yield "pap-lines", related % b"b" + b"\n--b-" * 12000
    yield "pap-parts", related % b"b" + b"--b\n\n\n" * 8000
    yield "pap-boundary-long", related % (b"b" * 60000)
    yield "pap-boundary-empty", related % b"" + b"--\n\n<pap/>\n--\n\n\n----"
    yield "pap-boundary-open", b'--b\n\n<pap/>\n--b\n' + head + b"\n\n" + DOCUMENT_WBXML
    yield "pap-in-pap", b"--b\n\n<pap/>\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\n\n--c--\n--b--"
    yield "obex-packets", put(b"", False) * 20000 + put(b"\x49\x00\x03")
    yield "obex-chunks", put(b"\x48\x00\x04A" * 16000 + b"\x49\x00\x03")
    yield "obex-without-type", put(b"\x49" + (3 + len(DOCUMENT_WBXML)).to_bytes(2, "big") + DOCUMENT_WBXML)
    for name, octets in {"packet-0": "820000", "packet-2": "820002", "packet-huge": "82ffff4900030b", "header-0": "820006490000",
                         "header-2": "820006490002", "number-cut": "820005c300", "octet-cut": "82000497", "type-cut":
                         "82000742001041", "alone": "82", "length-huge": "82000ec3ffffffff490006030b6a", "types":
                         "82000942000342000349", "put-put": "020003020003"}.items():
        yield f"obex-{name}", bytes.fromhex(octets)


# ---- Cut and random ----

SIGNED = push(DOCUMENT_WBXML, general(b"\xb6\x91\x81\x92" + b"0123456789ABCDEF0123456789ABCDEF01234567\0"), b"\xaf\x82")


def cuts():
    """A sound message, ending too early. The unit tests cut at every octet."""
    document = xml(napdef('<parm name="NAPID" value="&#x20AC;"/>'))
    for name, whole in (("wbxml", DOCUMENT_WBXML), ("push", SIGNED), ("xml", document)):
        for length in range(1, len(whole), max(1, len(whole) // 12)):
            yield f"{name}-cut-at-{length}", whole[:length]


def randoms():
    """Noise: from the first octet, and behind heads that are sound; a sound message with one octet changed."""
    generator = random.Random(1)
    for i in range(6):
        noise = generator.randbytes(200 << i)
        yield f"random-{i}", noise
        yield f"random-wbxml-{i}", HEAD + b"\x00" + ROOT + noise
        yield f"random-package-{i}", b"\x02\x9f\x53\x6a\x00\x6d" + noise
        yield f"random-push-{i}", b"\x01\x06" + noise
        yield f"random-obex-{i}", b"\x82\x00" + noise
        yield f"random-sms-{i}", b"0b05040b8423f00003010101" + noise.hex().encode()
        yield f"random-mime-{i}", b"Content-Type: application/vnd.wap.connectivity-wbxml\n\n" + noise
        yield f"random-xml-{i}", b"<wap-provisioningdoc>" + noise
        changed = bytearray(SIGNED)
        changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
        yield f"random-change-{i}", bytes(changed)


def main():
    folder = pathlib.Path(sys.argv[1])
    for group in (entities, integers, heads, lengths, depths, amplifiers, markup, literals, texts, doctypes, encodings,
                  sizes, shapes, links, pushes, transports, cuts, randoms, *trees.GROUPS):
        for name, octets in group():
            path = folder / name
            if path.exists():
                raise ValueError(f"two files are called {name}")
            path.write_bytes(octets)


if __name__ == "__main__":
    main()
