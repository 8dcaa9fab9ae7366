"""Which side a host name belongs to, and the distributor behind it: kept in the process for 30 s, dropped on save."""

import re
import time

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from tenants.models import Distributor

RESERVED = frozenset(
    "www hq api admin app public static media files mail smtp imap pop ftp ns ns1 ns2 cdn test demo status help docs "
    "login account accounts auth sso portal support root localhost pg postgres template information-schema".split()
)
LABEL = re.compile(r"[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?\Z")
KEEP_SECONDS = 30
_kept = {}


def side_of(host):
    """('hq'|'www'|'distributor'|None, slug) of a host name without port; None: no such host."""
    base = settings.BASE_DOMAIN
    host = host.lower().rstrip(".")
    if host in (base, f"www.{base}"):
        return "www", ""
    label, dot, rest = host.partition(".")
    if not dot or rest != base:
        return None, ""
    if label == "hq":
        return "hq", ""
    return ("distributor", label) if LABEL.match(label) and label not in RESERVED else (None, "")


def distributor_at(slug):
    """The distributor with this portal address, or None. One query each 30 seconds and process."""
    kept = _kept.get(slug)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    distributor = Distributor.objects.select_related("region", "province", "tier").filter(slug=slug).first()
    if distributor is None:
        return None  # not kept: names nobody has would fill the memory
    _kept[slug] = (time.monotonic() + KEEP_SECONDS, distributor)
    return distributor


@receiver(post_save, sender=Distributor)
def forget(sender, instance, **kwargs):
    _kept.pop(instance.slug, None)


def url_of(side, slug="", path="/"):
    """Absolute address of a path at a side: url_of("distributor", "acme", "/orders/")."""
    host = {"hq": f"hq.{settings.BASE_DOMAIN}", "www": settings.BASE_DOMAIN}.get(side, f"{slug}.{settings.BASE_DOMAIN}")
    port = "" if settings.PORT in (80, 443) else f":{settings.PORT}"
    return f"{settings.SCHEME}://{host}{port}{path}"
