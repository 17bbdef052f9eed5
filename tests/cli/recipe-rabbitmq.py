#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recipes/rabbitmq-bridge.py against a RabbitMQ of its own on loopback: whatever is killed with -9, each message has its result
at least once, and one that comes twice is the same octets with the same message_id."""
import atexit
import collections
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

from harness import records
from harness.checks import Checks, free_ports

SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"  # Debian's command of this name wants its own user and folders
for needed in (SERVER, "epmd"):
    if not shutil.which(needed):
        print(f"cannot run here: {needed} is missing (Debian's package rabbitmq-server)")
        sys.exit(77)
try:
    import pika
except ImportError:
    print("cannot run here: Debian's package python3-pika is missing")
    sys.exit(77)
if os.environ["SANITIZED"] == "yes":
    print("once is enough: with the program as users build it")
    sys.exit(77)

BRIDGE = os.path.join(os.environ["SOURCE"], "recipes", "rabbitmq-bridge.py")
ASKED = int(os.environ.get("CPDM_KILLS") or 0)
KILLS, PIECE, WAIT = ASKED or 20, 1000, 60
checks = Checks()


class Broker:
    """In the foreground, with a name service, folders and ports of its own."""

    def __init__(self):
        port, names, distribution = free_ports(3)
        here = os.getcwd()
        pathlib.Path("plugins").write_text("[].\n")
        self.url = f"amqp://guest:guest@127.0.0.1:{port}"
        self.environment = {
            **os.environ, "HOME": here, "ERL_EPMD_PORT": str(names), "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"cpdm{port}@localhost", "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port), "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_MNESIA_BASE": here + "/mnesia", "RABBITMQ_LOG_BASE": here + "/log",
            "RABBITMQ_ENABLED_PLUGINS_FILE": here + "/plugins", "RABBITMQ_CONFIG_FILE": here + "/none",
            "RABBITMQ_CONF_ENV_FILE": here + "/none"}
        self.epmd = subprocess.Popen(["epmd", "-port", str(names), "-address", "127.0.0.1"], env=self.environment)
        self.start()

    def start(self):
        with open("broker.out", "ab") as out:
            self.server = subprocess.Popen([SERVER], env=self.environment, stdout=out, stderr=out, start_new_session=True)

    def kill(self):
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def connect(self):
        until = time.monotonic() + WAIT
        while True:
            try:
                return pika.BlockingConnection(pika.URLParameters(self.url))
            except (pika.exceptions.AMQPConnectionError, OSError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.epmd.kill()
        self.epmd.wait()


class Test:
    def __init__(self, broker):
        self.broker = broker
        self.document = records.wbxml(checks)
        self.environment = {**os.environ, "AMQP_URL": broker.url}
        self.sent = []
        self.connect()

    def connect(self):
        self.channel = self.broker.connect().channel()
        for queue in ("in", "out"):
            self.channel.queue_declare(queue, durable=True)
        self.channel.tx_select()

    def kill(self, process, turn):
        """The bridge alone or with its cpdm; and when many kills are asked for, now and then the broker, which takes seconds."""
        if ASKED and turn % 10 == 9:
            self.broker.kill()
            process.wait(WAIT)
            self.broker.start()
            self.connect()
        elif turn % 2:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        process.stderr.close()

    def send(self, count):
        """Records, a few of them wrong, one in two lines."""
        for number in range(len(self.sent), len(self.sent) + count):
            members = records.record(self.document, number)
            if number % 50 == 7:
                members["secret"] = {"pin": "1"}
            body = json.dumps(members, indent=1 if number % 50 == 9 else None).encode()
            self.sent.append(body)
            self.channel.basic_publish("", "in", body, pika.BasicProperties(delivery_mode=2, message_id=f"m{number}"))
        self.channel.tx_commit()

    def start(self, *words, **more):
        environment = {**self.environment, "BLOCK": "100", **more}
        process = subprocess.Popen([sys.executable, BRIDGE, *words], env=environment, stderr=subprocess.PIPE, start_new_session=True)
        atexit.register(process.kill)  # should a check give up before its end
        return process

    def waiting(self, queue):
        return self.channel.queue_declare(queue, passive=True).method.message_count

    def left(self):
        """What is still to be done, when the broker has seen that the last bridge is gone."""
        until = time.monotonic() + WAIT
        while self.channel.queue_declare("in", passive=True).method.consumer_count and time.monotonic() < until:
            time.sleep(0.02)
        return self.waiting("in")

    def finish(self):
        """Lets bridges come to the end of the queue; what one was given and has not done when it is asked to end comes back."""
        codes, said = set(), ""
        until = time.monotonic() + WAIT
        while self.left() and time.monotonic() < until:
            process = self.start("in", "out")
            while self.waiting("in") and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            codes.add(process.wait(WAIT))
            said += process.stderr.read().decode()
        checks.check(f"the bridge ends well {codes} {said}", codes <= {0} and not said)

    def taken(self):
        """What is in the queue of results, as (properties, body)."""
        found = []
        while True:
            method, properties, body = self.channel.basic_get("out", auto_ack=True)
            if not method:
                return found
            found.append((properties, body))

    def killed(self):
        """At random moments."""
        generator, kills, until = random.Random(4711), 0, time.monotonic() + WAIT + 3 * KILLS
        while kills < KILLS and time.monotonic() < until:
            if self.left() < PIECE:
                self.send(PIECE)
            process = self.start("in", "out")
            time.sleep(generator.uniform(0.12, 0.35))
            self.kill(process, kills)
            kills += self.left() > 0  # it was at work
        checks.check(f"{kills} kills", kills == KILLS)
        self.finish()
        results = self.taken()
        expected = checks.cpdm("batch", stdin=b"".join(body.replace(b"\n", b"") + b"\n" for body in self.sent)).out.splitlines()
        found = collections.defaultdict(set)
        for properties, body in results:
            found[properties.correlation_id].add((properties.message_id, body))
        right = {f"m{number}": {(hashlib.sha256(result).hexdigest(), result)} for number, result in enumerate(expected)}
        checks.check(f"{len(expected)} records, {len(results)} results, no other than of one run", found == right)
        checks.check("and nothing is left", self.left() == 0)

    def kept(self):
        """Where the results cannot go anywhere, or cannot be made, the messages stay."""
        for name, words, more in (("no cpdm", ["in", "out"], {"CPDM": "/bin/false"}),
                                  ("an option that cpdm does not know", ["in", "out", "--no-such-option"], {}),
                                  ("less results than records", ["in", "out"], {"CPDM": "/bin/true"}),
                                  ("no queue for the results", ["in", "nowhere"], {}),
                                  ("no queue of records", ["nowhere", "out"], {})):
            self.send(3)
            process = self.start(*words, **more)
            code = process.wait(WAIT)
            process.stderr.close()
            checks.check(f"{name}: exit code {code}", code == 1)
        checks.check("no results", self.waiting("out") == 0)
        self.finish()
        checks.check("and the messages are still there", len(self.taken()) == 15)

    def unreadable(self):
        """What is no record has a result too."""
        for body in (b"", b"{", b"\0\n\0", b"[1]\n\n", json.dumps({"id": 7, "xml": "x" * 1048576}).encode()):
            self.channel.basic_publish("", "in", body)
        self.channel.tx_commit()
        self.finish()
        results = [json.loads(body) for _, body in self.taken()]
        rules = [(result["id"], result["error"]["rule"]) for result in results]
        checks.check(f"unreadable records: {rules}", rules == [(None, "CPDM-0920")] * 4 + [(None, "CPDM-0922")])


signal.signal(signal.SIGALRM, lambda *_: sys.exit("it takes too long"))  # so that the broker ends too
signal.alarm(3000 if ASKED else 240)
with Broker() as broker:
    test = Test(broker)
    test.killed()
    test.kept()
    test.unreadable()
sys.exit(checks.finish())
