#!/bin/sh
# SPDX-License-Identifier: MIT
# apply: messages into the store of a device. What is authenticated, what meets what is there, whose it is, what is printed.
. "$SOURCE/tests/cli/lib"

doc() {
    document | sed "s/\"dm\.example\"/\"$1\"/; s/\"NAP1\"/\"$2\"/"
}
# bootstrap PROVURL NAME ALLOW: the characteristic; an empty word is no parm. within FILE SERVER NAPID …: with it in front.
bootstrap() {
    echo '<characteristic type="BOOTSTRAP">'
    [ -z "$1" ] || echo "<parm name=\"PROVURL\" value=\"$1\"/>"
    [ -z "$2" ] || echo "<parm name=\"NAME\" value=\"$2\"/>"
    [ -z "$3" ] || echo "<parm name=\"CONTEXT-ALLOW\" value=\"$3\"/>"
    echo '</characteristic>'
}
within() {
    doc "$2" "$3" | sed '1q' >"$1"
    bootstrap "$4" "$5" "$6" >>"$1"
    doc "$2" "$3" | sed '1d' >>"$1"
}
# apply NAME MESSAGE WORD…: into the store of this name, without a MAC; unchanged NAME: as it was before.
apply() {
    store=$1 message=$2
    shift 2
    rm -f before
    [ ! -e "$store" ] || cp "$store" before
    run apply --store "$store" --allow-unauthenticated "$@" "$message"
}
# Every message of every run is kept: none may show a secret.
run() {
    code=0
    "$CPDM" "$@" >out 2>err </dev/null || code=$?
    cat err >>every-err
}
unchanged() {
    if [ -e before ]; then same "$1" before "$store"; elif [ -e "$store" ]; then not_ok "$1"; else ok "$1"; fi
}

# ---- Authenticity: only what verifies, in every form; XML never by itself ----
doc dm.example NAP1 >doc.xml
"$CPDM" convert -f wbxml -o doc.wbxml doc.xml
secrets keys pin=1234 imsi=123456789012345
secrets wrong pin=1235 imsi=123456789012346
"$CPDM" sign --sign userpin --secrets keys -f push -o cp.push doc.wbxml
"$CPDM" translate --secrets keys -f push -o dm.push cp.push
"$CPDM" translate --secrets keys -f sms -o dm.sms cp.push
"$CPDM" translate --secrets keys -f obex -o dm.obex cp.push
"$CPDM" translate -o package.xml doc.xml
"$CPDM" translate -f tree --show-secrets -o tree doc.xml
for message in doc.xml package.xml tree doc.wbxml; do
    for more in "" "--secrets keys"; do
        # shellcheck disable=SC2086
        run apply --store s $more $message
        refused "$message is not authenticated $more" 3 "$message"
        if [ -e s ]; then not_ok "and makes no store"; else ok "and makes no store"; fi
    done
done
for message in cp.push dm.push dm.sms dm.obex; do
    run apply --store "s.$message" --secrets wrong $message
    refused "$message with a wrong PIN" 3 '[CPDM-0515]'
    run apply --store "s.$message" $message
    refused "$message without secrets" 3 '[CPDM-0517]'
    run apply --store "s.$message" --secrets keys $message
    silent "$message"
    cp out changes.$message
    same "$message leaves the store of cp.push" s.cp.push "s.$message"
    same "$message changes what cp.push changes" changes.cp.push changes.$message
done
code=0
"$CPDM" apply --store two --secrets-fd 3 cp.push dm.push 3<keys >out 2>err || code=$?
refused "secrets from a descriptor serve all messages: the second is the same again" 1 '[CPDM-0630]'
if [ -e two ]; then not_ok "all messages or none"; else ok "all messages or none"; fi

# ---- What is printed and kept ----
holds "an interior node" changes.cp.push "$(printf 'added\t./SyncML/DMAcc/dm.example\tnode\t')"
holds "a leaf" changes.cp.push "$(printf 'added\t./SyncML/DMAcc/dm.example/Addr\tchr\thttps://dm.example.com/dm')"
holds "a password is masked" changes.cp.push "$(printf 'added\t./SyncML/DMAcc/dm.example/ClientPW\tchr\t********')"
lacks "no secret" changes.cp.push canary
cut -f 2- changes.cp.push | sort >printed
"$CPDM" translate -f tree doc.xml | sort >expected
same "every node, and no other" expected printed
apply shown doc.xml --show-secrets
holds "--show-secrets" out 'canary-client-pw'
apply quiet doc.xml -o changes
same "-o" changes.cp.push changes
if [ "$(stat -c %a s.cp.push)$(stat -c %a changes)" = 600600 ]; then ok "mode 0600"; else not_ok "mode 0600"; fi
run diff s.cp.push tree
if grep -v '^- ./CpdmStore' out | grep -q .; then not_ok "diff reads the store"; else ok "diff reads the store"; fi
run inspect s.cp.push
silent "so does inspect"
lacks "without a secret" out canary
run reverse s.cp.push
exits "so does reverse" 0
holds "the ACL of an account" s.cp.push 'Get=dm.example&amp;Replace=dm.example&amp;Delete=dm.example'

