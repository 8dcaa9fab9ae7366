"""One data folder and what is known about the server that may run on it.

The running server is known by PostgreSQL's own postmaster.pid, checked against the live processes, not by notes of
ours: whatever was killed, at any point, the truth is found there.
"""

import fcntl
import os
import re
import socket
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

DATA_DIR = Path(os.environ.get("PORTAL_DATA", Path(__file__).resolve().parents[2] / ".data")).absolute()
FOLDERS = {"demo": "pgdata", "test": "pgtest"}
NAME = "portal"  # of the database and of its owner
PORTS = range(54320, 54420)
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 103 bytes on macOS and 107 on Linux


class Unavailable(RuntimeError):
    """There is no database to use; str() says why and what to do."""


def say(text):
    print(f"database: {text}", file=sys.stderr, flush=True)


class Postmaster(NamedTuple):
    pid: int
    host: str  # the socket's folder, or 127.0.0.1
    port: int
    ready: bool  # it takes connections


class Cluster(NamedTuple):
    purpose: str  # "demo" or "test"
    base: Path = DATA_DIR

    @property
    def folder(self):
        return self.base / FOLDERS[self.purpose]

    @property
    def log(self):
        return self.base / f"postgres-{self.purpose}.log"

    @property
    def password_file(self):
        return self.folder / "portal.password"

    @property
    def sockets(self):
        """The folder for the socket, or None when its path is too long for one; then 127.0.0.1 is used."""
        folder = self.base / f"{FOLDERS[self.purpose]}.socket"
        return folder if len(str(folder / f".s.PGSQL.{PORTS.stop}").encode()) <= LONGEST_SOCKET_PATH else None

    def postmaster(self):
        """The live server of this folder, or None."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            pid, port, host = int(lines[0]), int(lines[3]), lines[4] or "127.0.0.1"
        except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
            return None
        except PermissionError:
            raise self.not_ours() from None
        if not is_server_of(pid, self.folder, port):
            return None
        return Postmaster(pid, host, port, ready=len(lines) > 7 and lines[7].strip() == "ready")

    def url(self, server):
        try:
            password = self.password_file.read_text().strip()
        except PermissionError:
            raise self.not_ours() from None
        # Capitals are quoted too: urlsplit() makes a host's letters small, and /home/Anna is not /home/anna.
        quoted = re.sub(r"[^a-z0-9.]", lambda found: "".join(f"%{byte:02x}" for byte in found[0].encode()), server.host)
        return f"postgres://{NAME}:{password}@{quoted}:{server.port}/{NAME}"

    def not_ours(self):
        return Unavailable(
            f"{self.base} belongs to another user. Run as that user, or set PORTAL_DATA to a folder of yours."
        )

    def make_base(self):
        try:
            self.base.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            raise self.not_ours() from None
        if not os.access(self.base, os.W_OK):
            raise self.not_ours()

    @contextmanager
    def one_at_a_time(self):
        with open(self.base / f"{FOLDERS[self.purpose]}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel gives it back, however its holder dies
            yield

    # The port of last time is used again while it is free, so that a noted address stays right.

    @property
    def port_note(self):
        return self.base / f"{FOLDERS[self.purpose]}.port"

    def choose_port(self, avoid=()):
        try:
            remembered = [int(self.port_note.read_text())]
        except (FileNotFoundError, ValueError):
            remembered = []
        for port in [*remembered, *PORTS]:
            if port not in avoid and is_free(port):
                return port
        raise Unavailable(f"No port from {PORTS.start} to {PORTS.stop - 1} is free on 127.0.0.1.")

    def remember_port(self, port):
        self.port_note.write_text(f"{port}\n")


def is_server_of(pid, folder, port):
    """A number in a file that a crash left may belong to any process by now; a postmaster works in its data folder."""
    if not process_exists(pid):
        return False
    if os.path.exists("/proc/self/cwd"):
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", folder)
        except PermissionError:  # another user's
            return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
        except OSError:  # it has just gone, or is dead and not yet collected by its parent
            return False
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def process_exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
