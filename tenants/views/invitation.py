"""/invitation/<secret>/ at the host it was made for: the only way to a login."""

from allauth.core.internal import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from tenants.domain.invitation import accept_invitation, open_invitation, withdraw_invitation
from tenants.domain.staff import resend_invitation
from tenants.forms.person import AcceptForm
from tenants.models import Invitation, User
from tenants.permissions import allow, in_public, public
from tenants.views.login import enter

LIMITS = {"invitation": "20/m/ip,5/5m/key"}


@sensitive_post_parameters("password")
@never_cache
@public
@in_public
def invitation(request, secret):
    found = open_invitation(secret, request.distributor)
    if found is None:
        return render(request, "tenants/invitation_gone.html", status=404)
    known = User.objects.filter(email=found.email).first()
    form = AcceptForm(request.POST or None, known=bool(known), initial={"name": found.name})

    def accept(fields):
        if not ratelimit.consume(request, app="tenants", action="invitation", config=LIMITS, key=secret):
            raise Refused(_("Too many tries. Wait five minutes."), field="password")
        return accept_invitation(secret, request.distributor, **fields)

    user = checked(request, form, accept)
    if user and is_mfa_enabled(user):  # the second factor is asked by the login page
        return redirect("account_login")
    if user:
        enter(request, user)
        return redirect("home")
    return render(
        request, "tenants/invitation_accept.html", {"form": form, "invitation": found}, status=status_of(form)
    )


@require_POST
@allow("staff.manage")
@in_public
def invitation_act(request, pk, act):
    """act: "resend" or "withdraw". The same view serves HQ, whose invitations have no distributor."""
    invitation = get_object_or_404(Invitation, pk=pk, distributor=request.distributor)
    verbs = {"resend": resend_invitation, "withdraw": withdraw_invitation}
    if act not in verbs:
        raise Http404
    try:
        verbs[act](invitation, by=request.member)
        done = _("A new link is on its way; the old one no longer works.") if act == "resend" else _("Withdrawn.")
        messages.success(request, done)
    except Refused as no:
        messages.error(request, str(no))
    return redirect("staff")
