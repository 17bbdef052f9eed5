#!/bin/sh
# SPDX-License-Identifier: MIT
# Wireshark's dissector reads our push PDUs, headers and WBXML, without an error: CP and DM, with each form of SEC. What it
# shows of the document is held against what cpdm itself says of it.
. "$SOURCE/tests/cli/lib"
for program in tshark text2pcap; do
    if ! command -v $program >/dev/null; then
        echo "cannot run here: $program is missing (Debian's package tshark)"
        exit 77
    fi
done
HOME=$PWD
export HOME
bad='malformed|expert info|exception|unknown tag|unknown attr|unknown token'
document >doc.xml
secrets keys pin=1234 imsi=123456789012345 userpinmac-key=12345
run convert -f wbxml -o doc.wbxml doc.xml

dissect() { # PDU: its dissection in `tree`
    od -Ax -tx1 -v "$1" >hex && text2pcap -q -u 9200,2948 hex pcap >pcap.log 2>&1 && tshark -r pcap -V >tree 2>tshark.log
}

sound() { # NAME MEDIA-TYPE SEC
    if dissect pdu; then ok "$1: dissected"; else not_ok "$1: dissected"; fi
    if grep -qiE "$bad" tree; then
        not_ok "$1: without an error: $(grep -iE -m3 "$bad" tree)"
    else
        ok "$1: without an error"
    fi
    holds "$1: the content type" tree "Content-Type: $2"
    [ -z "$3" ] || holds "$1: SEC" tree "SEC: $3"
    awk '/STR_[IT] / { sub(/^.*\| +.\047?/, ""); sub(/\047$/, ""); text = text $0; next }
         { if (text) print text; text = "" }' tree | sort -u >shown # a text may stand there in pieces
}

for method in netwpin userpin usernetwpin userpinmac; do
    name=$(echo $method | tr a-z A-Z)
    run sign --sign $method --secrets keys --user-code-out code -f push -o pdu doc.wbxml
    sound "a CP document by $name" application/vnd.wap.connectivity-wbxml "$name"
    run translate --sign $method --allow-unauthenticated --secrets keys --user-code-out code -f push -o pdu doc.xml
    sound "a DM package by $name" application/vnd.syncml.dm+wbxml "$name"
    holds "$name: the application" tree "X-Wap-Application-Id: x-wap-application:syncml.dm"
done

run translate -f tree --show-secrets doc.xml
cut -f 1 out | sort -u >uris
for strings in inline table; do
    run translate -f push --strings $strings -o pdu doc.xml
    sound "a DM package without SEC, $strings" application/vnd.syncml.dm+wbxml ""
    grep -xE '\./.*' shown >uris.shown
    same "the URIs that it shows, $strings" uris uris.shown
done
holds "strings of the table" tree "STR_T (Tableref string)"
run translate -f push --to dm-1.2 --strings table -o pdu doc.xml
sound "a TNDS with a string table" application/vnd.syncml.dm+wbxml ""
finish
