#!/bin/sh
# SPDX-License-Identifier: MIT
# What README promises to a newcomer: a vendor's parm is one row and one case folder, no C and no Makefile. The overlay is
# the one that README shows.
. "$SOURCE/tests/cli/lib"
: "${BUILD:?}"
mkdir -p tree/tests/cases/acme-role
cp -R "$SOURCE/mappings" tree/
cp -R "$SOURCE/tests/run" "$SOURCE/tests/harness" tree/tests/
chmod -R u+w tree
mkdir -p tree/mappings/vendor
acme=tree/mappings/vendor/acme.map
role=tree/tests/cases/acme-role

# cases WORD…: the runner on the scratch copy; its last line is in out.
cases() {
    code=0
    python3 -B tree/tests/run --build "$BUILD" "$@" >out 2>err </dev/null || code=$?
}

document | sed 's/<parm name="NAME"/<parm name="ROLE" value="24"\/>&/' >"$role/input.xml"
run translate -f tree --report report -o before "$role/input.xml"
holds "without a row the parm is unmapped" report '"fate": "unmapped"'

awk '/^and use it:/ { exit } shown && (/^    / || shown > 1) { shown = 2; sub(/^    /, ""); print }
    /write an overlay, acme\.map:$/ { shown = 1 }' "$SOURCE/README" >"$acme"
holds "README shows an overlay" "$acme" 'extends "dm-1.1.2.map"'
run tables check "$acme"
silent "the overlay is sound"
run translate -f tree --overlay "$acme" --report report -o after "$role/input.xml"
lacks "with the row it is mapped" report '"fate": "unmapped"'
diff before after >changes
if [ "$(grep -c '^[<>]' changes)" = 3 ] && grep -q "^> .*/Ext/Acme/Role	int	24$" changes; then
    ok "and nothing else has changed"
else
    not_ok "and nothing else has changed"
fi

echo "ROLE of Acme's documents" >"$role/about"
ln -s ../../../mappings/vendor/acme.map "$role/overlay.map"
cases --golden
holds "golden writes the tree" "$role/tree.dm-1.1.2" "/Ext/Acme/Role	int	24"
cases cases
holds "the case passes" out "1 passed, 0 failed"
sed -i 's/	24$/	25/' "$role/tree.dm-1.1.2"
cases cases
if [ "$code" = 1 ] && grep -q "Ext/Acme/Role" out; then ok "and fails where it should"; else not_ok "and fails where it should"; fi

sed -i 's/ROLE .*/& defualt 8/' "$acme"
run tables check "$acme"
refused "a misspelt option is told with its place" 7 "$acme:5:"
holds "and with the word that was meant" err 'error[M016]: unknown option "defualt" (did you mean "default"?)'
finish
