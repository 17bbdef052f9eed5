# SPDX-License-Identifier: MIT
"""CP XML to a SyncML DM 1.1 package for the bench documents, as somebody would write it in Python: the same as hand-map.c."""
import xml.etree.ElementTree as ElementTree

HEAD = ('<?xml version="1.0"?><!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" '
        '"http://www.syncml.org/docs/syncml_represent_v11_20020213.dtd"><SyncML xmlns="SYNCML:SYNCML1.1"><SyncHdr>'
        '<VerDTD>1.1</VerDTD><VerProto>DM/1.1</VerProto><SessionID>0</SessionID><MsgID>0</MsgID><Target><LocURI>'
        'unknown-device</LocURI></Target><Source><LocURI>%s</LocURI></Source></SyncHdr><SyncBody><Replace><CmdID>1</CmdID>')
TAIL = "</Replace></SyncBody></SyncML>"
BEARERS = {"GSM-SMS": "3", "GSM-CSD": "10", "GSM-GPRS": "11"}
ADDRESS_TYPES = {"IPV4": "1", "IPV6": "2", "E164": "3", "ALPHA": "4", "APN": "5"}
AUTH_TYPES = {"BASIC": "syncml:auth-basic", "DIGEST": "syncml:auth-md5", "HMAC": "syncml:auth-MAC"}
FORMATS = {"PortNbr": "int", "ClientNonce": "b64", "ServerNonce": "b64"}


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parms(block):
    found = {}
    for parm in block.iterfind("parm"):
        found.setdefault(parm.get("name"), parm.get("value", ""))
    return found


def blocks(parent, kind):
    return [block for block in parent.iterfind("characteristic") if block.get("type") == kind]


class Package:
    def __init__(self):
        self.parts = []

    def add(self, uri, text="", form=""):
        meta = f'<Meta><Format xmlns="syncml:metinf">{form}</Format></Meta>' if form else ""
        self.parts.append(f"<Item><Target><LocURI>{escape(uri)}</LocURI></Target>{meta}<Data>{escape(text)}</Data></Item>")

    def node(self, uri):
        self.add(uri, "", "node")

    def leaf(self, uri, name, text):
        if text is not None:
            self.add(f"{uri}/{name}", text, FORMATS.get(name, ""))


def add_account(package, application):
    own, addresses = parms(application), blocks(application, "APPADDR")
    address = parms(addresses[0] if addresses else application)["ADDR"]
    ports = blocks(addresses[0], "PORT") if addresses else []
    uri = "./SyncML/DMAcc/" + own["PROVIDER-ID"]
    package.node(uri)
    package.leaf(uri, "Addr", address)
    package.leaf(uri, "AddrType", "1")
    package.leaf(uri, "PortNbr", parms(ports[0])["PORTNBR"] if ports else "443" if address.startswith("https") else "80")
    package.leaf(uri, "ConRef", own.get("TO-PROXY", ""))
    package.leaf(uri, "ServerId", own["PROVIDER-ID"])
    package.leaf(uri, "Name", own.get("NAME"))
    for auth in map(parms, blocks(application, "APPAUTH")):
        if auth.get("AAUTHLEVEL") == "APPSRV":
            package.leaf(uri, "UserName", auth.get("AAUTHNAME"))
            package.leaf(uri, "ClientPW", auth.get("AAUTHSECRET"))
            package.leaf(uri, "ClientNonce", auth.get("AAUTHDATA"))
            package.leaf(uri, "AuthPref", AUTH_TYPES.get(auth.get("AAUTHTYPE")))
        elif auth.get("AAUTHLEVEL") == "CLIENT":
            package.leaf(uri, "ServerPW", auth.get("AAUTHSECRET"))
            package.leaf(uri, "ServerNonce", auth.get("AAUTHDATA"))
    return address


def add_login(package, uri, scheme, name, secret):
    package.node(uri + "/Auth")
    package.node(f"{uri}/Auth/{scheme}")
    package.leaf(f"{uri}/Auth/{scheme}", "Id", name)
    package.leaf(f"{uri}/Auth/{scheme}", "Secret", secret)


def add_nap(package, uri, napdef):
    own = parms(napdef)
    package.node(uri)
    package.node(uri + "/NAP")
    package.leaf(uri, "NAP/Bearer", BEARERS.get(own.get("BEARER")))
    package.leaf(uri, "NAP/Addr", own.get("NAP-ADDRESS"))
    package.leaf(uri, "NAP/AddrType", ADDRESS_TYPES.get(own.get("NAP-ADDRTYPE")))
    for auth in map(parms, blocks(napdef, "NAPAUTHINFO")[:1]):
        add_login(package, uri + "/NAP", auth["AUTHTYPE"], auth.get("AUTHNAME"), auth.get("AUTHSECRET"))


def add_proxy(package, logical, napdefs):
    own, physical = parms(logical), blocks(logical, "PXPHYSICAL")[0]
    uri, at = "./SyncML/Con/" + own["PROXY-ID"], parms(physical)
    add_nap(package, uri, napdefs[at["TO-NAPID"]])
    package.node(uri + "/PX")
    package.leaf(uri, "PX/Addr", at.get("PXADDR"))
    package.leaf(uri, "PX/AddrType", ADDRESS_TYPES.get(at.get("PXADDRTYPE")))
    for port in map(parms, blocks(physical, "PORT")[:1]):
        package.add(uri + "/PX/PortNbr", port["PORTNBR"], "int")
    for auth in map(parms, blocks(logical, "PXAUTHINFO")[:1]):
        add_login(package, uri + "/PX", auth["PXAUTH-TYPE"], auth.get("PXAUTH-ID"), auth.get("PXAUTH-PW"))


def translate(octets):
    root, package = ElementTree.fromstring(octets), Package()
    address = next(add_account(package, block) for block in blocks(root, "APPLICATION") if parms(block).get("APPID") == "w7")
    napdefs = {parms(block)["NAPID"]: block for block in blocks(root, "NAPDEF")}
    for name, block in napdefs.items():
        add_nap(package, "./SyncML/Con/" + name, block)
    for block in blocks(root, "PXLOGICAL"):
        add_proxy(package, block, napdefs)
    return (HEAD % escape(address) + "".join(package.parts) + TAIL).encode()
