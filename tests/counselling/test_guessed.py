"""Who asks is guessed and asked with the first statement: the guess saves a round trip, and gives no right."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar

from api.core import db
from api.core.clock import FixedClock
from api.core.db import Reader
from api.counselling.bookings import checking
from api.http.auth import read_token
from api.http.principal import SEEN_EVERY
from api.http.recognising import OrgHints
from tests.citus import one_database
from tests.counselling.desk import HOUR, TUESDAY, Desk, ok, slug
from tests.world import Person

NO_GUESS = "on a cluster nobody is guessed: who asks and what is read lie on different nodes"
ADD_TIE = (
    "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
    " select $1, $2, guardian_id, relation, contact_order, $3 from guardianships t"
    " where org_id = $1 and exists (select from guardians g where g.org_id = $1 and g.guardian_id = t.guardian_id and g.name = 'mother')"
    " on conflict do nothing"
)
END_TIE = (
    "update guardianships t set ended_at = $3 where org_id = $1 and student_id = $2"
    " and exists (select from guardians g where g.org_id = $1 and g.guardian_id = t.guardian_id and g.name = 'mother')"
)
END_ROLES = "update staff set roles = '{}' where org_id = $1 and staff_id = $2 and $3::timestamptz is not null"
GIVE_ROLE = (
    "update staff set roles = '{school_admin}' where org_id = $1 and staff_id = $2 and $3::timestamptz is not null"
)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many round trips were made since it was last asked."""
    made: list[str] = []
    send = Reader._send  # pyright: ignore[reportPrivateUsage]

    async def counted(self: Reader, query: str, args: tuple[object, ...]) -> object:
        made.append(query)
        return await send(self, query, args)

    def count() -> int:
        found = len(made)
        made.clear()
        return found

    monkeypatch.setattr(Reader, "_send", counted)
    return count


async def change(desk: Desk, statement: str, who: Person) -> None:
    await desk.world.sql(desk.org_id, statement, desk.org_id, who.account_id, desk.world.now)


async def listed(desk: Desk, who: Person) -> list[str]:
    page = await ok(await desk.world.client(who).get(desk.bookings))
    return [line["bookingId"] for line in page["items"]]


@one_database(NO_GUESS)
async def test_a_known_session_reads_in_one_round_trip(desk: Desk, trips: Callable[[], int]) -> None:
    mother = desk.world.people.mother
    first = await listed(desk, mother)
    assert trips() == 2
    assert await listed(desk, mother) == first
    assert trips() == 1


@one_database(NO_GUESS)
async def test_a_refused_booking_is_one_round_trip_and_a_made_one_two(desk: Desk, trips: Callable[[], int]) -> None:
    who = desk.world.people
    await desk.book(who.jun_mother, who.jun)
    await listed(desk, who.mother)
    trips()
    assert slug(await desk.try_book(who.mother, who.ming)) == (409, "time-taken")
    assert trips() == 1
    await desk.book(who.mother, who.ming, TUESDAY + HOUR)
    assert trips() == 2


async def test_whose_tie_ended_sees_nothing_any_more(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.mother, who.ming))["bookingId"]
    await change(desk, ADD_TIE, who.jun)
    assert await listed(desk, who.mother) == [booking]
    await change(desk, END_TIE, who.ming)
    assert await listed(desk, who.mother) == []
    assert (await desk.get(who.mother, booking)).status_code == 404
    assert (await desk.try_book(who.mother, who.ming, TUESDAY + HOUR)).status_code == 404


async def test_what_was_allowed_a_moment_ago_is_refused(desk: Desk) -> None:
    lin, path = desk.world.people.lin, f"/orgs/{desk.org_id}/hours"
    async with desk.world.client(lin) as client:
        await ok(await client.get(path))
        await change(desk, END_ROLES, lin)
        assert (await client.get(path)).status_code == 403


async def test_what_was_refused_a_moment_ago_is_allowed(desk: Desk) -> None:
    """A refusal before any statement is answered only once the database has said who asks."""
    chen, path = desk.world.people.chen, f"/orgs/{desk.org_id}/hours"
    async with desk.world.client(chen) as client:
        assert (await client.get(path)).status_code == 403
        await change(desk, GIVE_ROLE, chen)
        await ok(await client.get(path))


async def end_elsewhere(desk: Desk, who: Person) -> None:
    """The person ends all sessions but a new one."""
    async with await desk.world.sign_in(who, assurance=1) as other:
        assert (await other.delete("/me/sessions")).status_code == 200


async def test_a_session_that_ended_elsewhere_is_refused(desk: Desk) -> None:
    mother = desk.world.people.mother
    await listed(desk, mother)
    await end_elsewhere(desk, mother)
    assert (await desk.world.client(mother).get(desk.bookings)).status_code == 401
    assert (await desk.try_book(mother, desk.world.people.ming)).status_code == 401


