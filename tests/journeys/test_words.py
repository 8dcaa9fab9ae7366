"""The same product in Chinese, as most people see it."""

from playwright.sync_api import expect

from tests.journeys.steps import fill


def test_a_salesperson_reads_chinese_and_every_word_of_an_order_is_chinese(at):
    sales = at("sales")
    sales.page.locator(".topbar-end details summary").click()
    sales.press("简体中文", within=".topbar")
    expect(sales.page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(sales.page.locator("h1")).to_have_text("今日")
    sales.go("/orders/new/")
    fill(sales, [("G-1", "2")])
    sales.page.get_by_role("button", name="提交总部").click()
    sales.status_is("submitted")
    for word in ("商务审核", "含税单价", "金额"):
        sales.sees(word, within="main")
    sales.sees("贰佰贰拾陆元", within="main")
