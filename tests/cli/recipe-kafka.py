#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""recipes/kafka-bridge.py and the pipes of recipes/README against librdkafka's mock cluster: whatever is killed with -9, each
message has its result at least once, and one that comes twice is the same octets with the same header."""
import atexit
import collections
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

from harness import kafka, records
from harness.checks import Checks, private

try:
    from confluent_kafka import Consumer, Producer, TopicPartition
    cluster = kafka.Cluster({"in": 1, "out": 2, "values": 1, "bare": 1, "piped": 1, "framed": 1})
except (ImportError, OSError) as missing:
    print(f"cannot run here: {missing} (Debian's packages python3-confluent-kafka and librdkafka1)")
    sys.exit(77)
if not shutil.which("kcat"):
    print("cannot run here: Debian's package kcat is missing")
    sys.exit(77)
if os.environ["SANITIZED"] == "yes":
    print("once is enough: with the program as users build it")
    sys.exit(77)

PROGRAM, BRIDGE = os.environ["CPDM"], os.path.join(os.environ["SOURCE"], "recipes", "kafka-bridge.py")
PROPERTIES = f"""# as for kcat -F
bootstrap.servers={cluster.address}
log_level=3

fetch.wait.max.ms=20
enable.idempotence=false
"""  # with it librdkafka waits for a second before the first message
README = (pathlib.Path(os.environ["SOURCE"]) / "recipes" / "README").read_text()
KILLS, PIECE, WAIT = int(os.environ.get("CPDM_KILLS") or 20), 1500, 60
checks = Checks()


def shell(script, **more):
    """With bash, as it stands in recipes/README: pipefail is not in every sh."""
    environment = {**os.environ, "BROKERS": cluster.address, **more}
    return subprocess.run(["bash", "-c", "set -o pipefail\n" + script], env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=WAIT, check=False)


def produce(topic, values):
    pathlib.Path("values").write_bytes(b"".join(values))
    done = shell(f"kcat -P -b $BROKERS -t {topic} -p 0 -l values")
    assert done.returncode == 0, done.stderr


def consumer(group, topic, partitions):
    one = Consumer({"bootstrap.servers": cluster.address, "group.id": group, "auto.offset.reset": "earliest",
                    "enable.auto.commit": False, "fetch.wait.max.ms": 20, "log_level": 3})
    one.assign([TopicPartition(topic, number) for number in range(partitions)])
    return one


def shown(words, source, target):
    """The pipe of recipes/README that has these words, between two topics."""
    pipes = re.findall(r"^    (kcat .*\|\n.* \| kcat .*)$", README, re.MULTILINE)
    pipe, = (pipe for pipe in pipes if f"cpdm {words}" in pipe)
    return pipe.replace(" cpdm ", ' "$CPDM" ').replace("-t FROM", f"-t {source}").replace("-t TO", f"-t {target} -p 0")


class Test:
    def __init__(self):
        self.document = records.wbxml(checks)
        pathlib.Path("properties").write_text(PROPERTIES)
        self.reader = consumer("test", "out", 2)
        self.group = consumer("cpdm", "in", 1)  # only asked for its offset
        self.sent, self.found, self.count = [], collections.defaultdict(set), 0

    def send(self, count):
        lines = []
        for number in range(len(self.sent), len(self.sent) + count):
            members = records.record(self.document, number)
            if number % 50 == 7:
                members["secret"] = {"pin": "1"}
            lines.append(records.line(members))
        self.sent += lines
        produce("in", lines)

    def left(self):
        """Messages whose offset is not committed."""
        return len(self.sent) - max(self.group.committed([TopicPartition("in", 0)], 10)[0].offset, 0)

    def take(self):
        while messages := self.reader.consume(1000, 0.1):
            for message in messages:
                self.count += 1
                self.found[message.headers()[0][1].decode()].add(message.value())

    def start(self, *options, **more):
        process = subprocess.Popen([sys.executable, BRIDGE, "properties", "in", "0", "out", *options],
                                   env={**os.environ, "BLOCK": "50", **more}, stderr=subprocess.PIPE,
                                   start_new_session=True)
        atexit.register(process.kill)  # should a check give up before its end
        return process

    def finish(self):
        process = self.start()
        until = time.monotonic() + WAIT
        while self.left() and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        code, said = process.wait(WAIT), process.stderr.read().decode()
        checks.check(f"the bridge ends well {code} {said}", code == 0 and not said and self.left() == 0)

    def killed(self):
        """The bridge alone, or with its cpdm, at random moments."""
        generator, kills, until = random.Random(4711), 0, time.monotonic() + WAIT + 3 * KILLS
        while kills < KILLS and time.monotonic() < until:
            if self.left() < PIECE:
                self.send(PIECE)
            process = self.start()
            time.sleep(generator.uniform(0.1, 1.4))  # the first commit comes after a second
            if kills % 2:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
            process.stderr.close()
            kills += self.left() > 0  # it was at work
            self.take()
        checks.check(f"{kills} kills", kills == KILLS)
        self.finish()
        self.take()
        expected = checks.cpdm("batch", stdin=b"".join(self.sent)).out.splitlines()
        right = {f"in/0/{number}": {result} for number, result in enumerate(expected)}
        checks.check(f"{len(expected)} records, {self.count} results, no other than of one run", self.found == right)

    def kept(self):
        """Where the results cannot go anywhere, or cannot be made, the offset stays."""
        self.send(3)
        for name, options, more in (("no cpdm", [], {"CPDM": "/bin/false"}),
                                    ("an option that cpdm does not know", ["--no-such-option"], {}),
                                    ("less results than records", [], {"CPDM": "/bin/true"}),
                                    ("results that the brokers refuse", [], {})):
            if not options and not more:
                cluster.refuse_results()
            process = self.start(*options, **more)
            code = process.wait(WAIT)
            process.stderr.close()
            checks.check(f"{name}: exit code {code}, {self.left()} left", code == 1 and self.left() == 3)
        self.finish()

    def unreadable(self):
        """What is no record has a result too; one with line ends in it is one."""
        self.take()
        self.count, first = 0, len(self.sent)
        values = [b"{", b"\0\1", b"", None, b"{}\n{}", json.dumps(records.record(self.document, 1), indent=1).encode()]
        producer = Producer({"bootstrap.servers": cluster.address, "log_level": 3})
        for value in values:
            producer.produce("in", value, "key", partition=0)
        producer.flush()
        self.sent += values
        self.finish()
        self.take()
        found = [json.loads(*self.found[f"in/0/{first + number}"]) for number in range(len(values))]
        rules = [one["ok"] or one["error"]["rule"] for one in found]
        checks.check(f"values that are no records: {rules}", rules == ["CPDM-0920"] * 5 + [True] and self.count == len(values))

    def piped(self):
        """The pipes of recipes/README: what is now in a partition, once."""
        lines = [records.line(records.record(self.document, number)) for number in range(1000)]
        produce("values", lines)
        expected = checks.cpdm("batch", stdin=b"".join(lines)).out
        pipe = shown("batch |", "values", "piped")
        done = shell(pipe)
        checks.check(f"the pipe ends well {done.stderr}", done.returncode == 0)
        results = shell("kcat -C -q -e -b $BROKERS -t piped -p 0 -o beginning")
        checks.check("a message for each message, in their order", results.stdout == expected)
        for place in range(3):
            broken = "\n".join(line.replace("|", "| sh -c 'head -c 100000; kill -9 $$' |", place == 0) for line in pipe.split("\n"))
            if place == 1:
                broken = pipe.replace('"$CPDM" batch', "sh -c '\"$CPDM\" batch | head -c 100000; kill -9 $$'")
            if place == 2:
                broken = pipe.replace("-t piped -p 0", "-t piped -p 7")
            done = shell(broken)
            checks.check(f"a part of it that fails is told: exit code {done.returncode}", done.returncode != 0)

    def framed(self):
        """kcat -f '%R%s' writes what --framing len32 reads: octets of any kind."""
        pushes = []
        private("keys", f"pin={records.pin_of(3)}")
        for number in range(3, 6):
            pathlib.Path("body").write_bytes(records.numbered(self.document, number))
            checks.cpdm("sign", "--sign", "userpin", "--secrets", "keys", "-f", "push", "-o", f"push{number}", "body")
            pushes.append(pathlib.Path(f"push{number}").read_bytes())
            assert shell(f"kcat -P -b $BROKERS -t bare -p 0 push{number}").returncode == 0
        done = shell("kcat -C -q -e -b $BROKERS -t bare -p 0 -o beginning -f '%R%s' >frames")
        checks.check("%R%s is len32", pathlib.Path("frames").read_bytes() == b"".join(records.frame("len32", one) for one in pushes))
        pipe = shown("batch --framing len32", "bare", "framed")
        done = shell(pipe)
        results = shell("kcat -C -q -e -b $BROKERS -t framed -p 0 -o beginning").stdout.splitlines()
        digests = [hashlib.sha256(one).hexdigest() for one in pushes]
        found = [json.loads(result) for result in results]
        checks.check(f"bare push messages through it {done.stderr}", done.returncode == 0 and
                     [(one["ok"], one["input_sha256"]) for one in found] == [(True, digest) for digest in digests])


test = Test()
for part in (test.killed, test.kept, test.unreadable, test.piped, test.framed):
    part()
sys.exit(checks.finish())
