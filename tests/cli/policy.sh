#!/bin/sh
# SPDX-License-Identifier: MIT
# What counts as authenticated: every form of input against every policy; refusal is exit code 3 and nothing on stdout.
. "$SOURCE/tests/cli/lib"
type=application/vnd.wap.connectivity-wbxml
document >doc.xml
run convert -f wbxml -o doc.wbxml doc.xml
right=$(mac 1234 doc.wbxml)
wrong=$(mac 1235 doc.wbxml)
secrets good pin=1234
secrets bad pin=1235
run sign --sign userpin --secrets good -f push -o doc.push doc.wbxml
exits "a signed message" 0

# told NAME true|false: the tree came out, and the report says so.
told() {
    if [ "$code" = 0 ] && [ -s out ] && grep -q "\"authenticated\": $2" report; then ok "$1"; else not_ok "$1: exit $code"; fi
    rm -f report
}

run translate -f tree --report report doc.xml
told "bare XML is the operator's own" false
run translate -f tree --content-type text/vnd.wap.connectivity-xml doc.xml
refused "XML with a content type" 3 "CPDM-0521"
run translate -f tree --content-type "text/vnd.wap.connectivity-xml; SEC=USERPIN; MAC=$(mac 1234 doc.xml)" --secrets good doc.xml
refused "XML with a MAC" 3 "CPDM-0521"
run translate -f tree --secrets good doc.xml
refused "XML with secrets" 3 "CPDM-0521"
run translate -f tree --secrets good --allow-unauthenticated --report report doc.xml
told "XML with secrets, let through" false

run translate -f tree doc.wbxml
refused "bare WBXML" 3 "CPDM-0510"
run translate -f tree --secrets good doc.wbxml
refused "bare WBXML with secrets" 3 "CPDM-0510"
run translate -f tree --allow-unauthenticated --report report doc.wbxml
told "bare WBXML, let through" false
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$right" --secrets good --report report doc.wbxml
told "WBXML with its MAC" true
run translate -f tree --content-type "$type; sec=1; mac=$right" --secrets good --report report doc.wbxml
told "WBXML with its MAC, in another spelling" true
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$wrong" --secrets good doc.wbxml
refused "WBXML with another MAC" 3 "CPDM-0515"
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$right" --secrets bad doc.wbxml
refused "WBXML with another PIN" 3 "CPDM-0515"
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$right" doc.wbxml
refused "WBXML without secrets" 3 "CPDM-0517"
run translate -f tree --content-type "$type; SEC=USERPIN" --secrets good doc.wbxml
refused "WBXML without MAC" 3 "CPDM-0513"
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$right" --secrets good --allow-unauthenticated --report report doc.wbxml
told "right, though it need not be" true
run translate -f tree --content-type "$type; SEC=USERPIN; MAC=$wrong" --secrets good --allow-unauthenticated --report report doc.wbxml
holds "a wrong MAC let through is a warning" err "warning: translated though it is not authenticated"
told "a wrong MAC let through" false

run translate -f tree --secrets good --report report doc.push
told "a push with its MAC" true
run translate -f tree --secrets bad doc.push
refused "a push with another PIN" 3 "CPDM-0515"
run translate -f tree doc.push
refused "a push without secrets" 3 "CPDM-0517"
run translate -f tree --allow-unauthenticated --report report doc.push
told "a push let through" false

run verify --secrets good doc.push
silent "verify"
echo "authenticated: USERPIN" >expected
same "verify says the method" out expected
run verify --secrets bad doc.push
refused "verify another PIN" 3 "CPDM-0515"
run verify doc.xml
refused "verify XML" 3 "error"
run verify --content-type "$type; SEC=USERPIN; MAC=$right" --secrets good doc.wbxml
same "verify a bare body" out expected

# Every octet of the message changed in turn: none is accepted.
python3 - "$CPDM" <<'PYTHON' && ok "no changed message is accepted" || not_ok "no changed message is accepted"
import subprocess, sys
whole = open("doc.push", "rb").read()
body = whole.index(b"\x03\x0b\x6a")
for at in range(body, len(whole), 7):
    open("changed", "wb").write(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
    done = subprocess.run([sys.argv[1], "translate", "--secrets", "good", "changed"], capture_output=True)
    assert done.returncode == 3 and not done.stdout, (at, done)
PYTHON

# No MAC is asked for where nothing is translated.
for verb in inspect convert; do
    run $verb doc.push
    silent "$verb asks for no MAC"
done
finish
