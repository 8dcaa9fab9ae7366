import sys

from portal.embedded import Unavailable, command

try:
    command(sys.argv[1:])
except Unavailable as no:
    sys.exit(f"database: {no}")
except KeyboardInterrupt:
    sys.exit("database: interrupted; the next start goes on from here")
