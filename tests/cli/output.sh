#!/bin/sh
# SPDX-License-Identifier: MIT
# Files and pipes: a file is written whole or not at all, private when it can hold secrets; what cannot be read or written
# is exit code 5; more than the limit is exit code 4; binary output does not reach a terminal.
. "$SOURCE/tests/cli/lib"
document >doc.xml

run translate doc.xml
cp out expected
run translate -o package doc.xml
silent "-o FILE"
same "holds what stdout would" package expected
if [ -s out ]; then not_ok "-o FILE leaves stdout alone"; else ok "-o FILE leaves stdout alone"; fi
run translate -o - doc.xml
same "-o -" out expected
"$CPDM" translate <doc.xml >out 2>err
same "stdin without a name" out expected
"$CPDM" translate - <doc.xml >out 2>err
same "stdin as -" out expected

# mode NAME FILE MODE
mode() {
    if [ "$(stat -c %a "$2")" = "$3" ]; then ok "$1"; else not_ok "$1: $2 has mode $(stat -c %a "$2")"; fi
}
mode "a package is its owner's alone" package 600
run translate --report report -o package doc.xml
mode "a report is not" report 644
run tables print -o table dm-1.1.2
mode "nor is a table" table 644
run convert -o document.wbxml doc.xml
mode "a document is its owner's alone" document.wbxml 600

echo before >kept
chmod 644 kept
ln -s kept link
run translate -o link doc.xml
same "behind a symbolic link" kept expected
if [ -L link ]; then ok "the link stays"; else not_ok "the link stays"; fi
run translate -o /dev/null doc.xml
silent "to a device"
if [ -c /dev/null ]; then ok "that stays one"; else not_ok "that stays one"; fi

echo before >kept
cp kept unchanged
run translate --strict -o kept --report kept.report broken.xml
same "a failure leaves the file" kept unchanged
printf '<wap-provisioningdoc><characteristic type="APPLICATION"/></wap-provisioningdoc>' >nothing.xml
run translate -o kept nothing.xml
exits "a document without an account" 6
same "leaves the file too" kept unchanged
run translate -o kept --report missing/report doc.xml
refused "the second of two files cannot be made" 5 "missing/report: error: cannot be written"
same "so the first is not" kept unchanged
run translate --report . doc.xml
refused "nor stdout, when the report would be a folder" 5 ".: error: cannot be written: Is a directory"
run translate --report '' doc.xml
refused "or would have no name" 5 "error: cannot be written"
if ls ./*.?????? 2>/dev/null | grep -v 'document.wbxml\|nothing.xml' | grep -q .; then
    not_ok "temporary files stay: $(ls)"
else
    ok "no temporary file stays"
fi

run translate missing.xml
refused "a file that is not there" 5 "missing.xml: error: cannot be read: No such file or directory [CPDM-0901]"
run translate .
refused "a folder" 5 "cannot be read"
run translate -o missing/package doc.xml
refused "a folder that is not there" 5 "cannot be written"
for form in xml wbxml tree json; do
    code=0
    "$CPDM" translate -f $form doc.xml >/dev/full 2>err || code=$?
    exits "no space for $form" 5
done
code=0
"$CPDM" translate doc.xml >&- 2>err || code=$?
exits "stdout is closed" 5
code=0
"$CPDM" translate <&- >out 2>err || code=$?
refused "stdin is closed" 5 "<stdin>: error: cannot be read"
python3 - "$CPDM" <<'PYTHON' && ok "a reader that went away" || not_ok "a reader that went away"
import os, subprocess, sys
reading, writing = os.pipe()
os.close(reading)
assert subprocess.run([sys.argv[1], "translate", "doc.xml"], stdout=writing, stderr=subprocess.DEVNULL).returncode == 5
PYTHON

size=$(wc -c <doc.xml)
run translate --max-document "$size" doc.xml
silent "as large as the limit"
run translate --max-document $((size - 1)) doc.xml
refused "larger than the limit" 4 "CPDM-0102"
code=0
yes | "$CPDM" translate >out 2>err || code=$?
refused "stdin without an end" 4 "CPDM-0102"
python3 -c 'print("<wap-provisioningdoc>" + "<!-- -->" * 8200 + "</wap-provisioningdoc>")' >large.xml
run translate large.xml
refused "larger than 64 KiB" 4 "CPDM-0102"
run translate --max-document 100000 large.xml
exits "unless it is allowed" 6

# A terminal, made by Python; a bare chroot has none to give.
if ! python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
    echo "# skipped: no terminal can be made here"
    finish
fi
python3 - "$CPDM" <<'PYTHON' && ok "binary output and a terminal" || not_ok "binary output and a terminal"
import os, pty, subprocess, sys
master, slave = pty.openpty()
def code(*words):
    return subprocess.run([sys.argv[1], *words], stdout=slave, stderr=subprocess.DEVNULL).returncode
assert code("translate", "-f", "wbxml", "doc.xml") == 2
assert code("translate", "-f", "push", "doc.xml") == 2
assert code("convert", "doc.xml") == 2
assert code("translate", "-f", "wbxml", "-o", "binary", "doc.xml") == 0
assert code("translate", "-f", "tree", "nothing.xml") == 6
PYTHON
finish
