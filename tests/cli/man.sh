#!/bin/sh
# SPDX-License-Identifier: MIT
# The man page and --help know the same verbs and options: each verb's synopsis lists what its --help shows, and the page
# explains each option once. The completion knows them too.
. "$SOURCE/tests/cli/lib"
page=$SOURCE/tools/cpdm.1
completion=$SOURCE/tools/cpdm.bash-completion

# The page as words: \- is a hyphen, fonts and macros are nothing.
sed -e 's/\\f[BRI]//g' -e 's/\\-/-/g' "$page" >plain

long_options() {
    grep -oE -e '--[a-z][a-z-]*' | sort -u
}

run help
"$CPDM" help | sed -n '/^Verbs:/,/^$/s/^  \([a-z]*\) .*/\1/p' | sort >verbs
sed -n 's/^\.SY "cpdm \([a-z]*\)"$/\1/p' plain | sort >verbs.page
same "the page has a synopsis of each verb" verbs verbs.page

: >all
while read -r verb; do
    run "$verb" --help
    silent "$verb --help"
    grep -E '^ +(-[a-z], )?--' out | sed 's/^ *\(-[a-z], \)*\(--[a-z-]*\).*/\2/' | sort -u >help
    sed -n "/^\.SY \"cpdm $verb\"/,/^\.YS/s/^\.OP //p" plain | long_options >synopsis
    same "the synopsis of $verb lists its options" help synopsis
    cat help >>all
    sed -n "s/^ *$verb) options='\(.*\)' ;;/\1/p" "$completion" | long_options >completed
    same "the completion of $verb lists its options" help completed
    run help "$verb"
    cp out by-help
    run "$verb" -h
    same "help $verb is $verb --help" out by-help
done <verbs

sort -u all >known
sed -n '/^\.SH OPTIONS/,/^\.SH AUTH/{/^\.TP/{n;p;}}' plain | long_options >explained
same "the page explains each option, and no other" known explained

# Every word that an option chooses from stands in its explanation.
while read -r verb; do
    "$CPDM" "$verb" --help | sed -n 's/^ *\(-[a-z], \)*\(--[a-z-]*\)=\([a-z]*|[a-z|]*\) .*/\2 \3/p' | while read -r option words; do
        sed -n '/^\.SH OPTIONS/,/^\.SH AUTH/p' plain | awk -v option="$option" '
            /^\.TP/ { getline; found = index($0 " ", option " ") > 0 }
            found { print }' >text
        for word in $(echo "$words" | tr '|' ' '); do
            grep -qwF -e "$word" text || echo "$verb $option $word"
        done
    done
done <verbs >unsaid
if [ -s unsaid ]; then not_ok "words that the page does not say: $(cat unsaid)"; else ok "the page says every word"; fi

sed -n '/^\.SH EXIT/,/^\.SH FILES/s/^\.B \([0-9]*\)$/\1/p' plain >codes
sed -n '/^enum exit_code/,/^}/s/.*= \([0-9]*\),*$/\1/p' "$SOURCE/tools/cmd.h" >codes.defined
same "the page explains every exit code" codes.defined codes

sed -n '/^\.SH SECRETS/,/^\.SH FORMATS/s/^\.B \([a-z-]*\)=$/\1/p' plain | sort >keys
sed -n 's/^ *{"\([a-z-]*\)", *offsetof(struct secrets.*/\1/p' "$SOURCE/tools/secrets.c" | sort >keys.known
same "the page explains every secret" keys.known keys

if command -v groff >groff.path; then
    groff -man -ww -z "$page" 2>warnings
    if [ -s warnings ]; then not_ok "groff: $(cat warnings)"; else ok "groff has nothing to say"; fi
fi
finish
