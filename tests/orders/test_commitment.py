"""Service commitments: dated duties, their paper, the ledger beside them."""

from datetime import date

import pytest
from django.db.models import Sum

from distributors.models import DocumentCheck, LedgerEntry
from orders.domain.commitment import add_months, commit_service, fulfil_duty, withdraw_commitment
from orders.models import Commitment, Duty, StoredDocument
from portal.lib.errors import Refused
from tenants.context import inside
from tests.builders import an_approved_order, read
from tests.orders.papers import issued, submitted


def commit(world, **what):
    return commit_service(world.acme, by=world.member("service_desk"), **what)


def committed():
    return LedgerEntry.objects.filter(fact="committed").aggregate(n=Sum("quantity"))["n"]


def test_a_commitment_has_the_duties_of_its_product_lines(world):
    commitment = commit(world, quotation=issued(world).pk, starts_on=date(2026, 1, 31))
    with inside(world.acme):
        duties = list(Duty.objects.filter(commitment=commitment.pk).values_list("kind", "measure", "due_on"))
        assert StoredDocument.objects.filter(kind="commitment", document=commitment.pk).exists()
    until = date(2027, 1, 31)
    assert duties == [("warranty", 12, until), ("response", 4, until), ("onsite", 48, until)]
    assert commitment.number.startswith("CN-") and commitment.ends_on == until
    assert committed() == 3 and DocumentCheck.objects.get(document=commitment.pk).state == "genuine"


def test_an_approved_order_gets_one_too(world):
    order = an_approved_order(world)
    assert commit(world, order=order.pk).order_id == order.pk


def test_the_same_form_twice_commits_once(world):
    quotation = issued(world)
    assert commit(world, quotation=quotation.pk, key="k").pk == commit(world, quotation=quotation.pk, key="k").pk


def test_a_newer_commitment_replaces_the_one_before(world):
    quotation = issued(world)
    old, _new = commit(world, quotation=quotation.pk), commit(world, quotation=quotation.pk)
    assert read(world.acme, Commitment, old.pk).status == "replaced"
    assert DocumentCheck.objects.get(document=old.pk).state == "replaced"
    assert committed() == 3


def test_a_withdrawn_commitment_is_taken_back_from_the_ledger(world):
    commitment = commit(world, quotation=issued(world).pk)
    withdraw_commitment(world.acme, commitment.pk, by=world.member("service_desk"), reason="wrong customer")
    assert committed() == 0 and DocumentCheck.objects.get(document=commitment.pk).state == "withdrawn"


def test_service_is_not_promised_for_what_is_not_issued(world):
    with pytest.raises(Refused, match="issued quotation"):
        commit(world, quotation=submitted(world).pk)


def test_a_duty_is_fulfilled_once_with_evidence(world):
    commitment, by = commit(world, quotation=issued(world).pk), world.member("service_desk")
    with inside(world.acme):
        duty = Duty.objects.filter(commitment=commitment.pk).first()
    with pytest.raises(Refused):
        fulfil_duty(world.acme, duty.pk, by=by, evidence=" ")
    assert fulfil_duty(world.acme, duty.pk, by=by, evidence="Report 23").state == "fulfilled"
    with pytest.raises(Refused, match="Report 23"):
        fulfil_duty(world.acme, duty.pk, by=by, evidence="Report 24")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, then):
    assert add_months(day, months) == then


def test_pages_at_both_sides(world, client_of):
    quotation = issued(world)
    new = f"/commitments/new/acme/quotation/{quotation.number}/"
    assert client_of("order_desk").get(new).status_code == 403
    answer = client_of("service_desk").post(new, {"starts_on": "2026-11-24", "idempotency_key": "k"})
    assert answer.status_code == 302
    with inside(world.acme):
        number = Commitment.objects.get().number
    for who, path in (("service_desk", f"/commitments/acme/{number}/"), ("service_desk", "/commitments/"),
                      ("sales", f"/commitments/{number}/"), ("sales", "/commitments/")):  # fmt: skip
        page = client_of(who).get(path)
        assert page.status_code == 200 and number in page.content.decode()
    for who, path in (("stranger", f"/commitments/{number}/"), ("south_manager", f"/commitments/acme/{number}/")):
        assert client_of(who).get(path).status_code == 404
        assert client_of(who).get(path + "commitment.pdf").status_code == 404
    assert client_of("sales").get(f"/commitments/{number}/commitment.pdf").content[:4] == b"%PDF"
    done = client_of("service_desk").post(f"/commitments/acme/{number}/1/fulfil/", {"reason": "Report 23"})
    assert done.status_code == 302
    taken = client_of("service_desk").post(f"/commitments/acme/{number}/withdraw/", {"reason": "wrong"})
    assert taken.status_code == 302
