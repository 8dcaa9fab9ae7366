"""The 报价单 as PDF."""

from orders.documents.paper import by_rate, number_text, paper, place_text, price_text
from portal.lib import dates, phones
from portal.lib.money import format_money, uppercase


def quotation_pdf(distributor, quotation, lines, *, code=""):
    """The quotation on paper, bytes. lines: its QuotationLines. code: of the issued paper; "" makes a draft.

    The customer sees its own prices only: neither own_price nor floor_price is on it.
    """
    context = {
        "number": str(quotation),
        "quotation": quotation,
        "day": dates.chinese(quotation.valid_from),
        "until": dates.chinese(quotation.valid_until),
        "buyer": {
            "name": quotation.customer_name,
            "contact": quotation.contact_name,
            "phone": phones.show(quotation.contact_phone),
            "address": _address(quotation.customer),
        },
        "seller": {
            "name": distributor.name,
            "contact": quotation.salesperson_name,
            "phone": phones.show(distributor.phone),
            "address": place_text(distributor.city, distributor.address),
        },
        "lines": [_line(line) for line in lines],
        "total": format_money(quotation.total),
        "words": uppercase(quotation.total),
        "rates": [
            {"rate": r["rate"], **{k: format_money(r[k]) for k in ("net", "tax", "gross")}} for r in by_rate(lines)
        ],
        "net": format_money(quotation.net),
        "tax": format_money(quotation.tax),
        "issued": dates.chinese(dates.local_day(quotation.issued_at)) if quotation.issued_at else "",
    }
    return paper("documents/quotation.html", context, code)


def _line(line):
    return {
        "position": line.position,
        "sku": line.sku,
        "name": line.name,
        "spec": line.spec,
        "unit": line.unit,
        "quantity": number_text(line.quantity),
        "price": price_text(line.unit_price),
        "discount": number_text(line.discount_percent) if line.discount_percent else "",
        "amount": format_money(line.amount),
        "rate": f"{number_text(line.tax_rate * 100)}%",
        "lead": f"{line.lead_days} 天" if line.lead_days else "现货",
        "note": line.note,
    }


def _address(customer):
    """Place and street, without saying the place twice when the street begins with it."""
    return (
        customer.address
        if customer.address.startswith(customer.place)
        else place_text(customer.place, customer.address)
    )
