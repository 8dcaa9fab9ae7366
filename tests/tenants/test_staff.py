"""People, their places and their invitations."""

from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from portal.lib.errors import Refused
from tenants.domain.invitation import accept_invitation, invite, open_invitation
from tenants.domain.staff import (
    change_membership,
    deactivate_membership,
    reactivate_membership,
    resend_invitation,
    set_staff_roles,
)
from tenants.member import member_at_hq
from tenants.models import Invitation, Membership, StaffRole, User
from tests.builders import PASSWORD


def place_of(world, who):
    return Membership.objects.get(user=world.users[who], distributor=world.acme)


def secret_of(letter):
    return letter.body.split("/invitation/")[1].split("/")[0]


@pytest.fixture
def invited(world, django_capture_on_commit_callbacks):
    """invited("acme", role) → the secret of the link that a new person got by mail."""

    def ask(slug="acme", role="sales", email="new@example.com", by="owner", **more):
        place = getattr(world, slug) if slug else None
        with django_capture_on_commit_callbacks(execute=True):
            invite(place, email=email, name="新人", role=role, by=world.member(by), **more)
        return secret_of(mail.outbox[-1])

    return ask


def test_an_invitation_opens_at_its_host_and_nowhere_else(world, invited):
    secret = invited()
    assert Client(HTTP_HOST="acme.localhost").get(f"/invitation/{secret}/").status_code == 200
    for host in ("bolt.localhost", "hq.localhost"):
        assert Client(HTTP_HOST=host).get(f"/invitation/{secret}/").status_code == 404
    assert Client(HTTP_HOST="localhost").get(f"/invitation/{secret}/").status_code == 404


