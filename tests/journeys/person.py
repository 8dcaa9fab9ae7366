"""Somebody with a browser: what they open, type, press and see."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# The browser reports every answer of 400 and more; these belong to the product's way of saying no
SAID_NO = re.compile(r"status of (403|404|409|422) ")
AXE = Axe()
FETCH = "async link => { const got = await fetch(link.href); return [got.status, (await got.text()).slice(0, 8)]; }"
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


class Person:
    """page: the playwright page. home: the address of their place, without a path. complaints: what the browser found
    wrong: errors of scripts, what the content policy blocked, answers of 500 and more."""

    def __init__(self, page, home):
        self.page, self.home, self.complaints = page, home, []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _heard(self, message):
        if message.type == "error" and not SAID_NO.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _answered(self, answer):
        if answer.status >= 500:
            self.complaints.append(f"{answer.status} {answer.url}")

    def go(self, path="/"):
        """Open a path of their place, or a whole address. Returns the status."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.home}{path}")
        return answer.status

    def log_in(self, email, password, path="/"):
        self.go(path)
        self.type("Email", email)
        self.type("Password", password)
        self.press("Log in")
        self.page.wait_for_url(lambda url: "/account/login/" not in url)

    def type(self, label, text, nth=0):
        """Type over what stands in a field."""
        self.page.get_by_label(label).nth(nth).fill(text)

    def choose(self, label, option):
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def press(self, name, within="main, dialog[open]", exact=True):
        """Press a button or follow a link by its words."""
        place = self.page.locator(within)
        place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        ).first.click()

    def confirm(self, name, reason=None):
        """Answer the dialog that a button opened."""
        if reason is not None:
            self.page.locator("#confirm-reason").fill(reason)
        self.page.locator("#confirm").get_by_role("button", name=name, exact=True).click()

    def row(self, number):
        """A row of the order grid, from 1."""
        return self.page.locator("[data-grid-rows] > tr").nth(number - 1)

    def enter(self, number, name, text):
        """Type into a box of the order grid ("sku", "quantity", "discount") and leave it."""
        box = self.row(number).locator(f'[data-grid="{name}"]')
        box.fill(text)
        box.blur()

    def paste(self, box, text):
        """Copy text as from a sheet and paste it into a box."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        box.focus()
        self.page.keyboard.press("Control+V")

    def sees(self, text, within="body"):
        expect(self.page.locator(within).get_by_text(text).locator("visible=true").first).to_be_visible()

    def sees_not(self, text, within="body"):
        expect(self.page.locator(within).get_by_text(text)).to_have_count(0)

    def status_is(self, status):
        """The badge beside the document's number: its status as the code names it."""
        expect(self.page.locator(".document-head [data-status]").first).to_have_attribute("data-status", status)

    def timeline(self):
        """[(what, who)] newest first."""
        rows = self.page.locator(".timeline > li")
        return [
            (row.locator(".what").inner_text(), row.locator(".who").inner_text().split(" · ")[0]) for row in rows.all()
        ]

    def number(self):
        """The number of the document they look at."""
        return self.page.locator("h1").first.inner_text().split()[0]

    def read_paper(self, name):
        """The first characters of the file behind a link, fetched with this person's rights."""
        link = self.page.get_by_role("link", name=name).first
        status, beginning = link.evaluate(FETCH)
        assert status == 200
        return beginning

    def barriers(self):
        """What axe finds on the page against WCAG 2.1 A and AA, in short."""
        found = AXE.run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]

    def overflow(self):
        """Pixels by which the page is wider than the window."""
        return self.page.evaluate(OVERFLOW)
