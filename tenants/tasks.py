"""Work about people that waits for nobody. It runs in public; no row of a distributor is touched."""

from django.tasks import task

from tenants.domain import place


@task
def mail_places(email):
    place.mail_places(email)
