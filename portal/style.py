"""The living style page: every part with made-up rows, at /style/ of a demo. No query, nothing is saved."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.shortcuts import render

from portal.lib import dates, divisions, money
from portal.lib.paging import Column, Header

NAMES = [
    ("苏州精密仪器有限公司", "held", "信用冻结", "36180.00"),
    ("重庆长江测绘设备有限责任公司西南分公司", "submitted", "商务审核中", "128400.50"),
    ("上海浦江医疗器械", "reviewed", "财务复核中", "9860.00"),
    ("广州南方电子", "approved", "已批准", "2450000.00"),
    ("Northwind Instruments (Shenzhen)", "returned", "已退回", "-1280.00"),
    ("沈阳重型机电", "shipped", "已发货", "75020.75"),
    ("西安高新光电", "declined", "已拒绝", "0"),
    ("杭州云栖测量", "draft", "草稿", "540.00"),
]
COLUMNS = [
    Column("number", "订单号", sort="number"),
    Column("customer", "客户", sort="customer"),
    Column("quantity", "数量", kind="number"),
    Column("gross", "金额（元）", kind="money", sort="gross"),
    Column("status", "状态"),
    Column("at", "提交时间", kind="moment", sort="at"),
]


class SampleForm(forms.Form):
    name = forms.CharField(label="客户名称", help_text="按营业执照填写。")
    email = forms.EmailField(label="邮箱", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("end", "最终用户"), ("re", "集成商")])
    limit = forms.DecimalField(label="信用额度", required=False, widget=forms.TextInput({"data-money": "2"}))
    terms = forms.ChoiceField(
        label="付款方式", choices=[("cash", "现款"), ("30", "月结 30 天")], widget=forms.RadioSelect, initial="30"
    )
    since = forms.DateField(label="建立日期", required=False, widget=forms.DateInput({"type": "date"}))
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea({"rows": 3}))
    shared = forms.BooleanField(label="与总部共享", required=False)


class LineForm(forms.Form):
    sku = forms.CharField(required=False)
    quantity = forms.CharField(required=False)
    discount = forms.CharField(required=False)


def orders():
    now = dates.now()
    return [
        SimpleNamespace(
            pk=n, number=f"DD-2026-{120 + n:06}", customer=name, quantity=Decimal(n * 7), gross=Decimal(gross),
            status=status, get_status_display=lambda word=word: word, at=now - timedelta(hours=9 * n + 2),
            get_absolute_url=lambda: "#",
        )
        for n, (name, status, word, gross) in enumerate(NAMES)
    ]  # fmt: skip


def _range(kind, name, label, start):
    names = {"from_name": f"{name}_from", "to_name": f"{name}_to"}
    return SimpleNamespace(kind=kind, name=name, label=label, from_value=start, to_value="", **names)


def listing(rows):
    def header(column):
        direction = "descending" if column.key == "at" else "none"
        return Header(column, f"?sort={column.key}" if column.sort else "", direction)

    status = [("held", "信用冻结", False), ("submitted", "商务审核中", True)]
    return SimpleNamespace(
        rows=rows, total=len(rows) and 1284, page=3, pages=26, first=101, last=108, columns=COLUMNS,
        headers=[header(column) for column in COLUMNS], sort="-at", default_sort="-at", clear_url="?",
        chips=[SimpleNamespace(label="状态", text="商务审核中", url="?")] if rows else [],
        links=[(1, "?"), (2, "?"), (3, "?"), (4, "?"), (None, ""), (26, "?")],
        previous_url="?page=2", next_url="?page=4", export_url="?export=xlsx",
        fields=[
            SimpleNamespace(kind="search", name="q", label="搜索", value=""),
            SimpleNamespace(kind="choice", name="status", label="状态", value="submitted", options=status, default=""),
            _range("days", "at", "提交日期", "2026-11-01"),
            _range("amounts", "gross", "金额（元）", ""),
        ],
    )  # fmt: skip


def lines():
    known = SimpleNamespace(
        name="双频 GNSS 接收机 R10", stock="现货 24", price=Decimal("18650.00"), unit="台", why="代理价 · 满 2 台",
        amount=Decimal("37300.00"),
    )  # fmt: skip
    unknown = SimpleNamespace(
        state="unknown", problem="没有编码 GN-R1O。", amount=None, price=None,
        matches=[{"sku": "GN-R10", "name": "双频 GNSS 接收机 R10"}, {"sku": "GN-R12", "name": "双频 GNSS 接收机 R12"}],
    )  # fmt: skip
    short = SimpleNamespace(
        name="碳纤维对中杆 2 m", stock="仅余 3", state="short", price=Decimal("86.5025"), unit="根", why="协议价",
        amount=Decimal("865.03"),
    )  # fmt: skip
    data = [
        {"sku": "GN-R10", "quantity": "2"},
        {"sku": "GN-R1O", "quantity": "1"},
        {"sku": "AC-P200", "quantity": "10"},
    ]
    formset = forms.formset_factory(LineForm, extra=1)(initial=data, prefix="lines")
    for form, line in zip(formset.forms, [known, unknown, short, None], strict=True):
        form.line = line
    return formset


def months():
    figures = [412, 380, 455, 510, 498, 530, 467, 488, 605, 590, 640, 381]
    return [
        {
            "label": f"{n + 1} 月", "url": f"?month={n + 1}",
            "value": Decimal(f * 10000), "before": Decimal(f * 8700 + (n % 3) * 300000),
        }
        for n, f in enumerate(figures)
    ]  # fmt: skip


def provinces():
    return [
        {"name": p.name, "row": p.tile_row, "col": p.tile_column, "value": Decimal(n * 7919 % 900 * 1000), "url": "?"}
        for n, p in enumerate(divisions.provinces())
    ]


def timeline():
    now = dates.now()
    rows = [
        ("在财务复核", "财务：钱静", 2, "", "reviewed"),
        ("商务审核通过", "商务：孙丽", 5, "", "approved"),
        ("退回修改", "商务：孙丽", 26, "第 2 行数量请与客户再确认。", "returned"),
        ("提交", "内勤：李敏", 30, "", "submitted"),
        ("建立草稿", "业务员：王强", 52, "", "draft"),
    ]
    return [
        SimpleNamespace(what=what, who=who, at=now - timedelta(hours=hours), note=note, status=status)
        for what, who, hours, note, status in rows
    ]


def style(request):
    form = SampleForm({"name": "", "email": "a@", "kind": "end", "limit": "120,000.00", "terms": "30"})
    rows = orders()
    gross = Decimal("38165.03")
    totals = {"net": Decimal("33774.36"), "tax": Decimal("4390.67"), "gross": gross, "words": money.uppercase(gross)}
    context = {
        "listing": listing(rows), "empty_listing": listing([]), "order": rows[2], "form": form, "lines": lines(),
        "totals": totals, "months": months(), "entries": timeline(), "provinces": provinces(),
        "regions": [
            {"label": "华东", "value": Decimal(18466458), "target": Decimal(17000000), "url": "?region=1"},
            {"label": "华南", "value": Decimal(14377925), "target": Decimal(16000000), "url": "?region=2"},
            {"label": "西南", "value": Decimal(7906008), "target": Decimal(7000000), "url": "?region=3"},
            {"label": "东北", "value": Decimal(1983987), "target": Decimal(3000000), "url": "?region=4"},
        ],
        "statuses": [(status, word) for _, status, word, _ in NAMES] + [("closed", "已关闭"), ("late", "已逾期")],
    }  # fmt: skip
    return render(request, "portal/style.html", context)