# ---- Collisions and re-bootstrap (SyncML DM Bootstrap 1.1 section 7) ----
"$CPDM" apply --store s --secrets keys cp.push >out
doc other NAP1 >shares.xml
doc dm.example NAP2 | sed 's/<parm name="NAME" value="Example"\/>//; s/canary-client-pw/canary-new-pw/' >again.xml
apply s shares.xml
refused "a name-space collision" 1 'error: the node ./SyncML/Con/NAP1 is there already [CPDM-0631]'
unchanged "the store is as it was"
apply s again.xml
refused "a known server" 1 'its account is ./SyncML/DMAcc/dm.example [CPDM-0630]'
unchanged "the store is as it was"
apply s again.xml --rebootstrap
silent "re-bootstrap"
grep -v '^added.*NAP2' out >rest
cat >expected <<'TEXT'
deleted	./SyncML/DMAcc/dm.example/Name	chr	Example
replaced	./SyncML/DMAcc/dm.example/ClientPW	chr	********
replaced	./SyncML/DMAcc/dm.example/ConRef	chr	NAP2
TEXT
same "what is the same stays, what is not there any more goes" expected rest
apply s again.xml
refused "the state was for one message" 1 '[CPDM-0630]'
run apply --store s --rebootstrap
silent "the state by itself"
holds "is in the store" s Rebootstrap
apply s shares.xml
silent "is for the next message"
lacks "and for no other" s Rebootstrap
apply s doc.xml
refused "indeed" 1 '[CPDM-0630]'

# The account stays on the node where it lives, in the store too.
sed 's|DMAcc/dm\.example|DMAcc/7|' tree >seven
apply lives seven
apply lives again.xml --rebootstrap
silent "an account that lives elsewhere"
holds "stays there" out "$(printf 'replaced\t./SyncML/DMAcc/7/ConRef\tchr\tNAP2')"
lacks "and nowhere else" out 'DMAcc/dm.example'
# A package whose items have no parents is an account all the same.
grep -v '	node	' seven | grep DMAcc >leaves
apply bare leaves
silent "leaves alone"
apply bare again.xml
refused "make an account" 1 'its account is ./SyncML/DMAcc/7 [CPDM-0630]'
printf './SyncML/DMAcc/7/ServerId\tchr\tthief\n' >thief
apply bare thief --rebootstrap
refused "which is nobody else's" 1 'in the account of another server, "dm.example" [CPDM-0633]'
printf './SyncML/DMAcc/7/More\tchr\tx\n' >more
apply bare more
refused "nor is added to" 1 'the node ./SyncML/DMAcc/7/More belongs to ./SyncML/DMAcc/7, which is there already [CPDM-0632]'
apply bare more --rebootstrap
silent "unless the device is in the state"
"$CPDM" translate --existing lives --nonce-reset -f push --sign userpin --secrets keys --allow-unauthenticated -o nonces doc.xml
run apply --store lives --secrets keys nonces
refused "a nonce reset meets what is there" 1 './SyncML/DMAcc/7/ClientNonce is there already [CPDM-0631]'
run apply --store lives --secrets keys --rebootstrap nonces
exits "and is taken in the state" 0
document | sed 's/Y2FuYXJ5LW5vbmNl/ZnJlc2gtbm9uY2Ux/' >fresh.xml
"$CPDM" translate --existing lives --nonce-reset -f tree --show-secrets -o nonces fresh.xml
apply lives nonces --rebootstrap --show-secrets
printf 'replaced\t./SyncML/DMAcc/7/ClientNonce\tbin\tZnJlc2gtbm9uY2Ux\n' >expected
same "it changes nonces alone" expected out

# ---- Configuration contexts (Provisioning Architecture 1.1 section 5) ----
within one.xml one NAP1 tps.one/x "" ""
within two.xml two NAP1 tps.two/x "" ""
within two-too.xml two NAP2 tps.two/x "" ""
doc none NAP1 >none.xml
apply c one.xml
silent "a document with PROVURL"
for message in two.xml none.xml; do
    apply c $message --rebootstrap
    refused "another server's context: $message" 1 'the node ./SyncML/Con/NAP1 belongs to no configuration context of this server [CPDM-0643]'
    unchanged "it stays"
