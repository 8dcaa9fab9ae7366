"""What every installation needs before its first distributor: provinces, tiers, tax rates, the two approval steps."""

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.demo.reference import load_reference
from tenants.member import system
from tenants.models import Province, Tier


class Command(BaseCommand):
    help = __doc__ + " Rows that are there stay as they were edited."

    @transaction.atomic
    def handle(self, **options):
        load_reference(system())
        self.stdout.write(f"{Province.objects.count()} provinces, {Tier.objects.count()} tiers.")
