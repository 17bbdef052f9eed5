#!/bin/sh
# SPDX-License-Identifier: MIT
# cpdm tables: findings with their line and exit code 7; what is printed loads to the same table; overlays.
. "$SOURCE/tests/cli/lib"
document >doc.xml

run tables list
silent "list"
if grep -q "^dm-1\.1\.2	SyncML DM 1\.1\.2" out; then ok "list has the default"; else not_ok "list has the default"; fi
while IFS='	' read -r target title; do
    run tables print -o printed.map "$target"
    silent "print $target"
    run tables check printed.map
    silent "what print writes loads: $target"
    echo "printed.map: ok" >expected
    same "check says so: $target" out expected
    run tables print printed.map
    same "print is its own inverse: $target" out printed.map
    [ -n "$title" ] || not_ok "$target has no title"
done <<TARGETS
$("$CPDM" tables list)
TARGETS

run tables print -o base.map dm-1.1.2
run translate -f tree doc.xml
cp out by-name
run translate -f tree --to ./base.map doc.xml
same "--to FILE" out by-name
run translate -f tree --to base.map doc.xml
same "--to a name that ends in .map" out by-name
"$CPDM" tables check - <base.map >out 2>err
holds "a table on stdin" out "-: ok"

# An overlay that finds its base among the embedded tables.
cat >acme.map <<'MAP'
cpdm-map 1

extends "dm-1.1.2.map"

[APPLICATION]  ./SyncML/DMAcc/{PROVIDER-ID}  when APPID = w7
    ROLE <-> AcmeRole chr ?
MAP
sed 's/<parm name="NAME"/<parm name="ROLE" value="manager"\/>&/' doc.xml >role.xml
run tables check acme.map
silent "an overlay is checked over its base"
run translate -f tree --overlay acme.map role.xml
silent "an overlay maps more"
holds "its row" out "$(printf '/AcmeRole\tchr\tmanager')"
run tables print --overlay acme.map -o merged.map dm-1.1.2
run translate -f tree --to merged.map role.xml
holds "the overlay worked in" out "$(printf '/AcmeRole\tchr\tmanager')"

# Findings: every one, each on its line.
sed -e 's/^    ROLE.*/    ROLE <-> AcmeRole chr ? nosuch/' acme.map >wrong.map
echo '    NAME <-> Other nonsense ?' >>wrong.map
run tables check wrong.map acme.map
if [ "$code" = 7 ] && grep -qE '^wrong\.map:6:[0-9]+: error\[M[0-9]{3}\]: ' err && grep -qE '^wrong\.map:7:' err; then
    ok "every finding has its line"
else
    not_ok "every finding has its line"
fi
echo "acme.map: ok" >expected
same "the tables behind it are checked all the same" out expected
run translate --overlay wrong.map doc.xml
refused "a wrong overlay translates nothing" 7 "wrong.map:6:"
run translate --to wrong.map doc.xml
refused "a wrong table translates nothing" 7 "wrong.map:6:"
run tables check --diag json wrong.map
python3 - <<'PYTHON' && ok "findings as JSON" || not_ok "findings as JSON"
import json
found = [json.loads(line) for line in open("err")]
assert len(found) >= 2 and all(f["file"] == "wrong.map" and f["rule"].startswith("M") and f["line"] for f in found), found
PYTHON
rule=$(sed -n 's/.*error\[\(M[0-9]*\)\].*/\1/p;s/.*"rule": "\(M[0-9]*\)".*/\1/p' err | head -1)
run help "$rule"
silent "and its rule is explained"

run tables check missing.map
refused "a table that is not there" 5 "missing.map: error: cannot be read"
run tables
refused "nothing to do" 2 "missing"
run tables chekc base.map
refused "an action that does not exist" 2 "did you mean check?"
run tables print
refused "print without a target" 2 "cpdm tables print"
run tables print dm-1.1.3
refused "print of no target" 2 "did you mean dm-1.1.2?"
run tables list --overlay acme.map
refused "list has no overlays" 2 "--overlay"
finish
