#!/bin/sh
# SPDX-License-Identifier: MIT
# reverse: a package, in any of its forms, into the CP document that it was made of; and packages that no document of ours
# made.
. "$SOURCE/tests/cli/lib"
document >doc.xml
"$CPDM" translate -o package.xml doc.xml
"$CPDM" translate -f wbxml -o package.wbxml doc.xml
secrets keys pin=1234
"$CPDM" translate --allow-unauthenticated --secrets keys --sign userpin -f push -o package.push doc.xml

# Every parm of the document comes back: the same lines in another order, but for the ADDR's place.
run reverse package.xml
silent "a package in XML"
cp out back.xml
grep -o '<parm .*' doc.xml | sort >parms
grep -o '<parm .*' back.xml | sort >parms.back
same "every parm comes back" parms parms.back
holds "the version" back.xml '<wap-provisioningdoc version="1.1">'
for form in wbxml push; do
    run reverse "package.$form"
    silent "a package as $form, whose MAC nobody asks for"
    same "the same document from $form" out back.xml
done
"$CPDM" translate -f tree --show-secrets -o tree doc.xml
run reverse tree
silent "the lines of a tree"
same "the same document from them" out back.xml
run reverse --to dm-1.1.2 - <package.xml
exits "an empty stdin is not a package" 1
run reverse -f wbxml -o back.wbxml package.xml
run convert back.wbxml
same "-f wbxml" out back.xml
run diff doc.xml back.xml
silent "the document that comes back means the same"

# The report: one entry for each node that holds a value.
run reverse --report report -o back.xml package.xml
python3 - <<'PYTHON' && ok "the report" || not_ok "the report"
import json
report = json.load(open("report"))
nodes = {node["node"]: node for node in report["nodes"]}
assert report["target"] == "dm-1.1.2" and report["counts"]["unmapped"] == report["counts"]["invalid"] == 0
addr = nodes["./SyncML/DMAcc/dm.example/Addr"]
assert addr["fate"] == "mapped" and addr["parm"] == "APPLICATION[1]/APPADDR[1]/ADDR" and addr["reason"] == ""
assert nodes["./SyncML/DMAcc/dm.example/PortNbr"]["fate"] == "derived"
assert sum(report["counts"].values()) == len(report["nodes"])
PYTHON
lacks "no secret in the report" report canary
run reverse --report - package.xml
refused "two outputs in one place" 2 "two outputs"

# As a message: signed by the methods of Client Provisioning over the WBXML body, and what comes of it verifies, is the same
# document, and makes the same tree again.
secrets cp-keys pin=1234 imsi=001010123456789
for method in netwpin userpin usernetwpin; do
    for form in push sms obex; do
        run reverse --secrets cp-keys --sign "$method" -f "$form" -o message package.wbxml
        silent "signed with $method as $form"
        run verify --secrets cp-keys message
        exits "$form with $method verifies" 0
        run convert -f wbxml -o body message
        same "$form with $method holds the document" body back.wbxml
    done
done
run translate --secrets cp-keys --sign none -f wbxml -o again.wbxml message
silent "it translates, verified"
run diff again.wbxml package.wbxml
silent "and makes the same tree again"
run reverse --secrets cp-keys --sign userpin -f wbxml --content-type-out type -o body package.xml
silent "-f wbxml with its content type beside it"
holds "SEC and MAC of CP" type 'application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC='
run verify --secrets cp-keys --content-type "$(cat type)" body
exits "they verify" 0
run reverse --secrets cp-keys --sign userpin -f wbxml -o body package.xml
holds "without a place for the MAC" err 'the MAC of the document is not written'
secrets mac-keys userpinmac-key=31415926
run reverse --secrets mac-keys --sign userpinmac -f push -o message package.xml
refused "USERPINMAC makes a code that must go somewhere" 2 "no place for it"
run reverse --secrets mac-keys --sign userpinmac -f push --user-code-out code -o message package.xml
exits "USERPINMAC" 0
secrets code-keys "userpinmac=$(cat code)"
run verify --secrets code-keys message
exits "its code verifies" 0
run reverse --secrets cp-keys --sign userpin -f pap --address 358401234567 -o message package.wbxml
silent "as a submission to a push proxy gateway"
run verify --secrets cp-keys message
exits "which verifies" 0
run reverse -f card --size 2048 -o message package.wbxml
silent "as the file of a smart card"
run convert -f wbxml -o body message
same "which holds the document" body back.wbxml
run reverse --secrets cp-keys --sign userpin package.xml
refused "a MAC over XML" 2 "a MAC covers WBXML"
run reverse --sign networkid -f push package.xml
refused "a method of OMA DM" 2 "networkid"
run reverse --sign userpin -f push -o message package.xml
refused "no secret to sign with" 3 "pin"