done
apply c two-too.xml
silent "a context of its own"
apply c one.xml
refused "its own context is no re-bootstrap" 1 '[CPDM-0631]'
apply c one.xml --rebootstrap
silent "with one it is changed"
"$CPDM" translate -o one.package one.xml 2>err
apply c one.package --rebootstrap
refused "a package belongs to nobody" 1 '[CPDM-0643]'
apply c one.package --rebootstrap --tps tps.one/x
silent "unless it is told"
apply c one.xml --rebootstrap --tps tps.two/x
refused "a document that says another server than the way it came" 1 'the PROVURL is not that of the server'
within named.xml one NAP1 tps.one/x "Second" ""
apply c named.xml --rebootstrap
silent "another context of the same server may take over"
holds "its name is kept" c '<Value>Second</Value>'

# The privileged context: made with a network key, says how many others there may be.
within boss.xml boss NAP9 tps.boss/x "" 1
"$CPDM" convert -f wbxml -o boss.wbxml boss.xml
"$CPDM" sign --sign userpin --secrets keys -f push -o boss.pin boss.wbxml
"$CPDM" sign --sign netwpin --secrets keys -f push -o boss.imsi boss.wbxml
run apply --store p --secrets keys boss.pin
refused "CONTEXT-ALLOW under a PIN" 1 'takes a network key [CPDM-0644]'
apply p boss.xml
refused "or without a MAC" 1 '[CPDM-0644]'
run apply --store p --secrets keys boss.imsi
exits "with the IMSI" 0
holds "what it allows is kept" p '<NodeName>Allow</NodeName>'
apply p one.xml
silent "one context more"
apply p two-too.xml
refused "and not two" 1 'the privileged context does not allow another one [CPDM-0645]'
holds "who could allow it" err 'hint: a message of the privileged context'
doc none NAP7 >unbound.xml
apply p unbound.xml
refused "nor one of no server" 1 '[CPDM-0645]'
run apply --store p --forget-source ota
run apply --store p --secrets keys boss.imsi
within boss-more.xml boss2 NAP8 tps.boss/x "" ""
apply p boss-more.xml
refused "the privileged context is not changed under less" 1 '[CPDM-0644]'
holds "what would allow it" err 'hint: --privileged'
apply p boss-more.xml --privileged
silent "unless somebody vouches"
within rival.xml rival NAP6 tps.rival/x "" 5
apply p rival.xml --privileged
refused "there is one privileged context" 1 'there is a privileged context, and it is another one [CPDM-0644]'
within bad.xml bad NAP5 tps.bad/x "" 256
apply q bad.xml --privileged
refused "CONTEXT-ALLOW that is no number" 1 '[CPDM-0604]'
within two-of.xml x NAP5 tps.one/x "" ""
sed 's|<characteristic type="APPLICATION">|<characteristic type="BOOTSTRAP"><parm name="PROVURL" value="tps.two/x"/></characteristic>&|' \
    two-of.xml >torn.xml
apply q torn.xml
refused "a document of two servers" 1 'torn.xml:5:36: error: the PROVURL is not that of the server'
within all.xml boss NAP9 tps.boss/x "" 255
apply q all.xml --privileged
for name in 1 2 3 4 5 6; do
    within n.xml "s$name" "N$name" "tps.n$name/x" "" ""
    apply q n.xml
done
silent "255 is any number"

# ---- The user (section 5.1) ----
printf './SyncML/DMAcc/boss/Ext/Note\tchr\tmine\n./SyncML/Con/NAP9/NAP/Auth/CHAP/Id\tchr\tme\n' >mine
apply q mine --source user
silent "the user adds, to the privileged context too"
printf './SyncML/DMAcc/boss/Addr\tchr\thttp://evil\n' >edit
apply q edit --source user --rebootstrap
refused "and changes nothing that was provisioned" 1 'the node ./SyncML/DMAcc/boss/Addr was not set by the user [CPDM-0648]'
printf './SyncML/DMAcc/boss/Ext/Note\tchr\tmine again\n' >edit
apply q edit --source user
holds "what is the user's own is" out "$(printf 'replaced\t./SyncML/DMAcc/boss/Ext/Note\tchr\tmine again')"
apply q all.xml --privileged --rebootstrap
lacks "user additions survive a re-bootstrap" out deleted
run diff q all.xml
holds "both of them: the note" out "$(printf './SyncML/DMAcc/boss/Ext/Note\tchr\tmine again')"
holds "and the name" out "$(printf './SyncML/Con/NAP9/NAP/Auth/CHAP/Id\tchr\tme')"
sed 's|value="PAP"/>|value="CHAP"/>|; s|apn-user|them|' all.xml >chap.xml
apply q chap.xml --privileged --rebootstrap
holds "a message that brings the very node overwrites it" out "$(printf 'replaced\t./SyncML/Con/NAP9/NAP/Auth/CHAP/Id\tchr\tthem')"
printf './SyncML/Con/NAP9/NAP/Auth/CHAP/Id\tchr\tme\n' >edit
apply q edit --source user
refused "and it is the user's no more" 1 '[CPDM-0648]'

