#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a target's properties make of a package: a TNDS to the inbox, items, an Atomic, ACLs, the Source of DM 1.3. The tables
are small ones of this test; the readers are those of tests/harness."""
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from harness import formats, tnds
from harness.checks import Checks

checks = Checks()

DOCUMENT = """<wap-provisioningdoc version="1.1">
<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="a &amp; b+c"/>
<parm name="NAME" value="two&#13;&#10;lines ]]&gt; &lt;and&gt; more"/>
<characteristic type="APPADDR"><parm name="ADDR" value="https://a.example/"/></characteristic>
<characteristic type="APPADDR"><parm name="ADDR" value="https://a.example/second"/></characteristic>
<characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="CLIENT"/><parm name="AAUTHSECRET" value="pw"/>
<parm name="AAUTHDATA" value="AP8BYSYmJg=="/></characteristic></characteristic>
<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="other"/>
<parm name="NAME" value=""/>
<characteristic type="APPADDR"><parm name="ADDR" value="https://b.example/"/></characteristic></characteristic>
<characteristic type="NAPDEF"><parm name="NAPID" value="nap"/></characteristic>
</wap-provisioningdoc>
"""

TABLE = """cpdm-map 1
target dm-test "a table of a test"
    syncml    1.2
    verproto  DM/1.3
    command   Add
    {properties}
[APPLICATION]  ./DMAcc/{{PROVIDER-ID}}  when APPID = w7
    PROVIDER-ID  <->  ServerID  chr  1
    NAME         <->  Name      chr  ?
[APPLICATION/APPADDR]  AppAddr/{{ADDR}}
    ADDR         <->  Addr      chr  1
[APPLICATION/APPAUTH]  AppAuth/{{AAUTHLEVEL}}
    AAUTHSECRET  <->  AAuthSecret  chr  ?  secret
    AAUTHDATA    <->  AAuthData    bin  ?  base64 secret
[NAPDEF]  ./NAP/{{NAPID}}
    NAPID        <->  NapId  chr  1
