#!/bin/sh
# SPDX-License-Identifier: MIT
# Files of a smart card: one document and FF behind it, written and read; what is in it is not trusted by default, and a MAC
# beside it covers the document alone.
. "$SOURCE/tests/cli/lib"
document >doc.xml
"$CPDM" convert -o doc.wbxml doc.xml
size=$(wc -c <doc.wbxml)
secrets keys pin=58201946

# by_hand SIZE: the file as Python makes it.
by_hand() {
    python3 -c 'import sys; sys.stdout.buffer.write(open("doc.wbxml", "rb").read().ljust(int(sys.argv[1]), b"\xFF"))' "$1"
}
for octets in "$size" $((size + 1)) 4096 65535; do
    by_hand "$octets" >expected
    run convert -f card --size "$octets" -o card doc.xml
    silent "a file of $octets octets"
    same "the document, then FF" card expected
    run convert --from card -f wbxml --max-document 65535 -o back card
    silent "is read"
    same "and holds the document" back doc.wbxml
done
run convert -f card --size $((size - 1)) doc.xml
refused "a file that is too small" 4 "the body needs $size octets, and the file of the smart card has $((size - 1)) [CPDM-0561]"
run convert -f card doc.xml
refused "no size" 2 "-f card needs --size"
run convert -f wbxml --size 100 doc.xml
refused "a size for another format" 2 "--size needs -f card"
run convert -f card --size 65536 doc.xml
refused "a file that no card has" 2 "--size takes a number from 1 to 65535"

"$CPDM" convert -f card --size 1000 -o card doc.xml
run inspect --from card card
exits "inspect" 0
holds "shows the padding" out "card-padding: $((1000 - size)) octets"
holds "and the document" out "body: WBXML, $size octets at 0"
lacks "and no secret" out canary
run inspect card
refused_by_reader=$(grep -c "octets behind the root element" err)
if [ "$refused_by_reader" = 1 ]; then ok "it is not guessed"; else not_ok "it is not guessed"; fi
for verb in lint explain reverse; do
    run $verb --from card card
    lacks "$verb reads it" err "behind the root element"
done

# OMA DM Security 1.3 section 5.10.2.2 calls a card a secure transport; here it is a file.
run translate --from card card
refused "nothing is trusted by default" 3 "CPDM-0521"
run translate --from card --allow-unauthenticated --report report card
exits "but on demand" 0
holds "and the report says so" report '"authenticated": false'
type=$("$CPDM" sign --sign userpin --secrets keys doc.wbxml)
run verify --from card --secrets keys --content-type "$type" card
holds "a MAC beside it covers the document without the padding" out "authenticated: USERPIN"
run translate --from card --secrets keys --content-type "$type" --report report -f card --size 3000 -o package card
silent "an authenticated card makes a card"
holds "and the report says that too" report '"authenticated": true'
"$CPDM" translate --from card --secrets keys --content-type "$type" -f wbxml --strings inline --content-type-out type -o package.wbxml card
run convert --from card -f wbxml -o back package
same "with the package that -f wbxml writes" back package.wbxml
run translate --allow-unauthenticated --sign userpin --secrets keys -f card --size 3000 doc.xml
refused "a card has no place for a MAC" 2 "no place for SEC and MAC"
run translate -f card --size 100 doc.xml
refused "a package that is too large" 4 "CPDM-0561"

# Nothing but padding, as much as is read, and more.
head -c 65536 /dev/zero | tr '\0' '\377' >empty
run translate --from card --allow-unauthenticated empty
refused "an empty file" 1 "it has 65536 octets, all of them FF"
printf '\377' >>empty
run translate --from card --allow-unauthenticated empty
refused "a file over the limit" 4 "CPDM-0102"
: >nothing
run translate --from card --allow-unauthenticated nothing
refused "a file of nothing" 1 "CPDM-0560"
finish
