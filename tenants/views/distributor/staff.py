"""A distributor's people: the owner invites, changes and lets go."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing, export
from tenants.domain.invitation import invite
from tenants.domain.staff import change_membership, deactivate_membership, reactivate_membership
from tenants.forms.staff import InviteForm, MembershipForm
from tenants.models import Invitation, Membership
from tenants.permissions import allow, in_public

COLUMNS = [
    Column("name", gettext_lazy("Full name"), "user.name", sort="user__name"),
    Column("email", gettext_lazy("E-mail"), "user.email", sort="user__email"),
    Column("phone", gettext_lazy("Phone"), "user.phone"),
    Column("role", gettext_lazy("Role"), "get_role_display", sort="role"),
    Column("discount_limit", gettext_lazy("Discount limit"), kind="percent", sort="discount_limit"),
    Column("active", gettext_lazy("State"), lambda row: _("Active") if row.active else _("Inactive"), sort="active"),
    Column("since", gettext_lazy("Joined"), kind="date", sort="since"),
]


@allow("staff.manage")
@in_public
def staff(request):
    listing = Listing(
        request.GET,
        Membership.objects.filter(distributor=request.distributor).select_related("user"),
        columns=COLUMNS,
        sort="name",
        filters=[
            Choice("role", _("Role"), Membership.Role.choices),
            Choice("active", _("State"), [(True, _("Active")), (False, _("Inactive"))]),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("People"))
    for row in listing.rows:
        row.get_absolute_url = partial(reverse, "staff-person", args=[row.pk])
    context = {"listing": listing, "invitations": _open_invitations(request)}
    return render(request, "tenants/staff_list.html", context)


def _open_invitations(request):
    return Invitation.objects.filter(distributor=request.distributor, accepted_at=None, withdrawn_at=None)


@allow("staff.manage")
@in_public
def staff_invite(request):
    form = InviteForm(request.POST or None)
    sent = checked(request, form, lambda fields: invite(request.distributor, by=request.member, **fields))
    if sent:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
        return redirect("staff")
    return render(request, "tenants/staff_invite.html", {"form": form}, status=status_of(form))


@allow("staff.manage")
@in_public
def staff_person(request, pk, refusal=""):
    membership = _membership(request, pk)
    form = MembershipForm(
        request.POST or None if not refusal else None,
        initial={"role": membership.role, "discount_limit": membership.discount_limit},
    )
    if checked(request, form, lambda fields: change_membership(membership, by=request.member, **fields)):
        messages.success(request, _("Saved. It holds from the person's next page on."))
        return redirect("staff")
    context = {
        "form": form,
        "membership": membership,
        "oneself": membership.user_id == request.member.id,
        "refusal": refusal,
    }
    return render(request, "tenants/staff_person.html", context, status=409 if refusal else status_of(form))


def _membership(request, pk):
    return get_object_or_404(Membership.objects.select_related("user"), pk=pk, distributor=request.distributor)


def _act(request, pk, act):
    try:
        act(_membership(request, pk), by=request.member)
    except Refused as no:
        return staff_person(request, pk, refusal=str(no))
    return redirect("staff")


@require_POST
@allow("staff.manage")
@in_public
def staff_deactivate(request, pk):
    return _act(request, pk, deactivate_membership)


@require_POST
@allow("staff.manage")
@in_public
def staff_reactivate(request, pk):
    return _act(request, pk, reactivate_membership)