# --strict: all of it, or nothing.
run reverse --strict package.xml
silent "--strict, and nothing is left behind"
same "the same document" out back.xml

# item URI FORMAT VALUE; package ITEM…
item() {
    printf '<Item><Target><LocURI>%s</LocURI></Target><Meta><Format xmlns="syncml:metinf">%s</Format></Meta>' "$1" "$2"
    printf '<Data>%s</Data></Item>' "$3"
}
package() {
    printf '<SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr><VerDTD>1.1</VerDTD><VerProto>DM/1.1</VerProto>'
    printf '<SessionID>0</SessionID><MsgID>0</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s</LocURI></Source>'
    printf '</SyncHdr><SyncBody><Replace><CmdID>1</CmdID>%s</Replace></SyncBody></SyncML>' "$*"
}

# A connection with NAP and PX and none with the NAP alone: a NAPDEF is made of it (design section 6), with a warning. Its
# account refers to it by URI. What is no row's, and what no parm could say, is told.
package "$(item ./SyncML/DMAcc/My%20ISP/ServerId chr srv)" "$(item ./SyncML/DMAcc/My%20ISP/Addr chr wsp://h)" \
    "$(item ./SyncML/DMAcc/My%20ISP/AddrType chr 1)" "$(item ./SyncML/DMAcc/My%20ISP/PortNbr int 0080)" \
    "$(item ./SyncML/DMAcc/My%20ISP/ConRef chr ./SyncML/Con/gw)" "$(item ./SyncML/DMAcc/My%20ISP/AuthPref chr none)" \
    "$(item ./SyncML/DMAcc/My%20ISP/Acme int 7)" "$(item ./SyncML/Con/gw/NAP/Bearer chr 11)" \
    "$(item ./SyncML/Con/gw/PX/Addr chr 10.0.0.1)" "$(item ./SyncML/Con/gw/NAP/Auth/EAP/Id chr me)" >foreign.xml
