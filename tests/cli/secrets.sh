#!/bin/sh
# SPDX-License-Identifier: MIT
# Secrets: from a private file or a descriptor only; and no message, report or masked output ever shows one.
. "$SOURCE/tests/cli/lib"
document >doc.xml
run convert -f wbxml -o doc.wbxml doc.xml
secrets good pin=1234
run sign --sign userpin --secrets good -f push -o doc.push doc.wbxml

for mode in 640 604 644 660 606; do
    chmod $mode good
    run verify --secrets good doc.push
    refused "a secrets file with mode $mode" 3 "CPDM-0519"
done
chmod 400 good
run verify --secrets good doc.push
silent "a secrets file with mode 400"
chmod 600 good
run verify --secrets missing doc.push
refused "a secrets file that is not there" 5 "CPDM-0901"
"$CPDM" verify --secrets-fd 7 doc.push 7<good >out 2>err
holds "from a descriptor" out "authenticated: USERPIN"
printf '[secrets]\npin=1234\n' | "$CPDM" verify --secrets-fd 0 doc.push >out 2>err
holds "from stdin" out "authenticated: USERPIN"
run verify --secrets-fd 99 doc.push
refused "from a descriptor that is closed" 5 "CPDM-0901"

rm -f formed
(umask 077 && printf '# a comment\n\n[secrets]\r\n  pin =\t1234 \r\n# imsi=1\n' >formed)
run verify --secrets formed doc.push
silent "blanks, comments and CR"

# fails NAME TEXT LINE…: such a file is exit code 3, on that line.
fails() {
    name=$1 text=$2
    shift 2
    rm -f wrong
    (umask 077 && printf '%s\n' "$@" >wrong)
    run verify --secrets wrong doc.push
    refused "$name" 3 "$text"
    lacks "$name: no value is said" err 4711
}
fails "an unknown key" "did you mean userpinmac?" '[secrets]' 'userpinnac=4711'
holds "the line is said" err "wrong:2:1: error"
fails "a key of later versions" "not one that is known" '[secrets]' 'smart-card-key=4711'
fails "a key twice" "twice" '[secrets]' 'pin=4711' 'pin=4711'
fails "no group" "before any group" 'pin=4711'
fails "another group" "only group" '[secrets]' 'pin=1234' '[others]' 'pin=4711'
fails "no key" "neither" '[secrets]' '4711'
fails "a network key with an odd digit" "CPDM-0518" '[secrets]' 'network-key=47110'
fails "a network key that is no number" "CPDM-0518" '[secrets]' 'network-key=4711zz'
fails "a PIN that is no number" "CPDM-0518" '[secrets]' 'pin=4711x'

# Canaries: what is secret stands in the payload, and nowhere else.
secrets canary pin=47114711 imsi=471147114711471 userpinmac-key=4711471
canary() {
    if grep -aqE '4711|canary|Y2FuYXJ5' "$@"; then not_ok "$name shows a secret"; else ok "$name shows no secret"; fi
}
for method in netwpin userpin usernetwpin userpinmac; do
    name="sign $method"
    run sign --sign $method --secrets canary --user-code-out code doc.wbxml
    canary out err
    run sign --sign $method --secrets canary -f push --user-code-out code -o watch.push doc.wbxml
    name="verify $method"
    run verify --secrets canary watch.push
    canary out err
    name="translate $method"
    run translate --secrets canary -f tree --report report watch.push
    canary out err
    [ ! -f report ] || canary report
    name="translate $method with other secrets"
    run translate --secrets good -f json --diag json watch.push
    canary out err
done
for form in tree json; do
    name="-f $form"
    run translate -f $form --strict --report report doc.xml
    exits "$name" 0
    canary out err report
    holds "$name masks" out '********'
    run translate -f $form --show-secrets doc.xml
    holds "$name shows when asked" out canary-client-pw
    holds "$name shows nonces when asked" out Y2FuYXJ5LW5vbmNl
done
for input in doc.xml doc.wbxml doc.push; do
    name="inspect $input"
    run inspect $input
    canary out err
    run inspect --show-secrets $input
    holds "$name shows when asked" out canary-apn-pw
done
run translate -o package.xml doc.xml
run translate -f wbxml -o package.wbxml doc.xml
for input in package.xml package.wbxml; do
    name="inspect $input"
    run inspect $input
    silent "$name"
    canary out err
    run inspect --show-secrets $input
    holds "$name shows when asked" out canary-client-pw
done
# Every way that a document can be broken is a message without its secrets.
python3 - "$CPDM" <<'PYTHON' && ok "messages about broken documents show no secret" || not_ok "messages about broken documents show no secret"
import re, subprocess, sys
failed = 0
for source, step in (("doc.xml", 23), ("doc.wbxml", 7), ("doc.push", 11)):
    whole = open(source, "rb").read()
    for at in range(0, len(whole), step):
        for broken in (whole[:at], whole[:at] + b"\x00" + whole[at:], whole[:at] + b"<&" + whole[at + 2:]):
            open("broken", "wb").write(broken)
            done = subprocess.run([sys.argv[1], "translate", "--allow-unauthenticated", "-f", "tree", "--report", "report",
                                   "broken"], capture_output=True)
            failed += done.returncode != 0
            assert not re.search(rb"canary|Y2FuYXJ5", done.stderr + done.stdout), (source, at, done)
assert failed > 50, failed
PYTHON

# The process does not let itself be read: the files of a process that may not be dumped belong to root, whoever runs it.
# (The leak checker of a sanitized build has to be let in.)
other=
[ "$(id -u)" != 0 ] || other="setpriv --reuid=65534 --regid=65534 --clear-groups"
if [ "${SANITIZED:-no}" = no ] && $other "$CPDM" --version >out 2>err; then
    mkfifo pipe
    exec 3<>pipe
    # shellcheck disable=SC2086 # words
    $other "$CPDM" inspect <pipe 3>&- >out 2>err &
    pid=$!
    tries=0
    while [ $tries -lt 50 ] && ! grep -q '^Max core file size  *0  *0 ' "/proc/$pid/limits"; do
        sleep 0.1
        tries=$((tries + 1))
    done
    if [ $tries -lt 50 ]; then ok "no core dump"; else not_ok "no core dump"; fi
    sleep 0.2
    if [ "$(stat -c %u "/proc/$pid/environ")" = 0 ]; then ok "not dumpable"; else not_ok "not dumpable"; fi
    kill $pid
    wait $pid
fi
finish
