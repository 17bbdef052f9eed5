#!/bin/sh
# SPDX-License-Identifier: MIT
# diff: nothing and 0 for two files that mean the same tree, whatever they are; else a line for each node, in the order of
# the tree, and 1.
. "$SOURCE/tests/cli/lib"
document >doc.xml
"$CPDM" convert -f wbxml -o doc.wbxml doc.xml
"$CPDM" translate -o package.xml doc.xml
"$CPDM" translate -f wbxml -o package.wbxml doc.xml
secrets keys pin=1234
"$CPDM" translate --allow-unauthenticated --secrets keys --sign userpin -f push -o package.push doc.xml

for one in doc.xml doc.wbxml package.xml package.wbxml package.push; do
    for other in doc.xml package.wbxml package.push; do
        run diff "$one" "$other"
        silent "$one and $other mean the same"
        [ ! -s out ] || not_ok "$one and $other: something is printed"
    done
done
"$CPDM" translate -f tree --show-secrets -o lines doc.xml
for other in doc.xml package.wbxml lines; do
    run diff lines "$other"
    silent "the lines of a tree and $other mean the same"
done
run diff - package.xml
exits "an empty stdin is not silence" 1
"$CPDM" diff - package.xml <doc.xml >out 2>err && ok "one side from stdin" || not_ok "one side from stdin"

# One node less, one more, one with another value, one with another secret.
sed -e '/"NAME" value="Example"/d' -e 's/"NAP-ADDRESS" value="internet"/"NAP-ADDRESS" value="other"/' \
    -e 's/canary-client-pw/canary-another/' -e 's,</wap-prov,<characteristic type="NAPDEF">\
<parm name="NAPID" value="NAP"/><parm name="BEARER" value="GSM-CSD"/></characteristic></wap-prov,' doc.xml >changed.xml
cat >expected <<'LINES'
+ ./SyncML/Con/NAP	node	
+ ./SyncML/Con/NAP/NAP	node	
+ ./SyncML/Con/NAP/NAP/Bearer	chr	10
! ./SyncML/Con/NAP1/NAP/Addr	chr	internet	chr	other
! ./SyncML/DMAcc/dm.example/ClientPW	chr	********	chr	********
- ./SyncML/DMAcc/dm.example/Name	chr	Example
LINES
for one in doc.xml package.xml package.wbxml; do
    run diff "$one" changed.xml
    exits "$one and changed.xml differ" 1
    same "$one and changed.xml: the differences in the order of the tree" out expected
    if [ -s err ]; then not_ok "$one and changed.xml: no message"; fi
done
tr '+-' '-+' <expected | sed 's/internet\tchr\tother/other\tchr\tinternet/; s/+358/-358/' >reversed
run diff changed.xml doc.xml
same "the other way round" out reversed
lacks "no secret is shown" out canary
run diff --show-secrets doc.xml changed.xml
holds "unless it is asked for" out "canary-client-pw	chr	canary-another"

# A node with another format.
cat >row.map <<'MAP'
cpdm-map 1
extends "dm-1.1.2.map"
[APPLICATION]  ./SyncML/DMAcc/{PROVIDER-ID}  when APPID = w7
    override NAME  <->  Name  xml  ?
MAP
run diff --overlay row.map doc.xml package.xml
printf '! ./SyncML/DMAcc/dm.example/Name\txml\tExample\tchr\tExample\n' >expected
same "another format" out expected
exits "another format is a difference" 1

run diff doc.xml
refused "one file" 2 "two files are wanted"
run diff doc.xml doc.xml doc.xml
refused "three files" 2 "too many arguments"
run diff - -
refused "two times stdin" 2 "only one of the two"
run diff doc.xml nothing.xml
refused "a file that is not there" 5 "cannot be read"
printf '<wap-provisioningdoc/>' >empty.xml
run diff empty.xml package.xml
refused "a document without an account" 6 "[CPDM-0415]"
run diff --to dm-1.1.3 doc.xml package.xml
refused "an unknown target" 2 "there is no target"
finish
