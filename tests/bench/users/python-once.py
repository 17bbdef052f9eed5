#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One document in one process, with what comes with Python: etree, hmac, and the programs of libwbxml where it is WBXML.

usage: python-once.py xml|wbxml BODY MAC PIN PACKAGE
"""
import hmac
import subprocess
import sys

from hand_map import translate

kind, body, mac, pin, package = sys.argv[1:]
with open(body, "rb") as file:
    octets = file.read()
if kind == "wbxml":
    if hmac.new(pin.encode(), octets, "sha1").hexdigest() != mac:
        sys.exit(3)
    octets = subprocess.run(["wbxml2xml", "-m", "0", "-o", "-", body], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=True).stdout
made = translate(octets)
if kind == "wbxml":
    made = subprocess.run(["xml2wbxml", "-o", "-", "-"], input=made, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=True).stdout
    print(hmac.new(pin.encode(), made, "sha1").hexdigest())
with open(package, "wb") as file:
    file.write(made)
