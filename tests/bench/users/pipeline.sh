#!/bin/sh
# SPDX-License-Identifier: MIT
# What a user writes today: the MAC verified, the document translated, the package signed. One document, one run.
# usage: pipeline.sh BODY MAC PIN STYLESHEET PACKAGE
set -e
mac=$(openssl dgst -sha1 -hmac "$3" -r "$1")
test "${mac%% *}" = "$2" || exit 3
wbxml2xml -m 0 -o - "$1" 2>/dev/null | xsltproc --novalid --nonet "$4" - | xml2wbxml -o "$5" - 2>/dev/null
openssl dgst -sha1 -hmac "$3" -r "$5"
