"""Pages that leak, write or break on purpose: bolt's portal with these proves that the tests here would tell."""

from django.db import connection
from django.http import HttpResponse
from django.urls import include, path

from portal.lib import dates
from tenants.context import outside
from tenants.models import PortalVisitPage
from tenants.permissions import EVERYONE, allow

THEIRS = "SELECT name || coalesce(note, '') FROM \"d_acme\".customers_customer"


def _read(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return HttpResponse("\n".join(row[0] for row in cursor.fetchall()))


@allow(EVERYONE)
def leave_the_wall(request):
    with outside():
        return _read(THEIRS)


@allow(EVERYONE)
def read_the_neighbour(request):
    """Only the database's role stands in the way."""
    return _read(THEIRS)


@allow(EVERYONE)
def write_on_a_visit(request):
    with outside():
        PortalVisitPage.objects.create(visit_id=request.member.visit_id, path="written", at=dates.now())
    return HttpResponse("written")


@allow(EVERYONE)
def write_a_customer(request):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_customer SET note = 'written'")
    return HttpResponse("written")


@allow(EVERYONE)
def break_down(request):
    raise RuntimeError("secret of the house: /srv/portal/settings.py")


@allow(EVERYONE)
def break_the_query(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM no_such_table")


@allow(EVERYONE)
def break_the_template(request):
    from django.template import engines

    return HttpResponse(engines["django"].from_string("{% url 'no-such-page' %}").render({}, request))


urlpatterns = [
    path("trap/outside/", leave_the_wall),
    path("trap/neighbour/", read_the_neighbour),
    path("trap/write-visit/", write_on_a_visit),
    path("trap/write-customer/", write_a_customer),
    path("trap/break/", break_down),
    path("trap/query/", break_the_query),
    path("trap/template/", break_the_template),
    path("", include("portal.urls_distributor")),
]
