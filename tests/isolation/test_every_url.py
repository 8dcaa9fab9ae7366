"""Every URL by GET and POST: by nobody, by members without the right, for somebody else's rows, and by who may."""

import re

import pytest

from tests.isolation import canary
from tests.isolation.cases import PLACE, count, each, foreign_path, is_to_login, own_path
from tests.isolation.table import HQ, PORTAL, WWW
from tests.isolation.urls import endpoints
from tests.isolation.written import UUID

CHANGING = re.compile(r'value="[^"]{20,}"|"X-CSRFToken": "\w+"|nonce="[^"]*"|next=[^"&]*')
FINE = (200, 302, 303)
NO = (400, 405, 409, 422, 429)  # a form's own answers to an empty one, and a method that is not for this URL


def test_every_url_has_a_name_a_right_and_a_row():
    problems = endpoints()[1]
    assert not problems, "Describe these URLs:\n" + "\n".join(problems)


def test_every_row_is_of_a_url():
    for table, side in ((HQ, "hq"), (PORTAL, "distributor"), (WWW, "www")):
        known = {endpoint.name for endpoint in endpoints()[0] if endpoint.side == side}
        assert not set(table) - known, f"Rows of URLs that are gone at {side}: {sorted(set(table) - known)}"


@each()
def test_nobody_gets_no_further_than_the_login(places, endpoint, method):
    """SEC-1, SEC-9."""
    at = PLACE[endpoint.side]
    forbidden = [canary.beyond_name("acme"), canary.of("bolt" if at == "www" else "acme")]
    if not endpoint.public:
        forbidden.append(canary.beyond_name("bolt"))
    response = places.ask(method, own_path(places, endpoint), at=at, forbidden=forbidden)
    count("anonymous")
    if endpoint.public:
        assert response.status_code in (*FINE, *NO, 403, 404), response.status_code
    else:
        assert is_to_login(response) or response.status_code == 405, response.status_code


@each(lambda e: not e.public and e.lacking, skipped="(no case: every role of the place has the right)")
def test_without_the_right_it_is_403(places, endpoint, method):
    """SEC-1, SEC-4."""
    at = PLACE[endpoint.side]
    if endpoint.side == "hq":
        forbidden = [canary.beyond_name("acme"), canary.beyond_name("bolt")]
    else:
        forbidden = [canary.of("acme"), re.compile(canary.beyond_name("bolt").pattern + "(?!-STAFF)", re.I)]
    for role in endpoint.lacking:
        session = places.session(places.person(role, at), at)
        if method == "POST":
            places.watch.start()
        response = places.ask(
            method, own_path(places, endpoint), at=at, session=session, about=f"as {role}", forbidden=forbidden
        )
        count("no right")
        assert response.status_code in (403, 405), f"as {role}: {response.status_code}"
        assert method == "GET" or not places.watch.changes()


def plain(response, path):
    """A body without what differs from one answer to the next."""
    text = response.content.decode().replace(path, "PATH")
    return UUID.sub("ID", CHANGING.sub("", text))


def same_as_missing(places, method, endpoint, at, session, foreign, about):
    missing = foreign_path(places, endpoint, "missing")
    places.watch.start()
    theirs = places.ask(method, foreign, at=at, session=session, about=about)
    assert not places.watch.changes(), f"{about}: something was written"
    nobodys = places.ask(method, missing, at=at, session=session, about="that nobody has")
    assert theirs.status_code == nobodys.status_code, (theirs.status_code, nobodys.status_code)
    assert plain(theirs, foreign) == plain(nobodys, missing), f"{about}: the answer differs from that for a missing one"
    return theirs


@each(lambda e: e.has_own and e.side == "distributor", skipped="(no case: nothing of one distributor in the path)")
def test_a_foreign_row_is_answered_like_one_that_is_not_there(places, endpoint, method):
    """SEC-1, SEC-7, SEC-8: bolt asks, in bolt's portal, for what is acme's."""
    session = "" if endpoint.public else places.session(places.person(endpoint.asker, "bolt"), "bolt")
    foreign = foreign_path(places, endpoint, "acme")
    response = same_as_missing(places, method, endpoint, "bolt", session, foreign, "of acme")
    count("foreign id at a distributor")
    wanted = (404, 405) if endpoint.name != "enter" else (302, 405)  # a way in that is none leads to the login
    assert response.status_code in wanted, response.status_code


@each(lambda e: e.has_own and e.side == "hq" and "channel_manager" in e.having,
      skipped="(no case: no role of a region has the right)")  # fmt: skip
def test_another_regions_row_is_answered_like_one_that_is_not_there(places, endpoint, method):
    """The channel manager of the south asks for what is of acme in the north."""
    session = places.session(places.world.users["south_manager"], "hq")
    foreign = foreign_path(places, endpoint, "acme")
    about = "as the manager of another region"
    response = same_as_missing(places, method, endpoint, "hq", session, foreign, about)
    count("other region at head office")
    assert response.status_code in (404, 405, 403) if endpoint.name.endswith("-decide") else (404, 405), response


