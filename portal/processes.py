"""The portal's own long-running processes (the demo, its server and worker), so that `make stop` finds them.

A process says `with processes.remembered("demo"):`, and `remember(child.pid, "its server")` for a child that could
outlive it. The list is a folder of files named after the process numbers; a number that another program has by now is
told apart by its start time.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from portal.embedded import DATA_DIR

FOLDER = DATA_DIR / "processes"


def remember(pid, name):
    FOLDER.mkdir(parents=True, exist_ok=True)
    note = FOLDER / str(pid)
    note.write_text(f"{name}\n{started(pid)}\n")
    return note


@contextmanager
def remembered(name):
    note = remember(os.getpid(), name)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def living():
    """[(pid, name)] of the remembered processes that still run; forgets the others."""
    found = []
    for note in sorted(FOLDER.glob("*")) if FOLDER.exists() else ():
        name, _line, start = note.read_text().strip().partition("\n")  # only a name, or nothing: half written
        if start and started(int(note.name)) == start:
            found.append((int(note.name), name))
        else:
            note.unlink(missing_ok=True)
    return found


def stop(patience=15):
    """End them politely, and after `patience` seconds for good. Returns the names of those that ran."""
    ran = living()
    for wish in (signal.SIGTERM, signal.SIGKILL):
        for pid, _name in living():
            os.kill(pid, wish)
        deadline = time.monotonic() + patience
        while living() and time.monotonic() < deadline:
            time.sleep(0.05)
    return [name for _pid, name in ran]


def started(pid):
    """A text that no two processes share with the same number: when it began. Empty when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if fields[0] == "Z" else fields[19]  # the state and the start time in ticks since boot
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return ""
    told = subprocess.run(["ps", "-o", "lstart=,stat=", "-p", str(pid)], capture_output=True, text=True)  # macOS
    *moment, state = told.stdout.split() or [""]
    return "" if state.startswith("Z") else " ".join(moment)


if __name__ == "__main__":
    if sys.argv[1:] != ["stop"]:
        sys.exit("python -m portal.processes stop")
    print(f"stop: {', '.join(stop()) or 'no server or worker was running'}")
