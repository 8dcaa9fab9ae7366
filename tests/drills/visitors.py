"""A salesperson and HQ's deciders as a program: they send a form again, with the same key, until it is answered."""

import http.client
import re
import threading
import time
from urllib.parse import urlencode
from uuid import uuid4

TIMEOUT = 10
DECIDED = "已有结论"  # the site's own language: "… was already decided"


class Visitor:
    """A browser without a face at one host of the server on 127.0.0.1:port."""

    def __init__(self, host, port, session):
        self.host, self.port = host, port
        self.cookies = {"sessionid": session}
        self.resent = 0

    def ask(self, method, path, form=None):
        """(status, text, headers); raises OSError or HTTPException when the server dies meanwhile."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Host": f"{self.host}:{self.port}", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _is, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), answer.headers
        finally:
            connection.close()

    def insist(self, method, path, form=None, *, until):
        """Ask until there is an answer below 500; None when the time is over without one."""
        while time.monotonic() < until:
            try:
                status, text, headers = self.ask(method, path, form)
                if status < 500:
                    return status, text, headers
            except (OSError, http.client.HTTPException):
                pass
            self.resent += method == "POST"
            time.sleep(0.1)
        return None


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


class Salesperson(threading.Thread):
    """Places orders until the time is over. acknowledged: {key: number}, each also put on `to_decide`."""

    def __init__(self, visitor, slug, sku, to_decide, until):
        super().__init__(daemon=True)
        self.visitor, self.slug, self.sku, self.to_decide, self.until = visitor, slug, sku, to_decide, until
        self.acknowledged, self.sent = {}, []

    def run(self):
        while time.monotonic() < self.until:
            page = self.visitor.insist("GET", "/orders/new/", until=self.until)
            if page is None:
                return
            key = uuid4().hex
            self.sent.append(key)
            form = {
                "csrfmiddlewaretoken": hidden(page[1], "csrfmiddlewaretoken"), "idempotency_key": key, "do": "submit",
                "version": "", "purchase_order": key, "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1,
                "rows-0-sku": self.sku, "rows-0-quantity": 1,
            }  # fmt: skip
            answer = self.visitor.insist("POST", "/orders/new/", form, until=self.until + TIMEOUT)
            if answer is None:
                return
            status, text, headers = answer
            if status != 302:
                raise RuntimeError(f"An order was answered {status}: {text[:300]}")
            self.acknowledged[key] = headers["Location"].strip("/").split("/")[-1]
            self.to_decide.put((self.slug, self.acknowledged[key]))


class Decider(threading.Thread):
    """Approves the open step of what the queue brings, and hands it on. acknowledged: steps that were approved."""

    def __init__(self, visitor, queue, hand_on, until):
        super().__init__(daemon=True)
        self.visitor, self.queue, self.hand_on, self.until = visitor, queue, hand_on, until
        self.acknowledged = 0

    def run(self):
        while time.monotonic() < self.until:
            if self.queue.empty():
                time.sleep(0.05)
                continue
            slug, number = self.queue.get()
            path = f"/orders/{slug}/{number}/"
            page = self.visitor.insist("GET", path, until=self.until)
            if page is None:
                return
            form = {name: hidden(page[1], name) for name in ("csrfmiddlewaretoken", "version", "request")}
            answer = self.visitor.insist("POST", f"{path}decide/", form | {"decision": "approve"}, until=self.until)
            if answer is None:
                return
            status, text, _headers = answer
            if status != 302 and DECIDED not in text:  # sent again: the first time had been carried out
                raise RuntimeError(f"A decision was answered {status}: {text[:300]}")
            self.acknowledged += 1
            if self.hand_on is not None:
                self.hand_on.put((slug, number))
