"""From a form to a verb and back."""

from portal.lib.errors import Refused


def checked(request, form, verb):
    """What verb(cleaned fields) returns, when the form was posted and is clean. Otherwise None: the page is drawn
    again, with what was typed; a Refused stands at its field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return verb(form.cleaned_data)
    except Refused as no:
        form.refused = True
        form.add_error(no.field if no.field in form.fields else None, str(no))
    return None


def status_of(form):
    """The HTTP status of a page with this form: 409 for a business no, 422 for what was mistyped."""
    return 409 if getattr(form, "refused", False) else 422 if form.is_bound and form.errors else 200
