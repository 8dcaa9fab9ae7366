"""Kill the loader and the server at random moments, and see that nothing is lost and nothing is there twice.

    python -m tests.drills.kill --loader 10 --server 10

Works in a database of its own beside the configured one. Takes some minutes. Exits 1 when something does not hold.
"""

import argparse
import random
import sys
import time

from tests.drills.database import own_database


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--loader", type=int, default=10, metavar="KILLS")
    parser.add_argument("--server", type=int, default=10, metavar="KILLS")
    parser.add_argument("--seconds", type=int, default=50, help="how long the server is used, at most 60")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000, help="the same moments again")
    wanted = parser.parse_args()
    random.seed(wanted.seed)
    print(f"Seed {wanted.seed}.")
    with own_database():
        from tests.drills import loader, server

        results = loader.drill(wanted.loader)
        if wanted.server:
            results += server.drill(wanted.server, min(wanted.seconds, 60))
    for what, figure, right in results:
        print(f"{what:<40} {figure!s:>12}  {'ok' if right else 'WRONG'}")
    sys.exit(not all(right for _what, _figure, right in results))


if __name__ == "__main__":
    main()