@each(lambda e: e.side == "hq" and ("foreign" in e.row or ("slug" in e.kwargs and len(e.kwargs) > 1)))
def test_head_office_finds_a_document_at_its_own_distributor_only(places, endpoint, method):
    """acme's number under bolt's address; an invitation of a distributor among head office's."""
    role = endpoint.asker
    session = places.session(places.person(role, "hq"), "hq") if role else ""
    foreign = foreign_path(places, endpoint, "acme")
    if "slug" in endpoint.kwargs:
        values = places.values(endpoint.kwargs, "acme") | {"slug": places.value("slug", "bolt")}
        foreign = endpoint.path(values)
    response = places.ask(method, foreign, at="hq", session=session, about=f"as {role}")
    count("foreign number at head office")
    assert response.status_code in (404, 405, 302 if endpoint.name == "enter" else 404), response.status_code


@each()
def test_who_may_gets_an_answer(places, endpoint, method):
    """So that the no of the others is a no to them, and the row in the table is a good one."""
    at, roles = PLACE[endpoint.side], endpoint.having if not endpoint.public else [None]
    for role in {roles[0], roles[-1]}:
        session = places.session(places.person(role, at), at) if role else ""
        forbidden = places.foreign_at(at)
        if at == "bolt":
            forbidden.append(canary.of("acme"))
        response = places.ask(
            method, own_path(places, endpoint), at=at, session=session, about=f"as {role}", forbidden=forbidden,
            data=places.values(endpoint.row.get("post", {}), "bolt"),
        )  # fmt: skip
        count("who may")
        fine = FINE if method == "GET" and response.status_code not in (405, 422) else (*FINE, *NO)
        if not endpoint.ours:
            fine = (*FINE, *NO, 403, 404)
        assert response.status_code in fine, f"as {role}: {response.status_code}"
        assert not (endpoint.ours and is_to_login(response) and endpoint.name != "enter"), f"as {role}: to the login"


@each(lambda e: e.ours and not e.kwargs and e.side != "www", methods=["GET"])
def test_tables_files_and_searches_show_own_rows_only(places, endpoint, method):
    """The pages without arguments again: as a workbook, searched, and filtered by ids of others."""
    at = PLACE[endpoint.side]
    world, north = places.world, places.world.acme.region_id
    filters = {"distributor": world.acme.pk, "region": north, "manager": world.users["manager"].pk,
               "salesperson": world.users["sales"].pk, "customer": places.things["acme"]["customer_id"],
               "province": world.acme.province_id, "order": places.things["acme"]["order"]}  # fmt: skip
    asked = [{"export": "xlsx"}, {"q": "CANARY"}, filters, filters | {"export": "xlsx"}, {"by": "document"},
             filters | {"by": "distributor"}]  # fmt: skip
    people = [(role, places.person(role, at)) for role in endpoint.having[-1:]]
    if at == "hq" and "channel_manager" in endpoint.having:
        people.append(("south_manager", world.users["south_manager"]))
    for who, person in people:
        forbidden = places.foreign_at(at) + ([canary.of("acme")] if who == "south_manager" or at == "bolt" else [])
        for parameters in asked:
            response = places.ask(
                method, endpoint.path({}), at=at, session=places.session(person, at), forbidden=forbidden,
                data={name: str(value) for name, value in parameters.items()}, about=f"as {who} with {[*parameters]}",
            )  # fmt: skip
            count("tables, files and searches")
            assert response.status_code in (200, 302, 404, 405, 422), response.status_code


@each(lambda e: e.side == "hq" and e.ours and "channel_manager" in e.having, methods=["GET"])
def test_a_region_sees_its_own_distributors_alone(places, endpoint, method):
    session = places.session(places.world.users["south_manager"], "hq")
    places.ask(
        method, own_path(places, endpoint), at="hq", session=session, about="as south_manager",
        forbidden=[canary.of("acme"), canary.PRIVATE_WORDS],
    )  # fmt: skip
    count("region")


@each(lambda e: e.side == "distributor" and not e.public, methods=["GET"])
def test_acme_reads_its_own_words_and_none_of_bolts(places, endpoint, method):
    path = endpoint.path(places.values(endpoint.kwargs, "acme"))
    for role in endpoint.having[-1:]:
        session = places.session(places.person(role, "acme"), "acme")
        for data in ({}, {"export": "xlsx"}):
            response = places.ask(method, path, at="acme", session=session, data=data, about=f"as {role}")
            count("own at acme")
            assert response.status_code in (200, 302, 405) or not endpoint.ours, response.status_code


@pytest.mark.parametrize("kind", ["html", "xlsx", "pdf"])
@pytest.mark.parametrize("place", ["acme", "bolt"])
def test_the_oracle_saw_marks_of_every_kind(places, place, kind):
    """It would be easy to find no foreign mark in pages that show none at all."""
    session = places.session(places.person("owner", place), place)
    places.ask("GET", "/customers/", at=place, session=session)
    places.ask("GET", "/customers/?export=xlsx", at=place, session=session)
    places.ask("GET", f"/quotations/{places.things[place]['quotation']}/quotation.pdf", at=place, session=session)
    assert canary.SEEN[kind, place], f"no {kind} showed {place}'s own words: the oracle is blind"
