"""Opening, suspending and closing a distributor."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from distributors.models import CreditAccount
from portal.lib import dates, pinyin
from portal.lib.errors import Refused
from tenants.context import outside, verb
from tenants.domain.invitation import invite
from tenants.domain.provisioning import check_slug, create_schema, schema_of
from tenants.models import Distributor, Membership

FIELDS = """slug code name short_name kind uscc region province city address phone contact tier manager sharing
    payment_days""".split()


@verb
def open_distributor(*, by, credit_limit=Decimal(0), owner_email="", owner_name="", **fields):
    """Open a distributor in one step: row, schema, role, credit account, the owner's invitation. Returns the Distributor.

    fields: see FIELDS. All of it is one transaction: killed at any point nothing is there, and the same call again
    starts afresh. Raises Refused with the field's name when the address, the code or a value cannot be taken.
    """
    slug = fields["slug"] = fields["slug"].strip()
    try:
        check_slug(slug)
    except ValidationError as error:
        raise Refused(error.message, field="slug") from None
    if credit_limit < 0:
        raise Refused(_("A credit limit cannot be negative. Enter 0 for payment in advance."), field="credit_limit")
    with outside():
        schema = schema_of(slug)
        clash = Distributor.objects.filter(slug=slug) | Distributor.objects.filter(schema_name=schema)
        if clash.exists():
            raise Refused(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug}, field="slug")
        if Distributor.objects.filter(code=fields["code"]).exists():
            raise Refused(_("The code “%(code)s” is taken.") % {"code": fields["code"]}, field="code")
        distributor = Distributor(
            schema_name=schema, opened_at=dates.now(), **{k: fields[k] for k in fields if k in FIELDS}
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
    """Change a distributor's data (not its address, schema or status). Returns it."""
    distributor = Distributor.objects.select_for_update().get(pk=distributor.pk)
    for name in fields:
        if name not in FIELDS or name == "slug":
            raise TypeError(f"{name} cannot be edited.")
        setattr(distributor, name, fields[name])
    describe(distributor)
    distributor.save()
    return distributor


@verb
def suspend_distributor(distributor, *, by, reason):
    """Nobody enters the portal until it is reopened; HQ keeps seeing its documents."""
    return _set_status(distributor, Distributor.Status.SUSPENDED, {Distributor.Status.ACTIVE})


@verb
def reopen_distributor(distributor, *, by):
    return _set_status(distributor, Distributor.Status.ACTIVE, {Distributor.Status.SUSPENDED})


def _set_status(distributor, to, allowed):
    distributor = Distributor.objects.select_for_update().get(pk=distributor.pk)
    if distributor.status not in allowed:
        raise Refused(
            _("%(name)s is “%(status)s” already.") % {"name": distributor, "status": distributor.get_status_display()}
        )
    distributor.status = to
    distributor.save()
    return distributor
