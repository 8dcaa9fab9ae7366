"""The chain of every request: host → session → person → membership → inside the distributor. Deny by default."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpResponseForbidden, HttpResponseNotFound
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from portal.lib import dates
from tenants.database.base import Binding
from tenants.domain.provisioning import role_name
from tenants.hosts import distributor_at, side_of
from tenants.member import member_at_distributor, member_at_hq, visitor_at
from tenants.models import Distributor, PortalVisit, PortalVisitPage

SAFE = ("GET", "HEAD", "OPTIONS")


class DistributorMiddleware:
    """Host → side, distributor and URLconf. An unknown host gets one constant answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        connection.bind(None)
        host = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
        side, slug = side_of(host)
        distributor = distributor_at(slug) if side == "distributor" else None
        if side is None or (side == "distributor" and distributor is None):
            return HttpResponseNotFound("Not found", content_type="text/plain")
        request.side, request.distributor, request.member = side, distributor, None
        request.schema_name = distributor.schema_name if distributor else side
        request.urlconf = settings.URLCONFS[side]
        if distributor is not None and not distributor.is_open:
            return HttpResponseForbidden(_("This portal is closed at present. Please ask head office."))
        return self.get_response(request)


class MembershipMiddleware:
    """Session → Member. A session belongs to the host it was opened at; a person without a place here is nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and not self.session_holds(request):
            logout(request)
        elif user.is_authenticated:
            request.member = self.member(request, user)
        return self.get_response(request)

    def session_holds(self, request):
        now, session = int(time.time()), request.session
        if session.get("schema") != request.schema_name or now - session.get("since", 0) > settings.SESSION_COOKIE_AGE:
            return False
        seen = session.get("seen", 0)
        if now - seen > settings.SESSION_IDLE_SECONDS:
            return False
        if now - seen > 60:
            session["seen"] = now
        return True

    def member(self, request, user):
        if request.side == "hq":
            return member_at_hq(user)
        if request.side == "distributor":
            if visit_id := request.session.get("visit"):
                visit = PortalVisit.objects.filter(
                    pk=visit_id, user_id=user.pk, distributor_id=request.distributor.pk, ended_at=None
                ).first()
                staff = visit and member_at_hq(user)
                may = staff and staff.may("portal.visit") and staff.sees_region(request.distributor.region_id)
                return visitor_at(visit, user, request.distributor) if may else None
            return member_at_distributor(user, request.distributor)
        return None


class LanguageMiddleware:
    """The reader's language: chosen in this browser, else the person's own, else the installation's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if not chosen and request.user.is_authenticated:
            chosen = request.user.language
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class InsideMiddleware:
    """Binds the view of a portal to the distributor's schema and database role; a visit of HQ is read-only in the
    database. Login pages work in public."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.member is not None and request.member.side == "visit":
            if request.method not in SAFE and not request.path.startswith(("/visit/", "/language/")):
                return render(
                    request, "403.html", {"why": _("You are here as a reader: nothing can be changed.")}, status=403
                )
            PortalVisitPage.objects.create(visit_id=request.member.visit_id, path=request.path[:300], at=dates.now())
        try:
            response = self.get_response(request)
        finally:
            connection.bind(None)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        _refuse_nul(request, kwargs)
        if request.side != "distributor" or view.__module__.startswith(("allauth.", "django.")):
            return None
        if not getattr(view, "in_public", False):
            distributor: Distributor = request.distributor
            visit = request.member is not None and request.member.side == "visit"
            connection.bind(
                Binding(distributor.schema_name, role_name(distributor.schema_name), read_only=visit),
                tenant=distributor,
            )
        return None


def _refuse_nul(request, kwargs):
    """PostgreSQL keeps no NUL character: an address with one leads nowhere, and no form of ours has one."""
    if any("\x00" in str(value) for value in kwargs.values()):
        raise Http404
    if request.method == "POST" and any("\x00" in text for _name, texts in request.POST.lists() for text in texts):
        raise SuspiciousOperation("a NUL character in a form")
