"""From a form to a verb and back."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

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


class Cascade(forms.Select):
    """A select that shows the options of its parent's choice only (js/cascade.js). parent: the parent's field name.
    parents: {value: parent's value}. There may be hundreds of options, so they are not a template each."""

    def __init__(self, *args, parent, parents=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.attrs["data-cascade"] = f"#id_{parent}"
        self.parents = parents or {}

    def render(self, name, value, attrs=None, renderer=None):
        chosen, attributes = (
            set(self.format_value(value)),
            self.build_attrs(self.attrs, {"name": name, **(attrs or {})}),
        )
        rows = ((flatatt(self._told(str(choice), chosen)), label) for choice, label in self.choices)
        return format_html(
            "<select{}>{}</select>", flatatt(attributes), format_html_join("", "<option{}>{}</option>", rows)
        )

    def _told(self, choice, chosen):
        told = {"value": choice, "selected": choice in chosen}
        if parent := self.parents.get(choice):
            told["data-parent"] = str(parent)
        return told
