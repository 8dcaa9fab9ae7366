"""Rows from Excel, a wrong one among them; sent back and sent again; sent twice and made once."""

from playwright.sync_api import expect

from tests.journeys.steps import an_order, lines_of, opens


def test_pasted_rows_with_an_unknown_product_are_put_right_returned_amended_and_submitted_again(at):
    sales, desk = at("sales"), at("order_desk")
    sales.go("/orders/new/")
    sales.paste(sales.row(1).locator('[data-grid="sku"]'), "G-1\t2\nG-2X\t3\nG-3\t1\n")
    expect(sales.row(2)).to_have_attribute("data-state", "unknown")
    sales.sees("There is no product “G-2X” on sale.", within="[data-grid-rows]")

    sales.press("Submit to head office")
    sales.sees("Line 2: There is no product “G-2X” on sale.", within="[role=alert]")
    expect(sales.row(2).locator('[data-grid="sku"]')).to_have_value("G-2X")

    sales.row(2).locator("[data-pick='G-2']").click()
    expect(sales.row(2).locator('[data-cell="amount"]')).to_have_text("339.00")
    sales.press("Submit to head office")
    sales.status_is("submitted")
    number = sales.number()
    assert lines_of(sales) == [("G-1", "226.00"), ("G-2", "339.00"), ("G-3", "113.00")]

    desk.go("/approvals/")
    opens(desk, number)
    desk.press("Return")
    desk.confirm("Return", reason="收货地址缺少联系电话")
    desk.status_is("returned")

    sales.go("/")
    sales.sees("收货地址缺少联系电话")
    sales.go(f"/orders/{number}/")
    sales.sees("Head office returned it: 收货地址缺少联系电话")
    sales.press("Amend and submit again")
    sales.enter(1, "quantity", "4")
    sales.type("Ship to", "海淀区 1 号 王工 138 0013 8000")
    sales.press("Submit to head office")
    sales.status_is("submitted")
    assert lines_of(sales)[0] == ("G-1", "452.00")


def test_a_double_click_and_the_back_button_make_one_order(at):
    sales = at("sales")
    sales.go("/orders/new/")
    sales.enter(1, "sku", "G-4")
    sales.enter(1, "quantity", "1")
    sales.type("Own order number", "ONCE-1")
    sales.page.get_by_role("button", name="Submit to head office").dblclick()
    sales.status_is("submitted")
    sales.page.go_back()
    expect(sales.page.get_by_role("heading", name="New order")).to_be_visible()
    if sales.row(1).locator('[data-grid="sku"]').input_value():
        sales.press("Submit to head office")
        sales.status_is("submitted")
    sales.go("/orders/?q=ONCE-1")
    expect(sales.page.locator(".table tbody tr")).to_have_count(1)


def test_an_order_is_entered_by_keyboard_alone(at):
    sales = at("sales")
    sales.go("/orders/")
    sales.page.keyboard.press("/")
    expect(sales.page.get_by_role("searchbox", name="Search everything")).to_be_focused()
    sales.page.keyboard.press("Tab")
    sales.page.keyboard.press("Shift+?")
    expect(sales.page.locator("dialog#keys")).to_be_visible()
    sales.page.keyboard.press("Escape")
    expect(sales.page.locator("dialog#keys")).to_be_hidden()

    sales.go("/orders/new/")
    sales.row(1).locator('[data-grid="sku"]').focus()
    for text in ("G-5", "2", "G-1", "1"):
        sales.page.keyboard.type(text)
        sales.page.keyboard.press("Enter")
    expect(sales.row(2).locator('[data-cell="amount"]')).to_have_text("113.00")
    sales.page.keyboard.press("Control+Enter")
    sales.status_is("submitted")
    assert lines_of(sales) == [("G-5", "226.00"), ("G-1", "113.00")]


def test_an_order_repeated_from_an_earlier_one_has_its_lines(at):
    sales = at("sales")
    number = an_order(sales, [("G-2", "7")])
    sales.page.locator("main details[data-menu] summary").first.click()
    sales.press("Order the same again")
    expect(sales.row(1).locator('[data-grid="quantity"]')).to_have_value("7")
    sales.press("Submit to head office")
    assert sales.number() != number
