# SPDX-License-Identifier: MIT
"""For the Python scripts of tests/cli: the program run in the script's own folder, and `ok` and `not ok` lines."""
import os
import socket

from .cpdm import run


class Checks:
    def __init__(self):
        self.failed = 0

    def cpdm(self, *words, stdin=b""):
        """The program's exit code, output and messages."""
        return run([os.environ["CPDM"], *words], ".", dict(os.environ), stdin)

    def check(self, name, right, result=None):
        """`right`, or what the program said instead."""
        print(f"{'ok' if right else 'not ok'} {name}")
        if right:
            return
        self.failed += 1
        if result:
            shown = result.out.decode("utf-8", "backslashreplace")[:600] + result.err[:900]
            print(f"# exit {result.code}: {result.command}\n# " + shown.replace("\n", "\n# "))

    def refused(self, name, result, code, text):
        """Ended so, wrote nothing, and says this."""
        self.check(name, result.code == code and not result.out and text in result.err, result)

    def finish(self):
        return 1 if self.failed else 0


def private(path, *lines):
    """A secrets file that only its owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("\n".join(("[secrets]", *lines, "")))
    return path


def free_ports(count):
    """Of the loopback; nobody else has them at this moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
