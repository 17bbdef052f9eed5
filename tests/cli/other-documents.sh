#!/bin/sh
# SPDX-License-Identifier: MIT
# Documents that are no DM bootstrap are shown as they are: other services (RCS, TS.43, MMS), and what asks, deletes or
# reports instead of provisioning (parm-query …), with every attribute; secrets only when they are asked for. And the
# leniencies: what they are called, what inspect shows with them.
. "$SOURCE/tests/cli/lib"

cat >query.xml <<'XML'
<wap-provisioningdoc version="4.4">
  <characteristic type="Wi-Fi" version="9.2">
    <parm name="WiFiAction" value="1"/>
    <parm-query name="Country"/>
    <noparm name="Band"/>
    <parm name="psk" datatype="string" value="canary-psk"/>
    <characteristic-error type="Network" desc="no such network"/>
    <other-error name="Passphrase" value="canary-phrase"/>
  </characteristic>
  <characteristic-query type="Battery">
    <parm-query name="Level"/>
  </characteristic-query>
  <nocharacteristic type="Gone"/>
</wap-provisioningdoc>
XML
cat >expected <<'TEXT'
content: CP document
wap-provisioningdoc 4.4
  characteristic Wi-Fi version="9.2"
    parm WiFiAction = 1
    other parm-query name="Country"
    other noparm name="Band"
    parm psk datatype="string" = ********
    other characteristic-error type="Network" desc="no such network"
    other other-error name="Passphrase" value="********"
  other characteristic-query type="Battery"
    other parm-query name="Level"
  other nocharacteristic type="Gone"
TEXT
for form in xml wbxml; do
    "$CPDM" convert -f $form -o query.$form.again query.xml 2>err || cp query.xml query.xml.again
    run inspect query.$form.again
    silent "inspect of $form"
    sed 1d out >outline
    same "what inspect shows of $form" outline expected
done
run inspect --show-secrets query.xml
holds "a secret parm is shown when asked for" out 'parm psk datatype="string" = canary-psk'
holds "a secret attribute too" out 'value="canary-phrase"'

document | sed 's/APPAUTH/AppAuth/; s/AAUTHNAME/AAuthName/' >case.xml
run translate -f tree case.xml
exits "names in another case are read as they stand" 0
lacks "so the credential is left behind" out UserName
run translate -f tree --lenient case case.xml
exits "and as the standard's with --lenient case" 0
holds "the credential is there" out UserName
holds "each is warned about" err 'case.xml:10:5: warning: "AppAuth" is read as APPAUTH [CPDM-0417]'
run inspect --lenient case,flat-appauth case.xml
exits "several leniencies" 0
for words in cas 'case,' ',case' 'case,flat' ''; do
    run translate --lenient "$words" case.xml
    refused "--lenient '$words'" 2 "--lenient takes case and flat-appauth"
done
run translate --lenient cse case.xml
refused "the nearest leniency" 2 "did you mean case?"
finish
