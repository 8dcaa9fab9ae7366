"""From the first call to the order: salesperson, manager, order desk, and a customer without a login."""

from tests.journeys.steps import a_quotation, lines_of, opens


def test_a_salesperson_finds_a_new_customer_quotes_and_gets_the_order(at):
    sales, desk = at("sales"), at("order_desk")
    sales.go("/customers/")
    sales.press("New customer")
    sales.type("Name", "重庆曾家岩测绘有限公司")
    sales.page.locator("[name=contacts-0-name]").fill("曾雅琴")
    sales.page.locator("[name=contacts-0-mobile]").fill("13800138002")
    sales.press("Save")
    sales.sees("重庆曾家岩测绘有限公司", within="h1")

    sales.page.get_by_role("searchbox", name="Search everything").fill("cqzjy")
    sales.page.keyboard.press("Enter")
    sales.sees("重庆曾家岩测绘有限公司", within="main")

    number = a_quotation(sales, "重庆曾家岩测绘有限公司", [("G-1", "3", "4"), ("G-2", "1", "")])
    sales.status_is("approved")

    desk.go("/quotations/")
    opens(desk, number)
    desk.press("Issue the paper")
    desk.status_is("issued")
    assert desk.read_paper("Quotation (PDF)").startswith("%PDF")

    sales.go(f"/quotations/{number}/")
    link = sales.page.locator("#customer-link").input_value()
    customer = at()
    assert customer.go(link) == 200
    customer.sees("测地型接收机 1 号")
    assert customer.read_paper("Quotation (PDF)").startswith("%PDF")
    customer.page.locator("#id_name").fill("曾雅琴")
    customer.page.get_by_label("I may accept this quotation for my company.").check()
    customer.press("Accept")
    customer.sees("Accepted by 曾雅琴. Thank you.")

    sales.go(f"/quotations/{number}/")
    sales.sees("曾雅琴 accepted.")
    sales.press("Make the order")
    sales.press("Submit to head office")
    sales.status_is("submitted")
    assert [sku for sku, _amount in lines_of(sales)] == ["G-1", "G-2"]


def test_a_discount_over_the_authority_waits_with_its_reasons_for_the_manager_of_the_region(at, a_customer):
    sales, manager, other = at("sales"), at("manager"), at("south_manager")
    number = a_quotation(sales, a_customer, [("G-1", "2", "12"), ("G-2", "1", "30")])
    sales.status_is("submitted")
    over = "Line 1: discount 12% is over the salesperson's authority of 5%"
    under = "Line 2: unit price 79.10 is under the floor price 80.00"
    sales.sees(over, within=".why-list")
    sales.sees(under, within=".why-list")

    assert other.go(f"/quotations/jny-acme/{number}/") == 404
    other.go("/approvals/")
    other.sees_not(number)

    manager.go("/approvals/")
    opens(manager, number)
    manager.sees(over, within=".why-list")
    manager.press("Approve the discount")
    sales.go(f"/quotations/{number}/")
    sales.status_is("approved")
    assert sales.timeline()[0] == ("To be issued", "manager")
