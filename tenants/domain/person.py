"""What a person changes about themselves."""

from tenants.context import outside, verb
from tenants.models import User


@verb
def edit_profile(user, *, name, phone, language):
    """language: a code of settings.LANGUAGES, "" for the installation's. Returns the User."""
    with outside():
        user = User.objects.select_for_update().get(pk=user.pk)
        user.name, user.phone, user.language = name, phone, language
        user.save(update_fields=["name", "phone", "language"])
    return user
