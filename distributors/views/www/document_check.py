"""Is the paper in my hand genuine and current? Nothing else is said of it."""

from allauth.core.internal import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from distributors.models import DocumentCheck
from tenants.permissions import public

LIMITS = {"document-check": "30/m/ip"}


def _code(text):
    """A code as it was typed from paper: in any case, with dashes and blanks."""
    return "".join(character for character in text.lower()[:60] if character.isascii() and character.isalnum())[:24]


@never_cache
@public
def document_check_form(request):
    """?code= goes on to its page."""
    if code := _code(request.GET.get("code", "")):
        return redirect("document-check", code)
    return render(request, "distributors/document_check.html", {"state": ""})


@never_cache
@public
def document_check(request, code):
    """genuine, replaced or withdrawn; an unknown code is a 404 that says so."""
    if not ratelimit.consume(request, app="portal", action="document-check", config=LIMITS, limit_get=True):
        return HttpResponse(_("Too many requests. Try again in a minute."), status=429, content_type="text/plain")
    state = DocumentCheck.objects.filter(code=_code(code)).values_list("state", flat=True).first()
    page = render(
        request, "distributors/document_check.html", {"state": state or "unknown"}, status=200 if state else 404
    )
    page["X-Robots-Tag"] = "noindex"
    return page
