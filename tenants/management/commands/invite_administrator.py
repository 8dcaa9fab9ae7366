"""The first person of a new installation: mails an invitation as administrator of head office."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from portal.lib.errors import Refused
from tenants.domain.invitation import invite
from tenants.member import system
from tenants.models import StaffRole


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email, name, **options):
        try:
            validate_email(email)
            invitation = invite(None, email=email, name=name, role=StaffRole.Role.ADMINISTRATOR, by=system())
        except (Refused, ValidationError) as no:
            raise CommandError(" ".join(getattr(no, "messages", [str(no)]))) from None
        self.stdout.write(f"The invitation went to {email}; its link is good until {invitation.expires_at:%Y-%m-%d}.")
