"""People of the demonstration: one login per HQ role, the 17 salespeople as channel managers, three at each portal."""

from collections import defaultdict
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from distributors.models import Target
from portal import adventureworks as aw
from portal.lib import money
from tenants.models import Membership, Region, StaffRole, User

PASSWORD = "portal-demo-2026"
HQ = [
    ("admin", "周敏", StaffRole.Role.ADMINISTRATOR),
    ("desk", "林静", StaffRole.Role.ORDER_DESK),
    ("desk2", "陈晓东", StaffRole.Role.ORDER_DESK),
    ("finance", "赵丽华", StaffRole.Role.FINANCE),
    ("finance2", "孙国栋", StaffRole.Role.FINANCE),
    ("warehouse", "马志强", StaffRole.Role.WAREHOUSE),
    ("service", "何佳怡", StaffRole.Role.SERVICE_DESK),
    ("executive", "吴建国", StaffRole.Role.EXECUTIVE),
]


class People:
    """Makes users once; all of them have the demonstration's password, hashed once."""

    def __init__(self):
        self.hash = make_password(PASSWORD)

    def user(self, email, name, language=""):
        return User.objects.get_or_create(
            email=email, defaults={"name": name, "password": self.hash, "language": language}
        )[0]

    def hq(self):
        """{mailbox: User} of HQ's desks."""
        made = {}
        for mailbox, name, role in HQ:
            made[mailbox] = self.user(f"{mailbox}@hq.example", name)
            StaffRole.objects.get_or_create(user=made[mailbox], role=role)
        return made

    def salespeople(self):
        """{employee key: User}, channel managers of their territory's 大区; those without a territory see all."""
        regions = {r.code: r for r in Region.objects.all()}
        made = {}
        for person in aw.salespeople():
            user = made[person.key] = self.user(person.email, person.name)
            role, new = StaffRole.objects.get_or_create(user=user, role=StaffRole.Role.CHANNEL_MANAGER)
            if new:
                territories = [person.territory] if person.territory else [t.key for t in aw.territories()]
                role.regions.set([regions[aw.region_of(key).code] for key in territories])
        return made

    def portal(self, distributor, reseller):
        """(owner, sales) of a reseller's portal, as Users; the first distributor of the demonstration gets a clerk."""
        owner = self.user(reseller.email, reseller.owner)
        sales = self.user(f"sales@{reseller.slug}.example", f"{reseller.owner[0]}小宁")
        clerk = self.user(f"clerk@{reseller.slug}.example", f"{reseller.owner[0]}文")
        for user, role in ((owner, "owner"), (sales, "sales"), (clerk, "clerk")):
            Membership.objects.get_or_create(user=user, distributor=distributor, defaults={"role": role})
        return owner, sales


def load_targets(salespeople, years, wanted):
    """Each quota as three months' targets, made once.

    wanted: keys of the resellers that are loaded. Where they are only some, a salesperson's target is the share of the
    quota that those resellers have in the salesperson's sales: a part of the channel is not measured by the whole.
    """
    if Target.objects.exists():
        return
    shares = _shares(wanted)
    rows = [
        Target(
            salesperson=salespeople[quota.employee],
            month=aw.shift_day(month, years),
            amount=money.cents(amount * shares[quota.employee]),
        )
        for quota in aw.quotas()
        for month, amount in quota.months()
    ]
    Target.objects.bulk_create(rows)


def _shares(wanted):
    """{employee key: Decimal from 0 to 1}: what the wanted resellers are of all the employee's sales."""
    total, part = defaultdict(Decimal), defaultdict(Decimal)
    for order in aw.orders():
        total[order.employee] += order.amount
        if order.reseller in wanted:
            part[order.employee] += order.amount
    return {employee: part[employee] / amount for employee, amount in total.items()}
