#!/bin/sh
# SPDX-License-Identifier: MIT
# The programs of tests/examples compile against the public header alone, without a warning, and do what the command does.
. "$SOURCE/tests/cli/lib"
: "${BUILD:?}"
compiler=$(sed -n 's/^CC = //p' "$BUILD/Makefile" 2>/dev/null)
library=$BUILD/.libs/libcpdm.so
command -v "${compiler%% *}" >/dev/null 2>&1 && [ -e "$library" ] || {
    echo "no compiler, or no shared library"
    exit 77
}
sanitizer=
if [ "${SANITIZED:-no}" = yes ]; then sanitizer=-fsanitize=address,undefined; fi

mkdir include
cp "$SOURCE"/src/cpdm*.h include/
for source in "$SOURCE"/tests/examples/*.c; do
    name=$(basename "$source" .c)
    # shellcheck disable=SC2086
    if $compiler -std=c11 -Wall -Wextra -Werror $sanitizer -Iinclude "$source" "$library" -Wl,-rpath,"$BUILD/.libs" \
        -o "$name" >out 2>err && [ ! -s err ]; then
        ok "$name.c compiles"
    else
        not_ok "$name.c compiles"
    fi
done

example() {
    code=0
    ./translate <"$1" >out 2>err || code=$?
}

document >doc.xml
run translate -f xml doc.xml
cp out meant
example doc.xml
exits "translate.c: exit code" 0
same "it writes what cpdm translate writes" meant out
for folder in windows-mobile connections; do
    input=$SOURCE/tests/cases/$folder/input.xml
    run translate -f xml "$input"
    cp out meant
    example "$input"
    same "for $folder too" meant out
done
holds "it tells what is lost" err "NAPDEF[2]/INTERNET is lost: "

secrets pins pin=1234
run convert -f wbxml -o doc.wbxml doc.xml
run sign --sign userpin --secrets pins -f push -o push doc.wbxml
run translate -f xml doc.xml
cp out meant
PIN=1234 example push
same "a message with its PIN" meant out
PIN=1235
export PIN
example push
refused "a message with another PIN" 3 "[CPDM-0515]"
example meant
refused "what is no CP document" 1 "[CPDM-0111]"

# receive.c: CP and DM messages, and nothing that is not authenticated.
receive() {
    code=0
    PIN=$1 ./receive <"$2" >out 2>err || code=$?
}
"$CPDM" translate --secrets pins -f push -o dm.push push
"$CPDM" translate -f tree doc.xml >meant
for message in push dm.push; do
    receive 1234 $message
    silent "receive.c: $message"
    same "its nodes are those of the tree" meant out
    receive 1235 $message
    refused "receive.c: $message with another PIN" 3 "[CPDM-0515]"
done
receive 1234 doc.xml
refused "receive.c: XML" 3 "[CPDM-0510]"
finish
