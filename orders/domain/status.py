"""The one place where a document changes its status. Each move is written to the document's timeline."""

from django.utils.translation import gettext as _

from orders.models import TimelineEntry
from portal.lib import dates
from portal.lib.errors import Refused


def move(document, to, *, by, note="", fields=(), first=False):
    """Set the document's status along its NEXT table, write the timeline, save the status and the named fields.

    first: the document was made just now, which has not been written to the timeline yet (else started() did). One that
    is not inserted yet the caller inserts as it stands then. The caller holds the document's lock. Raises Refused when
    the status does not allow it.
    """
    if to not in document.NEXT.get(document.status, ()):
        raise Refused(
            _("%(number)s is “%(now)s” and cannot become “%(to)s”. Open it again to see where it stands.")
            % {"number": document, "now": document.get_status_display(), "to": document.Status(to).label}
        )
    was, document.status, document.since = document.status, to, dates.now()
    if not document._state.adding:
        document.save(update_fields={"status", "since", *fields})
    beginning = [_entry(document, "", was, "", by)] if first else []
    _write(*beginning, _entry(document, was, to, note, by))


def started(document, *, by, note=""):
    """The first line of a timeline: the document was made."""
    _write(_entry(document, "", document.status, note, by))


def note_on(document, text, *, by):
    """Something happened that is not a change of status: stock allocated, money received, a paper issued."""
    _write(_entry(document, "", "", text, by))


def _entry(document, was, to, text, by):
    return TimelineEntry(
        document=document.pk, was=was, now=to, text=text[:500], by=by.id, by_name=by.name, side=by.side, at=dates.now()
    )


def _write(*entries):
    TimelineEntry.objects.bulk_create(entries)