printf './SyncML/Con/NAP1\tnode\t\n./SyncML/Con/NAP1/Own\tnode\t\n./SyncML/Con/NAP1/Own/A\tchr\ta\n' >home
apply h home --source user
apply h doc.xml
refused "a connection of the user's is there" 1 '[CPDM-0631]'
apply h doc.xml --rebootstrap
silent "a message may take its place"
lacks "and what the user made there stays" out deleted
printf './SyncML/Con/NAP1/Own/A\tchr\tb\n' >edit
apply h edit --source user
silent "the user's own"
printf './SyncML/Con/NAP1/NAP/Addr\tchr\tmine\n' >edit
apply h edit --source user
refused "what the message brought is not" 1 '[CPDM-0648]'

# ---- The smart card: what came from it goes ----
apply card one.xml --source card
apply card two-too.xml
printf './SyncML/DMAcc/one/Ext/Note\tchr\tmine\n' >note
apply card note --source user
run apply --store card --forget-source card
silent "--forget-source"
if [ "$(cut -f 1 out | sort -u)" = deleted ] && ! grep -q NAP2 out; then ok "deletes what came from there"; else not_ok "deletes what came from there"; fi
lacks "with what the user added to it" card Note
lacks "and its context" card tps.one
holds "nothing else" card tps.two
run apply --store card --forget-source card
warns "again" 'card: warning: nothing in the store came from the source card [CPDM-0649]'
if [ -s out ]; then not_ok "there is nothing left"; else ok "there is nothing left"; fi
apply swap one.xml --source card
within other-card.xml three NAP1 tps.three/x "" ""
apply swap other-card.xml --source card --forget-source card
silent "another card, in one step"

# ---- Precedence, where it is asked for ----
doc dm.example NAP3 >cp3.xml
apply d package.xml --precedence dm-over-cp
apply d cp3.xml --precedence dm-over-cp
exits "a CP message after a DM message" 0
holds "what DM has set stays" err 'warning: the node ./SyncML/DMAcc/dm.example stays as a DM message has set it [CPDM-0647]'
holds "what is new comes in" out "$(printf 'added\t./SyncML/Con/NAP3\tnode\t')"
apply e doc.xml --precedence dm-over-cp
"$CPDM" translate -o package3.xml cp3.xml
apply e package3.xml --precedence dm-over-cp
silent "a DM message after a CP message"
holds "overwrites it" out "$(printf 'replaced\t./SyncML/DMAcc/dm.example/ConRef\tchr\tNAP3')"
apply f package.xml
apply f cp3.xml --precedence dm-over-cp
refused "what came in without the policy is like anything else" 1 '[CPDM-0630]'

# ---- Stores that are none ----
printf '' >empty
echo 'some text' >text
"$CPDM" translate --to dm-1.2 -f xml --items -o items.xml doc.xml 2>/dev/null
sed 's/CpdmStore/CpdmStorf/' s >foreign
sed 's/urn:x-cpdm:store:1.0/urn:x-cpdm:store:2.0/' s >newer
sed 's|<Value>ota</Value>|<Value></Value>|' s >no-source
sed 's|<Value>\./SyncML/Con/NAP1</Value>|<Value>./SyncML/Con/NAP0</Value>|' s >no-node
sed 's|<Value>1</Value>|<Value>9</Value>|; s|<Value>tps.one/x</Value>|<Value/>|' c >no-tps
sed '/<NodeName>Context</,/<Value>/s|<Value>1<|<Value>9<|' c >no-context
head -c 700 s >cut
for bad in empty text doc.xml package.xml items.xml tree foreign newer no-source no-node no-tps no-context cut cp.push; do
    cp "$bad" victim
    apply victim two-too.xml --rebootstrap
    refused "$bad is no store" 1 'victim:'
    unchanged "$bad stays as it is"
