# SPDX-License-Identifier: MIT
"""A Redis server of a test's own in a folder, and a client that speaks RESP 2. Neither leaves the folder."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

SOCKET = "redis.sock"  # relative: a socket's path is short
DURABLE = ("--appendonly", "yes", "--appendfsync", "always", "--aof-load-truncated", "no")


def is_there():
    return shutil.which("redis-server") is not None


def is_built_in():
    """Whether the program has a worker."""
    return b"CPDM-0933" not in subprocess.run([os.environ["CPDM"], "worker", "a", "b"], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr


def is_missing():
    """Whether a test of the worker has to be left out; says so."""
    missing = not is_there() or not is_built_in()
    if missing:
        print("skipped: there is no redis-server, or no hiredis in the program")
    return missing


class Refused(Exception):
    pass


def request(*words):
    words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


class Client:
    def __init__(self, path=SOCKET):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(path)
        self.file = self.socket.makefile("rb")

    def reply(self):
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("the server is gone")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            return Refused(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"+":
            return rest
        if kind == b"$":
            return None if rest == b"-1" else self.file.read(int(rest) + 2)[:-2]
        return None if rest == b"-1" else [self.reply() for _ in range(int(rest))]

    def __call__(self, *words):
        self.socket.sendall(request(*words))
        reply = self.reply()
        if isinstance(reply, Refused):
            raise reply
        return reply

    def all(self, requests):
        """Many requests at once; their replies."""
        requests = list(requests)
        for start in range(0, len(requests), 200):
            part = requests[start:start + 200]
            self.socket.sendall(b"".join(request(*words) for words in part))
            for _ in part:
                reply = self.reply()
                if isinstance(reply, Refused):
                    raise reply
                yield reply

    def stream(self, key):
        """(identifier, fields) of each entry."""
        start = "-"
        while entries := self("XRANGE", key, start, "+", "COUNT", 1000):
            yield from ((entry[0].decode(), dict(zip(entry[1][::2], entry[1][1::2]))) for entry in entries)
            start = "(" + entries[-1][0].decode()

    def close(self):
        self.file.close()
        self.socket.close()


class Server:
    def __init__(self, *words, folder="."):
        self.words, self.folder = words, folder
        self.socket = os.path.normpath(os.path.join(folder, SOCKET))
        self.process = None
        self.start()

    def spawn(self):
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", self.folder, *self.words],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def append_only_file(self):
        """The one that is written, where Redis 7 or 6 puts it."""
        return max(pathlib.Path(self.folder).rglob("*.aof"), key=lambda path: path.stat().st_mtime)

    def mend(self):
        """What the manual page says to do when a server was killed while it wrote."""
        manifests = list(pathlib.Path(self.folder).rglob("*.aof.manifest"))
        subprocess.run(["redis-check-aof", "--fix", *(manifests or [self.append_only_file()])], input=b"y\n", check=True,
                       stdout=subprocess.DEVNULL)

    def start(self):
        self.spawn()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.mend()
                self.spawn()
            try:
                client = Client(self.socket)
                client("PING")
                client.close()
                return
            except Refused as refused:
                if not str(refused).startswith("LOADING"):
                    return
            except OSError:
                pass
            time.sleep(0.02)
        raise TimeoutError("redis-server does not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
