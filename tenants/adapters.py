"""What we change in django-allauth: no open sign-up, secrets encrypted, sessions bound to their host."""

import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.crypto import salted_hmac

from tenants.domain.place import places_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People come by invitation (tenants.domain.invitation)."""
        return False

    def is_safe_url(self, url):
        """Only a path of this very host: no scheme, no host, no backslash."""
        return bool(url) and url.startswith("/") and not url.startswith(("//", "/\\")) and "\\" not in url


class MfaAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are kept encrypted with a key derived from SECRET_KEY."""

    def _fernet(self):
        digest = salted_hmac("tenants.mfa", "secret", secret=settings.SECRET_KEY, algorithm="sha256").digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text):
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return self._fernet().decrypt(encrypted_text.encode()).decode()


@receiver(user_logged_in)
def bind_session(sender, request, user, **kwargs):
    """The session stores the schema it was opened at; the middleware refuses it anywhere else."""
    now = int(time.time())
    request.session["schema"] = getattr(request, "schema_name", "")
    request.session["since"] = request.session["seen"] = now
    methods = get_authentication_records(request, user)
    request.session["mfa"] = any(m.get("method") == "mfa" for m in methods)
    request.session["places"] = len(places_of(user.pk))  # the switcher is offered from two on


@receiver(authenticator_added)
def mfa_done(sender, request, user, authenticator, **kwargs):
    request.session["mfa"] = True
    if authenticator.type == Authenticator.Type.TOTP:  # the code that proved it is spent, too
        TOTP(authenticator)._mark_code_used(request.POST.get("code", ""))


@receiver(authenticator_removed)
def mfa_gone(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.TOTP:
        request.session["mfa"] = False
