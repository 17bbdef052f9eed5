#!/bin/sh
# SPDX-License-Identifier: MIT
# The command line itself: what is not understood is exit code 2, with the nearest word that is; nothing is written then.
. "$SOURCE/tests/cli/lib"
document >doc.xml

run
refused "no verb" 2 "a verb is missing"
run transalte doc.xml
refused "unknown verb" 2 "did you mean cpdm translate?"
run --pin=4711canary
refused "unknown option before a verb" 2 "unknown option --pin"
lacks "what stands behind = is not said" err 4711canary
run translate --forma xml doc.xml
refused "unknown option" 2 "did you mean --format?"
holds "the message has its rule" err "[CPDM-0112]"
for word in --pin=4711canary --imsi=4711canary --userpinmac-key=4711canary --nosuch=4711canary -x4711canary; do
    run translate "$word" doc.xml
    exits "$word" 2
    lacks "$word is not repeated" err 4711canary
done
run translate --pin 1234 doc.xml
refused "secrets and the command line" 2 "secrets never come on the command line"
run translate -f tre doc.xml
refused "unknown format" 2 "did you mean tree?"
run convert -f tree doc.xml
refused "a format of another verb" 2 "--format takes xml|wbxml"
run translate --to dm-1.1.1 doc.xml
refused "unknown target" 2 "did you mean dm-1.1.2?"
run translate a b
refused "two files" 2 "too many arguments"
run inspect --strict doc.xml
refused "an option of another verb" 2 "unknown option --strict"
run translate -o
exits "an argument that is missing" 2

for number in -1 0 x 1x '' ' 1' 67108865 99999999999999999999; do
    run translate --max-document "$number" doc.xml
    refused "--max-document '$number'" 2 "a number from 1 to"
done
for word in parms parms= parms=x parms=0 parms=-1 '' , parms=1, depth=65 attributes=17 nodes=63 Parms=5; do
    run translate --limit "$word" doc.xml
    refused "--limit '$word'" 2 "--limit "
done
run translate --limit parm=5 doc.xml
refused "--limit parm=5" 2 "did you mean parms?"
run translate -f tree --limit nodes=100,parms=100,value=100,text=1000,memory=100000,depth=9,attributes=2,same-name=1,connections=9 doc.xml
exits "every limit" 0
run translate -f tree --limit parms=3 doc.xml
refused "a limit that is reached" 4 "--limit parms=N raises it"
for apps in '' , ',w2' 'w2,' 'w2,,w4'; do
    run translate --apps "$apps" doc.xml
    refused "--apps '$apps'" 2 "not a list of APPIDs"
done
run translate --first-session-id 65536 doc.xml
refused "--first-session-id 65536" 2 "a number from 0 to 65535"
for number in 1 11 65536 -1 x; do
    run translate --max-segment "$number" doc.xml
    exits "--max-segment '$number'" 2
done
run translate -f tree --max-segment 12 --max-uri 20 doc.xml
refused "no name is short enough" 4 "at most 20 are allowed"
holds "the node is named" err "the URI of the node ./SyncML/"
run translate --max-uri 65536 doc.xml
refused "--max-uri 65536" 2 "a number from 0 to 65535"
run translate --session-id 65536 doc.xml
refused "--session-id 65536" 2 "a number from 0 to 65535"
run translate --session-id 0x10 doc.xml
exits "--session-id has no hexadecimal form" 2
run translate -f push --wsp-content-type 0xZZ doc.xml
exits "--wsp-content-type 0xZZ" 2
run translate --device "$(printf 'im\351i')" doc.xml
refused "an option that is not UTF-8" 2 "--device is not UTF-8"

# What a format cannot obey is refused.
run translate --sign userpin doc.xml
refused "--sign with xml" 2 "--sign does not go with this format"
run translate -f tree --sign netwpin doc.xml
exits "--sign with tree" 2
run translate --content-type-out type doc.xml
refused "--content-type-out with xml" 2 "needs -f wbxml"
run translate -f wbxml --wsp-content-type 0x42 -o package doc.xml
refused "--wsp-content-type with wbxml" 2 "needs -f push"
run translate -f wbxml --cross-check --no-cross-check doc.xml
exits "--cross-check against --no-cross-check" 2
run translate --report - doc.xml
refused "two outputs on stdout" 2 "-o FILE leaves stdout"
run translate -o same --report same doc.xml
exits "two outputs in one file" 2
if [ -e same ] || [ -e package ] || [ -e type ]; then not_ok "a file was written"; else ok "no file was written"; fi
run sign doc.xml
refused "sign without a method" 2 "no method is named"
run translate --secrets a --secrets-fd 3 doc.xml
exits "two sources of secrets" 2
run translate --secrets-fd 0 -
exits "document and secrets from stdin" 2

# Messages: text, JSON, none.
run translate -f tre --diag json doc.xml
exits "usage as JSON" 2
python3 - <<'PYTHON' && ok "the JSON is JSON" || not_ok "the JSON is JSON"
import json
lines = open("err").read().splitlines()
found = json.loads(lines[0])
assert len(lines) == 1 and found["rule"] == "CPDM-0112" and found["severity"] == "error" and found["hint"], found
PYTHON
run translate --diag=none --nosuch doc.xml
exits "no messages" 2
if [ -s err ]; then not_ok "--diag none is silent"; else ok "--diag none is silent"; fi
printf '<wap-provisioningdoc>\n  </nothing>' >broken.xml
run translate broken.xml
if [ "$code" = 1 ] && grep -qE '^broken\.xml:2:[0-9]+: error: .* \[CPDM-0200\]$' err; then
    ok "a located message"
else
    not_ok "a located message"
fi
"$CPDM" translate - <broken.xml >out 2>err
holds "stdin has a name" err "<stdin>:2:"
run translate --diag json broken.xml
python3 -c 'import json
found = json.loads(open("err").read())
assert found["file"] == "broken.xml" and found["line"] == 2 and found["column"] > 0 and "offset" not in found, found' &&
    ok "a located message as JSON" || not_ok "a located message as JSON"
printf '\003\013\152\000\105\306\125' >broken.wbxml
run inspect broken.wbxml
if grep -qE '^broken\.wbxml:@[0-9]+: error: ' err; then ok "a message with an offset"; else not_ok "a message with an offset"; fi
run help CPDM-0515
holds "a rule explained" out "The MAC does not belong to this body"
cp out rule
run help cpdm-515
same "in any spelling" out rule
run help M001
holds "a table rule explained" out "M001: "
run help CPDM-9999
refused "no such rule" 2 "no verb and no rule"
run help conformance
silent "help conformance"
grep -v '^#' "$SOURCE/tests/conformance" | sed '/./,$!d' >items
head -n "$(wc -l <items)" out >shown
same "is tests/conformance without its comments" shown items
holds "with a count" out "$(grep -cE '^[A-Z]+[-A-Z0-9.]*  ' items) items: $(grep -c '  met$' items) met,"
run help verfy
refused "no such verb" 2 "did you mean verify?"
run --version
if grep -qE '^cpdm [0-9]+\.[0-9]+\.[0-9]+' out; then ok "--version"; else not_ok "--version"; fi

# Each rule that the command line can print has an explanation.
sed -n 's/^    TOOL_[A-Z_]* = \([0-9]*\),.*/\1/p' "$SOURCE/tools/messages.h" >numbers
for number in $(cat numbers); do
    run help "CPDM-$number"
    [ "$code" = 0 ] || not_ok "rule $number has no explanation"
done
if [ "$(wc -l <numbers)" -gt 10 ]; then ok "rules of the command line"; else not_ok "rules of the command line"; fi
finish
