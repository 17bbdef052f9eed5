#!/bin/sh
# SPDX-License-Identifier: MIT
# What the formats look like: tree, JSON, report, outline; the options that change the package; --strict.
. "$SOURCE/tests/cli/lib"
document >doc.xml

run translate -f tree doc.xml
silent "-f tree"
printf './SyncML/DMAcc/dm.example\tnode\t\n' >line
holds "an interior node" out "$(cat line)"
holds "an int" out "$(printf './SyncML/DMAcc/dm.example/PortNbr\tint\t443')"
holds "a secret" out "$(printf './SyncML/DMAcc/dm.example/ClientPW\tchr\t********')"
cp out tree
run translate -f json doc.xml
python3 - <<'PYTHON' && ok "-f json holds the same" || not_ok "-f json holds the same"
import json
nodes = [(node["uri"], node["format"], node["value"]) for node in json.load(open("out"))]
assert nodes == [tuple(line.split("\t")) for line in open("tree").read().splitlines()] and len(nodes) > 15
PYTHON

# Control characters, in the one value that can hold them: by numeric reference in XML.
sed 's/value="Example"/value="a\\b\&#9;c\&#10;d\&#13;e\&#x7F;f\&#x85;g\&#x2028;h \&#xFC;"/' doc.xml >control.xml
run translate -f tree control.xml
holds "escapes" out "$(printf '/Name\tchr\ta\\\\b\\tc\\nd\\re\\x7Ff\\xC2\\x85g\\xE2\\x80\\xA8h \303\274')"
run translate -f json control.xml
python3 -c 'import json
assert "a\\b\tc\nd\re\x7ff\x85g\u2028h \xfc" in [node["value"] for node in json.load(open("out"))]' &&
    ok "the same in JSON" || not_ok "the same in JSON"
run inspect control.xml
holds "the same in the outline" out 'parm NAME = a\\b\tc\nd\re\x7Ff'

run translate --device 'IMEI:49000000' --server 'https://other.example/' --session-id 7 doc.xml
python3 - <<'PYTHON' && ok "--device, --server, --session-id" || not_ok "--device, --server, --session-id"
import xml.etree.ElementTree as tree
name = "{SYNCML:SYNCML1.1}"
header = tree.parse("out").getroot().find(name + "SyncHdr")
assert header.findtext(f"{name}Target/{name}LocURI") == "IMEI:49000000"
assert header.findtext(f"{name}Source/{name}LocURI") == "https://other.example/"
assert header.findtext(f"{name}SessionID") == "7"
PYTHON

# The report: its members, for text and binary documents.
sed 's/<parm name="NAME"/<parm name="ROLE" value="canary"\/>&/' doc.xml >unmapped.xml
run translate -f tree --report report unmapped.xml
silent "with a report nothing is said of what it says"
run convert -f wbxml -o unmapped.wbxml unmapped.xml
run translate -f tree --allow-unauthenticated --report report.binary unmapped.wbxml
python3 - <<'PYTHON' && ok "the report" || not_ok "the report"
import json
text, binary = json.load(open("report")), json.load(open("report.binary"))
assert list(text) == ["source", "target", "authenticated", "parms", "supplied", "counts"], list(text)
assert (text["source"], text["target"], text["authenticated"]) == ("unmapped.xml", "dm-1.1.2", False)
assert list(text["counts"]) == ["mapped", "normalised", "derived", "signalled", "lost", "unmapped", "invalid"]
assert sum(text["counts"].values()) == len(text["parms"]) == 21 and text["counts"]["unmapped"] == 1
for parm in text["parms"]:
    assert list(parm) == ["path", "line", "fate", "nodes", "reason"], parm
for parm in binary["parms"]:
    assert list(parm) == ["path", "offset", "fate", "nodes", "reason"], parm
