"""The typical pages and the order that the bench measures, against the goals they have."""

from decimal import Decimal
from itertools import count

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from catalog.domain.stock import receive_stock
from catalog.models import Product
from customers.domain.customer import add_customer
from customers.models import Customer
from distributors.models import ApprovalRule, ChannelOrder, CreditAccount
from orders.documents.quotation import quotation_pdf
from orders.domain.offer import OfferRow
from orders.domain.quotation import draft_quotation
from portal.bench.meter import client_for, cost_of, got
from tenants.context import inside
from tenants.member import member_at_distributor, system
from tenants.models import Distributor, User

GOALS = {  # name: (SQL, CPU-ms)
    "catalogue, 40 products with own prices": (8, 15),
    "order of 5 lines, no step needed, reserved": (25, 25),
    "order of 5 lines, two steps, reserved": (None, None),
    "national page": (8, 15),
    "quotation PDF, warm": (None, 350),
}
KEYS = count()


class Scenes:
    """Everything the bench does, at one distributor (the one with the most orders) and at head office."""

    def __init__(self):
        busiest = ChannelOrder.objects.values("distributor").annotate(n=Count("id")).order_by("-n").first()
        self.distributor = Distributor.objects.get(pk=busiest["distributor"])
        base, schema = settings.BASE_DOMAIN, self.distributor.schema_name
        owner = User.objects.get(memberships__distributor=self.distributor, memberships__role="owner")
        self.portal = client_for(owner, f"{self.distributor.slug}.{base}", schema)
        self.hq = {
            who: client_for(User.objects.get(email=f"{who}@hq.example"), f"hq.{base}", "hq")
            for who in ("desk", "finance", "warehouse", "executive")
        }
        self.skus = list(Product.objects.sold().order_by("sku").values_list("sku", flat=True)[:5])
        self._enough()
        self.quotation, self.lines = self._quotation(owner)

    def _enough(self):
        """Stock and credit for all rounds, so that each order takes the same path."""
        products = Product.objects.filter(sku__in=self.skus).values_list("pk", flat=True)
        receive_stock(dict.fromkeys(products, 100_000), document="bench", by=system("bench"))
        CreditAccount.objects.filter(distributor=self.distributor).update(limit=10**11)

    def _quotation(self, owner):
        """A quotation of 24 lines, which is two pages."""
        by = member_at_distributor(owner, self.distributor)
        skus = Product.objects.sold().order_by("sku").values_list("sku", flat=True)[:24]
        with inside(self.distributor):
            customer = Customer.objects.first() or add_customer(self.distributor, by=by, name="性能测试客户有限公司")
            quotation = draft_quotation(self.distributor, customer.pk, [OfferRow(s, Decimal(2)) for s in skus], by=by)
            return quotation, list(quotation.lines.all())

    def costs(self, rounds):
        """Yield a Cost for each scene."""
        yield cost_of("catalogue, 40 products with own prices", self.catalogue, rounds)
        rules = ApprovalRule.objects.filter(retired_at=None)
        kept = list(rules.values_list("pk", flat=True))
        rules.update(retired_at=timezone.now())
        try:
            yield cost_of("order of 5 lines, no step needed, reserved", self.order, rounds)
        finally:
            ApprovalRule.objects.filter(pk__in=kept).update(retired_at=None)
        yield cost_of("order of 5 lines, two steps, reserved", lambda: self.order(steps=("desk", "finance")), rounds)
        yield cost_of("national page", lambda: got(self.hq["executive"].get("/national/")), rounds)
        yield cost_of("quotation PDF, warm", self.paper, max(rounds // 5, 3))

    def catalogue(self):
        return got(self.portal.get("/catalogue/"))

    def order(self, steps=()):
        """Place an order in the portal, decide its steps and reserve its stock at head office: whole HTTP requests."""
        form = {"do": "submit", "idempotency_key": f"bench {timezone.now().timestamp()} {next(KEYS)}"}
        form |= {"rows-TOTAL_FORMS": 5, "rows-INITIAL_FORMS": 0}
        for place, sku in enumerate(self.skus):
            form |= {f"rows-{place}-sku": sku, f"rows-{place}-quantity": "2"}
        answer = self.portal.post("/orders/new/", form)
        got(answer, 302)
        at = f"/orders/{self.distributor.slug}/{answer['Location'].strip('/').rsplit('/', 1)[1]}/"
        for who in steps:
            got(self.hq[who].post(f"{at}decide/", {"decision": "approve", "version": "1"}), 302)
        return got(self.hq["warehouse"].post(f"{at}allocate/"), 302)

    def paper(self):
        return len(quotation_pdf(self.distributor, self.quotation, self.lines, code="BENCHBENCHBENCHBENCHBENC"))
