"""Importing products: new ones become drafts, known ones change. A column or a cell that is empty changes nothing."""

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import Product, ProductLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.pinyin import fold

from .import_sheet import number
from .outcome import CHANGED, ERROR, NEW, SAME, Outcome
from .product import move, prepare
from .tax_rate import tax_rates_on

WORDS = {
    "sku": ["SKU", "商品编码", "产品编码", "产品编号", "商品编号", "物料编码", "物料号", "货号", "编码", "item number",
            "product code"],
    "name": ["名称", "产品名称", "商品名称", "品名", "中文名称", "name", "product name"],
    "name_en": ["英文名", "英文名称", "English name", "name en"],
    "spec": ["规格型号", "规格", "型号", "specification", "spec", "model", "specification and model"],
    "unit": ["单位", "计量单位", "unit"],
    "line": ["产品线代码", "产品线", "产品线编码", "类别", "分类", "product line", "line", "line code", "category"],
    "tax": ["税率", "增值税率", "tax rate", "tax", "VAT"],
    "list_price": ["含税单价", "目录价", "标价", "零售价", "含税价", "list price", "price", "list price, tax included"],
    "floor_price": ["底价", "最低价", "限价", "floor price", "floor", "floor price, tax included"],
    "lead_days": ["货期", "货期天数", "交货期", "供货周期", "lead time", "lead days", "lead time, days"],
    "min_quantity": ["起订量", "最小起订量", "最小订购量", "MOQ", "smallest order", "min quantity"],
    "pack": ["包装数", "装箱数", "包装量", "pack", "pack size", "sold in packs of"],
    "weight": ["重量", "毛重", "weight", "weight, kg"],
    "brand": ["品牌属性", "自有品牌", "自有/代理", "own brand", "brand"],
    "description": ["描述", "产品描述", "说明", "产品说明", "description"],
}  # fmt: skip
REQUIRED = ["sku"]
NEEDED_WHEN_NEW = ["name", "line", "list_price"]
OWN = {"自有": True, "自有品牌": True, "是": True, "own": True, "yes": True, "own brand": True, "true": True, "1": True}
AGENCY = {
    "代理": False,
    "代理品牌": False,
    "否": False,
    "agency": False,
    "no": False,
    "agency brand": False,
    "0": False,
}
TEXTS = ["name", "name_en", "spec", "unit", "description"]
FIELDS = [*TEXTS, "line_id", "tax_code", "list_price", "floor_price", "lead_days", "min_quantity", "pack", "weight",
          "own_brand", "life_cycle"]  # fmt: skip
WRITTEN = [*FIELDS, "search", "sort_key", "updated_at", "updated_by"]
BATCH = 500


def plan(rows, run, by):
    known = {p.sku: p for p in Product.objects.filter(sku__in={row.get("sku", "") for row in rows})}
    books = _lines(), {rate: code for code, rate in tax_rates_on(dates.today()).items()}
    seen, outcomes = {}, []
    for row in rows:
        sku = row.get("sku", "")
        try:
            if not sku:
                raise Refused(_("The SKU is missing. Fill it in, or delete the row."), field="sku")
            if sku in seen:
                raise Refused(_("Row %(row)s has this SKU already. Keep one of them.") % {"row": seen[sku]})
            seen[sku] = row["row"]
            outcomes.append(_outcome(row, sku, known.get(sku), books, by))
        except Refused as no:
            heading = WORDS[no.field][0] if no.field in WORDS else ""
            outcomes.append(Outcome(row["row"], sku, ERROR, f"{heading}: {no}" if heading else str(no), sku))
    return outcomes


