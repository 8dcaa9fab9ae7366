"""Logging a person in without the login page: after an invitation, and on the way from another host."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login

BACKEND = "tenants.backends.AuthenticationBackend"


def enter(request, user, methods=None):
    """Open a fresh session of the person at this host. methods: allauth's records of how they logged in elsewhere;
    None: by password, just now."""
    request.session.flush()
    if methods is None:
        record_authentication(request, user, method="password", email=user.email)
    for record in methods or ():
        record_authentication(request, user, **record)
    login(request, user, backend=BACKEND)
