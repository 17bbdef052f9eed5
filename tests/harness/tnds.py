# SPDX-License-Identifier: MIT
"""A second reader of TNDS documents (OMA DM TNDS 1.2), XML and WBXML (DM Tree and Description 1.2 section 8.6), and of the
packages that carry one: nodes with their format, value, object identifier and ACL."""
import base64
import collections
import xml.etree.ElementTree as ElementTree

from .formats import local_name

Node = collections.namedtuple("Node", "format value type acl")
FORMAL_ID = b"-//OMA//DTD-DM-DDF 1.2//EN"
TOKENS = dict(enumerate(
    "AccessType ACL Add b64 bin bool chr CaseSense CIS Copy CS date DDFName DefaultValue Delete Description DFFormat "
    "DFProperties DFTitle DFType Dynamic Exec float Format Get int Man MgmtTree MIME Mod Name Node node NodeName null "
    "Occurrence One OneOrMore OneOrN Path Permanent Replace RTProperties Scope Size time Title TStamp Type Value VerDTD "
    "VerNo xml ZeroOrMore ZeroOrN ZeroOrOne".split(), 5))


class Element:
    """What both encodings make: a name, octets, children."""

    def __init__(self, name):
        self.name, self.octets, self.children = name, b"", []

    def child(self, *names):
        found = self
        for name in names:
            found = next((child for child in found.children if child.name == name), None)
            if found is None:
                return None
        return found

    def text(self, *names):
        found = self.child(*names)
        return "" if found is None else found.octets.decode()


def from_xml(text):
    """The MgmtTree of an XML text, or of an element of ElementTree."""
    def convert(source):
        element = Element(local_name(source))
        element.octets = (source.text or "").encode() if len(source) == 0 else b""
        element.children = [convert(child) for child in source]
        return element

    return convert(ElementTree.fromstring(text) if isinstance(text, (str, bytes)) else text)


def from_wbxml(octets):
    """The MgmtTree of a WBXML document: strings in place or in its table, OPAQUE, no attributes, code page 2."""
    at = 0

    def number():
        nonlocal at
        value = 0
        while True:
            at += 1
            value = value << 7 | octets[at - 1] & 0x7F
            if octets[at - 1] < 0x80:
                return value

    at = 1  # the version
    public_id, index = number(), number()
    charset, length = number(), number()
    table, at = octets[at:at + length], at + length
    if (public_id, charset) != (0, 106) or table[index:].split(b"\0")[0] != FORMAL_ID:
        raise ValueError("not the header of a TNDS document")
    top = Element("")
    stack, page = [top], 0
    while at < len(octets):
        token = octets[at]
        at += 1
        if token == 0x00:
            page, at = octets[at], at + 1
        elif token == 0x01:
            stack.pop()
        elif token == 0x03:
            end = octets.index(0, at)
            stack[-1].octets, at = stack[-1].octets + octets[at:end], end + 1
        elif token == 0x83:
            index = number()
            if index >= len(table):
                raise ValueError("a string behind the string table")
            stack[-1].octets += table[index:table.index(0, index)]
        elif token == 0xC3:
            length = number()
            stack[-1].octets, at = stack[-1].octets + octets[at:at + length], at + length
        else:
            if page != 2:
                raise ValueError(f"a tag on page {page}")
            element = Element(TOKENS[token & 0x3F])
            stack[-1].children.append(element)
            if token & 0x40:
                stack.append(element)
    if len(stack) != 1 or len(top.children) != 1:
        raise ValueError("not one root element")
    return top.children[0]


def value_of(element, form, binary_is_text):
    value = element.child("Value")
    octets = b"" if value is None else value.octets
    if form == "b64" or (form == "bin" and binary_is_text):
        return base64.b64decode(octets, validate=True)
    return octets


def nodes(root, binary_is_text):
    """{uri: Node} in document order; says by ValueError what is not TNDS."""
    if root.name != "MgmtTree" or root.children[0].name != "VerDTD" or root.text("VerDTD") != "1.2":
        raise ValueError("not a MgmtTree of version 1.2")
    found = {}
    waiting = [(child, ".") for child in reversed(root.children[1:])]
    while waiting:
        element, parent = waiting.pop()
        order = [child.name for child in element.children]
        if element.name != "Node" or order[0] != "NodeName":
            raise ValueError(f"{element.name} where a Node is expected")
        if [name for name in ("NodeName", "Path", "RTProperties", "Value", "Node") if name in order] != \
                list(dict.fromkeys(order)):
            raise ValueError(f"the order of a Node is not that of the DTD: {order}")
        properties = [child.name for child in element.child("RTProperties").children]
        if [name for name in ("ACL", "Format", "Type") if name in properties] != properties:
            raise ValueError(f"the order of RTProperties is not that of the DTD: {properties}")
        uri = f"{element.text('Path') or parent}/{element.text('NodeName')}"
        form = element.child("RTProperties", "Format").children[0].name
        kind = element.child("RTProperties", "Type").children[0]
        if kind.name != ("DDFName" if form == "node" else "MIME"):
            raise ValueError(f"{kind.name} for a node of format {form}")
        if uri in found:
            raise ValueError(f"node said twice: {uri}")
        found[uri] = Node("bin" if form == "b64" else form, value_of(element, form, binary_is_text),
                          kind.octets.decode() if form == "node" else "", element.text("RTProperties", "ACL"))
        waiting += [(child, uri) for child in reversed(element.children) if child.name == "Node"]
    return found


def item_of(package):
    """(Format, Type, Data element) of the one item of an XML package that goes to ./Inbox; None when there is none."""
    for item in ElementTree.fromstring(package).iter():
        parts = {local_name(part): part for part in item.iter()} if local_name(item) == "Item" else {}
        if parts and parts["LocURI"].text == "./Inbox":
            return parts["Format"].text, parts["Type"].text, parts["Data"]
    return None


def package_nodes(package):
    """The nodes of the TNDS that an XML package carries: as XML text, as WBXML in base64, or (libwbxml) as elements, with
    binary values as they are."""
    form, kind, data = item_of(package)
    if len(data):
        return nodes(from_xml(data[0]), False)
    if (form, kind) == ("xml", "application/vnd.syncml.dmtnds+xml"):
        return nodes(from_xml(data.text), True)
    if (form, kind) == ("b64", "application/vnd.syncml.dmtnds+wbxml"):
        return nodes(from_wbxml(base64.b64decode(data.text, validate=True)), False)
    raise ValueError(f"a TNDS of format {form} and type {kind}")


def plain(found):
    """{uri: (format, octets)}, as `formats` has trees."""
    return {uri: (node.format, node.value) for uri, node in found.items()}