def _outcome(row, sku, product, books, by):
    new = product is None
    if new:
        product = Product(sku=sku)
        for field in NEEDED_WHEN_NEW:
            if not row.get(field):
                raise Refused(_("A new product needs this. Fill it in."), field=field)
    before = {} if new else _state(product)
    for field, value in _values(row, *books).items():
        setattr(product, field, value)
    if product.life_cycle == Product.LifeCycle.RETIRED:
        product.life_cycle = Product.LifeCycle.DRAFT
    prepare(product, by=by)
    after = _state(product)
    changed = [field for field in FIELDS if before.get(field) != after[field]]
    if new:
        return Outcome(row["row"], sku, NEW, product.name, sku, product)
    if not changed:
        return Outcome(row["row"], sku, SAME, "", sku, product)
    names = [str(Product._meta.get_field(field).verbose_name) for field in changed]
    return Outcome(row["row"], sku, CHANGED, _("Changes: %(fields)s") % {"fields": _(", ").join(names)}, sku, product)


def _values(row, lines, taxes):
    """{field of Product: value} for the cells that are filled. Raises Refused with the column."""
    values = {field: row[field] for field in TEXTS if row.get(field)}
    for field in ("list_price", "floor_price"):
        values[field] = number(row, field)
    for field in ("min_quantity", "pack"):
        values[field] = number(row, field, places=3, above=True)
    values["weight"] = number(row, "weight", places=3)
    values["lead_days"] = _days(row)
    if text := row.get("line"):
        if fold(text) not in lines:
            raise Refused(_("There is no product line “%(code)s”.") % {"code": text[:40]}, field="line")
        values["line_id"] = lines[fold(text)]
    if row.get("tax"):
        rate = number({"tax": row["tax"].replace("%", "").replace("％", "")}, "tax")
        rate = rate / 100 if rate >= 1 else rate
        if rate not in taxes:
            raise Refused(_("No tax rate of %(rate)s is in force.") % {"rate": row["tax"][:20]}, field="tax")
        values["tax_code"] = taxes[rate]
    if text := row.get("brand"):
        said = (OWN | AGENCY).get(text.strip().lower())
        if said is None:
            raise Refused(_("Write 自有 or 代理 (own, agency)."), field="brand")
        values["own_brand"] = said
    return {field: value for field, value in values.items() if value is not None}


def _days(row):
    text = row.get("lead_days", "").lower()
    for word in ("个工作日", "工作日", "天", "日", "days", "day"):
        text = text.removesuffix(word).strip()
    days = number({"lead_days": text}, "lead_days", places=0)
    if days is not None and days > 3650:
        raise Refused(_("%(number)s is too large.") % {"number": row["lead_days"]}, field="lead_days")
    return None if days is None else int(days)


def _lines():
    """{folded code or name: id} of the lines in use; a code goes before a name."""
    lines = ProductLine.objects.filter(status=ProductLine.Status.PUBLISHED).values_list("pk", "code", "name", "name_en")
    found = {}
    for texts in zip(*[[(row[0], text) for text in row[1:]] for row in lines], strict=True):
        for pk, text in texts:
            found.setdefault(fold(text), pk)
    found.pop("", None)
    return found


def write(outcomes, run, by):
    """New rows are inserted, known ones changed: one statement for each batch."""
    _upsert([outcome.value for outcome in outcomes])


def _upsert(products):
    Product.objects.bulk_create(
        products, batch_size=BATCH, update_conflicts=True, unique_fields=["sku"], update_fields=WRITTEN
    )


def state(keys, run):
    return dict.fromkeys(keys) | {p.sku: _state(p) for p in Product.objects.filter(sku__in=keys)}


def _state(product):
    """The imported fields as JSON: numbers as text in one spelling."""
    return {field: _json(getattr(product, field)) for field in FIELDS}


def _json(value):
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, bool | int) else str(value)


def restore(before, run, by):
    """Known products get their fields back; new ones retire, because a product is never deleted."""
    back = []
    for product in Product.objects.filter(sku__in=list(before)).select_for_update():
        was = before[product.sku]
        if was is None:
            move(product, Product.LifeCycle.RETIRED, by=by)
            continue
        for field, value in was.items():
            column = Product._meta.get_field(field)
            setattr(product, column.attname, value if value is None else column.to_python(value))
        prepare(product, by=by)
        back.append(product)
    _upsert(back)
