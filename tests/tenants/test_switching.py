"""From host to host: the switcher, and HQ's read-only visit."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client

from portal.lib import dates
from portal.lib.errors import Refused
from tenants.domain.handoff import switch, take_over
from tenants.domain.invitation import digest
from tenants.domain.visit import begin_visit
from tenants.models import Handoff, PortalVisit, StaffRole
from tests.builders import PASSWORD

MFA = [{"method": "password", "at": 1}, {"method": "mfa", "at": 2, "type": "totp"}]


def secret_in(url):
    return re.search(r"/enter/([^/]+)/$", url)[1]


def at(slug):
    return Client(HTTP_HOST=f"{slug}.localhost")


def enter(slug, url):
    client = at(slug)
    return client, client.get(f"/enter/{secret_in(url)}/")


def test_the_switcher_lists_the_places_of_the_person(world, client_of):
    page = client_of("both").get("/switch/").content.decode()
    assert "北京甲公司" in page
    assert "广州乙公司" in page
    assert "乙公司" not in client_of("sales").get("/switch/").content.decode()


def test_a_person_changes_to_another_portal_of_theirs(world, client_of):
    answer = client_of("both").post("/switch/bolt/")
    client, landed = enter("bolt", answer["Location"])
    assert landed["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    assert client.session["schema"] == world.bolt.schema_name


def test_who_works_at_hq_too_goes_there_and_back(world, client_of):
    StaffRole.objects.create(user=world.users["both"], role="executive")
    client, landed = enter("hq", client_of("both").post("/switch/hq/")["Location"])
    assert landed["Location"] == "/"
    assert client.get("/distributors/").status_code == 200
    assert client.post("/switch/acme/")["Location"].startswith("http://acme.localhost")


def test_a_way_in_works_once_at_its_host_for_a_minute(world):
    url = switch("bolt", by=world.member("both"), methods=[])
    with pytest.raises(Refused):
        take_over(secret_in(url), world.acme)
    take_over(secret_in(url), world.bolt)
    with pytest.raises(Refused):
        take_over(secret_in(url), world.bolt)
    url = switch("bolt", by=world.member("both"), methods=[])
    with dates.at(dates.now() + datetime.timedelta(seconds=61)), pytest.raises(Refused):
        take_over(secret_in(url), world.bolt)


def test_only_the_hash_of_the_way_in_is_kept(world):
    secret = secret_in(switch("bolt", by=world.member("both"), methods=[]))
    assert Handoff.objects.get().secret_sha256 == digest(secret)


def test_nobody_switches_to_where_they_have_no_place(world, client_of):
    for slug in ("bolt", "", "nosuch"):
        with pytest.raises(Refused, match="no place"):
            switch(slug, by=world.member("sales"), methods=[])
    assert client_of("sales").post("/switch/bolt/")["Location"] == "/"
    assert not Handoff.objects.exists()


def test_who_lost_the_place_meanwhile_does_not_get_in(world):
    url = switch("bolt", by=world.member("both"), methods=[])
    world.users["both"].memberships.filter(distributor=world.bolt).update(active=False)
    client, answer = enter("bolt", url)
    assert answer["Location"] == "/account/login/"
    assert "_auth_user_id" not in client.session


def test_the_second_factor_goes_along_and_is_not_invented(world):
    for methods, expected in ((MFA, True), (MFA[:1], False)):
        client, _answer = enter("bolt", switch("bolt", by=world.member("both"), methods=methods))
        assert client.session["mfa"] is expected


def test_somebody_elses_session_at_the_other_host_is_replaced_whole(world):
    client = at("bolt")
    client.post("/account/login/", {"login": "stranger@example.com", "password": PASSWORD})
    session = client.session
    session["left"] = "behind"
    session.save()
    client.get(f"/enter/{secret_in(switch('bolt', by=world.member('both'), methods=[]))}/")
    assert client.session["_auth_user_id"] == str(world.users["both"].pk)
    assert "left" not in client.session


# HQ's visit


@pytest.fixture
def visit(open_world):
    """A channel manager's committed visit at acme: (world, client in the portal)."""
    world = open_world
    url = begin_visit(world.acme, by=world.member("manager"), reason="helps with an order", methods=[])
    client, _answer = enter("acme", url)
    yield world, client
    connection.bind(None)
    PortalVisit.objects.all().delete()
    client.session.flush()


def test_a_visitor_reads_and_each_page_is_on_record(visit):
    world, client = visit
    assert client.get("/visits/").status_code == 200
    assert client.get("/catalogue/").status_code == 200
    assert client.get("/staff/").status_code == 403
    seen = PortalVisit.objects.get()
    assert (seen.reason, seen.name, seen.distributor) == ("helps with an order", "manager", world.acme)
    assert list(seen.pages.order_by("at").values_list("path", flat=True)) == ["/visits/", "/catalogue/", "/staff/"]


def test_a_visitor_changes_nothing(visit):
    _world, client = visit
    for path in ("/profile/", "/switch/bolt/", "/orders/new/", "/staff/invite/", "/account/password/change/"):
        assert client.post(path, {"name": "x"}).status_code == 403
    assert client.put("/catalogue/").status_code == 403


def test_a_visitor_leaves_and_the_way_back_is_shut(visit):
    _world, client = visit
    assert client.post("/visit/leave/")["Location"].startswith("http://hq.localhost")
    assert PortalVisit.objects.get().ended_at
    assert client.get("/visits/").status_code == 302


def test_a_visitor_who_loses_the_region_is_out_at_the_next_page(visit):
    world, client = visit
    role = world.users["manager"].staff_roles.get()
    role.regions.set([world.bolt.region])
    try:
        assert client.get("/visits/").status_code == 403
    finally:
        role.regions.set([world.acme.region])


def test_a_visit_needs_a_reason_the_right_and_the_region(world, client_of):
    with pytest.raises(Refused, match="Say why"):
        begin_visit(world.acme, by=world.member("manager"), reason=" ", methods=[])
    with pytest.raises(Refused, match="may not"):
        begin_visit(world.acme, by=world.member("warehouse"), reason="curious", methods=[])
    with pytest.raises(Refused, match="may not"):
        begin_visit(world.acme, by=world.member("south_manager"), reason="curious", methods=[])
    assert client_of("warehouse").post("/distributors/acme/visit/", {"reason": "curious"}).status_code == 403
    assert client_of("south_manager").post("/distributors/acme/visit/", {"reason": "curious"}).status_code == 404
    assert client_of("manager").post("/distributors/acme/visit/", {"reason": ""}).status_code == 409
    assert not PortalVisit.objects.exists()


def test_the_distributor_reads_who_looked_and_why(world, client_of):
    begin_visit(world.acme, by=world.member("manager"), reason="帮忙查单", methods=[])
    page = client_of("owner").get("/visits/").content.decode()
    assert "帮忙查单" in page
    assert "manager" in page
    visit = PortalVisit.objects.get()
    assert client_of("owner").get(f"/visits/{visit.pk}/").status_code == 200
    assert client_of("stranger").get(f"/visits/{visit.pk}/").status_code == 404