@one_database(NO_GUESS)
async def test_who_is_guessed_is_forgotten_with_the_session(desk: Desk, app: Litestar) -> None:
    mother = desk.world.people.mother
    hints: OrgHints = app.state.org_hints
    await listed(desk, mother)
    assert hints.get_principal(read_token(mother.token), desk.org_id) is not None
    await end_elsewhere(desk, mother)
    assert (await desk.world.client(mother).get(desk.bookings)).status_code == 401
    assert (await desk.try_book(mother, desk.world.people.ming)).status_code == 401
    assert hints.get_principal(read_token(mother.token), desk.org_id) is None


async def test_presence_is_noted_as_before(desk: Desk, clock: FixedClock) -> None:
    mother = desk.world.people.mother
    await listed(desk, mother)
    clock.advance(SEEN_EVERY * 2)
    client = desk.world.client(mother)
    await ok(await client.get(desk.bookings))
    seen = [s["seenAt"] for s in (await ok(await client.get("/me/sessions"))) if s["current"]]
    assert [at[:19] for at in seen] == [clock.now().isoformat()[:19]]


async def test_a_repeated_booking_is_answered_as_the_first(desk: Desk) -> None:
    who = desk.world.people
    await listed(desk, who.mother)
    client, key = desk.world.client(who.mother), {"idempotency-key": "once-and-again-1"}
    body = desk.wish(who.ming)
    first = await client.post(desk.bookings, json=body, headers=key)
    again = await client.post(desk.bookings, json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json()["bookingId"] == first.json()["bookingId"]
    other = await client.post(desk.bookings, json=desk.wish(who.ming, TUESDAY + HOUR), headers=key)
    assert slug(other) == (422, "idempotency-mismatch")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two requests have found the time free before either of them writes."""
    both, calls, check = asyncio.Barrier(2), itertools.count(1), checking.check_new

    async def together(*args: Any) -> Any:
        call, checked = next(calls), await check(*args)
        if call <= 2:
            await both.wait()
        return checked

    monkeypatch.setattr(checking, "check_new", together)


@pytest.mark.usefixtures("at_once")
async def test_a_booking_sent_twice_at_once_is_made_once_and_answered_twice(desk: Desk) -> None:
    """The second is not told that the time was taken, by itself."""
    who = desk.world.people
    await listed(desk, who.mother)
    client, key = desk.world.client(who.mother), {"idempotency-key": "twice-at-once-1"}
    one, two = await asyncio.gather(
        *(client.post(desk.bookings, json=desk.wish(who.ming), headers=key) for _ in range(2))
    )
    assert (one.status_code, two.status_code) == (201, 201), (one.text, two.text)
    assert one.json()["bookingId"] == two.json()["bookingId"]


@pytest.mark.usefixtures("at_once")
async def test_who_is_faster_gets_the_time(desk: Desk) -> None:
    who = desk.world.people
    for person in (who.mother, who.jun_mother):
        await listed(desk, person)
    answers = await asyncio.gather(desk.try_book(who.mother, who.ming), desk.try_book(who.jun_mother, who.jun))
    assert sorted(a.status_code for a in answers) == [201, 409]


async def test_on_a_cluster_nobody_is_guessed(desk: Desk, app: Litestar, monkeypatch: pytest.MonkeyPatch) -> None:
    """There who asks and what is read lie on different nodes."""
    monkeypatch.setattr(db, "on_cluster", lambda _: True)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    await listed(desk, desk.world.people.mother)
    hints: OrgHints = app.state.org_hints
    assert hints.get_principal(read_token(desk.world.people.mother.token), desk.org_id) is None


async def test_a_process_remembers_so_many_people(desk: Desk, app: Litestar) -> None:
    who = desk.world.people
    for person in (who.mother, who.father, who.gao):
        await listed(desk, person) if person is not who.gao else await desk.world.client(person).get(desk.bookings)
    known: OrgHints = app.state.org_hints
    principal = known.get_principal(read_token(who.mother.token), desk.org_id)
    assert principal is not None
    hints, (mother, father, gao) = (
        OrgHints(most_people=2),
        (read_token(p.token) for p in (who.mother, who.father, who.gao)),
    )
    for org_id in range(5):
        hints.set_principal(mother, org_id, principal)
    assert [hints.get_principal(mother, org_id) is not None for org_id in range(5)] == [False] * 4 + [True]
    hints.set_principal(father, 1, principal)
    hints.get_principal(mother, 4)
    hints.set_principal(gao, 1, principal)
    assert (hints.get_principal(father, 1), hints.get_principal(mother, 4)) == (None, principal)
