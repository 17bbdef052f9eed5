#!/bin/sh
# SPDX-License-Identifier: MIT
# The coverage table says of every parm of CP 1.1 (tests/cp-1.1-parms), for each target, what becomes of it, by a row that cites a
# source which the head of its table names. A table that lacks a row, or a source, is found out.
. "$SOURCE/tests/cli/lib"
table=$SOURCE/tools/coverage-table

covers() {
    if "$table" "$CPDM" "$1" --check >out 2>err; then ok "$2"; else not_ok "$2"; fi
}

# lacks NAME TEXT: the table of the copied tree is found out, with this text.
lacks() {
    if "$table" "$CPDM" tree --check >out 2>err || ! grep -qF -e "$2" out; then not_ok "$1"; else ok "$1"; fi
}

covers "$SOURCE" "every parm has a row, every row a source"

"$table" "$CPDM" "$SOURCE" >page
for target in "$SOURCE"/mappings/*.map; do
    target=$(basename "$target" .map)
    if grep -q "^$target: " page; then ok "$target is there"; else not_ok "$target is there"; fi
done

mkdir -p tree/tests
cp -R "$SOURCE/mappings" tree/
echo NAPDEF/NEW-PARM >tree/tests/cp-1.1-parms
lacks "a parm without a row" "windows: no row for NAPDEF/NEW-PARM"
echo BOOTSTRAP/NAME >tree/tests/cp-1.1-parms
sed 's/^# ----.*The rest of CP 1.1.*/# ---- nothing ----/' "$SOURCE/mappings/dm-1.1.2.map" >tree/mappings/dm-1.1.2.map
lacks "a row without a source" "dm-1.1.2.map: BOOTSTRAP/NAME: the row * - cites no source"
sed 's/^# ----.*The rest of CP 1.1.*/# ---- [NOWHERE] ----/' "$SOURCE/mappings/dm-1.1.2.map" >tree/mappings/dm-1.1.2.map
lacks "a source that the file does not name" "dm-1.1.2.map: BOOTSTRAP/NAME: [NOWHERE] is not among the sources of its file"

finish
