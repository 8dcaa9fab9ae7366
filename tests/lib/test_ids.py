import threading
import time

from portal.lib.ids import uuid7


def test_ids_are_version_7_and_carry_the_moment():
    before = time.time_ns() // 1_000_000
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_made_one_after_the_other_are_in_order():
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(set(made))


def test_ids_stay_in_order_when_the_clock_goes_back(monkeypatch):
    first = uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    assert uuid7() > first


def test_threads_never_make_the_same_id():
    made = []
    threads = [threading.Thread(target=lambda: made.extend([uuid7() for _ in range(1000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000
