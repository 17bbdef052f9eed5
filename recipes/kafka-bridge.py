#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From a partition of a Kafka topic through `cpdm batch` into another topic.

    kafka-bridge.py PROPERTIES FROM PARTITION TO [OPTION OF CPDM BATCH ...]

PROPERTIES is a file with lines like bootstrap.servers=host:9092, which go to librdkafka. A message of FROM is a record of
`cpdm batch` as JSON; a message of TO is its result, with the same key. A block of messages is one run of cpdm: the offset
behind it is committed when all replicas have all of its results. Whatever is killed, and whenever, the next start goes on at
the last commit: nothing is lost, and what was already in TO comes once more, as the same octets with the same header `record`,
which names topic, partition and offset.

There is one for each partition. GROUP in the environment names the group whose offsets are kept, CPDM the program. SIGTERM
ends it after the block at hand, any trouble with 1: let systemd start it again. Needs Debian's python3-confluent-kafka.
"""
import os
import signal
import subprocess
import sys

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

BLOCK = int(os.environ.get("BLOCK", "500"))  # messages at most: a start of cpdm and a commit are shared by so many
GROUP = os.environ.get("GROUP", "cpdm")


def properties(path):
    with open(path, encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("=", 1) for line in lines if line.strip() and not line.startswith("#"))


def translate(records, options):
    """A result for each record, in their order; or an error, and then nothing has happened."""
    lines = b"".join(record.replace(b"\n", b" ") + b"\n" for record in records)  # between JSON's words a line end is a blank
    program = os.environ.get("CPDM", "cpdm")
    results = subprocess.run([program, "batch", *options], input=lines, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    if len(results) != len(records):
        sys.exit(f"{len(records)} records, {len(results)} results")
    return results


class Bridge:
    def __init__(self, path, source, partition, target, options):
        common = properties(path)
        self.place, self.target, self.options = (source, int(partition)), target, options
        self.consumer = Consumer({**common, "group.id": GROUP, "auto.offset.reset": "earliest", "enable.auto.commit": False})
        self.producer = Producer({"enable.idempotence": True, **common})
        self.consumer.assign([TopicPartition(*self.place)])
        self.running = True
        signal.signal(signal.SIGTERM, self.stop)

    def stop(self, *_):
        self.running = False

    def delivered(self, error, _):
        if error:
            raise KafkaException(error)

    def pass_on(self, block):
        for message, result in zip(block, translate([message.value() or b"" for message in block], self.options)):
            headers = {"record": f"{message.topic()}/{message.partition()}/{message.offset()}"}
            self.producer.produce(self.target, result, message.key(), headers=headers, on_delivery=self.delivered)
        self.producer.flush()
        self.consumer.commit(offsets=[TopicPartition(*self.place, block[-1].offset() + 1)], asynchronous=False)

    def run(self):
        while self.running:
            block = self.consumer.consume(BLOCK, 0.1)
            for message in block:
                if message.error():
                    raise KafkaException(message.error())
            if block:
                self.pass_on(block)
        self.consumer.close()


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__.strip())
    Bridge(*sys.argv[1:5], sys.argv[5:]).run()
