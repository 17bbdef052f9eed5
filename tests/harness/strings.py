# SPDX-License-Identifier: MIT
"""A second reader of string tables: which entries a WBXML document without attributes (SyncML, TNDS) has, and how often each
is referred to (WAP-192 sections 5.7 and 5.8.4.1)."""
import collections


class Tables:
    """The tables of a document and of the documents in its OPAQUEs."""

    def __init__(self, octets):
        self.octets, self.at = octets, 1
        self.references = collections.Counter()
        public_id = self.number()
        start = self.number() if public_id == 0 else None
        self.number()  # the character set
        length = self.number()
        self.table, self.at = octets[self.at:self.at + length], self.at + length
        self.own = 0 if start is None else self.table.index(b"\0", start) + 1
        self.inner = []
        self.read()

    def number(self):
        value = 0
        while True:
            octet = self.octets[self.at]
            self.at += 1
            value = value << 7 | octet & 0x7F
            if octet < 0x80:
                return value

    def read(self):
        while self.at < len(self.octets):
            token = self.octets[self.at]
            self.at += 1
            if token == 0x00:
                self.at += 1
            elif token == 0x03:
                self.at = self.octets.index(0, self.at) + 1
            elif token == 0x83:
                self.references[self.number()] += 1
            elif token == 0xC3:
                length = self.number()
                opaque, self.at = self.octets[self.at:self.at + length], self.at + length
                if opaque[:4] == b"\x02\x00\x00\x6A":
                    self.inner.append(Tables(opaque))

    def entries(self):
        """{index: text} of the entries behind a public identifier."""
        found, at = {}, self.own
        while at < len(self.table):
            end = self.table.index(b"\0", at)
            found[at], at = self.table[at:end], end + 1
        return found

    def complaints(self):
        entries = self.entries()
        for index, text in entries.items():
            if self.references[index] < 2:
                yield f"{text} stands in the string table and is used {self.references[index]} times"
        for index in self.references.keys() - entries.keys():
            yield f"no entry of the string table begins at {index}"
        for inner in self.inner:
            yield from inner.complaints()


def complaints(octets):
    """A text that comes once is never in the table."""
    yield from Tables(octets).complaints()
