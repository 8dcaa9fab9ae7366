"""A person's own page, at every host where they are."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from portal.lib.forms import checked, status_of
from tenants.domain.person import edit_profile
from tenants.forms.person import ProfileForm
from tenants.permissions import EVERYONE, allow, in_public


@allow(EVERYONE)
@in_public
def profile(request):
    user = request.user
    form = ProfileForm(
        request.POST or None, initial={"name": user.name, "phone": user.phone, "language": user.language}
    )
    saved = checked(request, form, lambda fields: edit_profile(user, **fields))
    if not saved:
        return render(request, "tenants/profile.html", {"form": form}, status=status_of(form))
    with translation.override(saved.language or settings.LANGUAGE_CODE):
        messages.success(request, _("Saved."))
    response = redirect("profile")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # this browser's choice gives way to the person's
    return response
