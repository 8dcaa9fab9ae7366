"""The public face: where to log in. Who asks for their portals gets the list by mail; the page says the same to all."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from distributors.forms.finding import FindForm, GoForm
from tenants.hosts import distributor_at, side_of, url_of
from tenants.permissions import public
from tenants.tasks import mail_places

LIMITS = {"find": "10/m/ip,3/10m/key"}


@never_cache
@public
def home(request):
    return render(request, "distributors/www_home.html", _context())


@never_cache
@public
def find(request):
    """Mails the person's portals, in the worker: the answer and its time are the same for a known address, an unknown
    one and too many tries."""
    form = FindForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "distributors/www_home.html", _context(find=form), status=422 if form.errors else 200)
    email = form.cleaned_data["email"].lower()
    if ratelimit.consume(request, app="portal", action="find", config=LIMITS, key=email):
        mail_places.enqueue(email)
    return render(request, "distributors/www_home.html", _context(asked=email))


@never_cache
@public
def go(request):
    """To the login of a portal that the reader knows by its address."""
    form = GoForm(request.GET)
    if form.is_valid():
        slug = form.cleaned_data["slug"].strip().lower().removeprefix("http://").removeprefix("https://").split(".")[0]
        side, _slug = side_of(f"{slug}.{settings.BASE_DOMAIN}")
        if side == "hq" or (side == "distributor" and distributor_at(slug)):
            return redirect(url_of(side, slug))
        form.add_error("slug", _("There is no portal at “%(slug)s”. Compare it with your invitation.") % {"slug": slug})
    return render(request, "distributors/www_home.html", _context(go=form), status=422)


def _context(**more):
    before, after = url_of("distributor", "◦", "").split("◦")
    return {"find": FindForm(), "go": GoForm(), "before": before, "after": after, "hq_url": url_of("hq")} | more
