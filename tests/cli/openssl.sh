#!/bin/sh
# SPDX-License-Identifier: MIT
# OpenSSL's configuration file is nothing to the command line: one that no OpenSSL can use changes nothing.
. "$SOURCE/tests/cli/lib"
document >doc.xml
run convert -f wbxml -o doc.wbxml doc.xml
secrets good pin=1234
cat >broken.cnf <<'END'
openssl_conf = init
config_diagnostics = 1
[init]
providers = providers
[providers]
absent = absent
[absent]
module = ./absent.so
activate = 1
END
export OPENSSL_CONF=broken.cnf
run verify --secrets good --content-type "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=$(
    OPENSSL_CONF=/dev/null mac 1234 doc.wbxml
)" doc.wbxml
exits "a MAC without OpenSSL's configuration" 0
finish
