# SPDX-License-Identifier: MIT
"""Records for `cpdm batch`, made without the library: signed documents in every framing, and results read back."""
import base64
import hashlib
import hmac
import json

NUMBER = b"00000000"  # in the document: becomes the record's number, so that each is for a device of its own

DOCUMENT = b"""<wap-provisioningdoc version="1.1">
<characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="dm.example"/>
<characteristic type="APPADDR"><parm name="ADDR" value="https://dm.example/"/></characteristic>
<characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="APPSRV"/><parm name="AAUTHNAME" value="u"/>
<parm name="AAUTHSECRET" value="canary-client-00000000"/></characteristic>
<characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="CLIENT"/>
<parm name="AAUTHSECRET" value="canary-server-00000000"/></characteristic></characteristic>
</wap-provisioningdoc>"""


def wbxml(checks):
    """DOCUMENT as the program writes it."""
    return checks.cpdm("convert", "-f", "wbxml", stdin=DOCUMENT).out


def numbered(document, number):
    return document.replace(NUMBER, b"%08d" % number)


def pin_of(number):
    return f"{4711000000 + number}"


def content_type(document, pin):
    mac = hmac.new(pin.encode(), document, hashlib.sha1).hexdigest().upper()
    return f"application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC={mac}"


def record(document, number, **more):
    """The members of a record whose MAC is right."""
    octets, pin = numbered(document, number), pin_of(number)
    return {"id": f"r{number}", "doc_b64": base64.b64encode(octets).decode(), "content_type": content_type(octets, pin),
            "secret": {"pin": pin}, **more}


def line(members):
    return json.dumps(members, separators=(",", ":")).encode() + b"\n"


def lines(document, numbers):
    return b"".join(line(record(document, number)) for number in numbers)


def pairs(members):
    def escaped(value):
        return str(value).replace("\\", "\\\\").replace(";", "\\x3B").replace("\t", "\\t").replace("\n", "\\n")
    return ";".join(f"{name}={escaped(value)}" for name, value in (members or {}).items())


def frame(framing, octets):
    if framing == "len32":
        return len(octets).to_bytes(4, "big") + octets
    if framing == "netstring":
        return b"%d:%s," % (len(octets), octets)
    return octets + b"\n"


def framed(framing, members):
    if framing == "ndjson":
        return line(members)
    end = [members["content_type"], pairs(members.get("secret")), pairs(members.get("options"))]
    if framing == "tsv":
        return frame(framing, "\t".join([members["id"], members["doc_b64"], *end]).encode())
    head = "cpdm\t" + "\t".join([members["id"], *end]) + "\n"
    return frame(framing, head.encode() + base64.b64decode(members["doc_b64"]))


def unframed(framing, octets):
    """The records of a stream."""
    at = 0
    while at < len(octets):
        if framing == "len32":
            start = at + 4
            end = rest = start + int.from_bytes(octets[at:start], "big")
        elif framing == "netstring":
            start = octets.index(b":", at) + 1
            end = start + int(octets[at:start - 1])
            rest = end + 1
        else:
            start, end = at, octets.index(b"\n", at)
            rest = end + 1
        yield octets[start:end]
        at = rest


def result(framing, octets):
    """A result as its members, the same for every framing."""
    if framing == "ndjson":
        return json.loads(octets)
    body = None
    if framing != "tsv":
        octets, _, body = octets.removeprefix(b"cpdm\t").partition(b"\n")
        body = base64.b64encode(body).decode()
    columns = octets.decode().split("\t")
    if body is None:
        body = columns.pop(2)
    identity, word, kind, digest, tables, version, authentication, code, rest = columns
    members = {"id": identity, "ok": word == "ok", "input_sha256": digest, "tables": tables, "version": version}
    if word == "ok":
        members |= {"auth": authentication, "wbxml_b64": body, "content_type": kind}
    if code:
        members["user_code"] = code
    return {**members, **json.loads(rest)}


def results(framing, octets):
    return [result(framing, one) for one in unframed(framing, octets)]