strip = lambda report: [(parm["path"], parm["fate"], parm["nodes"]) for parm in report["parms"]]
assert strip(text) == strip(binary)
role = next(parm for parm in text["parms"] if parm["path"].endswith("/ROLE"))
assert role["fate"] == "unmapped" and role["line"] == 5 and role["nodes"] == []
secret = next(parm for parm in text["parms"] if parm["path"] == "APPLICATION[1]/APPAUTH[1]/AAUTHSECRET")
assert secret["fate"] == "mapped" and secret["nodes"] == ["./SyncML/DMAcc/dm.example/ClientPW"]
assert {"node": "./SyncML/DMAcc/dm.example/PortNbr", "why": "defaulted"} in text["supplied"]
PYTHON
run translate -o package --report - unmapped.xml
same "the report on stdout" out report
run translate unmapped.xml
exits "without a report" 0
holds "a line says that there is something" err "unmapped.xml: warning: 0 parms lost, 1 unmapped, 0 invalid [CPDM-0904]"

run translate --strict -o strict.out --report strict.report doc.xml
silent "--strict and nothing to complain of"
rm -f strict.out strict.report
run translate --strict -o strict.out --report strict.report unmapped.xml
refused "--strict" 1 "unmapped.xml:5:"
holds "names the parm and its fate" err "APPLICATION[1]/ROLE is unmapped: no row takes it [CPDM-0608]"
if [ -e strict.out ] || [ -e strict.report ]; then not_ok "writes nothing"; else ok "writes nothing"; fi
sed 's/"GSM-GPRS"/"CDMA2000-1X-SIMPLE-IP"/' doc.xml >must.xml
run translate -f tree must.xml
exits "a required node that cannot be filled" 0
holds "is a warning" err "warning"
run translate --strict -f tree must.xml
refused "and an error under --strict" 1 "[CPDM-0600]"
if grep 'CPDM-0600' err | grep -q ': error: '; then ok "printed as one"; else not_ok "printed as one"; fi

# convert: there and back, in either direction, and the canonical form of the same.
run convert -f xml -o canonical.xml doc.xml
run convert -o there.wbxml doc.xml
run convert -o back.xml there.wbxml
same "a document through WBXML" back.xml canonical.xml
run convert -o again.wbxml back.xml
same "and through XML" again.wbxml there.wbxml
run translate -o package.xml doc.xml
run translate -f wbxml --strings inline -o package.wbxml doc.xml
run convert -o converted.wbxml package.xml
same "a package into WBXML" converted.wbxml package.wbxml
run translate -f wbxml --strings table -o table.wbxml doc.xml
run convert -f wbxml -o converted.wbxml table.wbxml
same "a package with a string table into inline strings" converted.wbxml package.wbxml
run convert -o converted.xml package.wbxml
same "a package into XML" converted.xml package.xml
secrets pin pin=1234
run sign --sign userpin --secrets pin -f push -o doc.push there.wbxml
run convert -f wbxml doc.push
same "the body of a push" out there.wbxml
printf '<other/>' >other.xml
run convert other.xml
refused "another document" 1 "CPDM-"

# inspect: the layers, exactly.
printf '\003\013\152\000\105\001' >empty.wbxml
run sign --sign userpin --secrets pin -f push -o empty.push empty.wbxml
run inspect empty.push
headers=$(($(wc -c <empty.push) - 3 - 6))
cat >expected <<TEXT
push-transaction: 1
push-headers: $headers octets
push-application: none
content-type: application/vnd.wap.connectivity-wbxml 0x36
sec: USERPIN
mac: present
body: WBXML, 6 octets at $((headers + 3))
content: CP document
wap-provisioningdoc
TEXT
same "the layers of a push" out expected
run inspect doc.xml
{
    printf 'body: XML, %d octets at 0\ncontent: CP document\nwap-provisioningdoc 1.1\n' "$(wc -c <doc.xml)"
    printf '  characteristic APPLICATION\n    parm APPID = w7\n'
} >expected
head -5 out >start
same "the outline of a document" start expected
run inspect package.wbxml
holds "the outline of a package" out "          LocURI = ./SyncML/DMAcc/dm.example/ClientNonce"
holds "binary data" out "        Data (bin) = ********"
run inspect --show-secrets package.wbxml
holds "as base64" out "        Data (bin) = Y2FuYXJ5LW5vbmNl"
finish
