"""Opening, suspending and closing a distributor."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from distributors.domain.region import follow
from distributors.models import CreditAccount, DistributorEvent
from portal.lib import dates, pinyin
from portal.lib.errors import Refused
from tenants.context import outside, verb
from tenants.domain.invitation import invite
from tenants.domain.provisioning import check_slug, create_schema, schema_of
from tenants.models import Distributor, Membership, TenantRole

FIELDS = """slug code name short_name kind uscc region province city address phone contact tier manager sharing
    payment_days""".split()


@verb
def open_distributor(*, by, credit_limit=Decimal(0), owner_email="", owner_name="", **fields):
    """Open a distributor in one step: row, schema, role, credit account, the owner's invitation. Returns it.

    fields: see FIELDS. All of it is one transaction: killed at any point nothing is there, and the same call again
    starts afresh. Raises Refused with the field's name when the address, the code or a value cannot be taken.
    """
    slug = fields["slug"] = fields["slug"].strip()
    if credit_limit < 0:
        raise Refused(_("A credit limit cannot be negative. Enter 0 for payment in advance."), field="credit_limit")
    with outside():
        if problem := slug_problem(slug):
            raise Refused(problem, field="slug")
        if Distributor.objects.filter(code=fields["code"]).exists():
            raise Refused(_("The code “%(code)s” is taken.") % {"code": fields["code"]}, field="code")
        distributor = Distributor(
            schema_name=schema_of(slug), opened_at=dates.now(), **{k: fields[k] for k in fields if k in FIELDS}
        )
        describe(distributor)
        try:
            distributor.save(force_insert=True)
        except IntegrityError:
            raise Refused(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug}, field="slug") from None
        create_schema(distributor)
        CreditAccount.objects.create(
            distributor=distributor, limit=credit_limit, changed_at=dates.now(), changed_by=by.name
        )
        if owner_email:
            invite(distributor, email=owner_email, name=owner_name or owner_email, role=Membership.Role.OWNER, by=by)
    return distributor


def slug_problem(slug):
    """Why a portal address cannot be taken, in words, or ""."""
    try:
        check_slug(slug)
    except ValidationError as error:
        return error.message
    taken = Distributor.objects.filter(Q(slug=slug) | Q(schema_name=schema_of(slug))).exists()
    return _("“%(slug)s” is taken. Choose another address.") % {"slug": slug} if taken else ""


def describe(distributor):
    """Set what the distributor is found and sorted by."""
    distributor.search = pinyin.search_text(
        distributor.name,
        distributor.short_name,
        distributor.code,
        distributor.slug,
        distributor.phone,
        distributor.contact,
    )
    distributor.sort_key = pinyin.sort_key(distributor.name)[:200]


@verb
def edit_distributor(distributor, *, by, **fields):
    """Change a distributor's data (not its address, schema or status). Returns it. With another region its cards at
    HQ move too; the ledger keeps the region that was."""
    distributor = Distributor.objects.select_for_update().get(pk=distributor.pk)
    code = fields.get("code", distributor.code)
    if Distributor.objects.filter(code=code).exclude(pk=distributor.pk).exists():
        raise Refused(_("The code “%(code)s” is taken.") % {"code": code}, field="code")
    region_id, changed = distributor.region_id, []
    for name in fields:
        if name not in FIELDS or name == "slug":
            raise TypeError(f"{name} cannot be edited.")
        if getattr(distributor, name) != fields[name]:
            changed.append(str(Distributor._meta.get_field(name).verbose_name))
        setattr(distributor, name, fields[name])
    describe(distributor)
    distributor.save()
    if distributor.region_id != region_id:
        follow([distributor.pk], distributor.region)
    TenantRole.objects.filter(distributor_id=distributor.pk).update(tier_id=distributor.tier_id)
    if changed:
        record(distributor, DistributorEvent.What.EDITED, by=by, note=", ".join(changed))
    return distributor


@verb
def suspend_distributor(distributor, *, by, reason):
    """Nobody enters the portal until it is reopened; HQ keeps seeing its documents. The reason is kept."""
    if not reason.strip():
        raise Refused(_("Say why: whoever reopens the portal reads it."), field="reason")
    return _set_status(distributor, Distributor.Status.SUSPENDED, {Distributor.Status.ACTIVE}, by=by, note=reason)


@verb
def reopen_distributor(distributor, *, by, reason=""):
    return _set_status(distributor, Distributor.Status.ACTIVE, {Distributor.Status.SUSPENDED}, by=by, note=reason)


def _set_status(distributor, to, allowed, *, by, note):
    distributor = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if distributor.status not in allowed:
        raise Refused(
            _("%(name)s is “%(status)s” already.") % {"name": distributor, "status": distributor.get_status_display()}
        )
    distributor.status = to
    distributor.save()
    record(distributor, to, by=by, note=note)
    return distributor


def record(distributor, what, *, by, note=""):
    """Put on record what HQ did with a distributor. what: DistributorEvent.What."""
    DistributorEvent.objects.create(
        distributor=distributor, what=what, note=note.strip()[:500], by=by.id, by_name=by.name, at=dates.now()
    )


def seen_by(member):
    """The distributors that a member of HQ sees: all, or those of their regions."""
    rows = Distributor.objects.all()
    return rows if member.region_ids is None else rows.filter(region_id__in=member.region_ids)
