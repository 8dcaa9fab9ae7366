"""A person's own page and language."""

from django.test import Client

from tenants.models import User
from tests.builders import PASSWORD


def test_a_person_changes_name_phone_and_language_everywhere(world, client_of):
    client = client_of("both")
    form = {
        "name": "小李",
        "phone": "+86 138-1234 5678",
        "language": "zh-hans",
        "email": "x@example.com",
        "is_active": "",
    }
    assert client.post("/profile/", form).status_code == 302
    user = User.objects.get(pk=world.users["both"].pk)
    assert (user.name, user.phone, user.language) == ("小李", "138 1234 5678", "zh-hans")
    assert (user.email, user.is_active) == ("both@example.com", True)
    assert 'lang="zh-hans"' in client.get("/profile/").content.decode()
    assert 'lang="zh-hans"' in client_of("both", at="bolt").get("/profile/").content.decode()


def test_a_language_nobody_speaks_is_a_form_error(client_of):
    assert client_of("sales").post("/profile/", {"name": "x", "language": "tlh"}).status_code == 422


def test_the_browsers_choice_wins_until_the_profile_is_saved(world):
    client = Client(HTTP_HOST="acme.localhost")
    client.post("/account/login/", {"login": "sales@example.com", "password": PASSWORD})
    client.post("/language/", {"language": "zh-hans", "next": "/profile/"})
    assert 'lang="zh-hans"' in client.get("/profile/").content.decode()
    client.post("/profile/", {"name": "Sales", "language": "en"})
    assert '<html lang="en"' in client.get("/profile/").content.decode()
