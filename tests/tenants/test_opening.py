"""Opening a distributor: SEC-11, SEC-12."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from distributors.domain import distributor as verbs
from distributors.domain.distributor import open_distributor
from distributors.models import CreditAccount
from portal.lib.errors import Refused
from tenants import hosts
from tenants.context import inside
from tenants.domain.provisioning import drop_schema, role_name
from tenants.member import system
from tenants.models import Distributor, Invitation, TenantRole

ROOT = Path(__file__).resolve().parent.parent.parent


def fields_of(world, slug, **more):
    place = {"region": world.acme.region, "province": world.acme.province, "tier": world.acme.tier}
    return place | {"slug": slug, "code": slug.upper()[:20] or "X", "name": "新公司"} | more


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'd\\_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize(
    "slug",
    ["www", "hq", "public", "pg_x", "pg-x", "A", "Acme", "acme", "a:b", "a;--", "a" * 64, "", "-a", "a-", "a--b", "1a",
     "localhost", "xn-a", "ä", "a b", "a.b", "api"],
)  # fmt: skip
def test_an_address_that_cannot_be_is_a_form_error_and_makes_no_schema(world, client_of, slug):
    before = schemas()
    with pytest.raises(Refused) as no:
        open_distributor(by=system(), **fields_of(world, slug))
    assert no.value.field == "slug"
    form = {"slug": slug, "name": "x", "code": "NEW", "kind": "distributor", "region": world.acme.region_id,
            "province": world.acme.province_id, "tier": world.acme.tier_id, "payment_days": 30, "sharing": "totals",
            "credit_limit": 0}  # fmt: skip
    assert client_of("administrator").post("/open-distributor/", form).status_code in (409, 422)
    assert schemas() == before


def test_one_post_opens_the_portal(world, client_of):
    form = {"slug": "cafe", "name": "北京新公司", "code": "NEW", "kind": "distributor", "region": world.acme.region_id,
            "province": world.acme.province_id, "tier": world.acme.tier_id, "payment_days": 30, "sharing": "totals",
            "credit_limit": "¥１00,000", "owner_email": "o@cafe.example", "schema_name": "public",
            "status": "closed"}  # fmt: skip
    answer = client_of("administrator").post("/open-distributor/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/distributors/cafe/opened/")
    made = Distributor.objects.get(slug="cafe")
    assert (made.schema_name, made.status, made.credit.limit) == ("d_cafe", "active", 100_000)
    assert Invitation.objects.get(distributor=made).role == "owner"
    assert client_of("administrator").get("/distributors/cafe/opened/").status_code == 200
    assert client_of("administrator").post("/open-distributor/", form).status_code == 409  # sent twice: taken


def test_a_wrong_credit_code_warns_and_can_be_kept(world, client_of):
    form = {"slug": "cafe", "name": "北京新公司", "code": "NEW", "kind": "distributor", "region": world.acme.region_id,
            "province": world.acme.province_id, "tier": world.acme.tier_id, "payment_days": 30, "sharing": "totals",
            "credit_limit": "0", "uscc": "911100001000131430"}  # fmt: skip
    client = client_of("administrator")
    answer = client.post("/open-distributor/", form)
    assert answer.status_code == 422
    assert b"uscc_anyway" in answer.content
    assert client.post("/open-distributor/", form | {"uscc_anyway": "on"}).status_code == 302


def test_a_manager_opens_in_their_own_region_only(world, client_of):
    form = {"slug": "cafe", "name": "x", "code": "NEW", "kind": "distributor", "region": world.bolt.region_id,
            "province": world.bolt.province_id, "tier": world.bolt.tier_id, "payment_days": 30, "sharing": "totals",
            "credit_limit": "0"}  # fmt: skip
    assert client_of("manager").post("/open-distributor/", form).status_code == 422
    assert client_of("south_manager").post("/open-distributor/", form).status_code == 302
    assert client_of("finance").post("/open-distributor/", form).status_code == 403


def test_a_failure_midway_leaves_nothing_and_the_next_try_opens(world, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("the disk is full")

    before = schemas()
    with monkeypatch.context() as patch, pytest.raises(OSError, match="disk"):
        patch.setattr(verbs, "invite", fails)
        open_distributor(by=system(), owner_email="o@cafe.example", **fields_of(world, "cafe"))
    assert schemas() == before
    assert not Distributor.objects.filter(slug="cafe").exists()
    assert not TenantRole.objects.filter(role=role_name("d_cafe")).exists()
    opened = open_distributor(by=system(), owner_email="o@cafe.example", **fields_of(world, "cafe"))
    with inside(opened), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM customers_customer")
        assert cursor.fetchone() == (0,)


# The command

ARGUMENTS = [
    "--slug",
    "killed",
    "--name",
    "重开公司",
    "--province",
    "11",
    "--tier",
    "gold",
    "--owner-email",
    "o@k.example",
]


def command(*arguments):
    """The command as another process, at the tests' database."""
    at = connection.settings_dict
    login = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else "")
    host = quote(at["HOST"], safe="") + (f":{at['PORT']}" if at["PORT"] else "")
    return subprocess.Popen(
        [sys.executable, "manage.py", "open_distributor", *arguments], cwd=ROOT, text=True,
        env=os.environ | {"DATABASE_URL": f"postgres://{login}@{host}/{at['NAME']}", "PORTAL_DEMO": "True"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
            " AND datname = current_database()",
            ["%distributors_creditaccount%"],
        )
        return cursor.fetchone()[0]


@pytest.mark.slow
def test_killed_midway_it_is_unreachable_and_run_again_it_heals(open_world):
    before, blocker = schemas(), connection.copy()
    try:
        with blocker.cursor() as cursor:  # holds the command up after the schema is made, before it commits
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE public.distributors_creditaccount IN EXCLUSIVE MODE")
        process = command(*ARGUMENTS)
        deadline = time.monotonic() + 60
        while not waits_for_a_lock():
            assert time.monotonic() < deadline and process.poll() is None, process.stdout.read()
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with blocker.cursor() as cursor:
            cursor.execute("ROLLBACK")
        assert schemas() == before
        assert hosts.distributor_at("killed") is None
        for said in ("is open", "was open already"):
            process = command(*ARGUMENTS)
            output, _none = process.communicate(timeout=60)
            assert process.returncode == 0, output
            assert said in output
        opened = Distributor.objects.get(slug="killed")
        assert Invitation.objects.filter(distributor=opened, withdrawn_at=None).count() == 1
    finally:
        blocker.close()
        for opened in Distributor.objects.filter(slug="killed"):
            drop_schema(opened)
            Invitation.objects.filter(distributor=opened).delete()
            CreditAccount.objects.filter(distributor=opened).delete()
            Distributor.objects.filter(pk=opened.pk).delete()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--slug", "www"], "kept for the site"),
        (["--slug", "a;--"], "small letters"),
        (["--province", "Atlantis"], "no province"),
        (["--tier", "platinum"], "no tier"),
        (["--credit-limit", "-5"], "negative"),
        (["--credit-limit", "lots"], "lots"),
        (["--owner-email", "nobody"], "not an e-mail"),
        (["--uscc", "123"], "18 characters"),
        (["--slug", "acme"], "belongs to"),
    ],
)
def test_the_command_says_what_is_wrong(world, change, said):
    with pytest.raises(CommandError, match=said) as no:
        call_command("open_distributor", *ARGUMENTS, *change)
    assert no.value.returncode == 1
