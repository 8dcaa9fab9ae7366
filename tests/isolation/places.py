"""acme and bolt with one of everything, all their words marked (canary.py), and the asking.

Built once for all tests here inside one transaction that is rolled back; each question is asked in a savepoint that is
rolled back too, so that every question meets the same world.
"""

import secrets
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler

from tenants.models import User
from tests.builders import AT_HQ
from tests.isolation import canary
from tests.isolation.fill import LITERAL, fill
from tests.isolation.written import Watch

HOSTS = {"hq": "hq.localhost", "www": "localhost", "acme": "acme.localhost", "bolt": "bolt.localhost"}
SIDES = {"hq": "hq", "www": "www", "acme": "distributor", "bolt": "distributor"}
# One chain of middleware for all requests: building it anew for each takes longer than the request
HANDLERS = {csrf: ClientHandler(enforce_csrf_checks=csrf) for csrf in (False, True)}


@dataclass
class Places:
    """world: tests.builders.World. things: {"acme"/"bolt"/"shared": {name of a thing: what stands in a path}}.
    visit: {place: id of a visit of HQ that is open}. watch: written.Watch."""

    world: object
    things: dict
    visits: dict
    watch: Watch = None
    sessions: dict = field(default_factory=dict)

    # People: "<role>" at a place; "south_manager", "both" and the other names of builders.World at theirs
    def person(self, role, at):
        if at in ("acme", "bolt") and role in ("owner", "sales", "clerk"):
            return self.world.users[role if at == "acme" else {"sales": "stranger"}.get(role, f"bolt_{role}")]
        return self.world.users["south_manager" if role == "channel_manager" else role]

    def schema(self, at):
        return {"acme": self.world.acme.schema_name, "bolt": self.world.bolt.schema_name}.get(at, at)

    def session(self, user, at, **more):
        """The key of a session of a person at a place, as logging in there makes it. more: "visit", "mfa"."""
        known = (user.pk, at, *sorted(more.items()))
        if known in self.sessions:
            return self.sessions[known]
        now = int(time.time())
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store.update(
            {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
             HASH_SESSION_KEY: user.get_session_auth_hash(), "schema": self.schema(at), "since": now, "seen": now,
             "mfa": False, "places": 1, **more}
        )  # fmt: skip
        store.create()
        if self.watch is None:  # while the world is built; what a test makes is gone after it
            self.sessions[known] = store.session_key
        return store.session_key

    # Paths
    def values(self, kwargs, at):
        """Arguments of a path with the things of a place ("missing": of nobody)."""
        return {name: self.value(thing, at) for name, thing in kwargs.items()}

    def value(self, thing, at):
        if thing.startswith(LITERAL):
            return thing[1:]
        if at == "missing":
            return like(self.things["acme"].get(thing) or self.things["shared"][thing])
        return self.things[at].get(thing) or self.things["shared"][thing]

    # Asking
    def ask(self, method, path, *, at, session="", data=None, forbidden=None, about="", host="", **extra):
        """The response of one request, searched for foreign words with the mails it sent.

        at: the place whose host is asked. forbidden: patterns; the other distributors' by default."""
        client = Client(HTTP_HOST=host or HOSTS[at], raise_request_exception=extra.pop("raises", True))
        client.handler = HANDLERS[extra.pop("csrf", False)]
        for name, value in extra.pop("cookies", {}).items():
            client.cookies[name] = value
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        if forbidden is None:
            forbidden = self.foreign_at(at)
        sent, waiting = len(mail.outbox), len(connection.run_on_commit)
        response = client.generic(method, path, **extra) if data is None and method not in ("GET", "POST") else (
            client.get(path, data, **extra) if method == "GET" else client.post(path, data or {}, **extra)
        )  # fmt: skip
        connection.bind(None)
        about = f"{method} {HOSTS[at]}{path} {about}".strip()
        canary.search(response, forbidden, about)
        self._mails(waiting, sent, forbidden, about)
        return response

    def _mails(self, waiting, sent, forbidden, about):
        """Send what would be sent after the commit, and search it."""
        for _ids, function, _robust in list(connection.run_on_commit[waiting:]):
            function()
        for letter in mail.outbox[sent:]:
            text = "\n".join([letter.subject, letter.body, *letter.to, str(letter.extra_headers)])
            for place in canary.MARK:
                canary.SEEN["mail", place] += bool(canary.of(place).search(text))
            for pattern in forbidden:
                if hit := pattern.search(text):
                    raise canary.Leak(f"{about}: the mail to {letter.to} shows {hit[0]!r}")

    def foreign_at(self, at):
        """What nobody may ever read at a host: the other distributor's words; at HQ what was never put before it."""
        if at == "hq":
            return [canary.PRIVATE_WORDS]
        return [canary.of(place) for place in canary.MARK if place != at]


def like(value):
    """A value of the same shape that nothing has."""
    text = str(value)
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if text[:2].isupper() and text[2:3] == "-":
        return f"{text[:7]}-99999"
    return "nowhere" if len(text) < 10 else secrets.token_urlsafe(32)


@contextmanager
def rolled_back():
    """A savepoint for one question. Read-only, role and path end with it, as they do at a request's end."""
    mark = transaction.savepoint_create()
    try:
        yield
    finally:
        connection.bind(None)
        transaction.savepoint_rollback(mark)
        connection.needs_rollback = False


@contextmanager
def built(world):
    """Places, in a transaction that leaves nothing behind."""
    with transaction.atomic():
        connection.bind(None)
        things, visits = fill(world)
        places = Places(world, things, visits)
        for who in User.objects.filter(pk__in=[user.pk for user in world.users.values()]):
            world.users[next(name for name, user in world.users.items() if user.pk == who.pk)] = who
        for at in ("acme", "bolt"):
            for role in ("owner", "sales", "clerk"):
                places.session(places.person(role, at), at)
        for who in AT_HQ:
            places.session(world.users[who], "hq")
        places.watch = Watch([world.acme.schema_name, world.bolt.schema_name])
        yield places
        connection.bind(None)
        transaction.set_rollback(True)
