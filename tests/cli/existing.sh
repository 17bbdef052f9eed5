#!/bin/sh
# SPDX-License-Identifier: MIT
# --existing, --rebootstrap, --nonce-reset: SyncML DM Bootstrap 1.1 (seed 000) sections 6.2.3 and 7.
. "$SOURCE/tests/cli/lib"

# doc SERVER NAPID: another server's document, or another access point's.
doc() {
    document | sed "s/\"dm\.example\"/\"$1\"/; s/\"NAP1\"/\"$2\"/"
}
# Every message of every run is kept: none may show a secret.
run() {
    code=0
    "$CPDM" "$@" >out 2>err </dev/null || code=$?
    cat err >>every-err
}
document >doc.xml
doc other NAP2 >other.xml
doc other NAP1 >shares.xml
doc dm.example NAP2 >moves.xml
"$CPDM" translate -f tree --show-secrets -o tree doc.xml
"$CPDM" translate -o package.xml doc.xml
"$CPDM" translate -f wbxml -o package.wbxml doc.xml
"$CPDM" translate -f tree -o masked doc.xml
"$CPDM" apply --store tnds --allow-unauthenticated doc.xml >changes

# Nothing in common: the package is what it is without --existing.
"$CPDM" translate -o meant other.xml
for existing in tree masked package.xml package.wbxml tnds doc.xml; do
    run translate --existing $existing other.xml
    silent "nothing in common with $existing"
    same "the package beside $existing" meant out
done

# A known server and a node that is there: each is told, at the parm that it comes from, and nothing is written.
for existing in tree masked package.xml package.wbxml tnds doc.xml; do
    run translate --existing $existing doc.xml
    refused "a known server in $existing" 1 \
        'doc.xml:4:5: error: the server "dm.example" is known already: its account is ./SyncML/DMAcc/dm.example [CPDM-0630]'
    holds "and a node that is there in $existing" err 'error: the node ./SyncML/Con/NAP1 is there already [CPDM-0631]'
    run translate --existing $existing shares.xml
    refused "a name-space collision with $existing" 1 'the node ./SyncML/Con/NAP1 is there already [CPDM-0631]'
    lacks "and no known server in $existing" err CPDM-0630
done
run translate --existing tree --diag json doc.xml
python3 - <<'PYTHON' && ok "as JSON" || not_ok "as JSON"
import json
found = [json.loads(line) for line in open("err")]
assert sorted(f["rule"] for f in found) == ["CPDM-0630", "CPDM-0631"], found
assert all(f["severity"] == "error" for f in found), found
assert found[0]["path"] == "APPLICATION[1]/PROVIDER-ID" and found[0]["line"] == 4, found
assert found[1]["path"].startswith("NAPDEF[1]/") and found[1]["line"] > 20, found
PYTHON

# --rebootstrap: allowed, with a warning each.
run translate -o meant doc.xml
for existing in tree masked tnds; do
    run translate --existing $existing --rebootstrap doc.xml
    exits "re-bootstrap over $existing" 0
    same "the package is the same" meant out
    holds "a warning for the server" err 'warning: the server "dm.example" is known already'
    holds "a warning for the node" err 'warning: the node ./SyncML/Con/NAP1 is there already; it is overwritten'
done

# The account goes to the node where its server's account lives; ServerId and everything else are the document's.
sed 's|DMAcc/dm\.example|DMAcc/Old%20one|' tree >old
run translate --existing old --rebootstrap -f tree --report report -o new moves.xml
exits "an account that lives elsewhere" 0
"$CPDM" translate -f tree moves.xml | sed 's|DMAcc/dm\.example|DMAcc/Old%20one|' >expected
same "is where it lives" expected new
holds "the report says so" report '"./SyncML/DMAcc/Old%20one/ServerId"'
run translate --existing old moves.xml
refused "not without --rebootstrap" 1 'its account is ./SyncML/DMAcc/Old%20one [CPDM-0630]'
for form in xml wbxml; do
    run translate --existing old --rebootstrap -f $form -o package moves.xml
    run reverse --to dm-1.1.2 package
    holds "the package as $form has its name" out 'value="dm.example"'
done
"$CPDM" convert -f xml package >package.txt
holds "the WBXML too" package.txt './SyncML/DMAcc/Old%20one/Addr'

# The account of another server is nobody's to overwrite; nor is one in another part of the tree reached.
sed 's|\tdm\.example$|\tsomebody else|' tree >stolen
run translate --existing stolen --rebootstrap moves.xml
refused "another server's account" 1 'in the account of another server, "somebody else" [CPDM-0633]'
sed 's|^\./SyncML/DMAcc|./DMAcc|' tree >elsewhere
run translate --existing elsewhere --rebootstrap moves.xml
refused "an account in another part of the tree" 1 'its account ./DMAcc/dm.example cannot become ./SyncML/DMAcc/dm.example [CPDM-0634]'
holds "what may help" err 'hint: --to names'
printf './SyncML/DMAcc/x/ServerId\tchr\tdm.example\n./SyncML/Con/NAP2/NAP\tchr\tno node\n' >half
run translate --existing half --rebootstrap moves.xml
exits "a leaf in the place of an interior node is overwritten" 0
printf './NAP\tchr\ta leaf\n' >leaf
run translate --to dm-1.2 --existing leaf --rebootstrap doc.xml
refused "a leaf above a node" 1 'has no place: ./NAP is a leaf [CPDM-0635]'

