#!/bin/sh
# SPDX-License-Identifier: MIT
# convert into another transport: body, SEC and MAC go as they came, through every transport and back to the first, octet for
# octet; nothing is signed, and what could not be verified is not passed on.
. "$SOURCE/tests/cli/lib"
document >doc.xml
"$CPDM" convert -o doc.wbxml doc.xml
# A string table and a long integer: a body that cpdm would write in another way.
python3 - doc.wbxml other.wbxml <<'PYTHON'
import sys
octets = open(sys.argv[1], "rb").read()
assert octets[:4] == b"\x03\x0B\x6A\x00"
open(sys.argv[2], "wb").write(b"\x03\x80\x0B\x6A\x05NAP1\x00" + octets[4:])
PYTHON
secrets keys pin=58201946 imsi=466923103145252 userpinmac-key=58201 userpinmac=5820100000
for method in netwpin userpin usernetwpin userpinmac; do
    "$CPDM" sign --sign $method --secrets keys -f push --user-code-out code -o 0.push other.wbxml
    before=0.push
    for form in sms pap obex push sms16 card-and-type push; do
        words="-f $form"
        [ "$form" != pap ] || words="-f pap --address +1"
        [ "$form" != sms16 ] || words="-f sms --sms-reference-bits 16 --sms-reference 40000"
        [ "$form" != card-and-type ] || words="-f wbxml --content-type-out type"
        if [ "$before" = 0.card-and-type ]; then set -- --content-type "$(cat type)"; else set --; fi
        # shellcheck disable=SC2086 # words
        run convert $words -o "1.$form" "$@" $before
        silent "$method: $before to $form"
        mv "1.$form" "0.$form.next"
        [ "$form" != card-and-type ] || same "$method: the body as it came" 0.$form.next other.wbxml
        [ "$form" != push ] || cp 0.$form.next last.push
        mv "0.$form.next" "0.$form"
        before=0.$form
    done
    "$CPDM" sign --sign $method --secrets keys -f push --user-code-out code -o first.push other.wbxml
    same "$method: the same push PDU at the end" last.push first.push
done
run verify --secrets keys last.push
refused "a USERPINMAC code of another message" 3 "CPDM-0515"

# OMA DM 1.3: the form of the content type stays, or is chosen.
"$CPDM" translate --to dm-1.3 --sign userpin --secrets keys --allow-unauthenticated -f pap --address +1 -o package.pap doc.xml 2>err
run convert -f pap --address +1 -o again.pap package.pap
same "bare stays bare" again.pap package.pap
run convert -f pap --address +1 --sec-form parameters -o named.pap package.pap
silent "and is written with names when asked"
holds "SEC and MAC" named.pap "; SEC=USERPIN; MAC="
run verify --secrets keys named.pap
holds "which verifies" out "authenticated: USERPIN"
"$CPDM" translate --to dm-1.3 --sign 3gpp_gba --allow-unauthenticated -f push -o gba.push doc.xml 2>err
run convert -f obex -o gba.obex gba.push
silent "3GPP_GBA is carried"
run inspect gba.obex
holds "and stays what it was" out "sec: 3GPP_GBA"

# What carries no SEC is wrapped with a warning, what carries a wrong one is not.
run convert -f push -o bare.push doc.xml
holds "no SEC" err "carries no SEC, as it came [CPDM-0902]"
run inspect bare.push
holds "and none is made" out "sec: NONE"
run convert -f push --content-type "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=30" doc.wbxml
refused "a MAC that is none" 3 "CPDM-0514"
run convert -f push --content-type "text/vnd.wap.connectivity-xml; SEC=USERPIN; MAC=0BB3BB551F0A93359EC29E6CEAC1440E4A617489" doc.xml
refused "a MAC over XML" 3 "CPDM-0520"
run convert -f push --content-type "application/vnd.wap.connectivity-wbxml; SEC=OWN; MAC=0BB3BB551F0A93359EC29E6CEAC1440E4A617489" doc.wbxml
refused "a key type of somebody's own" 3 "CPDM-0511"
head -c 100 last.push >cut.push
run convert -f sms cut.push
refused "a body that is none" 1 "CPDM-0300"
run convert -f wbxml --content-type-out type -o - doc.wbxml
holds "a body with its content type" type "application/vnd.wap.connectivity-wbxml"
run convert -f wbxml --content-type-out - doc.wbxml
refused "two outputs in one place" 2 "two outputs cannot go to the same place"
run convert --content-type-out type doc.wbxml
refused "a content type beside XML" 2 "--content-type-out needs -f wbxml or -f pap"
finish
