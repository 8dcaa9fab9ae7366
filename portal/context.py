"""What every page's frame needs: who I am, where I am, and the navigation that my rights open."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from portal.navigation import SIDES


def frame(request):
    """member, side, distributor, nav (groups of entries {label, url, icon, active}), hq_name, switch_url. No query."""
    member = getattr(request, "member", None)
    side = member.side if member else getattr(request, "side", "www")
    return {
        "member": member,
        "side": side,
        "distributor": getattr(request, "distributor", None),
        "nav": _groups(request, member) if member else [],
        "hq_name": settings.HQ_NAME,
        "switch_url": _switch_url(request, member) if member else None,
        "demo": settings.DEMO,
    }


def _switch_url(request, member):
    """Where the switcher fetches its list; for who had one place at login, or only visits, there is none."""
    if member.side == "visit" or request.session.get("places", 1) < 2:
        return None
    return _url("switch", request)


def _groups(request, member):
    groups = []
    for label, entries in SIDES[member.side]:
        shown = [
            {"label": text, "url": url, "icon": icon, "active": _is_active(request.path, url)}
            for text, name, icon, right in entries
            if (right is None or member.may(right)) and (url := _url(name, request))
        ]
        if shown:
            groups.append({"label": label, "entries": shown})
    return groups


def _url(name, request):
    try:
        return reverse(name, urlconf=request.urlconf)
    except NoReverseMatch:
        return None


def _is_active(path, url):
    return path == url if url == "/" else path.startswith(url)
