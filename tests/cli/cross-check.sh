#!/bin/sh
# SPDX-License-Identifier: MIT
# The cross-check: it agrees with libwbxml on every value that can be checked, and when libwbxml reads anything else than was
# meant, nothing is written. A library put before libwbxml's changes what it says.
. "$SOURCE/tests/cli/lib"
document >doc.xml

# A target that sends a TNDS.
cat >tnds.map <<'MAP'
cpdm-map 1
target dm-test "a table of a test"
    syncml    1.2
    verproto  DM/1.2
    command   Add
    payload   tnds
    inbox     ./Inbox
[APPLICATION]  ./DMAcc/{PROVIDER-ID}  when APPID = w7
    PROVIDER-ID  <->  ServerID  chr  1
[APPLICATION/APPADDR]  AppAddr/{ADDR}
    ADDR         <->  Addr      chr  1
[APPLICATION/APPAUTH]  AppAuth/{AAUTHLEVEL}
    AAUTHSECRET  <->  AAuthSecret  chr  ?  secret
    AAUTHDATA    <->  AAuthData    bin  ?  base64 secret
[NAPDEF]  ./NAP/{NAPID}
    BEARER       <->  Bearer  chr  1
MAP

# Values that differ between readers of XML: blanks, ends of lines, markup, other scripts, nothing.
number=0
while IFS= read -r value; do
    number=$((number + 1))
    VALUE=$value python3 -c 'import os
print(open("doc.xml").read().replace("canary-client-pw", os.environ["VALUE"]))' >value.xml
    run translate -f wbxml -o package value.xml
    silent "value $number"
    run translate -f wbxml -o package --to tnds.map --report report value.xml
    silent "value $number in a TNDS"
done <<'VALUES'
  blanks before and behind  
 
&#13;&#10;ends&#13;of&#10;lines&#10;
&#9;tab
&lt;![CDATA[markup]] &amp; &quot;more&quot;
&lt;/Data&gt;&lt;/Item&gt;
&#xFC;&#x20AC;&#x1F512;
AAAA
VALUES
for nonce in AA== AAE= AAEC AAECAw== DQo= XV0+ /////w==; do
    sed "s|Y2FuYXJ5LW5vbmNl|$nonce|" doc.xml >nonce.xml
    run translate -f wbxml -o package nonce.xml
    silent "nonce $nonce"
    run translate -f wbxml -o package --to tnds.map --report report nonce.xml
    silent "nonce $nonce in a TNDS"
done

# What libwbxml's XML cannot carry is written with a warning, not refused.
sed 's/canary-client-pw/a]]\&gt;b/' doc.xml >cdata.xml
run translate -f wbxml -o package cdata.xml
exits "a value with ]]>" 0
holds "is written with a warning" err "warning: a value holds markup"
holds "that has its rule" err "[CPDM-0903]"
run translate -f wbxml -o package --to tnds.map --report report cdata.xml
silent "a TNDS is no CDATA"
run translate -f wbxml --no-cross-check -o package cdata.xml
silent "and without one where no check is asked for"

[ "${SANITIZED:-no}" = no ] || finish
command -v "${CC:-cc}" >compiler.path || finish
cat >liar.c <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* Replaces LIE_FROM by LIE_TO, of the same length, once, in the XML that the real function makes. */
int wbxml_conv_wbxml2xml_run(void *conv, unsigned char *in, unsigned int in_length, unsigned char **out, unsigned int *length);
int wbxml_conv_wbxml2xml_run(void *conv, unsigned char *in, unsigned int in_length, unsigned char **out, unsigned int *length)
{
    int (*real)(void *, unsigned char *, unsigned int, unsigned char **, unsigned int *);
    *(void **)&real = dlsym(RTLD_NEXT, "wbxml_conv_wbxml2xml_run");
    int status = real(conv, in, in_length, out, length);
    const char *from = getenv("LIE_FROM");
    char *at = status == 0 ? memmem(*out, *length, from, strlen(from)) : NULL;
    if (!at)
        abort();
    memcpy(at, getenv("LIE_TO"), strlen(from));
    return status;
}
C
"${CC:-cc}" -shared -fPIC -o liar.so liar.c -ldl || finish

# lie NAME FROM TO EXIT SENTENCE: about a package for $target
target=dm-1.1.2
lie() {
    rm -f package
    code=0
    LD_PRELOAD=$PWD/liar.so LIE_FROM=$2 LIE_TO=$3 "$CPDM" translate --to "$target" -f wbxml -o package \
        doc.xml >out 2>err || code=$?
    refused "$1" "$4" "$5"
    if [ -e package ]; then not_ok "$1: nothing is written"; else ok "$1: nothing is written"; fi
}
lie "another value in CDATA" "[443]" "[444]" 70 "another value"
lie "another secret" "[canary-client-pw]" "[canary-client-pv]" 70 "another value"
lacks "which is not said" err canary
lie "another nonce" "[Y2FuYXJ5LW5vbmNl]" "[Y2FuYXJ5LW5vbmNm]" 70 "another value"
lie "another format" ">int<" ">chr<" 70 "another format"
lie "another node" "/PortNbr<" "/PortNbs<" 70 "not meant"
item='<Item><Target><LocURI>./SyncML/Con/NAP1/NAP/AddrType</LocURI></Target><Data><![CDATA[5]]></Data></Item>'
lie "an item less" "$item" "<!--$(echo "$item" | sed 's/^.......//; s/./ /g')-->" 70 "every item"
lie "no XML" "<SyncBody>" "<SyncBodi>" 70 "not a SyncML message"
holds "it has its rule" err "[CPDM-0900]"
target=tnds.map
lie "another value in a TNDS" ">canary-client-pw<" ">canary-client-pv<" 70 "another value"
lie "another nonce in a TNDS" ">Y2FuYXJ5LW5vbmNl<" ">Y2FuYXJ5LW5vbmNm<" 70 "another value"
lie "another format in a TNDS" "<bin/>" "<chr/>" 70 "another format"
lie "another node in a TNDS" ">AAuthSecret<" ">AAuthSecres<" 70 "not meant"
lie "no TNDS" "<VerDTD>1.2</VerDTD><Node>" "<VerDTD>1.1</VerDTD><Node>" 70 "what libwbxml makes of the TNDS is none"
code=0
LD_PRELOAD=$PWD/liar.so LIE_FROM='[443]' LIE_TO='[444]' "$CPDM" translate -f wbxml --no-cross-check -o package doc.xml >out 2>err || code=$?
silent "--no-cross-check does not ask"
code=0
LD_PRELOAD=$PWD/liar.so LIE_FROM='[443]' LIE_TO='[444]' "$CPDM" translate --cross-check doc.xml >out 2>err || code=$?
refused "--cross-check asks for any format" 70 "another value"
finish
