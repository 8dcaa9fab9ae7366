"""The one readable table of who may do what. A right is "noun.verb"; a page names the right it needs with @allow."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

READ_PORTAL = """catalogue.view customer.view quotation.view order.view shipment.view receipt.view commitment.view
    visit.view"""
READ_HQ = """distributor.view product.view price_list.view stock.view quotation.view order.view shipment.view
    receipt.view commitment.view approval.view"""

ROLES = {
    role: frozenset(rights.split())
    for role, rights in {
        # at a distributor
        "owner": f"""{READ_PORTAL} customer.edit quotation.edit quotation.submit quotation.convert order.edit
            order.submit order.cancel shipment.deliver staff.manage""",
        "sales": f"""{READ_PORTAL} customer.edit quotation.edit quotation.submit quotation.convert order.edit
            order.submit order.cancel shipment.deliver""",
        "clerk": f"{READ_PORTAL} customer.edit quotation.convert order.edit order.submit order.cancel shipment.deliver",
        # at head office
        "channel_manager": f"{READ_HQ} distributor.open distributor.edit quotation.discount national.view portal.visit",
        "order_desk": f"{READ_HQ} order.review order.cancel quotation.issue portal.visit national.view",
        "finance": f"""{READ_HQ} order.recheck receipt.record receipt.reverse credit.view credit.edit national.view
            portal.visit""",
        "warehouse": f"{READ_HQ} shipment.allocate shipment.dispatch stock.edit",
        "service_desk": f"{READ_HQ} commitment.commit commitment.fulfil commitment.withdraw portal.visit",
        "executive": f"{READ_HQ} credit.view national.view portal.visit",
        "administrator": f"""{READ_HQ} distributor.open distributor.edit distributor.suspend product.edit
            price_list.edit catalogue.import stock.edit staff.manage rule.edit credit.view region.edit portal.visit
            national.view""",
        # HQ's read-only visit in a portal
        "visitor": READ_PORTAL,
    }.items()
}
# These need a second factor when FORCE_MFA is on: whoever decides, moves money or gives rights
SENSITIVE = frozenset(
    """order.review order.recheck quotation.discount quotation.issue receipt.record credit.edit staff.manage
    rule.edit""".split()
)
EVERYONE = "anyone logged in at this host"


def allow(right):
    """The view needs this right: anonymous → login page, without it → 403. `allow.right` is read by the URL tests."""

    def wrap(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            member = getattr(request, "member", None)
            if member is None and request.user.is_authenticated:
                raise PermissionDenied  # a person, but without a place here
            if member is None:
                return redirect_to_login(request.get_full_path())
            if right is not EVERYONE and not member.may(right):
                raise PermissionDenied
            if (
                settings.FORCE_MFA
                and not request.session.get("mfa")
                and member.rights & SENSITIVE
                and member.side != "visit"
            ):
                return redirect("mfa_activate_totp")
            return view(request, *args, **kwargs)

        guarded.right = right
        return guarded

    return wrap


def public(view):
    """The view is for anybody, logged in or not."""
    view.right = None
    return view


def in_public(view):
    """A portal's view that works on people, not on the distributor's rows: it runs in public, not as its role."""
    view.in_public = True
    return view
