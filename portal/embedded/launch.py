"""Creating a cluster and starting its server; interrupted at any point, it leaves nothing that the next start minds."""

import os
import secrets
import shutil
import subprocess
import sys
import time

from portal.embedded import binaries as programs
from portal.embedded.cluster import NAME, Unavailable, process_exists, say

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
LOG_LIMIT = 5_000_000  # bytes

_children = []  # kept so that a server that dies is collected quietly


def bring_up(cluster):
    """Returns when the server takes connections. The caller holds the cluster's lock."""
    if server := cluster.postmaster():
        if not server.ready:
            wait_until_ready(cluster, lambda: cluster.postmaster() is not None)
        return
    throw_away_leftovers(cluster)
    chosen = binaries_for(cluster)
    if not cluster.folder.exists():
        create(cluster, chosen)
    elif not cluster.password_file.exists():
        renew_password(cluster, chosen)
    launch(cluster, chosen)


def throw_away_leftovers(cluster):
    """Creations that were interrupted, and a lock file whose number another process has by now."""
    for unfinished in cluster.base.glob(f"{cluster.folder.name}.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    lock = cluster.folder / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):
        pid = None
    # A dead server's file stays: PostgreSQL uses it to see whether children of the dead one still hold the memory.
    if pid is None or process_exists(pid):
        lock.unlink()


def binaries_for(cluster):
    """The PostgreSQL that can read this folder. Test data of another version is thrown away."""
    found = programs.installed()
    if not found:
        raise Unavailable(programs.REMEDY)
    if not cluster.folder.exists():
        return found[0]
    note = cluster.folder / "PG_VERSION"
    version = note.read_text().strip() if note.exists() else "?"
    for binaries in found:
        if str(binaries.version) == version:
            return binaries
    if cluster.purpose == "test":
        shutil.rmtree(cluster.folder)
        return found[0]
    raise Unavailable(
        f"{cluster.folder} was made by PostgreSQL {version}; found here: {', '.join(str(b.version) for b in found)}. "
        f"Install PostgreSQL {version}, or move the folder away to begin anew."
    )


def create(cluster, binaries):
    """initdb beside the place and rename at the end: a data folder exists whole or not at all."""
    say(f"creating the {cluster.purpose} database (PostgreSQL {binaries.version}), a few seconds")
    workshop = cluster.base / f"{cluster.folder.name}.new-{os.getpid()}"
    workshop.mkdir(mode=0o700)
    try:
        user = programs.user_for(workshop)
        secret = write_password(workshop / "password")
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
        run_alone(binaries, user, fresh, f"CREATE DATABASE {NAME}")
        secret.rename(fresh / cluster.password_file.name)
        if cluster.purpose == "demo":
            os.sync()
        fresh.rename(cluster.folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def renew_password(cluster, binaries):
    user = programs.user_for(cluster.folder)
    secret = write_password(cluster.base / f"{cluster.folder.name}.new-password")
    run_alone(binaries, user, cluster.folder, f"ALTER ROLE {NAME} PASSWORD '{secret.read_text()}'")
    user.give(secret)
    secret.rename(cluster.password_file)


def write_password(path):
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(24))
    return path


def run_alone(binaries, user, folder, sql):
    """One statement in a stopped cluster: PostgreSQL's single-user mode needs neither a password nor a client."""
    told = run([*user.prefix, binaries.program("postgres"), "--single", "-D", folder, "postgres"], input=f"{sql}\n")
    if told.returncode or "ERROR:" in told.stderr:
        raise Unavailable(f"PostgreSQL refused to prepare its database:\n{told.stderr.strip()}")


def run(command, **more):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)


def launch(cluster, binaries):
    """Start the postmaster in a session of its own (a Ctrl-C meant for us does not reach it) and wait for it."""
    user = programs.user_for(cluster.folder)
    if cluster.sockets:
        cluster.sockets.mkdir(mode=0o700, exist_ok=True)
        user.give(cluster.sockets)
    say(f"starting PostgreSQL {binaries.version} ({cluster.purpose})")
    taken = set()
    for attempt in range(20):
        port = cluster.choose_port(avoid=taken)
        reason = start_on(port, cluster, binaries, user)
        if reason is None:
            cluster.remember_port(port)
            return
        if "still in use" in reason or "already exists" in reason:  # children of a killed server are still leaving
            time.sleep(0.5)
        elif "Address already in use" in reason:  # taken between our look and the start
            taken.add(port)
        elif cluster.purpose == "test" and attempt == 0:  # it runs without fsync: a power cut may have broken it
            shutil.rmtree(cluster.folder)
            create(cluster, binaries)
        else:
            break
    raise Unavailable(f"PostgreSQL does not start. The end of {cluster.log}:\n{reason[-2000:]}")


def start_on(port, cluster, binaries, user):
    """None when the server runs, else the text with which it ended."""
    for stale in cluster.sockets.glob(f".s.PGSQL.{port}*") if cluster.sockets else ():
        stale.unlink(missing_ok=True)
    command = [*user.prefix, binaries.program("postgres"), "-D", cluster.folder, "-p", port]
    for name, value in settings_for(cluster).items():
        command += ["-c", f"{name}={value}"]
    with open(cluster.log, "ab") as log:
        if log.tell() > LOG_LIMIT:
            log.truncate(0)
        begun = log.seek(0, os.SEEK_END)
        words = [str(word) for word in command]
        output = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        server = subprocess.Popen(words, **output, cwd=cluster.base, start_new_session=True)
    _children.append(server)
    if wait_until_ready(cluster, lambda: server.poll() is None):
        return None
    with open(cluster.log, "rb") as log:
        log.seek(begun)
        return log.read().decode(errors="replace").strip()


def settings_for(cluster):
    settings = SETTINGS | {"unix_socket_directories": str(cluster.sockets or "")}
    if sys.platform == "linux":
        settings["recovery_init_sync_method"] = "syncfs"  # a file per table and distributor: one by one takes minutes
    return settings | (UNSAFE_BUT_FAST if cluster.purpose == "test" else {})


def wait_until_ready(cluster, alive):
    """True when the server takes connections, False when it has ended. Recovery after a crash may take its time."""
    begun, told = time.monotonic(), False
    while alive():
        server = cluster.postmaster()
        if server and server.ready:
            return True
        if not told and time.monotonic() - begun > 5:
            say("still starting (after a crash it first replays what was not yet saved)")
            told = True
        time.sleep(0.02)
    return False
