#!/bin/sh
# SPDX-License-Identifier: MIT
# Signed output: the MAC is right by another implementation, `auto` signs as the message came in, nobody is signed for who
# was not authenticated, and what cannot be carried is said.
. "$SOURCE/tests/cli/lib"
document >doc.xml
run convert -f wbxml -o doc.wbxml doc.xml
# The IMSI of TS 23.003 examples: 15 digits, so 9 before and the nibbles swapped (GSM 11.11 section 10.2.2).
secrets all pin=1234 imsi=123456789012345 userpinmac-key=12345
network_key=1932547698103254
secrets by-key pin=1234 "network-key=$network_key"

expected_mac() { # METHOD FILE
    python3 - "$1" "$2" "$network_key" <<'PYTHON'
import hashlib, hmac, sys
method, path, network = sys.argv[1:]
key = {"netwpin": bytes.fromhex(network), "userpin": b"1234", "usernetwpin": bytes.fromhex(network) + b"1234"}[method]
print(hmac.new(key, open(path, "rb").read(), hashlib.sha1).hexdigest().upper())
PYTHON
}

for method in netwpin userpin usernetwpin; do
    name=$(echo $method | tr a-z A-Z)
    run sign --sign $method --secrets all doc.wbxml
    echo "application/vnd.wap.connectivity-wbxml; SEC=$name; MAC=$(expected_mac $method doc.wbxml)" >expected
    same "sign $method" out expected
    run sign --sign $method --secrets by-key doc.wbxml
    same "sign $method with the network's key" out expected
    run verify --content-type "$(cat expected)" --secrets all doc.wbxml
    holds "verify $method" out "authenticated: $name"

    run sign --sign $method --secrets all -f push -o in.push doc.wbxml
    silent "sign $method as a push"
    run translate --secrets all -f wbxml --content-type-out type -o package in.push
    silent "translate $method"
    echo "application/vnd.syncml.dm+wbxml; SEC=$name; MAC=$(expected_mac $method package)" >expected
    same "the content type of a $method package" type expected
    run translate --secrets all -f push -o out.push in.push
    silent "translate $method into a push"
    run verify --secrets all out.push
    holds "the push is signed with $method" out "authenticated: $name"
    tail -c "$(wc -c <package)" out.push >body
    same "the push holds the package" body package
done

# USERPINMAC (ProvBoot 1.1 section 5.2.4): K, then as many digits of the MAC modulo 10.
python3 - >code <<'PYTHON'
import hashlib, hmac
mac = hmac.new(b"12345", open("doc.wbxml", "rb").read(), hashlib.sha1).digest()
print("12345" + "".join(str(octet % 10) for octet in mac[:5]))
PYTHON
run sign --sign userpinmac --secrets all doc.wbxml
printf 'application/vnd.wap.connectivity-wbxml; SEC=USERPINMAC\nuser-code: %s\n' "$(cat code)" >expected
same "sign userpinmac" out expected
run sign --sign userpinmac --secrets all -f push -o in.push doc.wbxml
refused "a push whose code goes nowhere" 2 "--user-code-out"
run sign --sign userpinmac --secrets all -f push --user-code-out given -o in.push doc.wbxml
same "the code beside the push" given code
secrets user "userpinmac=$(cat code)"
run verify --secrets user in.push
holds "verify userpinmac" out "authenticated: USERPINMAC"
run translate --secrets user -f push -o out.push in.push
refused "translate userpinmac without a place for the code" 2 "--user-code-out"
run translate --secrets user -f push --user-code-out code.out -o out.push in.push
silent "translate userpinmac"
secrets user.out "userpinmac=$(cat code.out)"
run verify --secrets user.out out.push
holds "the new code belongs to the package" out "authenticated: USERPINMAC"
if [ "$(stat -c %a code.out)" = 600 ]; then ok "the code is its owner's alone"; else not_ok "the code is its owner's alone"; fi

# What is not authenticated is not signed as if it were.
run sign --sign userpin --secrets all -f push -o in.push doc.wbxml
secrets other pin=9999
run translate --allow-unauthenticated --secrets other -f push -o out.push in.push
exits "a wrong MAC, let through" 0
holds "is not signed" err "[CPDM-0902]"
run inspect out.push
holds "and carries no SEC" out "sec: NONE"
run translate --allow-unauthenticated --secrets other --sign userpin -f push -o out.push in.push
run verify --secrets other out.push
exits "but --sign signs it" 0
run translate --secrets all --sign none -f push -o out.push in.push
silent "--sign none"
run verify --secrets all out.push
refused "is not signed" 3 "CPDM-0510"
run translate -f push -o out.push doc.xml
silent "bare XML is not signed"
run inspect out.push
holds "no SEC" out "sec: NONE"

run translate --secrets all -f wbxml -o package in.push
exits "WBXML without a place for the MAC" 0
holds "is said" err "warning: the MAC of the package is not written [CPDM-0902]"
secrets pin pin=1234
run translate --secrets pin --sign netwpin -f push in.push
refused "a secret that is needed and not given" 3 "CPDM-0517"
run sign --sign userpin --secrets all doc.xml
refused "XML cannot be signed" 3 "cpdm convert -f wbxml"
run sign --sign userpin doc.wbxml
refused "sign without secrets" 3 "CPDM-0517"
run translate --secrets all -f push --wsp-content-type 0x44 -o out.push in.push
python3 - <<'PYTHON' && ok "--wsp-content-type" || not_ok "--wsp-content-type"
pdu = open("out.push", "rb").read()  # TID, 0x06, length, then the content type in its general form: 0x1F, length, code
assert pdu[3] == 0x1F and pdu[5] == 0x80 | 0x44, pdu[:8].hex()
PYTHON
finish
