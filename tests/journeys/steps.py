"""Paths that several journeys share."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

LINES = "section:has(> h2:text-is('Lines')) tbody tr"


def committed(verb, *args, **kwargs):
    """Carry a verb out for good, beside the test's own transaction: what the world looks like before a journey."""

    def run():
        try:
            return verb(*args, **kwargs)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def a_quotation(sales, customer, rows):
    """Enter and submit a quotation. rows: (SKU, quantity, discount in percent or ""). Returns its number."""
    sales.go("/quotations/new/")
    sales.type("Customer", customer)
    fill(sales, rows)
    sales.press("Submit to head office")
    return sales.number()


def an_order(sales, rows, reference=""):
    """Enter and submit a quick order. rows: (SKU, quantity). Returns its number."""
    sales.go("/orders/new/")
    fill(sales, rows)
    if reference:
        sales.type("Own order number", reference)
    sales.press("Submit to head office")
    return sales.number()


def fill(person, rows):
    for number, row in enumerate(rows, start=1):
        for name, text in zip(("sku", "quantity", "discount"), row, strict=False):
            person.enter(number, name, text)


def lines_of(person):
    """[(SKU, amount)] of the document they look at."""
    return [
        (row.locator(".code").first.inner_text(), row.locator("td.lead").inner_text())
        for row in person.page.locator(LINES).all()
    ]


def opens(person, number):
    """Find a document by its number on the page they are on, and open it."""
    person.press(number)
    person.sees(number, within="h1")
