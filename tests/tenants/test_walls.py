"""The wall in the database, and the reproduced traps of django-tenants (SEC §4)."""

import threading

import pytest
from django.db import DatabaseError, InternalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from catalog.domain.price_list import save_price_list
from catalog.models import PriceList
from customers.models import Customer
from distributors.domain.distributor import edit_distributor
from distributors.models import ChannelOrder, LedgerEntry
from portal.lib import dates
from tenants.context import after_commit, inside, outside
from tenants.database.base import Binding, ManyStatements
from tenants.domain.provisioning import role_name
from tenants.member import system
from tenants.models import Tier
from tenants.models.row import WrongSchema
from tests.builders import a_draft, a_submitted_order, an_approved_order, bind_portal


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def a_row(world):
    Customer.objects.create(number="K-1", name="甲", owner=world.users["sales"].pk, created_at=dates.now())


def where():
    return ask("SELECT current_schema(), current_user")


def test_a_failed_set_raises_and_reads_nobody(acme):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.bind(Binding(acme.schema_name, "no_such_role"))
        Customer.objects.count()
    connection.bind(None)


def test_a_query_of_a_distributor_outside_a_transaction_is_refused(open_world):
    connection.bind(Binding(open_world.acme.schema_name), tenant=open_world.acme)
    with pytest.raises(TransactionManagementError, match="outside a transaction"):
        Customer.objects.count()


def test_two_statements_in_one_text_are_refused_while_a_distributor_is_bound(acme):
    bind_portal(acme)
    with pytest.raises(ManyStatements):
        ask("SELECT 1; RESET ROLE")


def test_after_a_savepoint_is_rolled_back_schema_and_role_hold_again(acme):
    bind_portal(acme)
    here = (acme.schema_name, role_name(acme.schema_name))
    assert where() == here
    with pytest.raises(DatabaseError), transaction.atomic():
        ask("SELECT 1/0")
    assert where() == here


def test_a_savepoint_rolled_back_in_public_leads_back_into_the_portal(acme):
    bind_portal(acme)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), outside():
        assert where()[0] == "public"
        raise ZeroDivisionError
    assert where() == (acme.schema_name, role_name(acme.schema_name))


def test_outside_works_with_the_logins_role_and_comes_back(acme):
    bind_portal(acme)
    with outside():
        assert where()[0] == "public"
    assert where()[1] == role_name(acme.schema_name)


def test_threads_inside_two_distributors_never_cross(open_world):
    crossed, places = [], [open_world.acme, open_world.bolt]

    def walk(place):
        try:
            for _turn in range(40):
                with inside(place):
                    if where()[0] != place.schema_name:
                        crossed.append(place.slug)
        except Exception as error:
            crossed.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=walk, args=(places[n % 2],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crossed == []


def test_another_distributor_cannot_be_entered_from_inside_one(acme, bolt):
    with inside(acme), pytest.raises(RuntimeError, match="leave it before"), inside(bolt):
        pass


def test_work_after_the_commit_runs_in_public(acme, django_capture_on_commit_callbacks):
    seen = []
    with django_capture_on_commit_callbacks() as callbacks, inside(acme):
        after_commit(lambda: seen.append(where()[0]))
    with inside(acme):
        for callback in callbacks:
            callback()
    assert seen == ["public"]


def test_a_row_of_one_distributor_is_not_saved_in_another(world):
    draft = a_draft(world)
    with inside(world.bolt), pytest.raises(WrongSchema, match="was read in"):
        draft.save()
    with pytest.raises(WrongSchema, match="belongs to a distributor"):
        draft.save()


def test_the_role_of_one_distributor_cannot_read_anothers_table(acme, bolt):
    bind_portal(acme)
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(f'SELECT count(*) FROM "{bolt.schema_name}".customers_customer')


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE distributors_ledgerentry SET net = 0",
        "DELETE FROM distributors_ledgerentry",
        "DELETE FROM distributors_channelorder",
        'UPDATE distributors_creditaccount SET "limit" = 1000000',
        "UPDATE distributors_approvalrequest SET amount = 0",
        "SELECT count(*) FROM tenants_user",
        "SELECT count(*) FROM tenants_membership",
        "SELECT count(*) FROM django_session",
        "UPDATE catalog_product SET list_price = 0",
        "UPDATE orders_timelineentry SET text = ''",
        "SELECT set_config('role', 'none', true)",
        "CREATE TEMP TABLE mine (a int)",
        "CREATE TABLE public.mine (a int)",
    ],
)
def test_what_a_distributors_role_may_not_do(world, sql):
    an_approved_order(world)
    bind_portal(world.acme)
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(sql)


def test_a_portal_sees_its_own_cards_and_facts_only(world):
    an_approved_order(world)
    an_approved_order(world, distributor=world.bolt, by="stranger")
    bind_portal(world.acme)
    assert set(ChannelOrder.objects.values_list("distributor_id", flat=True)) == {world.acme.pk}
    assert set(LedgerEntry.objects.values_list("distributor_id", flat=True)) == {world.acme.pk}
    connection.bind(None)
    assert ChannelOrder.objects.count() == 2


def test_a_portal_locks_its_own_credit_row_and_sees_no_other(acme):
    bind_portal(acme)
    assert ask('SELECT "limit" FROM distributors_creditaccount FOR UPDATE') == (100_000,)


def test_a_portal_reads_no_price_list_of_another_tier_or_distributor(world):
    silver = Tier.objects.create(code="silver", name="银牌")
    for code, scope in {
        "all": {},
        "gold": {"scope_tier": world.acme.tier},
        "silver": {"scope_tier": silver},
        "acme": {"scope_distributor": world.acme},
        "bolt": {"scope_distributor": world.bolt},
    }.items():
        save_price_list(by=system(), code=code, name=code, valid_from=dates.today(), **scope)
    bind_portal(world.acme)
    assert set(PriceList.objects.values_list("code", flat=True)) == {"all", "gold", "acme"}
    connection.bind(None)
    edit_distributor(world.acme, by=world.member("administrator"), tier=silver)
    bind_portal(world.acme)
    assert set(PriceList.objects.values_list("code", flat=True)) == {"all", "silver", "acme"}


def test_a_portal_cannot_write_a_card_for_another(world):
    order = a_submitted_order(world)
    bind_portal(world.acme)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ChannelOrder.objects.filter(pk=order.pk).update(distributor_id=world.bolt.pk)


def test_a_visit_cannot_write_in_the_database(open_world):
    with pytest.raises(InternalError, match="read-only transaction"), transaction.atomic():
        bind_portal(open_world.acme, read_only=True)
        a_row(open_world)


def test_the_same_write_without_the_visit_is_done(open_world):
    """The twin of the test above: what stops the write there is the visit, nothing else."""

    class Back(Exception):
        pass

    with pytest.raises(Back), transaction.atomic():
        bind_portal(open_world.acme)
        a_row(open_world)
        raise Back


def test_a_visit_stays_read_only_outside_the_schema_too(open_world):
    with pytest.raises(InternalError, match="read-only transaction"), transaction.atomic():
        bind_portal(open_world.acme, read_only=True)
        Customer.objects.count()
        with outside():
            open_world.users["sales"].save()


def test_finding_the_own_rows_does_not_grow_with_the_number_of_distributors(acme):
    bind_portal(acme)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a few rows would be read through; the index must be usable
        cursor.execute("EXPLAIN SELECT * FROM distributors_channelorder")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on tenants_tenantrole" not in plan
    assert "Index Cond: ((role)" in plan
