"""What the distributor, salesperson and document are called that a slice is drilled to."""

from django.db import connection

from distributors.reports.slice import NotThere
from distributors.reports.source import Query

SEEN = "EXISTS (SELECT 1 FROM distributors_ledgerentry e WHERE {which}{regions})"


def labels(slice_):
    """{"distributor", "person", "document": label} of those that the slice names. One query, none when it names none.

    Raises NotThere for one that is unknown, or of which nothing can be seen in the person's regions.
    """
    query, parts = Query(), {}
    bound = slice_.region_ids is not None
    regions = f" AND e.region_id = ANY({query.say(sorted(slice_.region_ids))})" if bound else ""
    if slice_.distributor:
        id_ = query.say(slice_.distributor)
        seen = SEEN.format(which=f"e.distributor_id = {id_}", regions=regions)
        ours = f" AND (d.region_id = ANY({query.say(sorted(slice_.region_ids))}) OR {seen})" if bound else ""
        parts["distributor"] = (
            f"SELECT coalesce(nullif(d.short_name, ''), d.name) FROM tenants_distributor d WHERE d.id = {id_}{ours}"
        )
    if slice_.person:
        id_ = query.say(slice_.person)
        seen = SEEN.format(which=f"e.salesperson = {id_}", regions=regions)
        due = "" if bound else f" OR EXISTS (SELECT 1 FROM distributors_target t WHERE t.salesperson_id = {id_})"
        parts["person"] = f"SELECT u.name FROM tenants_user u WHERE u.id = {id_} AND ({seen}{due})"
    if slice_.document:
        of = f" AND e.distributor_id = {query.say(slice_.distributor)}" if slice_.distributor else ""
        parts["document"] = (
            "SELECT min(e.number) FROM distributors_ledgerentry e"
            f" WHERE e.document = {query.say(slice_.document)}{of}{regions}"
        )
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({part})" for part in parts.values()), query.parameters)
        found = dict(zip(parts, cursor.fetchone(), strict=True))
    if None in found.values():
        raise NotThere
    return found