done
mkdir folder
run apply --store folder doc.xml --allow-unauthenticated
refused "a folder" 5 'folder: error: cannot be a store'
run apply --store no/where doc.xml --allow-unauthenticated
refused "no folder" 5 'no/where: error:'
printf './CpdmStore/Rebootstrap\tbool\ttrue\n' >attack
apply s attack
refused "a message that brings the store's own node" 1 'which is the store'
sed 's|\./SyncML/DMAcc/dm\.example|./CpdmStore|' tree >attack
apply s attack --rebootstrap
refused "or hides in it" 1 '[CPDM-0642]'
apply s s
refused "or is a store" 1 '[CPDM-0642]'

# ---- Limits: what could not be read again is not written ----
python3 - <<'PYTHON'
deep = "".join("./A" + "/n" * i + "\tnode\t\n" for i in range(1, 80))
open("deep", "w").write(deep)
for name in "vw":
    open(f"wide-{name}", "w").write(f"./A/{name}\tnode\t\n" + "".join(f"./A/{name}/{i}\tint\t{i}\n" for i in range(9000)))
PYTHON
doc other NAP4 >small.xml
apply limits small.xml
for message in deep "wide-v wide-w"; do
    cp limits before
    # shellcheck disable=SC2086
    run apply --store limits --allow-unauthenticated --max-document 1000000 $message
    if [ "$code" = 4 ] && [ ! -s out ]; then ok "too much: $message"; else not_ok "too much: $message: exit $code"; fi
    same "the store is as it was" before limits
done
run apply --store limits --allow-unauthenticated --max-document 1000000 --limit nodes=40000 wide-v wide-w
exits "what is not too much when so asked" 0
run apply --store limits --allow-unauthenticated small.xml --rebootstrap
refused "a store is read with the limits that it was written with" 4 "--limit nodes=N raises it"

# ---- A reference that says the inbox (DM Bootstrap 1.2 section 5) ----
"$CPDM" translate --to dm-1.2 -o tnds.xml doc.xml 2>/dev/null
"$CPDM" apply --store plain --allow-unauthenticated tnds.xml >out
sed 's|>\./NAP/|>./Inbox/NAP/|' tnds.xml >inbox.xml
if cmp -s tnds.xml inbox.xml; then not_ok "there is a reference"; else ok "there is a reference"; fi
apply inbox inbox.xml
same "leads to the object's place" plain inbox

# ---- The file ----
chmod 644 s
doc last NAP8 >last.xml
apply s last.xml
if [ "$(stat -c %a s)" = 600 ]; then ok "it becomes its owner's alone"; else not_ok "it becomes its owner's alone"; fi
ln -s s link
cp s before
inode=$(stat -c %i s)
run apply --store link --forget-source nobody
warns "a source that is unknown" '[CPDM-0649]'
run apply --store none-yet --forget-source nobody
warns "where there is no store" '[CPDM-0649]'
if [ -e none-yet ]; then not_ok "none is made"; else ok "none is made"; fi
if [ "$(stat -c %i s)" = "$inode" ]; then ok "nothing changed: nothing is written"; else not_ok "nothing changed: nothing is written"; fi
run apply --store link --rebootstrap
if [ -L link ] && ! cmp -s before s; then ok "a link is followed"; else not_ok "a link is followed"; fi
if ls | grep -q '\.new$'; then not_ok "nothing is left beside it"; else ok "nothing is left beside it"; fi
run apply doc.xml
refused "no store" 2 'apply needs a store'
run apply --store '' --forget-source sim
refused "a store without a name" 2 'apply needs a store'
run apply --store over --rebootstrap
cp over over.before
run apply --store over -o over --forget-source sim
refused "what has changed, over the store" 2 'cannot be written over the store'
ln -s over over.link
run apply --store over -o over.link --forget-source sim
refused "or through a link" 2 'cannot be written over the store'
same "leaves the store" over over.before
apply over doc.xml -o nowhere/changes
refused "what has changed, where it cannot be written" 5 'nowhere/changes'
unchanged "nothing changes"
apply not-yet doc.xml -o nowhere/changes
unchanged "and no store is made"
run apply --store s
refused "nothing to do" 2 'apply needs a message'
run apply --store - doc.xml
refused "a store in a pipe" 2 'the store is a file'
run apply --store s - -
refused "stdin twice" 2 'only one of the messages'
run apply --store s --source "" --allow-unauthenticated doc.xml
refused "a source without a name" 2 'the source is not a text'
lacks "no message shows a secret" every-err canary
for rule in 0640 0641 0642 0643 0644 0645 0646 0647 0648; do
    run help "CPDM-$rule"
    exits "help CPDM-$rule" 0
done
finish
