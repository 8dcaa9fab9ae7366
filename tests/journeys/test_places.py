"""Between places: HQ looks into a portal, a person changes distributors, a distributor is opened."""

import re

from django.core import mail
from playwright.sync_api import expect

from tenants.hosts import url_of
from tests.builders import PASSWORD


def test_head_office_visits_a_portal_reads_and_leaves_and_the_distributor_sees_it(at, world, an_open_order):
    manager = at("manager")
    manager.go("/distributors/jny-acme/")
    manager.press("Look into the portal")
    manager.confirm("Look into the portal", reason="帮助核对报价")
    expect(manager.page).to_have_url(url_of("distributor", "jny-acme", "/"))
    strip = manager.page.locator(".visit")
    expect(strip).to_contain_text("Nothing can be changed here.")
    for path in ("/", "/orders/", f"/orders/{an_open_order}/", "/customers/", "/quotations/", "/catalogue/"):
        assert manager.go(url_of("distributor", "jny-acme", path)) == 200
        expect(strip).to_be_visible()
        assert manager.page.locator("main form[method=post]:not(.visit form)").count() == 0, path
    assert manager.go(url_of("distributor", "jny-acme", "/orders/new/")) == 403
    manager.go(url_of("distributor", "jny-acme", "/"))
    manager.press("Leave the portal")
    expect(manager.page).to_have_url(url_of("hq", path="/distributors/jny-acme/"))
    manager.go(url_of("distributor", "jny-acme", "/orders/"))
    manager.sees("Log in", within="h1")

    owner = at("owner")
    owner.go("/visits/")
    owner.sees("帮助核对报价")
    owner.sees("manager", within="main")


def test_a_person_in_two_distributors_changes_between_them_and_each_has_its_own_session(at):
    both = at("both", "acme")
    both.sees("北京甲公司", within=".topbar")
    both.page.locator(".topbar .place summary").click()
    both.press("广州乙公司", within=".topbar")
    expect(both.page).to_have_url(url_of("distributor", "jny-bolt", "/"))
    both.sees("广州乙公司", within=".topbar")

    here = next(c for c in both.page.context.cookies(url_of("distributor", "jny-acme")) if c["name"] == "sessionid")
    thief = at(place="bolt")
    thief.page.context.add_cookies([{"name": "sessionid", "value": here["value"], "url": thief.home}])
    thief.go("/orders/")
    thief.sees("Log in", within="h1")


def test_an_administrator_opens_a_distributor_and_its_owner_comes_in_by_the_mailed_link(at):
    administrator = at("administrator")
    administrator.go("/distributors/")
    administrator.press("Open a distributor")
    administrator.type("Name on the licence", "天津丙测绘仪器有限公司")
    administrator.type("Code", "JNY-TJ")
    administrator.page.locator("#id_slug").fill("jny-tianjin")
    administrator.sees("is free")
    administrator.page.locator("#id_region").select_option(index=1)
    administrator.page.locator("#id_province").select_option(label="北京市")
    administrator.type("Credit limit", "50000")
    administrator.type("Owner's name", "郑小天")
    administrator.type("Owner's e-mail", "owner@jny-tianjin.example")
    administrator.press("Open the distributor")
    administrator.page.set_default_timeout(60_000)
    administrator.sees("天津丙测绘仪器有限公司 is open", within="h1")

    (letter,) = [message for message in mail.outbox if message.to == ["owner@jny-tianjin.example"]]
    link = re.search(r"http://\S+", letter.body)[0]
    assert link.startswith(url_of("distributor", "jny-tianjin", "/invitation/"))
    owner = at(place="tianjin")
    assert owner.go(link) == 200
    owner.type("Password", PASSWORD)
    owner.press("Enter the portal")
    expect(owner.page).to_have_url(url_of("distributor", "jny-tianjin", "/"))
    owner.sees("郑小天", within=".topbar")
    assert owner.go("/catalogue/") == 200
    owner.sees("G-1")
    assert owner.go(link) == 404
