"""Kind: recovery equals impersonation (students). A person who hands out a code can become the child; they reach nothing by it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.accounts import hashing
from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.counselling.desk import TUESDAY, north_desk, ok, slug
from tests.observations.desk import Desk
from tests.world import Person, World

SECRET, OTHER = "蓝色的大鲸鱼在山上", "绿色的老火车在海底"
Start = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def start(world: World, http: httpx.AsyncClient, config: Config) -> Start:
    """Signs Ming in by a starting code."""
    name, student = f"小明{world.north}", world.people.ming.account_id
    key = Sealer(config.master_key).student_name("CLASSA", name)
    await world.operate(db.PLATFORM, "select login_students($1, $2, $3, $4)", [student], [key], [student], world.now)

    async def by(code: str, secret: str, **more: object) -> httpx.Response:
        body = {"classCode": "CLASSA", "name": name, "startingCode": code, "secret": secret, "tokenKind": "bearer"}
        return await http.post("/api/v1/auth/student/start", json=body | more)

    return by


def path(world: World) -> str:
    return f"/orgs/{world.north}/students/{world.people.ming.account_id}/starting-code"


async def issued(world: World, by: Person) -> str:
    return (await ok(await world.client(by).post(path(world)), 201))["code"]


async def confirmed(world: World, by: Person) -> httpx.Response:
    return await world.client(by).post(f"{path(world)}/confirm")


async def signed(world: World, answer: httpx.Response) -> httpx.AsyncClient:
    return world.client(world.people.ming, token=(await ok(answer, 201))["token"])


async def own(world: World, client: httpx.AsyncClient) -> list[Any]:
    return await ok(await client.get(f"/orgs/{world.north}/observations/own"))


async def reported(world: World, client: httpx.AsyncClient, about: str | None = "wang", **term: str) -> None:
    """Ming reports the class teacher by name, or nobody."""
    desk = Desk(world)
    await desk.serve(world.people.wang, world.people.ming, world.people.mother, **term)
    body: dict[str, str] = {"kind": "other", "text": "he hits us"}
    if about:
        body["aboutStaffId"] = str(getattr(world.people, about).account_id)
    await ok(await client.post(desk.reports, json=body), 201)


async def test_a_first_code_needs_one_adult_and_is_shown_to_the_student(
    world: World, start: Start, clock: FixedClock
) -> None:
    clock.advance(timedelta(minutes=20))
    sms = await world.sign_in(world.people.wang, assurance=1)
    code = (await ok(await sms.post(path(world)), 201))["code"]
    ming = await signed(world, await start(code, SECRET))
    await reported(world, ming, about=None)
    assert len(await own(world, ming)) == 1, "what a student files in their first hour is theirs to see"
    [first] = await ok(await ming.get("/me/resets"))
    assert (first["resetBy"], first["first"], first["secondBy"], first["used"]) == ("wang", True, None, True)
    assert (await ok(await ming.get("/me/home")))["needs"] == []


async def test_who_hands_out_a_first_code_reads_no_report_about_themselves_by_the_secret_they_may_know(
    world: World, start: Start, http: httpx.AsyncClient, clock: FixedClock
) -> None:
    clock.advance(timedelta(minutes=20))
    ming = await signed(world, await start(await issued(world, world.people.wang), SECRET))
    desk = Desk(world)
    await desk.serve(world.people.wang, world.people.ming, world.people.mother)
    clock.advance(timedelta(hours=2))
    for about in ("wang", "lin"):
        body = {"kind": "other", "text": "he hits us", "aboutStaffId": str(getattr(world.people, about).account_id)}
        await ok(await ming.post(desk.reports, json=body), 201)
    assert len(await own(world, ming)) == 1, "the one about the colleague; who gave the code may be signed in by it"
    clock.advance(timedelta(minutes=1))
    assert (await ming.put("/me/secret", json={"current": SECRET, "secret": OTHER})).status_code == 204
    clock.advance(timedelta(hours=2))
    body = {"classCode": "CLASSA", "name": f"小明{world.north}", "secret": OTHER, "tokenKind": "bearer"}
    ming = await signed(world, await http.post("/api/v1/auth/student", json=body))
    await ok(
        await ming.post(
            desk.reports,
            json={"kind": "other", "text": "again", "aboutStaffId": str(world.people.wang.account_id)},
        ),
        201,
    )
    assert len(await own(world, ming)) == 2, "by a secret of the student's own what is new is listed"


async def test_a_new_code_needs_assurance_and_a_second_adult(world: World, start: Start, clock: FixedClock) -> None:
    await signed(world, await start(await issued(world, world.people.wang), SECRET))
    sms = await world.sign_in(world.people.wang, assurance=1)
    assert slug(await sms.post(path(world))) == (403, "step-up-needed")
    clock.advance(timedelta(minutes=1))
    code = await issued(world, world.people.wang)
    assert slug(await start(code, OTHER)) == (403, "second-adult-needed")
    assert slug(await confirmed(world, world.people.wang)) == (409, "second-adult-other")
    counsellor = await world.sign_in(world.people.lin, assurance=1)
    assert slug(await counsellor.post(f"{path(world)}/confirm")) == (403, "step-up-needed")
    assert (await confirmed(world, world.people.mother)).status_code == 403
    [waiting] = await ok(await world.client(world.people.lin).get(f"/orgs/{world.north}/starting-codes"))
    assert (waiting["studentName"], waiting["issuedBy"]) == ("ming", "wang")
    assert (await confirmed(world, world.people.lin)).status_code == 204
    ming = await signed(world, await start(code, OTHER))
    reset = (await ok(await ming.get("/me/resets")))[0]
    assert (reset["resetBy"], reset["secondBy"], reset["first"], reset["used"]) == ("wang", "lin", False, True)
    assert await ok(await world.client(world.people.lin).get(f"/orgs/{world.north}/starting-codes")) == []


async def test_the_old_secret_takes_the_second_adults_place(world: World, start: Start) -> None:
    ming = await signed(world, await start(await issued(world, world.people.wang), SECRET))
    await reported(world, ming, about=None)
    code = await issued(world, world.people.wang)
    assert slug(await start(code, OTHER, oldSecret="a guess at it")) == (403, "second-adult-needed")
    again = await signed(world, await start(code, OTHER, oldSecret=SECRET))
    assert len(await own(world, again)) == 1, "nothing is closed to a student who proved the old secret"


async def test_a_student_changes_the_secret_alone(world: World, start: Start) -> None:
    ming = await signed(world, await start(await issued(world, world.people.wang), SECRET))
    assert slug(await ming.put("/me/secret", json={"current": "not it at all", "secret": OTHER})) == (
        403,
        "proof-needed",
    )
    assert (await ming.put("/me/secret", json={"current": SECRET, "secret": OTHER})).status_code == 204
    assert await ok(await ming.get("/me/resets")) != []


async def test_a_new_secret_has_eight_characters_and_an_old_shorter_one_works_until_changed(
    world: World, start: Start, http: httpx.AsyncClient
) -> None:
    code = await issued(world, world.people.wang)
    assert slug(await start(code, "鲸鱼唱歌在山上")) == (422, "invalid")
    ming = await signed(world, await start(code, "鲸鱼唱歌在山上了"))
    changed = await ming.put("/me/secret", json={"current": "鲸鱼唱歌在山上了", "secret": "火车到海底去"})
    assert slug(changed) == (422, "invalid")
    short, account_id = "鲸鱼在山上", world.people.ming.account_id
    await world.operate(
        db.PLATFORM, "select credential_set_secret($1, $2, $3)", account_id, await hashing.hash_secret(short), world.now
    )
    body = {"classCode": "CLASSA", "name": f"小明{world.north}", "secret": short, "tokenKind": "bearer"}
    ming = await signed(world, await http.post("/api/v1/auth/student", json=body))
    assert (await ming.put("/me/secret", json={"current": short, "secret": OTHER})).status_code == 204
    assert (await http.post("/api/v1/auth/student", json=body)).status_code == 401


async def test_own_reports_and_private_bookings_stay_closed_for_a_week(
    world: World, start: Start, clock: FixedClock
) -> None:
    who = world.people
    desk = await north_desk(world)
    ming = await signed(world, await start(await issued(world, who.wang), SECRET))
    assert slug(await ming.post("/me/feed")) == (403, "closed-for-now"), "a first secret protects what was there before"
    assert (await ok(await ming.get("/me/home")))["closedUntil"] is None, "and says nothing of it"
    clock.advance(timedelta(days=7))
    await reported(world, ming, startsOn=f"{clock.now():%Y-%m-%d}")
    wish = {**desk.wish(who.ming, TUESDAY + timedelta(days=7), attends="student"), "private": True}
    booking = await ok(await ming.post(f"/orgs/{world.north}/bookings", json=wish), 201)
    one = f"/orgs/{world.north}/bookings/{booking['bookingId']}"
    link = (await ok(await ming.post("/me/feed"), 201))["https"]
    clock.advance(timedelta(hours=2))

    code = await issued(world, who.north_admin)
    await ok(await confirmed(world, who.gao), 204)
    other = await signed(world, await start(code, OTHER))
    assert await own(world, other) == []
    assert (await ok(await other.get(f"/orgs/{world.north}/bookings")))["items"] == []
    assert (await ok(await other.get("/me/home")))["next"] == []
    assert (await ok(await other.get("/me/home")))["closedUntil"] is not None
    assert (await ok(await other.get("/me/diary")))["bookings"] == []
    assert (await other.get(one)).status_code == 404
    assert (await other.post(f"{one}/cancel", headers={"if-match": '"v1"'})).status_code == 404
    assert (await world.http.get(link.removeprefix("http://127.0.0.1:8000"))).status_code == 404
    assert slug(await other.post("/me/feed")) == (403, "closed-for-now")
    assert slug(await other.put("/me/email", json={"email": "thief@example.cn"})) == (403, "closed-for-now")
    new = {**desk.wish(who.ming, TUESDAY + timedelta(days=14), attends="student"), "private": True}
    made = await ok(await other.post(f"/orgs/{world.north}/bookings", json=new), 201)
    shown = (await ok(await other.get(f"/orgs/{world.north}/bookings?since=2026-11-01T00:00:00Z")))["items"]
    assert [b["bookingId"] for b in shown] == [made["bookingId"]], "an adult helper can still be reached"

    clock.advance(timedelta(days=7))
    assert len(await own(world, other)) == 1
    assert (await other.get(one)).status_code == 200
    assert (await ok(await other.get("/me/home")))["closedUntil"] is None


async def test_an_accused_teacher_who_takes_part_learns_nothing_ever(
    world: World, start: Start, clock: FixedClock
) -> None:
    ming = await signed(world, await start(await issued(world, world.people.wang), SECRET))
    await reported(world, ming)
    clock.advance(timedelta(hours=2))
    code = await issued(world, world.people.north_admin)
    await ok(await confirmed(world, world.people.wang), 204)
    other = await signed(world, await start(code, OTHER))
    clock.advance(timedelta(days=8))
    assert await own(world, other) == []


async def test_a_first_code_is_no_good_once_there_is_a_secret(world: World, start: Start) -> None:
    first = await issued(world, world.people.wang)
    again = await issued(world, world.people.wang)
    assert (await start(first, SECRET)).status_code == 401
    assert (await start(again, SECRET)).status_code == 201


async def test_two_accounts_of_one_person_are_no_two_adults(world: World, start: Start, clock: FixedClock) -> None:
    """Whoever confirms: the one whom the other added or appointed, and the other way round; also after years, and when the role has gone."""
    who = world.people
    await signed(world, await start(await issued(world, who.north_admin), SECRET))
    named = "update memberships set administrator_line = $3 where account_id = $1 and org_id = $2 and kind = 'staff'"
    appointed = "update staff set appointed_by = $3 where staff_id = $1 and org_id = $2"
    first, second = who.north_admin.account_id, who.gao.account_id
    nobody: list[UUID] = []
    cases: tuple[tuple[str, UUID, object, object], ...] = (
        (named, second, [first], nobody),
        (named, first, [second], nobody),
    )
    for noted in (appointed, appointed.replace("appointed_by", "role_by")):
        cases += ((noted, second, first, None), (noted, first, second, None))
    for sql, person, by, none in cases:
        await world.operate(world.north, sql, person, world.north, by)
        await issued(world, who.north_admin)
        assert slug(await confirmed(world, who.gao)) == (409, "second-adult-related")
        await world.operate(world.north, sql, person, world.north, none)
    clock.advance(timedelta(days=1))
    since = "update memberships set since = $2 where account_id = $1"
    await world.operate(world.north, since, first, clock.now())
    assert slug(await confirmed(world, who.gao)) == (409, "second-adult-related"), "who issued it is new"
    await world.operate(world.north, since, first, clock.now() - timedelta(days=8))
    assert (await confirmed(world, who.gao)).status_code == 204


async def test_somebody_new_on_the_staff_is_no_second_adult(world: World, start: Start, clock: FixedClock) -> None:
    await signed(world, await start(await issued(world, world.people.wang), SECRET))
    clock.advance(timedelta(days=1))
    new = world.people.nobody
    async with db.transaction(world.operator, world.north) as conn:
        await conn.execute(
            "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at)"
            " values ($1, $2, 'new', 'new', '{leader}', $3)",
            *(world.north, new.account_id, clock.now()),
        )
        await conn.execute("select membership_put($1, 'staff', $2)", [new.account_id], clock.now())
        await conn.execute("select membership_settle($1, '{leader}', '{}', '{}', $2)", [new.account_id], clock.now())
    await issued(world, world.people.wang)
    leader = await world.sign_in(new, assurance=2)
    assert slug(await leader.post(f"{path(world)}/confirm")) == (409, "second-adult-new")
    clock.advance(timedelta(days=7))
    leader = await world.sign_in(new, assurance=2)
    await issued(world, world.people.wang)
    assert (await leader.post(f"{path(world)}/confirm")).status_code == 204
