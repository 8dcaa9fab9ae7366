"""Primary keys that sort by the moment they were made."""

import os
import threading
import time
import uuid

_VERSION_AND_VARIANT = (7 << 76) | (0b10 << 62)
_lock = threading.Lock()
_last_millisecond = 0
_counter = 0


def uuid7():
    """A UUID of version 7 (RFC 9562): 48 bits Unix milliseconds, a 42-bit counter, 32 random bits.

    Within one process every call is greater than the one before, whatever the clock does.
    (Python's own uuid.uuid7 begins with 3.14.)
    """
    global _last_millisecond, _counter
    random = os.urandom(10)
    now = time.time_ns() // 1_000_000
    with _lock:
        if now > _last_millisecond:
            _last_millisecond = now
            # the top bit starts at 0, so that a millisecond has room for 2^41 more
            _counter = int.from_bytes(random[:6]) & 0x1FF_FFFF_FFFF
        else:
            _counter += 1
            if _counter > 0x3FF_FFFF_FFFF:
                _last_millisecond += 1
                _counter = 0
        now, counter = _last_millisecond, _counter
    value = (now & 0xFFFF_FFFF_FFFF) << 80
    value |= (counter >> 30) << 64
    value |= (counter & 0x3FFF_FFFF) << 32
    value |= int.from_bytes(random[6:])
    return uuid.UUID(int=value | _VERSION_AND_VARIANT)
