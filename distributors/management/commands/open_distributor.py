"""Open a distributor from the command line: the same verb as the form."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import Q

from distributors.domain.distributor import open_distributor
from portal.lib import uscc
from portal.lib.errors import Refused
from portal.lib.money import parse_decimal
from tenants.domain.invitation import invite
from tenants.hosts import url_of
from tenants.member import system
from tenants.models import Distributor, Membership, Province, Tier


class Command(BaseCommand):
    help = (
        "Opens a distributor: row, schema, database role, credit account, the owner's invitation, in one transaction."
        " Killed midway nothing is there; run again it finishes. Ends with 0 when it is open, 1 when it cannot be."
    )

    def add_arguments(self, parser):
        parser.add_argument("--slug", required=True, help="portal address: the name before the base domain")
        parser.add_argument("--name", required=True, help="name on the business licence")
        parser.add_argument("--province", required=True, help="code (11) or name (北京市, Beijing)")
        parser.add_argument("--tier", required=True, help="code of the tier")
        parser.add_argument("--owner-email", default="", help="who is invited as owner")
        parser.add_argument("--owner-name", default="")
        parser.add_argument("--code", default="", help="HQ's code of it; the address in capitals when left out")
        parser.add_argument("--short-name", default="")
        parser.add_argument("--city", default="")
        parser.add_argument("--uscc", default="", help="unified social credit code")
        parser.add_argument("--credit-limit", default="0")
        parser.add_argument("--payment-days", type=int, default=30)
        parser.add_argument("--branch", action="store_true", help="a branch office of our own")

    def handle(self, **given):
        try:
            distributor, was_open = self.open(given)
        except Refused as no:
            raise CommandError(str(no)) from None
        said = "was open already" if was_open else "is open"
        self.stdout.write(f"{distributor.name} {said}: {url_of('distributor', distributor.slug)}")

    def open(self, given):
        """(the distributor, whether it was there before)."""
        code = given["code"] or given["slug"].upper()
        there = Distributor.objects.filter(slug=given["slug"]).first()
        if there:
            if (there.name, there.code) != (given["name"], code):
                raise CommandError(f"The address {there.slug} belongs to {there.name} ({there.code}).")
            self.invite_owner(there, given)
            return there, True
        if given["owner_email"]:
            try:
                validate_email(given["owner_email"])
            except ValidationError:
                raise CommandError(f"{given['owner_email']} is not an e-mail address.") from None
        if given["uscc"] and (problem := uscc.problem(given["uscc"])):
            raise CommandError(problem)
        province = self.province(given["province"])
        return open_distributor(
            by=system("open_distributor"), slug=given["slug"], name=given["name"], code=code, province=province,
            region=province.region, tier=self.tier(given["tier"]), city=given["city"], uscc=uscc.fold(given["uscc"]),
            short_name=given["short_name"], payment_days=given["payment_days"],
            kind=Distributor.Kind.BRANCH if given["branch"] else Distributor.Kind.DISTRIBUTOR,
            credit_limit=parse_decimal(given["credit_limit"]), owner_email=given["owner_email"],
            owner_name=given["owner_name"],
        ), False  # fmt: skip

    def invite_owner(self, distributor, given):
        """The letter goes out after the commit: a process killed in between left none, so it is sent again until the
        owner has joined."""
        email = given["owner_email"].strip().lower()
        joined = Membership.objects.filter(distributor=distributor, role=Membership.Role.OWNER, active=True).exists()
        if email and not joined:
            invite(distributor, email=email, name=given["owner_name"] or email, role=Membership.Role.OWNER,
                   by=system("open_distributor"))  # fmt: skip
            self.stdout.write(f"The owner's invitation was sent again to {email}.")

    def province(self, text):
        found = Province.objects.select_related("region").filter(
            Q(code=text) | Q(name=text) | Q(name_en__iexact=text) | Q(name__startswith=text)
        )[:2]
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"{p.code} {p.name}" for p in Province.objects.all())
        raise CommandError(f"There is no province “{text}”. Known are: {names or 'none yet'}.")

    def tier(self, text):
        tier = Tier.objects.filter(code=text).first()
        if tier is None:
            codes = ", ".join(f"{t.code} ({t.name})" for t in Tier.objects.all())
            raise CommandError(f"There is no tier “{text}”. Known are: {codes or 'none yet'}.")
        return tier
