#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kannel on loopback: its push proxy gateway takes our PAP submission, and our push PDU, handed to sendsms, comes out of its
fake SMSC in segments that are, put together by our reader and by hand, the same octets. (The gateway writes a content type of
its own and drops SEC and MAC: what is signed goes by sendsms or by -f sms.)"""
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import xml.etree.ElementTree

from harness.checks import Checks, free_ports, private

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
PATH = os.environ.get("PATH", "") + ":/usr/sbin"
TOOLS = {name: shutil.which(name, path=PATH) for name in ("bearerbox", "wapbox", "smsbox", FAKESMSC)}
for name, found in TOOLS.items():
    if not found:
        print(f"cannot run here: {name} is missing (Debian's packages kannel and kannel-extras)")
        sys.exit(77)

CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = bar
smsbox-port = {smsbox}
wapbox-port = {wapbox}
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"

group = wapbox
bearerbox-host = 127.0.0.1
timer-freq = 1

group = ppg
ppg-url = /wappush
ppg-port = {ppg}
trusted-pi = true
service-name = ppg

group = wap-push-user
wap-push-user = initiator
ppg-username = foo
ppg-password = bar
allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
global-sender = 13013

group = sendsms-user
username = tester
password = foobar
max-messages = 20
concatenation = true
"""
WAIT = 30  # seconds; a busy machine needs three


def until(condition, what):
    deadline = time.monotonic() + WAIT
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


class Kannel:
    """The boxes, each with its output in a file; they end with the `with`."""
    def __enter__(self):
        names = ("admin", "smsbox", "wapbox", "ppg", "smsc", "sendsms")
        self.ports = dict(zip(names, free_ports(len(names))))
        pathlib.Path("kannel.conf").write_text(CONFIGURATION.format(**self.ports))
        self.running = []
        try:
            self.start("bearerbox", "kannel.conf", port="smsbox")
            self.start("wapbox", "kannel.conf", port="ppg")
            self.start("smsbox", "kannel.conf", port="sendsms")
            self.start(FAKESMSC, "-H", "127.0.0.1", "-r", str(self.ports["smsc"]), "-m", "0")
            until(lambda: "fake[smsc:" not in self.status() and "online" in self.status(), "the SMSC is online")
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self, name, *words, port=None):
        output = open(f"{pathlib.Path(name).name}.out", "wb")
        self.running.append(subprocess.Popen([TOOLS[name], *words], stdin=subprocess.PIPE, stdout=output, stderr=output))
        output.close()
        if port:
            until(lambda: listens(self.ports[port]), name)

    def status(self):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.ports['admin']}/status.txt?password=bar").read().decode()

    def received(self):
        """The user data header and the octets of each SMS that sendsms made, in the order of their coming."""
        text = pathlib.Path("fakesmsc.out").read_text(errors="replace")
        found = re.findall(r"Got message \d+: <123 \S+ udh (\S+) data (\S*?)>", text)
        return [tuple(urllib.parse.unquote_to_bytes(part.replace("+", " ")) for part in message) for message in found]

    def __exit__(self, *_):
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.running):
            try:
                process.wait(WAIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def post_pap(kannel, whole):
    """What the gateway answers to a submission as -f pap writes it: header, blank line, body."""
    header, body = whole.split(b"\r\n\r\n", 1)
    request = urllib.request.Request(f"http://127.0.0.1:{kannel.ports['ppg']}/wappush?username=foo&password=bar", body,
                                     {"Content-Type": header.decode().partition(": ")[2]})
    return xml.etree.ElementTree.fromstring(urllib.request.urlopen(request).read())


def send_sms(kannel, pdu):
    fields = {"username": "tester", "password": "foobar", "from": "123", "to": "358401234567", "coding": "1",
              "udh": bytes.fromhex("0605040B8423F0"), "text": pdu}
    urllib.request.urlopen(f"http://127.0.0.1:{kannel.ports['sendsms']}/cgi-bin/sendsms?{urllib.parse.urlencode(fields)}").read()


def main():
    checks = Checks()
    script = subprocess.run(["sh", "-c", '. "$SOURCE/tests/cli/lib"; document'], capture_output=True, check=True)
    pathlib.Path("doc.xml").write_bytes(script.stdout)
    keys = private("keys", "pin=1234", "imsi=123456789012345")
    sign = ("translate", "--allow-unauthenticated", "--secrets", keys, "--sign", "userpin")
    checks.cpdm("convert", "-f", "wbxml", "-o", "doc.wbxml", "doc.xml")
    with Kannel() as kannel:
        for name, words in (("a DM package", sign), ("a CP document", ("sign", "--secrets", keys, "--sign", "netwpin"))):
            source = "doc.xml" if words is sign else "doc.wbxml"
            pap = checks.cpdm(*words, "-f", "pap", "--address", "+358401234567", source).out
            answer = post_pap(kannel, pap)
            result = answer.find("push-response/response-result")
            checks.check(f"{name}: the gateway accepts it (1001)", result is not None and result.get("code") == "1001")
            pdu = checks.cpdm(*words, "-f", "push", source).out
            total = -(-len(pdu) // 128)
            before = len(kannel.received())
            send_sms(kannel, pdu)
            until(lambda: len(kannel.received()) >= before + total, "the segments")
            segments = kannel.received()[before:]
            checks.check(f"{name}: {total} segments", len(segments) == total)
            checks.check(f"{name}: the same octets", b"".join(data for _, data in segments) == pdu)
            lines = "".join(f"{(header + data).hex()}\n" for header, data in reversed(segments))
            verified = checks.cpdm("verify", "--secrets", keys, "--from", "sms", stdin=lines.encode())
            checks.check(f"{name}: our reader joins and verifies them", verified.code == 0, verified)
    return checks.finish()


sys.exit(main())
