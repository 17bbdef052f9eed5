#!/bin/sh
# SPDX-License-Identifier: MIT
# lint beyond tests/lint: findings are on stdout in any form, and are the same in XML and WBXML; every rule has a source, and
# a document that shows it; what a table finds stands beside; no secret is shown.
. "$SOURCE/tests/cli/lib"
document >doc.xml
run lint doc.xml
exits "warnings are no error" 0
holds "findings are on stdout" out "doc.xml:15:7: warning: the nonce is shorter than 16 octets"
lacks "no secret" out canary
if [ -s err ]; then not_ok "nothing on stderr"; else ok "nothing on stderr"; fi
run lint --diag json doc.xml
python3 -c 'import json
found = [json.loads(line) for line in open("out")]
assert found and all(one["severity"] == "warning" and one["line"] and one["rule"].startswith("CPDM-08") for one in found)' &&
    ok "findings as JSON" || not_ok "findings as JSON"

"$CPDM" convert -f wbxml -o account.wbxml "$SOURCE/tests/lint/account.xml"
run lint account.wbxml
exits "errors are exit code 1" 1
sed 's/^[^ ]*: //' out >binary
run lint "$SOURCE/tests/lint/account.xml"
sed 's/^[^ ]*: //' out >text
same "WBXML and XML" binary text

sed 's/"GSM-GPRS"/"GPRS"/; s/"TO-NAPID" value="NAP1"/"TO-NAPID" value="gone"/' doc.xml >wrong.xml
run lint wrong.xml
lacks "values are the table's concern" out GPRS
run lint --to dm-1.1.2 wrong.xml
holds "which --to asks" out "wrong.xml:25:5: warning: BEARER"
grep -c 'names no NAPDEF' out >count
echo 1 >expected
same "and what both find is told once" count expected
run lint --to dm-1.1.3 wrong.xml
refused "an unknown target" 2 "there is no target"
run lint --delivery mail doc.xml
refused "an unknown delivery" 2 "--delivery takes rom|rapi|ota|sim"
run lint --rate 1000 doc.xml
refused "a rate without --security" 2 "--rate needs --security"
run lint --security --rate 0 doc.xml
refused "a rate of nothing" 2 "--rate takes a number from 1"
run lint --security doc.xml
holds "secrets are named" out "learns the secret AAUTHSECRET"
lacks "and not shown" out canary
run lint "$SOURCE/tests/cases/whole-package/package.dm-1.1.2.xml"
exits "a package is no CP document" 1

# Every rule stands in an expectation, and its explanation names a source.
sed -n 's/^LINT([A-Z0-9_]*, \([0-9]*\),.*/\1/p' "$SOURCE/src/lint-rules.h" >rules
while read -r number; do
    "$CPDM" help "CPDM-$number" >out 2>err
    grep -q 'Source: .*\.$' out || echo "$number has no source"
    grep -qF "[CPDM-0$number]" "$SOURCE"/tests/lint/*.expect || echo "$number has no document"
done <rules >missing
if [ -s missing ] || [ "$(wc -l <rules)" -lt 30 ]; then not_ok "$(cat missing)"; else ok "every rule has a source and a document"; fi
finish