def test_an_invitation_sets_the_password_logs_in_and_works_once(world, invited):
    secret, client = invited(), Client(HTTP_HOST="acme.localhost")
    answer = client.post(f"/invitation/{secret}/", {"name": "小王", "password": "eine lange losung"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 200
    assert User.objects.get(email="new@example.com").name == "小王"
    assert Client(HTTP_HOST="acme.localhost").get(f"/invitation/{secret}/").status_code == 404
    with pytest.raises(Refused):
        accept_invitation(secret, world.acme, password="eine lange losung")


def test_only_the_hash_of_the_secret_is_kept(world, invited):
    secret = invited()
    assert not Invitation.objects.filter(secret_sha256__contains=secret).exists()


def test_a_known_person_joins_with_their_own_password(world, invited):
    secret = invited("bolt", email="clerk@example.com", by="administrator")
    client = Client(HTTP_HOST="bolt.localhost")
    wrong = client.post(f"/invitation/{secret}/", {"password": "not that one"})
    assert wrong.status_code == 409
    assert client.post(f"/invitation/{secret}/", {"password": PASSWORD}).status_code == 302


def test_a_weak_password_is_refused_and_nothing_is_made(world, invited):
    secret = invited()
    answer = Client(HTTP_HOST="acme.localhost").post(f"/invitation/{secret}/", {"name": "x", "password": "12345678"})
    assert answer.status_code == 409
    assert not User.objects.filter(email="new@example.com").exists()


def test_sent_again_the_old_link_stops(world, invited, django_capture_on_commit_callbacks):
    old = invited()
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(open_invitation(old, world.acme), by=world.member("owner"))
    assert open_invitation(old, world.acme) is None
    assert open_invitation(secret_of(mail.outbox[-1]), world.acme).email == "new@example.com"


def test_a_withdrawn_invitation_is_gone(world, client_of, invited):
    secret = invited()
    pk = open_invitation(secret, world.acme).pk
    assert client_of("owner").post(f"/staff/invitations/{pk}/withdraw/").status_code == 302
    assert open_invitation(secret, world.acme) is None


def test_another_portals_invitation_is_not_there(world, client_of, invited):
    secret = invited("bolt", by="administrator")
    pk = open_invitation(secret, world.bolt).pk
    assert client_of("owner").post(f"/staff/invitations/{pk}/withdraw/").status_code == 404
    assert open_invitation(secret, world.bolt)


def test_fields_that_are_not_in_the_form_are_ignored(world, client_of):
    form = {"name": "x", "email": "x@example.com", "role": "clerk", "discount_limit": "5", "distributor": world.bolt.pk,
            "is_staff": "1", "accepted_at": "2020-01-01"}  # fmt: skip
    assert client_of("owner").post("/staff/invite/", form).status_code == 302
    made = Invitation.objects.get(email="x@example.com")
    assert (made.distributor, made.accepted_at) == (world.acme, None)


def test_a_role_of_hq_is_none_at_a_distributor(world):
    with pytest.raises(Refused, match="no such role"):
        invite(world.acme, email="x@example.com", name="x", role="administrator", by=world.member("owner"))


def test_who_may_not_manage_staff_sees_and_does_nothing(world, client_of):
    client, pk = client_of("sales"), place_of(world, "clerk").pk
    assert client.get("/staff/").status_code == 403
    for path in (f"/staff/{pk}/", f"/staff/{pk}/deactivate/", "/staff/invite/"):
        assert client.post(path, {"role": "owner", "discount_limit": "100"}).status_code == 403
    assert place_of(world, "clerk").role == "clerk"


def test_the_last_owner_stays(world):
    admin = world.member("administrator")
    with pytest.raises(Refused, match="only owner"):
        deactivate_membership(place_of(world, "owner"), by=admin)
    with pytest.raises(Refused, match="only owner"):
        change_membership(place_of(world, "owner"), by=admin, role="sales")
    change_membership(place_of(world, "clerk"), by=world.member("owner"), role="owner")
    assert deactivate_membership(place_of(world, "owner"), by=world.member("clerk")).active is False


def test_nobody_changes_their_own_place(world, client_of):
    change_membership(place_of(world, "clerk"), by=world.member("owner"), role="owner")
    with pytest.raises(Refused, match="your own place"):
        change_membership(place_of(world, "owner"), by=world.member("owner"), discount_limit=Decimal(100))
    with pytest.raises(Refused, match="your own place"):
        set_staff_roles(world.users["administrator"], ["finance"], by=world.member("administrator"))
    with pytest.raises(Refused, match="invite yourself"):
        invite(None, email="administrator@example.com", name="me", role="finance", by=world.member("administrator"))
    pk = place_of(world, "owner").pk
    assert client_of("owner").post(f"/staff/{pk}/", {"role": "owner", "discount_limit": "99"}).status_code == 409


def test_a_discount_limit_is_a_percentage(world, client_of):
    client, pk = client_of("owner"), place_of(world, "clerk").pk
    for wrong in ("-1", "101", "NaN", "1e9"):
        assert client.post(f"/staff/{pk}/", {"role": "clerk", "discount_limit": wrong}).status_code == 422
    assert client.post(f"/staff/{pk}/", {"role": "sales", "discount_limit": "12.5"}).status_code == 302
    changed = place_of(world, "clerk")
    assert (changed.role, changed.discount_limit) == ("sales", Decimal("12.5"))


def test_a_person_comes_back(world):
    gone = deactivate_membership(place_of(world, "clerk"), by=world.member("owner"))
    assert world.member("clerk") is None
    reactivate_membership(gone, by=world.member("owner"))
    assert world.member("clerk").may("order.edit")


def test_the_last_administrator_stays(world):
    only, by = world.users["administrator"], world.member("executive")
    with pytest.raises(Refused, match="only administrator"):
        set_staff_roles(only, ["finance"], by=by)
    set_staff_roles(world.users["executive"], ["executive", "administrator"], by=world.member("administrator"))
    set_staff_roles(only, [], by=world.member("executive"))
    assert member_at_hq(only) is None


def test_a_channel_manager_is_bound_to_regions_another_role_frees(world):
    manager, admin = world.users["manager"], world.member("administrator")
    with pytest.raises(Refused, match="regions"):
        set_staff_roles(manager, ["channel_manager"], by=admin)
    set_staff_roles(manager, ["channel_manager"], regions=[world.bolt.region], by=admin)
    assert member_at_hq(manager).region_ids == {world.bolt.region_id}
    set_staff_roles(manager, ["channel_manager", "executive"], regions=[world.bolt.region], by=admin)
    assert member_at_hq(manager).region_ids is None
    assert StaffRole.objects.filter(user=manager, active=True).count() == 2


def test_a_refused_change_leaves_nothing(world):
    before = list(StaffRole.objects.values_list("user", "role", "active"))
    with pytest.raises(Refused), transaction.atomic():
        set_staff_roles(world.users["administrator"], ["root"], by=world.member("executive"))
    assert list(StaffRole.objects.values_list("user", "role", "active")) == before
