"""The 服务承诺书 as PDF."""

from orders.documents.paper import paper, place_text
from orders.models import Duty
from portal.lib import dates, phones

KINDS = {
    Duty.Kind.WARRANTY: "保修",
    Duty.Kind.RESPONSE: "响应",
    Duty.Kind.ONSITE: "现场服务",
    Duty.Kind.SPARES: "备件",
}


def commitment_pdf(distributor, commitment, duties, document, *, code=""):
    """The service commitment on paper, bytes. document: the quotation or order it belongs to."""
    scopes = {}
    for duty in duties:
        scopes.setdefault(duty.scope, []).append(duty)
    context = {
        "number": commitment.number,
        "commitment": commitment,
        "document": str(document),
        "document_kind": "报价单" if commitment.quotation_id else "订单",
        "day": dates.chinese(dates.local_day(commitment.since)),
        "starts": dates.chinese(commitment.starts_on),
        "ends": dates.chinese(commitment.ends_on),
        "seller": {"name": distributor.name, "phone": phones.show(distributor.phone),
                   "address": place_text(distributor.city, distributor.address)},
        "scopes": [
            {"name": scope, "until": dates.chinese(found[0].due_on), "promises": [{"kind": KINDS[duty.kind],
             "text": duty.text} for duty in found]}
            for scope, found in scopes.items()
        ],
    }  # fmt: skip
    return paper("documents/commitment.html", context, code)
