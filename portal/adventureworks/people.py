"""The manufacturer's salespeople and their quotas."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from .files import rows


@dataclass(frozen=True, slots=True)
class Salesperson:
    """key: EmployeeKey. territory: 1 to 10, or None for the three managers, who sell in several."""

    key: int
    first_name: str
    last_name: str
    title: str
    territory: int | None
    mailbox: str
    phone: str

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self):
        return f"{self.mailbox}@hq.example"


@dataclass(frozen=True, slots=True)
class Quota:
    """What a salesperson is to sell in three months, first_month (its first day) and the two after it."""

    employee: int
    first_month: date
    amount: Decimal

    def months(self):
        """[(first day of the month, its third of the amount), …]; the last takes the rounding rest."""
        third = (self.amount / 3).quantize(Decimal("0.01"))
        year, month = self.first_month.year, self.first_month.month - 1
        days = [date(year + (month + n) // 12, (month + n) % 12 + 1, 1) for n in range(3)]
        return list(zip(days, (third, third, self.amount - 2 * third), strict=True))


@cache
def salespeople():
    """17, in order of key."""
    return tuple(
        Salesperson(
            key=int(row["key"]),
            first_name=row["first_name"],
            last_name=row["last_name"],
            title=row["title"],
            territory=int(row["territory"]) if row["territory"] else None,
            mailbox=row["mailbox"],
            phone=row["phone"],
        )
        for row in rows("salespeople.csv")
    )


@cache
def quotas():
    """163, in order of salesperson and month."""
    return tuple(
        Quota(int(row["employee"]), date.fromisoformat(row["first_month"]), Decimal(row["amount"]))
        for row in rows("quotas.csv")
    )
