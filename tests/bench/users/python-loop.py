#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many documents in one process. For each number on standard input: so many documents, and the processor time in ns on
standard output, that of child processes too. The line `write ENDING` writes all packages.

usage: python-loop.py etree_xx|ctypes_ww|programs_ww|lxml_xx FOLDER COUNT STYLESHEET
"""
import hmac
import itertools
import os
import pathlib
import resource
import subprocess
import sys
import time

from hand_map import translate

job, folder, count, stylesheet = sys.argv[1:]
folder, numbers = pathlib.Path(folder), range(1, int(count) + 1)


def read(ending):
    return [pathlib.Path(folder, f"{number:04}.{ending}").read_bytes() for number in numbers]


def authenticated(to_xml, to_wbxml):
    def run(body, mac, pin):
        if hmac.new(pin, body, "sha1").hexdigest() != mac:
            raise ValueError("not authenticated")
        package = to_wbxml(translate(to_xml(body)))
        hmac.new(pin, package, "sha1").hexdigest()
        return package
    return run


def program(*words):
    return lambda octets: subprocess.run(words, input=octets, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def with_lxml():
    from lxml import etree
    transform = etree.XSLT(etree.parse(stylesheet))
    return lambda body, _mac, _pin: bytes(transform(etree.fromstring(body)))


def with_ctypes():
    import libwbxml_ctypes
    return authenticated(libwbxml_ctypes.to_xml, libwbxml_ctypes.to_wbxml)


RUN = {
    "etree_xx": lambda: lambda body, _mac, _pin: translate(body),
    "lxml_xx": with_lxml,
    "ctypes_ww": with_ctypes,
    "programs_ww": lambda: authenticated(program("wbxml2xml", "-m", "0", "-o", "-", "-"), program("xml2wbxml", "-o", "-", "-")),
}[job]()
documents = list(zip(read("xml" if job.endswith("xx") else "wbxml"), map(bytes.decode, read("mac")), read("pin")))
turn = itertools.cycle(documents)


def processor_ns():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time_ns() + int((children.ru_utime + children.ru_stime) * 1e9)


for line in sys.stdin:
    words = line.split()
    if words[0] == "write":
        for number, document in zip(numbers, documents):
            pathlib.Path(folder, f"{number:04}.{words[1]}").write_bytes(RUN(*document))
        print("written", flush=True)
        continue
    start = processor_ns()
    for _ in range(int(words[0])):
        RUN(*next(turn))
    print(processor_ns() - start, flush=True)