"""

SYNCML = "{SYNCML:SYNCML1.2}"
FIRST = "./DMAcc/a%20%26%20b%2Bc"
GRANTED = {  # a server identifier keeps what an ACL and a URI allow in it
    FIRST: "Get=a%20%26%20b%2Bc&Replace=a%20%26%20b%2Bc&Delete=a%20%26%20b%2Bc",
    "./DMAcc/other": "Get=other&Replace=other&Delete=other",
    "./NAP/nap": "Get=a%20%26%20b%2Bc+other&Replace=a%20%26%20b%2Bc+other&Delete=a%20%26%20b%2Bc+other",
}


def translate(properties, *words, form="xml"):
    pathlib.Path("test.map").write_text(TABLE.format(properties="\n    ".join(properties)))
    return checks.cpdm("translate", "--to", "test.map", "-f", form, "--report", "report", "-o", "out", *words, "doc.xml")


def package(properties, *words):
    result = translate(properties, *words)
    if result.code:
        checks.check(f"translate {' '.join(words)}", False, result)
        return ElementTree.fromstring(f"<SyncML xmlns='{SYNCML[1:-1]}'><SyncBody/></SyncML>")
    return ElementTree.parse("out").getroot()


def outline(element):
    """Commands and their numbers: (name, CmdID, [commands inside])."""
    return [(formats.local_name(child), child.findtext(f"{SYNCML}CmdID"), outline(child))
            for child in element if formats.local_name(child) in ("Add", "Replace", "Atomic", "Final")]


def commands(root):
    return outline(root.find(f"{SYNCML}SyncBody"))


def items(root):
    return [(item.findtext(f".//{SYNCML}LocURI"), item.findtext(f"{SYNCML}Data")) for item in root.iter(f"{SYNCML}Item")]


def second_decoder(octets):
    """The XML that libwbxml makes of a package without binary values."""
    pathlib.Path("second.wbxml").write_bytes(octets)
    done = subprocess.run(["wbxml2xml", "-k", "-m", "0", "-o", "second.xml", "second.wbxml"], capture_output=True, check=False)
    return pathlib.Path("second.xml").read_bytes() if done.returncode == 0 else None


def check_tnds():
    translate([], form="tree", *["--show-secrets"])
    tree = formats.tree_nodes(pathlib.Path("out").read_text())
    root = package(["payload tnds", "inbox ./Inbox", "final yes"])
    checks.check("one Add, and a Final", commands(root) == [("Add", "1", []), ("Final", None, [])])
    checks.check("one item to the inbox", [uri for uri, _ in items(root)] == ["./Inbox"])
    found = tnds.package_nodes(pathlib.Path("out").read_bytes())
    checks.check("the TNDS is the tree", tnds.plain(found) == tree)
    checks.check("ACLs for the servers", {uri: node.acl for uri, node in found.items() if node.acl} == GRANTED)
    translate(["payload tnds", "inbox ./Inbox"], form="wbxml")
    wbxml = pathlib.Path("out").read_bytes()
    converted = checks.cpdm("convert", "-f", "xml", "-", stdin=wbxml)
    checks.check("the same in WBXML", list(tnds.package_nodes(converted.out).items()) == list(found.items()), converted)
    nonce = tree[FIRST + "/AppAuth/CLIENT/AAuthData"][1]
    second = second_decoder(formats.harmless(wbxml, [nonce]))
    expected = {uri: (kind, b"B" * len(octets) if kind == "bin" else octets.replace(b"\r\n", b"\n"))
                for uri, (kind, octets) in tree.items()}
    checks.check("the same as libwbxml reads it", second and tnds.plain(tnds.package_nodes(second)) == expected)
    checks.check("another inbox", [uri for uri, _ in items(package(["payload tnds", "inbox ./Other"]))] == ["./Other"])


def check_items():
    plain = items(package([]))
    checks.check("items where nothing else is said", plain[0] == (FIRST, "") and len(plain) == 20)
    checks.check("--items of a TNDS target", items(package(["payload tnds", "inbox ./Inbox"], "--items")) == plain)
    checks.check("--acl none is the default", items(package([], "--acl", "none")) == plain)
    with_acls = plain + [(f"{uri}?prop=ACL", text) for uri, text in GRANTED.items()]
    root = package([], "--acl", "items")
    checks.check("--acl items, behind the others", items(root) == with_acls)
    checks.check("an ACL is replaced, not added", commands(root) == [("Add", "1", []), ("Replace", "2", [])])
    translate([], "--acl", "items", form="wbxml")
    converted = checks.cpdm("convert", "-f", "xml", "out")
    checks.check("the same in WBXML", items(ElementTree.fromstring(converted.out)) == with_acls, converted)
    root = package(["payload tnds", "inbox ./Inbox"], "--acl", "items")
    checks.check("a TNDS has its own ACLs", [uri for uri, _ in items(root)] == ["./Inbox"])


def check_atomic():
    root = package(["atomic yes"])
    checks.check("an Atomic around the command", commands(root) == [("Atomic", "1", [("Add", "2", [])])])
    root = package(["atomic yes"], "--acl", "items")
    checks.check("and around the ACLs",
                 commands(root) == [("Atomic", "1", [("Add", "2", []), ("Replace", "3", [])])])
    translate(["atomic yes", "final yes"], form="wbxml")
    converted = checks.cpdm("convert", "-f", "xml", "out")
    checks.check("the same in WBXML", commands(ElementTree.fromstring(converted.out)) ==
                 [("Atomic", "1", [("Add", "2", [])]), ("Final", None, [])], converted)


def check_source():
    def source(*words):
        return package(["source account"], *words).findtext(f"{SYNCML}SyncHdr/{SYNCML}Source/{SYNCML}LocURI")

    checks.check("Source is the first address", source() == "https://a.example/")
    for address in ("https://a.example/second", "https://b.example/"):
        checks.check(f"--server {address}", source("--server", address) == address)
    result = translate(["source account"], "--server", "https://a.example")
    checks.refused("--server that is no address", result, 2, "requires [CPDM-0715]")
    root = package(["source server"], "--server", "https://elsewhere.example/")
    checks.check("where the target allows it", root.findtext(f".//{SYNCML}Source/{SYNCML}LocURI") ==
                 "https://elsewhere.example/")


def equal(name, first, second):
    """`diff` finds nothing."""
    result = checks.cpdm("diff", "--show-secrets", first, second)
    checks.check(name, result.code == 0 and not result.out + result.err.encode(), result)


def check_readers():
    """The package in XML and WBXML, the TNDS alone in both, plain items, and the lines of the tree: one and the same tree."""
    target = ["payload tnds", "inbox ./Inbox", "final yes", "atomic yes"]
    for form, words in (("xml", []), ("wbxml", []), ("tree", ["--show-secrets"])):
        translate(target, *words, form=form)
        pathlib.Path("out").rename(f"package.{form}")
    data = tnds.item_of(pathlib.Path("package.xml").read_bytes())[2].text
    pathlib.Path("tnds.xml").write_text("<?xml version='1.0'?>\n" + data)
    pathlib.Path("tnds.wbxml").write_bytes(checks.cpdm("convert", "tnds.xml").out)
    translate(target, "--items", "--acl", "items")
    pathlib.Path("out").rename("items.xml")
    for other in ("package.wbxml", "package.tree", "tnds.xml", "tnds.wbxml", "items.xml"):
        equal(f"package.xml is {other}", "package.xml", other)
    found = tnds.nodes(tnds.from_wbxml(pathlib.Path("tnds.wbxml").read_bytes()), False)
    checks.check("a TNDS converted to WBXML", found == tnds.package_nodes(pathlib.Path("package.xml").read_bytes()))
    back = checks.cpdm("convert", "tnds.wbxml")
    checks.check("and back", tnds.nodes(tnds.from_xml(back.out), True) == found, back)
    again = checks.cpdm("convert", "-", stdin=back.out)
    checks.check("and again", again.out == pathlib.Path("tnds.wbxml").read_bytes(), again)


def check_inspect():
    """What is in a TNDS is shown, and its secrets are not."""
    for name, layers in (("package.xml", ["body: XML", "content: SyncML package", "  Data\n", "Value = ********"]),
                         ("package.wbxml", ["body: WBXML", "  Data (bin)\n", "Value (bin) = ********"]),
                         ("tnds.wbxml", ["content: TNDS document", "\nMgmtTree\n", "NodeName = NapId"]),
                         ("tnds.xml", ["content: TNDS document", "Path = ./DMAcc", "ACL = Get=other&Replace=other"]),
                         ("package.tree", ["content: management tree", "./NAP/nap/NapId\tchr\tnap", "bin\t********"])):
        result = checks.cpdm("inspect", name)
        shown = result.out.decode()
        checks.check(f"inspect {name}", all(layer in shown for layer in layers) and "pw" not in shown and
                     "AP8B" not in shown and not result.code, result)
    result = checks.cpdm("inspect", "--show-secrets", "package.wbxml")
    checks.check("inspect --show-secrets", b"Value = pw\n" in result.out and b"= AP8BYSYmJg==" in result.out, result)


ACCOUNT = """<SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr><VerDTD>1.1</VerDTD><VerProto>DM/1.1</VerProto><SessionID>0</SessionID>
<MsgID>0</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody><Add><CmdID>1</CmdID>
{}</Add></SyncBody></SyncML>"""


def check_completeness():
    """What a device cannot start a session with is told by name: of a document's package, and of one that came in."""
    bare = DOCUMENT.replace("<parm name=\"ADDR\" value=\"https://b.example/\"/>", "")
    pathlib.Path("doc.xml").write_text(bare)
    result = translate(["payload tnds", "inbox ./Inbox"])
    checks.check("no address, no credential", result.code == 0 and
                 "warning: the account ./DMAcc/other has no server address: it cannot start a session [CPDM-0611]" in result.err and
                 "warning: the account ./DMAcc/other has no credential of either side" in result.err and
                 "b%2Bc has no" not in result.err, result)
    pathlib.Path("out").unlink()
    result = translate(["payload tnds", "inbox ./Inbox"], "--strict")
    checks.check("--strict refuses that", result.code == 1 and not pathlib.Path("out").exists() and
                 "error: the account ./DMAcc/other has no server address" in result.err, result)
    pathlib.Path("doc.xml").write_text(DOCUMENT)

    def incoming(name, leaves, *said):
        rows = "".join(f"<Item><Target><LocURI>{uri}</LocURI></Target><Data>{text}</Data></Item>" for uri, text in leaves)
        result = checks.cpdm("reverse", "--to", "dm-1.1.2", "-", stdin=ACCOUNT.format(rows).encode())
        found = [line.split("warning: ")[1] for line in result.err.splitlines() if "[CPDM-06" in line]
        checks.check(name, result.code == 0 and len(found) == len(said) and all(map(str.startswith, found, said)), result)

    account = [("./SyncML/DMAcc/x/ServerId", "x"), ("./SyncML/DMAcc/x/Addr", "https://a.example/"),
               ("./SyncML/DMAcc/x/ServerPW", "pw"), ("./SyncML/DMAcc/x/ConRef", "nap"), ("./SyncML/DMAcc/x/AddrType", "1")]
    nap = ("./SyncML/Con/nap/NAP/Bearer", "11")
    def without(*leaves):
        return [leaf for leaf in account if leaf[0].rpartition("/")[2] not in leaves]

    incoming("an account that lacks nothing", [*account, nap])
    incoming("no address", [*without("Addr", "AddrType"), nap], "the account ./SyncML/DMAcc/x has no server address",
             "target dm-1.1.2 requires the node ./SyncML/DMAcc/x/AddrType, and it is not there")
    incoming("no credential", [*without("ServerPW"), nap], "the account ./SyncML/DMAcc/x has no credential")
    incoming("no connection", without("ConRef"), "target dm-1.1.2 requires the node ./SyncML/DMAcc/x/ConRef")
    incoming("no bearer", [*account, ("./SyncML/Con/nap/NAP/Addr", "internet")],
             "target dm-1.1.2 requires the node ./SyncML/Con/nap/NAP/Bearer")
    incoming("a connection that is not there", account, "ConRef \"nap\" leads to no access point")
    incoming("its URI", [*without("ConRef"), ("./SyncML/DMAcc/x/ConRef", "./SyncML/Con/nap"), nap])
    incoming("a URI of nothing", [*without("ConRef"), ("./SyncML/DMAcc/x/ConRef", "./SyncML/Con/n"), nap],
             "ConRef \"./SyncML/Con/n\" leads to no access point")
    incoming("the device's own connection", [*without("ConRef"), ("./SyncML/DMAcc/x/ConRef", "")])


pathlib.Path("doc.xml").write_text(DOCUMENT)
check_tnds()
check_items()
check_atomic()
check_source()
check_readers()
check_inspect()
check_completeness()
sys.exit(checks.finish())