run reverse --report report -o back.xml foreign.xml
exits "a package of somebody else" 0
holds "a NAPDEF is made" err 'it becomes the NAPDEF "gw"'
holds "a value that no parm could give" err './SyncML/DMAcc/My%20ISP/AuthPref: "none" is the counterpart of nothing'
holds "an AddrType that the address does not give" err './SyncML/DMAcc/My%20ISP/AddrType: does not follow'
sed 's/^ *//' back.xml | tail -n +4 >flat
cat >expected <<'XML'
<characteristic type="NAPDEF">
<parm name="NAPID" value="gw"/>
<parm name="BEARER" value="GSM-GPRS"/>
</characteristic>
<characteristic type="PXLOGICAL">
<parm name="PROXY-ID" value="gw"/>
<characteristic type="PXPHYSICAL">
<parm name="PXADDR" value="10.0.0.1"/>
<parm name="TO-NAPID" value="gw"/>
</characteristic>
</characteristic>
<characteristic type="APPLICATION">
<parm name="APPID" value="w7"/>
<parm name="PROVIDER-ID" value="srv"/>
<parm name="TO-PROXY" value="gw"/>
<characteristic type="APPADDR">
<parm name="ADDR" value="wsp://h"/>
<characteristic type="PORT">
<parm name="PORTNBR" value="80"/>
</characteristic>
</characteristic>
</characteristic>
</wap-provisioningdoc>
XML
same "its document" flat expected
python3 - <<'PYTHON' && ok "its report" || not_ok "its report"
import json
fates = {node["node"].removeprefix("./SyncML/"): node["fate"] for node in json.load(open("report"))["nodes"]}
assert fates["DMAcc/My%20ISP/Acme"] == fates["Con/gw/NAP/Auth/EAP/Id"] == "unmapped"
assert fates["DMAcc/My%20ISP/PortNbr"] == "normalised" and fates["DMAcc/My%20ISP/ConRef"] == "mapped"
PYTHON
run reverse foreign.xml
holds "without a report" err "2 nodes unmapped, 2 invalid"
rm -f strict.xml
run reverse --strict -o strict.xml foreign.xml
refused "--strict" 1 './SyncML/DMAcc/My%20ISP/Acme is unmapped: no row takes it [CPDM-0623]'
holds "each node by name" err './SyncML/DMAcc/My%20ISP/AuthPref is invalid: "none" is the counterpart of nothing'
holds "a warning of what is lacking is an error" err 'has no credential of either side: its sessions are not authenticated [CPDM-0612]'
grep -q 'error: the account' err && [ ! -e strict.xml ] && ok "and nothing is written" || not_ok "and nothing is written"

package "$(item ./SyncML/DMAcc/a/ServerId chr srv)" "$(item ./SyncML/DMAcc/a/ConRef chr gone)" >nowhere.xml
run reverse nowhere.xml
holds "a reference that leads nowhere" err 'ConRef "gone" leads to no access point'
package "$(item ./Vendor/Acme/x chr y)" >other.xml
run reverse other.xml
refused "a tree that no table takes" 6 "make nothing of this tree"
run reverse doc.xml
refused "a CP document" 1 "where a management tree is wanted"
run reverse --to dm-1.1.3 package.xml
refused "an unknown target" 2 "there is no target"

# Within a TNDS object a reference may say the inbox before the URI ([DM Bootstrap 1.2] section 5).
"$CPDM" translate --to dm-1.2 -o tnds.xml doc.xml 2>err
"$CPDM" reverse -o plain.xml tnds.xml 2>err
sed 's|>\./NAP/|>./Inbox/NAP/|; s|>\./Proxy/|>./Inbox/Proxy/|' tnds.xml >inbox.xml
holds "a reference that says the inbox" inbox.xml './Inbox/NAP/'
run reverse inbox.xml
same "leads to the same" out plain.xml
lacks "and needs no warning" err 'leads to no'

# What DM 1.1 requires of an account is told on the way back too, whatever its credentials are.
"$CPDM" translate --to dm-1.1 -o required.xml "$SOURCE/tests/cases/required-2002/input.xml" 2>err
run reverse --to dm-1.1 required.xml
holds "a required node that is not there" err 'requires the node ./SyncML/DMAcc/two/UserName, and it is not there'

# A section that only goes to the tree makes no characteristic on the way back.
"$CPDM" translate --to windows -o stores.xml "$SOURCE/tests/cases/two-stores/input.xml" 2>err
run reverse --to windows stores.xml
holds "a certificate of Windows Mobile's ROOT, where Windows has it" out '<characteristic type="CC">'
lacks "and no empty ROOT" out 'type="ROOT"'

# A vendor's row, by an overlay.
cat >acme.map <<'MAP'
cpdm-map 1
extends "dm-1.1.2.map"
[APPLICATION]  ./SyncML/DMAcc/{PROVIDER-ID}  when APPID = w7
    ROLE  <->  Acme  int  ?
MAP
run reverse --to dm-1.1.2 --overlay acme.map foreign.xml
holds "an overlay" out '<parm name="ROLE" value="7"/>'
finish
