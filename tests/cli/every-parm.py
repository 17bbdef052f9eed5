#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every parm of CP 1.1 (tests/cp-1.1-parms) has a row in every base table: none is `unmapped` in the report.

APPADDR and an ADDR of the APPLICATION's own exclude each other, and the three levels of APPAUTH have rows of their own: three
documents, which together hold every place."""
import json
import os
import pathlib
import re
import subprocess
import sys
from xml.sax.saxutils import quoteattr

SOURCE = pathlib.Path(os.environ["SOURCE"])
VALUES = {  # what makes a sound document; any other parm says "1"
    "APPID": "w7", "PROVIDER-ID": "server", "ADDR": "https://dm.example.com/dm", "TO-NAPID": "nap", "NAPID": "nap",
    "TO-PROXY": "proxy", "PROXY-ID": "proxy", "BEARER": "GSM-GPRS", "NAP-ADDRTYPE": "APN", "PXADDRTYPE": "IPV4",
    "PXADDR": "192.0.2.1", "AAUTHTYPE": "DIGEST", "AAUTHDATA": "bm9uY2U=", "AUTHTYPE": "PAP", "PXAUTH-TYPE": "HTTP-BASIC",
    "AAUTHNAME": "server", "PORTNBR": "443",
}


def load_places():
    """{(characteristic, …): [parm, …]} in the order of the file."""
    places = {}
    for line in (SOURCE / "tests" / "cp-1.1-parms").read_text().splitlines():
        if line and not line.startswith("#"):
            *path, parm = line.split("/")
            places.setdefault(tuple(path), []).append(parm)
    return places


def document(places, level, left_out):
    """XML with one characteristic for each place but those left out."""
    values = {**VALUES, "AAUTHLEVEL": level}

    def characteristic(path):
        if path == left_out:
            return ""
        parms = "".join(f'<parm name="{parm}" value={quoteattr(values.get(parm, "1"))}/>'
                        for parm in places[path] if (*path, parm) != left_out)
        inner = "".join(characteristic(other) for other in places if other[:-1] == path)
        return f'<characteristic type="{path[-1]}">{parms}{inner}</characteristic>\n'

    roots = "".join(characteristic(path) for path in places if len(path) == 1)
    return f'<wap-provisioningdoc version="1.1">\n{roots}</wap-provisioningdoc>\n'


def base_targets():
    return sorted(table.stem for table in (SOURCE / "mappings").glob("*.map"))


def fates(target, xml):
    pathlib.Path("input").write_text(xml)
    done = subprocess.run([os.environ["CPDM"], "translate", "--to", target, "-f", "tree", "--report", "report", "input"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{target}: exit {done.returncode}\n{done.stderr}")
    for parm in json.loads(pathlib.Path("report").read_text())["parms"]:
        yield re.sub(r"\[\d+\]", "", parm["path"]), parm["fate"]


def main():
    places = load_places()
    variants = [("APPSRV", ("APPLICATION", "ADDR")), ("CLIENT", ("APPLICATION", "APPADDR")),
                ("OBEX", ("APPLICATION", "ADDR"))]
    wanted = {"/".join((*path, parm)) for path, parms in places.items() for parm in parms}
    findings = []
    for target in base_targets():
        seen = set()
        for level, left_out in variants:
            for path, fate in fates(target, document(places, level, left_out)):
                seen.add(path)
                if fate == "unmapped":
                    findings.append(f"{target}: no row for {path} (AAUTHLEVEL {level})")
        findings += [f"{target}: not in any report: {path}" for path in sorted(wanted - seen)]
        if not seen:
            findings.append(f"{target}: nothing was asked")
    print("\n".join(findings))
    sys.exit(1 if findings or not base_targets() else 0)


main()
