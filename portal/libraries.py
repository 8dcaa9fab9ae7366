"""The shared libraries that WeasyPrint loads from the system. `python -m portal.libraries` prints the missing packages.

Standard library only. Exit status 1 when something is missing.
"""

import ctypes
import ctypes.util
import sys

# Debian's package → the names WeasyPrint tries, as in its text/ffi.py
NEEDED = {
    "libpango-1.0-0": ("pango-1.0", "libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("pangoft2-1.0", "libpangoft2-1.0-0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": (
        "harfbuzz-subset", "libharfbuzz-subset-0", "libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib",
    ),
}  # fmt: skip
REMEDIES = {
    "linux": "apt install {packages}  (Fedora: dnf install pango harfbuzz; Alpine: apk add pango harfbuzz-subset)",
    "darwin": "brew install pango harfbuzz",
}


def missing():
    """Debian's names of the packages whose library cannot be loaded."""
    return [package for package, names in NEEDED.items() if not any(loads(name) for name in names)]


def loads(name):
    for candidate in (name, ctypes.util.find_library(name)):
        if candidate:
            try:
                ctypes.CDLL(candidate)
                return True
            except OSError:
                continue
    return False


def remedy(packages):
    return REMEDIES.get(sys.platform, REMEDIES["linux"]).format(packages=" ".join(packages))


if __name__ == "__main__":
    packages = missing()
    if packages:
        print(remedy(packages) if "--remedy" in sys.argv else " ".join(packages))
        sys.exit(1)
