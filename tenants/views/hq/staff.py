"""HQ's people: the administrator invites, gives roles and regions, and takes them."""

from functools import partial

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing, export
from tenants.domain.invitation import invite
from tenants.domain.staff import set_staff_roles
from tenants.forms.staff import StaffForm, StaffInviteForm
from tenants.models import Invitation, StaffRole, User
from tenants.permissions import allow


def roles_of(user):
    return "、".join(str(row.get_role_display()) for row in user.staff_roles.all() if row.active) or _("None")


def regions_of(user):
    return "、".join(region.label for row in user.staff_roles.all() if row.active for region in row.regions.all())


COLUMNS = [
    Column("name", gettext_lazy("Full name"), sort="name"),
    Column("email", gettext_lazy("E-mail"), sort="email"),
    Column("phone", gettext_lazy("Phone")),
    Column("roles", gettext_lazy("Roles"), roles_of),
    Column("regions", gettext_lazy("Regions"), regions_of),
    Column("login", gettext_lazy("Last login"), "last_login", kind="moment", sort="last_login"),
]


def _with_role(rows, values):
    active = StaffRole.objects.filter(user_id=OuterRef("pk"), role__in=values, active=True)
    return rows.filter(Exists(active))


@allow("staff.manage")
def staff(request):
    listing = Listing(
        request.GET,
        User.objects.filter(Exists(StaffRole.objects.filter(user_id=OuterRef("pk")))).prefetch_related(
            "staff_roles__regions"
        ),
        columns=COLUMNS,
        sort="name",
        filters=[Choice("role", _("Role"), StaffRole.Role.choices, apply=_with_role)],
    )
    if "export" in request.GET:
        return export(listing, _("People and roles"))
    for row in listing.rows:
        row.get_absolute_url = partial(reverse, "staff-person", args=[row.pk])
    invitations = Invitation.objects.filter(distributor=None, accepted_at=None, withdrawn_at=None)
    return render(request, "tenants/staff_list.html", {"listing": listing, "invitations": invitations})


@allow("staff.manage")
def staff_invite(request):
    form = StaffInviteForm(request.POST or None)
    sent = checked(request, form, lambda fields: invite(None, by=request.member, **fields))
    if sent:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
        return redirect("staff")
    return render(request, "tenants/staff_invite.html", {"form": form}, status=status_of(form))


def _person(pk):
    people = User.objects.prefetch_related("staff_roles__regions")
    return get_object_or_404(people, Exists(StaffRole.objects.filter(user_id=OuterRef("pk"))), pk=pk)


@allow("staff.manage")
def staff_person(request, pk, refusal=""):
    person = _person(pk)
    active = [row for row in person.staff_roles.all() if row.active]
    initial = {
        "roles": [row.role for row in active],
        "regions": [region.pk for row in active for region in row.regions.all()],
    }
    form = StaffForm(request.POST or None if not refusal else None, initial=initial)
    if checked(request, form, lambda fields: set_staff_roles(person, by=request.member, **fields)):
        messages.success(request, _("Saved. It holds from the person's next page on."))
        return redirect("staff")
    context = {
        "form": form,
        "person": person,
        "active": active,
        "oneself": person.pk == request.member.id,
        "refusal": refusal,
    }
    return render(request, "tenants/staff_person_hq.html", context, status=409 if refusal else status_of(form))


@require_POST
@allow("staff.manage")
def staff_deactivate(request, pk):
    try:
        set_staff_roles(_person(pk), [], by=request.member)
    except Refused as no:
        return staff_person(request, pk, refusal=str(no))
    return redirect("staff")
