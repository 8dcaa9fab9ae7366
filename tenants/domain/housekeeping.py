"""Rows that have done their service: expired sessions, answers to submits of long ago, used ways from host to host."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from portal.lib import dates
from tenants.models import Handoff, IdempotencyKey

KEYS_KEPT = timedelta(days=30)
HANDOFFS_KEPT = timedelta(days=1)
JOBS_KEPT = timedelta(days=14)


def tidy(*, keep_keys=""):
    """Delete what is over. keep_keys: idempotency keys that begin so stay for good. Returns {what: how many}."""
    now = dates.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    keys = IdempotencyKey.objects.filter(at__lt=now - KEYS_KEPT)
    if keep_keys:
        keys = keys.exclude(key__startswith=keep_keys)
    handoffs = Handoff.objects.filter(Q(expires_at__lt=now - HANDOFFS_KEPT) | Q(used_at__isnull=False))
    jobs = DBTaskResult.objects.filter(finished_at__lt=now - JOBS_KEPT)
    return {"keys": keys.delete()[0], "handoffs": handoffs.delete()[0], "jobs": jobs.delete()[0]}
