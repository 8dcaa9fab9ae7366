"""HQ looks into a portal."""

from allauth.account.internal.flows.login import get_authentication_records
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from distributors.views.hq.access import the_distributor
from distributors.views.hq.distributor import distributor
from portal.lib.errors import Refused
from tenants.domain.visit import begin_visit
from tenants.permissions import allow


@require_POST
@allow("portal.visit")
def distributor_visit(request, slug):
    row = the_distributor(request, slug)
    methods = get_authentication_records(request, request.user)
    try:
        return redirect(begin_visit(row, by=request.member, reason=request.POST.get("reason", ""), methods=methods))
    except Refused as no:
        return distributor(request, slug, refusal=str(no))
