#!/bin/sh
# SPDX-License-Identifier: MIT
# explain: the row that took a parm with its file and line, and every other row and section for its place with the reason why
# not. The table here is small, so that each line can be checked against it by eye.
. "$SOURCE/tests/cli/lib"
cat >small.map <<'MAP'
cpdm-map 1
target small "Small"
    syncml    1.1
    verproto  DM/1.1
    command   Replace

[APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
    PROVIDER-ID    <->  Id    chr  1
    NAME           <->  Name  chr  ?  first
    NAME           <-   Alias chr  ?

[APPLICATION/APPADDR]  same node  first "one address"
    ADDR          <->  Addr    chr  1
    ADDR           ->  Copy    chr  1
    PORT/PORTNBR  <->  Port    int  ?

[APPLICATION/APPAUTH]  same node  when AAUTHLEVEL = CLIENT
    AAUTHSECRET   <->  Secret  chr  ?  secret

[APPLICATION/APPAUTH]  none
    *              ->  -                 loss "no place"

[APPLICATION]  none
    *              ->  -                 loss "another service"
MAP
cat >doc.xml <<'XML'
<wap-provisioningdoc version="1.1">
  <characteristic type="APPLICATION">
    <parm name="APPID" value="w7"/>
    <parm name="PROVIDER-ID" value="p"/>
    <parm name="NAME" value="one"/>
    <parm name="NAME" value="two"/>
    <parm name="ADDR" value="http://h/"/>
    <parm name="ROLE" value="8"/>
    <characteristic type="APPADDR">
      <characteristic type="PORT">
        <parm name="PORTNBR" value="80"/>
      </characteristic>
    </characteristic>
    <characteristic type="APPAUTH">
      <parm name="AAUTHSECRET" value="canary-http"/>
    </characteristic>
    <characteristic type="APPAUTH">
      <parm name="AAUTHLEVEL" value="CLIENT"/>
      <parm name="AAUTHSECRET" value="canary-client"/>
    </characteristic>
  </characteristic>
  <characteristic type="APPLICATION">
    <parm name="APPID" value="w2"/>
    <parm name="NAME" value="web"/>
  </characteristic>
  <characteristic type="NAPDEF">
    <parm name="NAPID" value="n"/>
  </characteristic>
</wap-provisioningdoc>
XML

explains() { # explains PARM, and the expected text on stdin
    cat >expected
    run explain --to small.map doc.xml "$1"
    silent "explain $1"
    same "what it says of $1" out expected
}
explains NAME <<'TEXT'
APPLICATION[1]/NAME[1] (doc.xml:5:5)
  fate: mapped
  node: ./Acc/p/Name
  row: small.map:9: NAME  <->  Name  chr  ?  first
  section: small.map:7: [APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
  not: small.map:10: NAME  <-  Alias  chr  ?
    because it is for the way back only
  not: small.map:23: [APPLICATION]  none
    because small.map:7 comes first

APPLICATION[1]/NAME[2] (doc.xml:6:5)
  fate: lost, its node has a value already
  row: small.map:9: NAME  <->  Name  chr  ?  first
  section: small.map:7: [APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
  not: small.map:10: NAME  <-  Alias  chr  ?
    because it is for the way back only
  not: small.map:23: [APPLICATION]  none
    because small.map:7 comes first

APPLICATION[2]/NAME (doc.xml:24:5)
  fate: lost, another service
  row: small.map:24: *  ->  -  loss "another service"
  section: small.map:23: [APPLICATION]  none
  not: small.map:7: [APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
    because APPID is "w2"
TEXT
explains 'APPLICATION[1]/ADDR' <<'TEXT'
APPLICATION[1]/ADDR (doc.xml:7:5)
  fate: mapped
  node: ./Acc/p/Addr
  node: ./Acc/p/Copy
  row: small.map:13: ADDR  <->  Addr  chr  1
  section: small.map:12: [APPLICATION/APPADDR]  same node  first "one address"
  not: small.map:7: [APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
    because it has no row for the parm
  row: small.map:14: ADDR  ->  Copy  chr  1
    because it has made a node as well
  not: small.map:23: [APPLICATION]  none
    because small.map:7 comes first
TEXT
explains AAUTHSECRET <<'TEXT'
APPLICATION[1]/APPAUTH[1]/AAUTHSECRET (doc.xml:15:7)
  fate: lost, no place
  row: small.map:21: *  ->  -  loss "no place"
  section: small.map:20: [APPLICATION/APPAUTH]  none
  not: small.map:17: [APPLICATION/APPAUTH]  same node  when AAUTHLEVEL = CLIENT
    because AAUTHLEVEL is "HTTP"

APPLICATION[1]/APPAUTH[2]/AAUTHSECRET (doc.xml:19:7)
  fate: mapped
  node: ./Acc/p/Secret
  row: small.map:18: AAUTHSECRET  <->  Secret  chr  ?  secret
  section: small.map:17: [APPLICATION/APPAUTH]  same node  when AAUTHLEVEL = CLIENT
  not: small.map:20: [APPLICATION/APPAUTH]  none
    because small.map:17 comes first
TEXT
lacks "no secret is shown" out canary
explains 'APPLICATION[1]/APPID' <<'TEXT'
APPLICATION[1]/APPID (doc.xml:3:5)
  fate: mapped
  section: small.map:7: [APPLICATION]  ./Acc/{PROVIDER-ID}  when APPID = w7
    because its condition asks for the parm
  not: small.map:23: [APPLICATION]  none
    because small.map:7 comes first
TEXT
explains NAPID <<'TEXT'
NAPDEF[1]/NAPID (doc.xml:27:5)
  fate: unmapped, no row takes it
  not: no section of small is for its place
TEXT
explains PORTNBR <<'TEXT'
APPLICATION[1]/APPADDR[1]/PORT[1]/PORTNBR (doc.xml:11:9)
  fate: lost, one address
  not: small.map:15: PORT/PORTNBR  <->  Port  int  ?
    because small.map:12 takes the first only: one address
TEXT

# A section on request, asked for and not.
sed 's/^\[APPLICATION\]  none/[APPLICATION]  .\/Web\/{#}  when APPID = w2  on-request\
    NAME  <->  Name  chr  ?\
&/' small.map >request.map
run explain --to request.map doc.xml 'APPLICATION[2]/NAME'
holds "the section that was not asked for" out "    because it is for applications that are asked for (--apps)"
holds "so the next one took it" out "  row: request.map:26: *  ->  -  loss \"another service\""
sed '/\[APPLICATION\]  .\/Web/a\    RESOURCE/URI  ->  Uri  chr  ?' request.map >nested.map
sed 's/.*<parm name="APPID" value="w2".*/&<characteristic type="RESOURCE"><parm name="URI" value="u"\/><\/characteristic>/' doc.xml >nested.xml
run explain --to nested.map nested.xml URI
holds "what is nested in it" out ", which was not asked for (--apps)"
run explain --to request.map --apps w2 doc.xml 'APPLICATION[2]/NAME'
holds "asked for" out "  row: request.map:24: NAME  <->  Name  chr  ?"

# An overlay's row is told with the overlay's place; every parm of a document can be explained, with the report's fate.
cat >acme.map <<'MAP'
cpdm-map 1
extends "dm-1.1.2.map"
[APPLICATION]  ./SyncML/DMAcc/{PROVIDER-ID}  when APPID = w7
    ROLE  <->  Ext/Acme/Role  int  ?
MAP
run explain --overlay acme.map doc.xml ROLE
holds "a row of an overlay" out "  row: acme.map:4: ROLE  <->  Ext/Acme/Role  int  ?"
document >whole.xml
"$CPDM" translate --report report -o package whole.xml
python3 - <<'PYTHON' && ok "every parm can be explained" || not_ok "every parm can be explained"
import json, os, subprocess
for parm in json.load(open("report"))["parms"]:
    done = subprocess.run([os.environ["CPDM"], "explain", "whole.xml", parm["path"]], capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and lines[0].startswith(parm["path"] + " (whole.xml:"), (parm, done)
    assert lines[1].split(":")[1].split(",")[0].strip() == parm["fate"], (parm, lines)
    assert [line.split(": ")[1] for line in lines if line.startswith("  node: ")] == parm["nodes"], (parm, lines)
    assert any(line.startswith("  row: dm-1.1.2.map:") or line.startswith("  section: ") for line in lines), lines
    assert "canary" not in done.stdout
PYTHON

run explain whole.xml
silent "every parm at once"
grep -c '^  fate: ' out >count
python3 -c 'import json; print(len(json.load(open("report"))["parms"]))' >expected
same "all of them" count expected
run explain doc.xml NAPI
refused "a parm that is not there" 1 "did you mean NAPID?"
run explain doc.xml 'APPLICATION[3]/NAME'
refused "a path that is not there" 1 "[CPDM-0908]"
run explain --to dm-1.1.3 doc.xml NAME
refused "an unknown target" 2 "there is no target"
finish
