"""A line that says what is being done, how far it is and how long it will take."""

import sys
import time


class Progress:
    """with Progress("Orders", 3796) as bar: bar.step(). A terminal's line is redrawn, else each tenth says one."""

    def __init__(self, label, total, out=None):
        self.label, self.total, self.out = label, total, out or sys.stdout
        self.done, self.started, self.said, self.skipped = 0, time.monotonic(), -1, 0

    def __enter__(self):
        self._draw()
        return self

    def __exit__(self, kind, *_rest):
        if kind is None:
            self._draw(end=True)
        elif self.out.isatty():
            self.out.write("\n")

    def skip(self, count):
        """That many were there already; they do not count for the time left."""
        self.done += count
        self.skipped += count
        self._draw()

    def step(self, count=1):
        self.done += count
        self._draw()

    def _draw(self, end=False):
        share = self.done / self.total if self.total else 1
        spent = time.monotonic() - self.started
        fresh = self.done - self.skipped
        left = spent / fresh * (self.total - self.done) if fresh else 0
        if self.out.isatty():
            bar = "█" * int(share * 24)
            clock = f"{spent:.0f} s" if end else f"about {left:.0f} s left" if fresh else ""
            self.out.write(f"\r{self.label:<22} {bar:<24} {self.done:>6,}/{self.total:,}  {clock:<20}")
            if end:
                self.out.write("\n")
        elif end or int(share * 10) > self.said:
            self.said = int(share * 10)
            self.out.write(f"{self.label}: {self.done:,}/{self.total:,}, {spent:.0f} s, {left:.0f} s left\n")
        self.out.flush()
