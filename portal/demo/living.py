"""Work of today at the demonstration's busiest distributors: customers, quotations and orders in every stage, so that
each role finds something that waits for it. All of it through the verbs; a distributor's part is one transaction."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from catalog.models import Product
from customers.domain.customer import add_customer, log_activity
from customers.models import Customer
from distributors.models import ApprovalRequest, ChannelOrder, CreditAccount
from orders.domain.answer import accept_quotation, decline_quotation
from orders.domain.approval import decide_order
from orders.domain.commitment import commit_service
from orders.domain.conversion import convert_quotation
from orders.domain.lines import Row
from orders.domain.offer import OfferRow
from orders.domain.order import place_order, submit_order
from orders.domain.quotation import decide_quotation, draft_quotation, submit_quotation
from portal.demo.distributors import staff
from portal.demo.progress import Progress
from portal.lib import dates
from tenants.context import inside
from tenants.member import member_at_distributor
from tenants.models import Distributor, User

D = Decimal
BUSY = 3
# All of them made up
FIELDS = ("name", "industry", "province", "city", "address", "contact", "position", "mobile")
CUSTOMERS = """
北京追风骑行俱乐部有限公司 | 体育服务 | 北京市 | 北京市 | 朝阳区演示路 18 号 | 单晓明 | 采购经理 | 13800138001
重庆山城自行车运动中心 | 体育场馆 | 重庆市 | 重庆市 | 渝中区演示路 7 号 | 曾雅琴 | 主任 | 13800138002
上海绿行共享出行科技有限公司 | 出行服务 | 上海市 | 上海市 | 浦东新区演示路 299 号 | 仇志远 | 运营总监 | 13800138003
厦门环岛旅游发展有限责任公司 | 旅游 | 福建省 | 厦门市 | 思明区演示路 66 号 | 解文婷 | 总经理助理 | 13800138004
成都市第十二中学 | 教育 | 四川省 | 成都市 | 锦江区演示路 5 号 | 查建军 | 体育组长 | 13800138005
长沙乐骑商贸有限公司 | 零售 | 湖南省 | 长沙市 | 岳麓区演示路 31 号 | 朴英子 | 店长 | 13800138006
大连海岸线酒店管理股份有限公司 | 酒店 | 辽宁省 | 大连市 | 中山区演示路 120 号 | 区志豪 | 采购主管 | 13800138007
西安古城墙骑行服务部 | 旅游 | 陕西省 | 西安市 | 碑林区演示路 9 号 | 任洪洞 | 负责人 | 13800138008
"""
TERMS = {
    "payment_terms": "合同签订后预付 30%，发货前付清余款",
    "delivery_terms": "款到后 15 天内发货，运至需方指定地点，运费由供方承担",
    "warranty_terms": "整车质保 24 个月，零部件 12 个月",
}


def load_living(out=None):
    """Make what is missing at the busiest distributors. Needs the replayed orders."""
    busiest = ChannelOrder.objects.values("distributor").annotate(n=Count("id")).order_by("-n", "distributor")[:BUSY]
    with Progress("Work of today", BUSY, out) as bar:
        for row in busiest:
            distributor = Distributor.objects.select_related("tier", "region", "manager").get(pk=row["distributor"])
            with inside(distributor):
                there = Customer.objects.exists()
            if not there:
                with transaction.atomic():
                    Today(distributor).make()
            bar.step()


def made_up():
    """[{field: text}] of the customers."""
    return [dict(zip(FIELDS, row.split(" | "), strict=True)) for row in CUSTOMERS.split("\n") if row]


class Today:
    """One distributor's work of today."""

    def __init__(self, distributor):
        self.distributor = distributor
        self.sales = member_at_distributor(
            User.objects.get(memberships__distributor=distributor, memberships__role="sales"), distributor
        )
        self.desk, self.finance, self.service = (
            staff(User.objects.get(email=f"{who}@hq.example"), role)
            for who, role in [("desk", "order_desk"), ("finance", "finance"), ("service", "service_desk")]
        )
        self.manager = staff(distributor.manager, "channel_manager")
        sold = Product.objects.sold().exclude(line__parent=None)
        self.bikes = list(sold.filter(line__parent__code="bikes").order_by("-list_price", "sku")[:12])
        self.parts = list(sold.exclude(line__parent__code="bikes").order_by("-list_price", "sku")[:20])

    def make(self):
        customers = [self._customer(**row) for row in made_up()]
        self._quotations(customers)
        self._orders(customers)

    def _customer(self, *, contact, position, mobile, **fields):
        person = {"name": contact, "position": position, "mobile": mobile, "main": True}
        customer = add_customer(self.distributor, by=self.sales, contacts=[person], **fields)
        log_activity(
            self.distributor, customer.pk, by=self.sales, kind="call", text="电话介绍新款山地车，对方要一份报价。",
            next_step="发报价单", due_on=dates.today() + timedelta(days=2),
        )  # fmt: skip
        return customer

    def _quotations(self, customers):
        bikes, parts = self.bikes, self.parts
        small = [(bikes[0], 2, 3), (parts[0], 5, 0), (parts[3], 10, 5)]
        self._draft(customers[0], "俱乐部第二批训练用车", small)
        self._draft(customers[1], "运动中心租赁用车", [(bikes[2], 20, 18), (parts[1], 20, 5)], submit=True)
        self._draft(customers[2], "共享单车试点", [(bikes[4], 8, 4), (parts[2], 8, 0)], submit=True)
        self._issued(customers[3], "环岛骑行项目一期", [(bikes[5], 6, 5), (parts[4], 6, 5), (parts[5], 12, 0)])
        accepted = self._issued(customers[4], "学校社团器材", [(bikes[7], 4, 5), (parts[6], 4, 5), (parts[7], 8, 0)])
        accept_quotation(self.distributor, accepted.pk, name="查建军", note="按此价格执行，请尽快安排。")
        declined = self._issued(customers[5], "门店样车", [(bikes[8], 2, 0)])
        decline_quotation(self.distributor, declined.pk, name="朴英子", reason="预算推迟到明年一季度。")
        won = self._issued(customers[6], "酒店租借车队", [(bikes[1], 3, 5), (bikes[3], 3, 5), (parts[8], 6, 0)])
        accept_quotation(self.distributor, won.pk, name="区志豪")
        order = convert_quotation(self.distributor, won.pk, by=self.sales, purchase_order="HAX-2026-118")
        submit_order(self.distributor, order.pk, by=self.sales)
        commit_service(self.distributor, by=self.service, quotation=won.pk)

    def _draft(self, customer, title, rows, submit=False):
        quotation = draft_quotation(
            self.distributor, customer.pk,
            [OfferRow(p.sku, D(max(quantity, p.min_quantity)), discount=D(discount)) for p, quantity, discount in rows],
            by=self.sales, title=title, **TERMS,
        )  # fmt: skip
        return submit_quotation(self.distributor, quotation.pk, by=self.sales) if submit else quotation

    def _issued(self, customer, title, rows):
        quotation = self._draft(customer, title, rows, submit=True)
        for decider in (self.manager, self.desk):
            request = self._waiting(quotation)
            if request and decider.may({"discount": "quotation.discount", "issue": "quotation.issue"}[request.step]):
                quotation = decide_quotation(request, by=decider, approve=True)
        return quotation

    def _orders(self, customers):
        rows = [Row(p.sku, D(3)) for p in self.bikes[:4]] + [Row(p.sku, D(10)) for p in self.parts[:3]]
        self._placed(rows, customers[0], "YF-1101")
        returned = self._placed(rows[:3], customers[3], "YF-1102")
        decide_order(
            self._waiting(returned), by=self.desk, approve=False, note="收货地址缺少联系电话，请补充后重新提交。"
        )
        limit = CreditAccount.objects.get(distributor=self.distributor).limit
        many = (limit / self.bikes[0].list_price).quantize(D(1)) * 2 + 1
        big = self._placed([Row(self.bikes[0].sku, many), *rows[1:3]], customers[2], "YF-1103")
        decide_order(self._waiting(big), by=self.desk, approve=True)
        decide_order(self._waiting(big), by=self.finance, approve=True)  # over the limit: held

    def _placed(self, rows, customer, number):
        return place_order(
            self.distributor, rows, by=self.sales, submit=True, customer=customer, purchase_order=number,
            ship_to=f"{customer.city}{customer.address}",
        )  # fmt: skip

    def _waiting(self, document):
        request = ApprovalRequest.objects.filter(document=document.pk, state=ApprovalRequest.State.WAITING).first()
        if request:
            request.distributor = self.distributor
        return request
