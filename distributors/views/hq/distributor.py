"""HQ's distributors: the list, one distributor, editing, suspending, the owner's invitation."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from distributors.domain.credit import exposure
from distributors.domain.distributor import edit_distributor, reopen_distributor, seen_by, suspend_distributor
from distributors.forms.distributor import DistributorForm, OwnerForm
from distributors.models import ChannelOrder
from distributors.views.hq.access import the_distributor
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing, Search, export
from tenants.domain.invitation import invite
from tenants.hosts import url_of
from tenants.models import Distributor, Invitation, Membership, Province, Region, StaffRole, Tier, User
from tenants.permissions import allow

COLUMNS = [
    Column("code", gettext_lazy("Code"), sort="code"),
    Column("name", gettext_lazy("Name"), sort="sort_key"),
    Column("region", gettext_lazy("Region"), "region.label", sort="region__rank"),
    Column("province", gettext_lazy("Province"), "province.label", sort="province__code"),
    Column("city", gettext_lazy("City")),
    Column("tier", gettext_lazy("Tier"), "tier.label", sort="tier__rank"),
    Column("manager", gettext_lazy("Channel manager"), "manager.name", sort="manager__name"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("opened_at", gettext_lazy("Opened"), kind="date", sort="opened_at"),
]
LAST = 10


def managers():
    rows = StaffRole.objects.filter(role=StaffRole.Role.CHANNEL_MANAGER)
    return User.objects.filter(pk__in=rows.values("user_id")).order_by("name")


def _named(name, label, queryset, text=lambda row: row.label):
    return Choice(name, label, lambda: [(row.pk, text(row)) for row in queryset], field=name)


@allow("distributor.view")
def distributors(request):
    regions, provinces = Region.objects.all(), Province.objects.all()
    if request.member.region_ids is not None:
        regions = regions.filter(pk__in=request.member.region_ids)
        provinces = provinces.filter(region_id__in=request.member.region_ids)
    listing = Listing(
        request.GET,
        seen_by(request.member).select_related("region", "province", "tier", "manager"),
        columns=COLUMNS,
        sort="name",
        filters=[
            Search(),
            _named("region", _("Region"), regions),
            _named("province", _("Province"), provinces),
            _named("tier", _("Tier"), Tier.objects.all()),
            Choice("status", _("Status"), Distributor.Status.choices),
            _named("manager", _("Channel manager"), managers(), text=str),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Distributors"))
    for row in listing.rows:
        row.get_absolute_url = partial(reverse, "distributor", args=[row.slug])
    return render(request, "distributors/distributor_list.html", {"listing": listing})


@allow("distributor.view")
def distributor(request, slug, refusal="", owner_form=None):
    """All about one distributor: data, credit, last orders, people, what HQ did."""
    row = the_distributor(request, slug)
    member, people = request.member, list(row.memberships.select_related("user"))
    context = {
        "row": row,
        "portal_url": url_of("distributor", row.slug),
        "facts": _facts(row),
        "credit": _credit(row) if member.may("credit.view") or member.may("credit.edit") else None,
        "orders": list(ChannelOrder.objects.filter(distributor=row).order_by("-submitted_at")[:LAST]),
        "people": people,
        "has_owner": any(m.active and m.role == Membership.Role.OWNER for m in people),
        "invitations": list(Invitation.objects.filter(distributor=row, accepted_at=None, withdrawn_at=None)),
        "visits": list(row.visits.order_by("-started_at")[:LAST]),
        "timeline": _timeline(row),
        "owner_form": owner_form or OwnerForm(),
        "may": {
            "edit": member.may("distributor.edit"),
            "suspend": member.may("distributor.suspend"),
            "visit": member.may("portal.visit"),
            "credit": member.may("credit.edit"),
        },
        "refusal": refusal,
    }
    status = 409 if refusal else status_of(owner_form) if owner_form else 200
    return render(request, "distributors/distributor_detail.html", context, status=status)


def _facts(row):
    """[(label, text)] of what is known."""
    facts = [
        (_("Code"), row.code),
        (_("Kind"), row.get_kind_display()),
        (_("Name on the licence"), row.name),
        (_("Unified social credit code"), row.uscc),
        (_("Region"), row.region.label),
        (_("Place"), " ".join(filter(None, [row.province.label, row.city, row.address]))),
        (_("Contact"), " ".join(filter(None, [row.contact, row.phone]))),
        (_("Tier"), row.tier.label),
        (_("Channel manager"), row.manager.name if row.manager else ""),
        (_("Payment term in days"), row.payment_days),
        (_("Customers shared with head office"), row.get_sharing_display()),
    ]
    return [(label, text) for label, text in facts if text not in ("", None)]


def _credit(row):
    used, limit = exposure(row), row.credit.limit
    open_orders = ChannelOrder.objects.filter(distributor=row, status__in=ChannelOrder.EXPOSED).count()
    held = ChannelOrder.objects.filter(distributor=row, status=ChannelOrder.Status.HELD).count()
    return {"limit": limit, "used": used, "free": limit - used, "open_orders": open_orders, "held": held}


def _timeline(row):
    events = [
        {"what": e.get_what_display(), "who": e.by_name, "at": e.at, "note": e.note, "status": e.what}
        for e in row.events.order_by("-at")[:50]
    ]
    return [*events, {"what": _("Opened"), "who": "", "at": row.opened_at, "note": "", "status": "active"}]


@allow("distributor.edit")
def distributor_edit(request, slug):
    row = the_distributor(request, slug)
    form = DistributorForm(request.POST or None, member=request.member, initial=_initial(row))
    if saved := checked(request, form, lambda fields: edit_distributor(row, by=request.member, **fields)):
        return redirect("distributor", saved.slug)
    return render(request, "distributors/distributor_edit.html", {"form": form, "row": row}, status=status_of(form))


def _initial(row):
    plain = "name short_name code kind uscc city address contact phone payment_days sharing".split()
    related = {name: getattr(row, f"{name}_id") for name in ("region", "province", "tier", "manager")}
    return {name: getattr(row, name) for name in plain} | related


def _act(request, slug, act):
    row = the_distributor(request, slug)
    try:
        act(row, by=request.member, reason=request.POST.get("reason", ""))
    except Refused as no:
        return distributor(request, slug, refusal=str(no))
    return redirect("distributor", row.slug)


@require_POST
@allow("distributor.suspend")
def distributor_suspend(request, slug):
    return _act(request, slug, suspend_distributor)


@require_POST
@allow("distributor.suspend")
def distributor_reopen(request, slug):
    return _act(request, slug, reopen_distributor)


@require_POST
@allow("distributor.edit")
def distributor_owner(request, slug):
    """Invite an owner: when none was named at the opening, or the letter was lost."""
    row = the_distributor(request, slug)
    form = OwnerForm(request.POST)
    role = Membership.Role.OWNER
    if sent := checked(request, form, lambda fields: invite(row, role=role, by=request.member, **fields)):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
        return redirect("distributor", slug)
    return distributor(request, slug, owner_form=form)
