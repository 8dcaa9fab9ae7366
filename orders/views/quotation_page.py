"""What the page of one quotation shows, at both sides and to the customer."""

from django.db.models import Max

from distributors.models import ApprovalRequest
from orders.domain.answer import is_over
from orders.domain.offer import discount_off_list, price_after_discount
from orders.models import Quotation, QuotationMessage, StoredDocument
from orders.views.order_page import timeline_of
from portal.lib.money import uppercase


def newest(number):
    """{"version": the last} of a number, for an exclusion or a look-up. One query."""
    return Quotation.objects.filter(number=number).aggregate(last=Max("version"))["last"]


def quotation_context(quotation, *, inner=True):
    """The template's context of a quotation, evaluated: the caller is inside the distributor. Seven queries.

    inner: with the thread and the timeline that the customer does not see."""
    lines = list(quotation.lines.all())
    for line in lines:
        line.final_price = price_after_discount(line)
        line.off_list = discount_off_list(line)
        line.under_floor = line.final_price < line.floor_price
        line.left = line.quantity - line.converted
    messages = QuotationMessage.objects.filter(number=quotation.number)
    context = {
        "quotation": quotation,
        "lines": lines,
        "in_words": uppercase(quotation.total),
        "over": is_over(quotation),
        "thread": list(messages if inner else messages.filter(inner=False)),
        "paper": StoredDocument.objects.filter(kind="quotation", document=quotation.pk).defer("content").first(),
    }
    if inner:
        context |= {
            "timeline": timeline_of(quotation, Quotation.Status),
            "versions": list(Quotation.objects.filter(number=quotation.number).order_by("-version")),
            "orders": list(quotation.orders.all()),
            "commitments": list(quotation.commitments.all()),
            "margin": sum((line.amount - line.own_price * line.quantity for line in lines), start=0),
        }
    return context


def waiting_step(quotation):
    """The ApprovalRequest of this version that waits at HQ, or None."""
    return ApprovalRequest.objects.filter(document=quotation.pk, state=ApprovalRequest.State.WAITING).first()


def returned_because(quotation):
    """What HQ wrote when it returned this version last; "" when it is not returned."""
    if quotation.status != Quotation.Status.RETURNED:
        return ""
    found = ApprovalRequest.objects.filter(document=quotation.pk, state=ApprovalRequest.State.RETURNED)
    return found.order_by("-decided_at").values_list("note", flat=True).first() or ""
