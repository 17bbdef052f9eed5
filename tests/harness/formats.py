# SPDX-License-Identifier: MIT
"""Second readers, in Python, of what cpdm reads and writes: hex text, CP documents, trees, packages, reports."""
import base64
import re
import xml.etree.ElementTree as ElementTree


def from_hex(text):
    """Octets from hexadecimal digits with blanks between and comments from # to the end of the line."""
    return bytes.fromhex("".join(line.split("#", 1)[0] for line in text.splitlines()))


def local_name(element):
    return element.tag.rsplit("}", 1)[-1]


# ---- CP documents ----

def parms(xml):
    """[(path, value)] of every parm of a CP document, in its order, with paths as the report writes them."""
    found = []

    def walk(element, path):
        children = list(element)
        types, names = {}, {}
        repeated = [child.get("name") for child in children if local_name(child) == "parm"]
        for child in children:
            if local_name(child) == "parm":
                name = child.get("name")
                names[name] = names.get(name, 0) + 1
                number = f"[{names[name]}]" if repeated.count(name) > 1 else ""
                found.append((f"{path}{name}{number}", child.get("value")))
            elif local_name(child) == "characteristic":
                kind = child.get("type")
                types[kind] = types.get(kind, 0) + 1
                walk(child, f"{path}{kind}[{types[kind]}]/")

    walk(ElementTree.fromstring(xml), "")
    return found


# ---- Trees: PATH<TAB>FORMAT<TAB>VALUE ----

ESCAPES = {"\\": b"\\", "n": b"\n", "r": b"\r", "t": b"\t"}


def unescape(text):
    def octets(match):
        return bytes([int(match[1][1:], 16)]) if match[1][0] == "x" else ESCAPES[match[1]]
    return re.sub(rb"\\(x[0-9A-Fa-f]{2}|[\\nrt])", lambda match: octets({1: match[1].decode()}), text.encode())


def tree_nodes(text):
    """{uri: (format, octets)}; complains by ValueError about a line that is not of the form, or said twice."""
    nodes = {}
    for line in text.splitlines():
        uri, kind, value = line.split("\t")
        if uri in nodes:
            raise ValueError(f"node said twice: {uri}")
        nodes[uri] = (kind, base64.b64decode(value, validate=True) if kind == "bin" else unescape(value))
    return nodes


def tree_complaints(expected, actual):
    """The same lines in any order, parents before their children."""
    wanted, got = expected.splitlines(), actual.splitlines()
    yield from (f"tree lacks the line: {line}" for line in wanted if line not in got)
    yield from (f"tree has a line too many: {line}" for line in got if line not in wanted)
    yield from order_complaints(got)


def order_complaints(lines):
    uris = [line.split("\t")[0] for line in lines]
    known = set(uris)
    seen = set()
    for uri in uris:
        parent = uri.rpartition("/")[0]
        if parent in known and parent not in seen:
            yield f"tree has {uri} before its parent"
        if uri in seen:
            yield f"tree says twice: {uri}"
        seen.add(uri)


# ---- Packages ----

def package_leaves(xml):
    """[(path, octets)] of every element without children, in document order. The Data of a binary item are its octets,
    however they are written, and its Format is `bin`."""
    leaves = []
    stack = [(ElementTree.fromstring(xml), "", "chr")]
    while stack:
        element, path, form = stack.pop()
        name = local_name(element)
        if name == "Item":
            form = next((child.text for child in element.iter() if local_name(child) == "Format"), "chr")
        stack.extend((child, f"{path}/{name}", form) for child in reversed(element))
        if len(element) == 0:
            leaves.append((f"{path}/{name}", leaf_octets(name, (element.text or "").encode(), form)))
    return leaves


def leaf_octets(name, octets, form):
    if name == "Format" and form == "b64":
        return b"bin"
    if name == "Data" and form == "b64":
        return base64.b64decode(octets, validate=True)
    return octets


def package_nodes(xml):
    """{uri: (format, octets)} of the items of a package that holds plain items."""
    nodes = {}
    for path, octets in package_leaves(xml):
        if path.endswith("/Item/Target/LocURI"):
            uri, form = octets.decode(), "chr"
        elif path.endswith("/Item/Meta/Format"):
            form = octets.decode()
        elif path.endswith("/Item/Data"):
            if uri in nodes:
                raise ValueError(f"package has two items for {uri}")
            nodes[uri] = (form, octets)
    return nodes


def multibyte(number):
    """mb_u_int32 of WBXML."""
    octets = [number & 0x7F]
    while number > 0x7F:
        number >>= 7
        octets.insert(0, 0x80 | (number & 0x7F))
    return bytes(octets)


def harmless(wbxml, binary_values):
    """The WBXML with each binary value replaced by as many letters: libwbxml writes them raw into its XML."""
    for value in sorted(binary_values, key=len, reverse=True):
        head = b"\xC3" + multibyte(len(value))
        wbxml = wbxml.replace(head + value, head + b"B" * len(value))
    return wbxml


# ---- Reports ----

def report_lines(report):
    """`FATE PATH -> NODE NODE: REASON` for each parm, in order; and `WHY -> NODE` for each node without a parm."""
    lines = []
    for parm in report["parms"]:
        nodes = " -> " + " ".join(parm["nodes"]) if parm.get("nodes") else ""
        reason = ": " + parm["reason"] if parm.get("reason") else ""
        lines.append(f"{parm['fate']} {parm['path']}{nodes}{reason}")
    return lines, [f"{node['why']} -> {node['node']}" for node in report["supplied"]]
