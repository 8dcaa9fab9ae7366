"""From one place of a person to another: the list, the way out here, the way in there."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseForbidden
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.lib.errors import Refused
from tenants.domain.handoff import switch, take_over
from tenants.domain.place import places_of
from tenants.permissions import EVERYONE, allow, in_public, public
from tenants.views.login import enter

HQ = "hq"  # stands for head office in the address; no distributor can be named so


@require_GET
@allow(EVERYONE)
@in_public
def switch_list(request):
    """The menu of places, fetched when it is opened."""
    here = request.distributor.slug if request.distributor else ""
    places = [(place, place.slug or HQ, place.slug == here) for place in places_of(request.member.id)]
    return render(request, "tenants/switch_list.html", {"places": places})


@require_POST
@allow(EVERYONE)
@in_public
def switch_to(request, slug):
    methods = get_authentication_records(request, request.user)
    try:
        return redirect(switch("" if slug == HQ else slug, by=request.member, methods=methods))
    except Refused as no:
        messages.error(request, str(no))
        return redirect("home")


@require_GET
@never_cache
@public
@in_public
def enter_here(request, secret):
    """The other end. A link on a foreign site cannot log anybody in here: the browser says where it comes from."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and "." in settings.BASE_DOMAIN:
        return HttpResponseForbidden()  # on plain localhost each name is a site of its own to the browser
    try:
        handoff = take_over(secret, request.distributor)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("account_login")
    enter(request, handoff.user, handoff.mfa)
    if handoff.visit_id:
        request.session["visit"] = str(handoff.visit_id)
    return redirect("home")
