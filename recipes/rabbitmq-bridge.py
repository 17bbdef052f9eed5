#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From a RabbitMQ queue through `cpdm batch` into another queue.

    rabbitmq-bridge.py FROM TO [OPTION OF CPDM BATCH ...]

A message of FROM is a record of `cpdm batch` as JSON; a message of TO is its result. A block of messages is one run of cpdm:
they are acknowledged when the broker has confirmed, by a commit, that it has all of their results. Whatever is killed, and
whenever, the broker gives out again what was not acknowledged: nothing is lost, and what was already in TO comes once more, as
the same octets with the same message_id.

Both queues must be there, and durable. AMQP_URL in the environment says where the broker is, and CPDM which program to run.
SIGTERM ends it after the block at hand. Any trouble ends it with 1 and leaves the messages with the broker: let systemd start
it again. Needs Debian's python3-pika.
"""
import hashlib
import os
import signal
import subprocess
import sys

import pika

BLOCK = int(os.environ.get("BLOCK", "500"))  # messages at most: a start of cpdm and a commit of the broker are shared by so many


def translate(records, options):
    """A result for each record, in their order; or an error, and then nothing has happened."""
    lines = b"".join(record.replace(b"\n", b" ") + b"\n" for record in records)  # between JSON's words a line end is a blank
    program = os.environ.get("CPDM", "cpdm")
    results = subprocess.run([program, "batch", *options], input=lines, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    if len(results) != len(records):
        sys.exit(f"{len(records)} records, {len(results)} results")
    return results


class Bridge:
    def __init__(self, source, target, options):
        self.target, self.options = target, options
        self.connection = pika.BlockingConnection(pika.URLParameters(os.environ.get("AMQP_URL", "amqp://localhost")))
        self.inbox, self.outbox = self.connection.channel(), self.connection.channel()
        self.inbox.basic_qos(prefetch_count=2 * BLOCK)
        self.outbox.tx_select()
        self.outbox.add_on_return_callback(self.returned)
        self.running = True
        signal.signal(signal.SIGTERM, self.stop)
        self.messages = self.inbox.consume(source, inactivity_timeout=0.5)

    def stop(self, *_):
        self.running = False

    def returned(self, *_):
        sys.exit(f"the broker has no queue {self.target}")

    def publish(self, result, properties):
        # The same record, options and version have the same result, so its digest is what a reader knows duplicates by.
        identity = hashlib.sha256(result).hexdigest()
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, message_id=identity,
                                          correlation_id=properties.message_id)
        self.outbox.basic_publish("", self.target, result, properties, mandatory=True)

    def pass_on(self, block):
        for result, (_, properties, _) in zip(translate([body for _, _, body in block], self.options), block):
            self.publish(result, properties)
        self.outbox.tx_commit()
        self.connection.process_data_events(0)  # a result that came back comes before the end of the commit
        self.inbox.basic_ack(block[-1][0].delivery_tag, multiple=True)

    def run(self):
        block = []
        while self.running:
            message = next(self.messages)
            if message[0]:
                block.append(message)
            if block and (len(block) == BLOCK or not self.inbox.get_waiting_message_count()):
                self.pass_on(block)
                block = []


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__.strip())
    Bridge(sys.argv[1], sys.argv[2], sys.argv[3:]).run()