# Every target.
for target in dm-1.1 dm-1.2 dm-1.3 windows; do
    "$CPDM" translate --to $target -o "$target.xml" doc.xml 2>err
    run translate --to $target --existing "$target.xml" doc.xml
    refused "$target: known" 1 '[CPDM-0630]'
    run translate --to $target --existing "$target.xml" --rebootstrap -o again.xml doc.xml
    same "$target: the same again" "$target.xml" again.xml
done
"$CPDM" translate --to dm-1.2 -f tree --show-secrets doc.xml 2>err | sed 's|\./DMAcc/dm\.example|./DMAcc/7|' >numbered
run translate --to dm-1.2 --existing numbered --rebootstrap -o moved.xml moves.xml
"$CPDM" reverse moved.xml >back.xml 2>err
exits "dm-1.2: an account with a device's own name" 0
holds "it keeps that name" moved.xml '<NodeName>7</NodeName>'

# A nonce reset: nonces and nothing else, at the accounts that are there.
document | sed 's/Y2FuYXJ5LW5vbmNl/ZnJlc2gtbm9uY2Ux/; s/Y2FuYXJ5LXNlcnZlcg==/ZnJlc2gtbm9uY2Uy/' >fresh.xml
run translate --existing old --nonce-reset -f tree --show-secrets fresh.xml
silent "a nonce reset"
printf './SyncML/DMAcc/Old%%20one/ClientNonce\tbin\tZnJlc2gtbm9uY2Ux\n./SyncML/DMAcc/Old%%20one/ServerNonce\tbin\tZnJlc2gtbm9uY2Uy\n' >expected
same "has the nonces alone" expected out
for form in xml wbxml push; do
    run translate --existing old --nonce-reset -f $form -o reset.$form fresh.xml
    exits "as $form" 0
    run diff expected reset.$form
    silent "the package as $form has them"
done
python3 - <<'PYTHON' && ok "one Replace with two items" || not_ok "one Replace with two items"
import xml.etree.ElementTree as ET
root = ET.parse("reset.xml").getroot()
body = root.find("{SYNCML:SYNCML1.1}SyncBody")
(replace,) = body
items = replace.findall("{SYNCML:SYNCML1.1}Item")
assert replace.tag.endswith("Replace") and len(items) == 2, replace
source = root.find("{SYNCML:SYNCML1.1}SyncHdr/{SYNCML:SYNCML1.1}Source/{SYNCML:SYNCML1.1}LocURI").text
assert source == "https://dm.example.com/dm", source
PYTHON
lacks "no password" reset.xml canary

# In 1.2 a credential is an object of its own: the one of the same level and type, whatever it is called.
sed 's|AppAuth/1/|AppAuth/X/|; s|AppAuth/1\t|AppAuth/X\t|; s|AppAuth/2/|AppAuth/1/|; s|AppAuth/2\t|AppAuth/1\t|; s|AppAuth/X|AppAuth/2|' \
    numbered >swapped
run translate --to dm-1.2 --existing swapped --nonce-reset -f tree --show-secrets fresh.xml
printf './DMAcc/7/AppAuth/2/AAuthData\tbin\tZnJlc2gtbm9uY2Ux\n./DMAcc/7/AppAuth/1/AAuthData\tbin\tZnJlc2gtbm9uY2Uy\n' | sort >expected
sort out >sorted
same "dm-1.2: by level, not by name" expected sorted
for target in dm-1.2 dm-1.3 windows dm-1.1; do
    run translate --to $target --existing $target.xml --nonce-reset -o reset.xml fresh.xml
    exits "$target: a nonce reset" 0
    lacks "$target: no password" reset.xml canary-client
done
grep -v 'AppAuth/1' swapped >one
run translate --to dm-1.2 --existing one --nonce-reset -f tree fresh.xml
holds "a credential that is not there" err 'has no such credential: its nonce is left out [CPDM-0636]'
run translate --existing old --nonce-reset other.xml
refused "a server without an account" 1 'no nonce of the document belongs to an account that is there [CPDM-0636]'

# Words that do not go together.
run translate --rebootstrap doc.xml
refused "--rebootstrap alone" 2 'needs --existing'
run translate --nonce-reset doc.xml
refused "--nonce-reset alone" 2 'needs --existing'
run translate --existing tree --nonce-reset --rebootstrap doc.xml
refused "both" 2 'exclude each other'
run translate --existing tree --nonce-reset --report - -o x doc.xml
refused "a report of a nonce reset" 2 'no --report'
run translate --existing - -
refused "stdin twice" 2 'cannot both come from stdin'
run translate --existing missing doc.xml
refused "a file that is not there" 5 'missing: error: cannot be read'
printf 'x' >junk
run translate --existing junk doc.xml
exits "a file that is nothing" 1
holds "is named" err 'junk:'
lacks "no message shows a secret" every-err canary
for rule in 0630 0631 0632 0633 0634 0635 0636; do
    run help "CPDM-$rule"
    exits "help CPDM-$rule" 0
done

# A signed message and its secrets, which are not those of the existing file; each descriptor is read once.
secrets keys pin=1234
"$CPDM" convert -f wbxml -o doc.wbxml doc.xml
"$CPDM" sign --sign userpin --secrets keys -f push -o doc.push doc.wbxml
code=0
"$CPDM" translate --secrets-fd 3 --existing tree doc.push 3<keys >out 2>err || code=$?
refused "a message, with secrets from a descriptor" 1 'doc.push:@'
holds "the same finding at its octet" err '[CPDM-0630]'
finish
