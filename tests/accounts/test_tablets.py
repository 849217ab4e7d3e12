"""Class tablets and PINs over HTTP: each way, each refusal."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from api.accounts import hashing
from api.accounts.tablets import rules
from api.core import db
from api.core.clock import FixedClock
from tests.accounts.test_signin import slug
from tests.barring import bar
from tests.world import Person, World

SECRET = "three rivers, one bridge"
PIN = "4826"


@dataclass(frozen=True, slots=True)
class Tablet:
    """A browser that is a class tablet."""

    world: World
    tablet_id: str
    http: httpx.AsyncClient

    async def type(self, person: Person, pin: str = PIN, **more: object) -> httpx.Response:
        """Somebody types a PIN there."""
        body = {"studentId": str(person.account_id), "pin": pin, "tokenKind": "bearer", **more}
        return await self.http.post("/api/v1/auth/tablet", json=body)


def browser(world: World) -> httpx.AsyncClient:
    """A browser with cookies of its own, on our own pages."""
    base = "http://127.0.0.1:8000"
    transport = world.http._transport  # pyright: ignore[reportPrivateUsage]  # the app of this test, shared
    return httpx.AsyncClient(transport=transport, base_url=base, headers={"origin": base, "accept-language": "en"})


async def add(world: World, **more: object) -> httpx.Response:
    body = {"name": "平板 1", "classId": str(world.north_a), **more}
    return await world.client(world.people.north_admin).post(f"orgs/{world.north}/tablets", json=body)


async def enrol(http: httpx.AsyncClient, code: str) -> httpx.Response:
    return await http.post("/api/v1/auth/tablet/enrolment", json={"code": code})


async def tablet_of(world: World, **more: object) -> Tablet:
    made, http = (await add(world, **more)).json(), browser(world)
    assert (await enrol(http, made["code"])).status_code == 204
    return Tablet(world, made["tabletId"], http)


async def give_secret(world: World, person: Person) -> None:
    """What a starting code leads to."""
    secret_hash = await hashing.hash_secret(SECRET)
    await world.operate(
        db.PLATFORM, "select credential_set_secret($1, $2, $3)", person.account_id, secret_hash, world.now
    )


async def set_pin(world: World, person: Person, pin: str = PIN, secret: str = SECRET) -> httpx.Response:
    return await world.client(person).put("me/pin", json={"secret": secret, "pin": pin})


@pytest.fixture
async def tablet(world: World) -> Tablet:
    """Of ming's class, where ming has a PIN."""
    await give_secret(world, world.people.ming)
    assert (await set_pin(world, world.people.ming)).status_code == 204
    return await tablet_of(world)


async def test_a_code_enrols_one_tablet_once(world: World) -> None:
    made, first, second = (await add(world)).json(), browser(world), browser(world)
    done = await enrol(first, made["code"].lower())
    cookie = done.headers["set-cookie"].lower()
    assert (done.status_code, "httponly" in cookie, "samesite=strict" in cookie) == (204, True, True)
    again = await enrol(second, made["code"])
    assert (again.status_code, slug(again)) == (401, "tablet-code-wrong")
    assert slug(await second.get("/api/v1/auth/tablet")) == "tablet-unknown"
    shown = (await first.get("/api/v1/auth/tablet")).json()
    ids = {student["studentId"] for student in shown["students"]}
    assert ids == {str(world.people.ming.account_id), str(world.people.hong.account_id)}
    assert (shown["schoolEn"], set(shown["students"][0])) == ("North", {"studentId", "name"})


async def test_a_code_is_good_for_half_an_hour(world: World, clock: FixedClock) -> None:
    made = (await add(world)).json()
    clock.advance(rules.CODE_LIFE + timedelta(seconds=1))
    assert slug(await enrol(browser(world), made["code"])) == "tablet-code-wrong"


async def test_a_code_of_another_school_enrols_nothing(world: World) -> None:
    letters = (await add(world)).json()["code"].partition("-")[2]
    assert slug(await enrol(browser(world), f"{world.south}-{letters}")) == "tablet-code-wrong"


async def test_codes_are_not_guessed(world: World) -> None:
    http = browser(world)
    tries = [await enrol(http, f"{world.north}-AAAAAAA{n}") for n in range(2, 9)]
    assert [answer.status_code for answer in tries] == [401] * 5 + [429] * 2


async def test_a_pin_signs_in_on_a_tablet_of_the_class(world: World, tablet: Tablet) -> None:
    signed = await tablet.type(world.people.ming)
    assert (signed.status_code, signed.json()["assurance"]) == (201, 1)
    async with world.client(world.people.ming, token=signed.json()["token"]) as ming:
        mine = [one for one in (await ming.get("me/sessions")).json() if one["current"]]
    assert [one["sharedDevice"] for one in mine] == [True]


async def test_a_pin_is_refused_in_one_way(world: World, tablet: Tablet) -> None:
    wrong = await tablet.type(world.people.ming, "4827")
    none = await tablet.type(world.people.hong)
    elsewhere = await tablet.type(world.people.jun)
    nobody = await tablet.http.post("/api/v1/auth/tablet", json={"studentId": str(uuid4()), "pin": PIN})
    refused = [wrong, none, elsewhere, nobody]
    assert {(one.status_code, slug(one)) for one in refused} == {(401, "pin-wrong")}
    assert len({one.json()["detail"] for one in refused}) == 1


async def test_a_pin_works_on_no_other_device(world: World, tablet: Tablet) -> None:
    body = {"studentId": str(world.people.ming.account_id), "pin": PIN}
    assert slug(await browser(world).post("/api/v1/auth/tablet", json=body)) == "tablet-unknown"
    forged = browser(world)
    forged.cookies.set("xinqiao-tablet", "A" * 75)
    assert slug(await forged.post("/api/v1/auth/tablet", json=body)) == "tablet-unknown"
    other = await tablet_of(world, classId=str(world.north_b))
    assert slug(await other.type(world.people.ming)) == "pin-wrong"
    names = {"classCode": "NOSUCH", "name": world.people.ming.name, "secret": PIN}
    assert (await tablet.http.post("/api/v1/auth/student", json=names)).status_code == 401


async def test_who_moved_or_left_is_not_there(world: World, tablet: Tablet) -> None:
    ming = world.people.ming
    move = "update students set class_id = $2 where org_id = $1 and student_id = $3"
    await world.operate(world.north, move, world.north, world.north_b, ming.account_id)
    assert slug(await tablet.type(ming)) == "pin-wrong"
    other = await tablet_of(world, classId=str(world.north_b))
    assert (await other.type(ming)).status_code == 201
    leave = "update students set ended_at = now() where org_id = $1 and student_id = $2"
    await world.operate(world.north, leave, world.north, ming.account_id)
    assert slug(await other.type(ming)) == "pin-wrong"
    shown = (await other.http.get("/api/v1/auth/tablet")).json()["students"]
    assert str(ming.account_id) not in {student["studentId"] for student in shown}


async def test_an_ended_tablet_opens_nothing(world: World, tablet: Tablet) -> None:
    weak = await world.sign_in(world.people.north_admin, assurance=1)
    ended = await weak.delete(f"orgs/{world.north}/tablets/{tablet.tablet_id}")
    assert ended.status_code == 204, "a second factor is not looked for while a thief holds it"
    assert slug(await tablet.http.get("/api/v1/auth/tablet")) == "tablet-unknown"
    assert slug(await tablet.type(world.people.ming)) == "tablet-unknown"
    admin = world.client(world.people.north_admin)
    place = f"orgs/{world.north}/tablets/{tablet.tablet_id}"
    assert slug(await admin.post(f"{place}/code")) == "tablet-ended"
    edit = {"name": "x", "classId": str(world.north_a)}
    assert slug(await admin.put(place, json=edit)) == "tablet-ended"
    assert (await admin.get(f"orgs/{world.north}/tablets")).json() == []
    assert (await admin.delete(place)).status_code == 204


async def test_a_new_code_ends_the_key_of_before(world: World, tablet: Tablet) -> None:
    admin = world.client(world.people.north_admin)
    code = (await admin.post(f"orgs/{world.north}/tablets/{tablet.tablet_id}/code")).json()["code"]
    assert slug(await tablet.type(world.people.ming)) == "tablet-unknown"
    shown = (await admin.get(f"orgs/{world.north}/tablets")).json()
    assert [(one["enrolled"], one["codeUntil"] is None) for one in shown] == [(False, False)]
    replaced = browser(world)
    assert (await enrol(replaced, code)).status_code == 204
    assert (await Tablet(world, tablet.tablet_id, replaced).type(world.people.ming)).status_code == 201


async def test_a_tablet_moves_to_another_class(world: World, tablet: Tablet) -> None:
    place = f"orgs/{world.north}/tablets/{tablet.tablet_id}"
    admin = world.client(world.people.north_admin)
    moved = await admin.put(place, json={"name": "平板 9", "classId": str(world.north_b)})
    assert moved.status_code == 204
    shown = (await tablet.http.get("/api/v1/auth/tablet")).json()
    assert [one["studentId"] for one in shown["students"]] == [str(world.people.jun.account_id)]
    assert slug(await tablet.type(world.people.ming)) == "pin-wrong"
    foreign = await admin.put(place, json={"name": "平板 9", "classId": str(world.south_a)})
    assert (foreign.status_code, (await add(world, classId=str(world.south_a))).status_code) == (422, 422)


async def test_a_class_that_ended_has_no_tablet(world: World, tablet: Tablet) -> None:
    end = "update classes set ended_at = now() where org_id = $1 and class_id = $2"
    await world.operate(world.north, end, world.north, world.north_a)
    shown = (await world.client(world.people.north_admin).get(f"orgs/{world.north}/tablets")).json()
    assert [one["classEnded"] for one in shown] == [True]
    assert (await tablet.http.get("/api/v1/auth/tablet")).json()["students"] == []
    assert slug(await tablet.type(world.people.ming)) == "pin-wrong"


async def test_bringing_one_in_takes_a_second_factor(world: World, tablet: Tablet) -> None:
    weak = await world.sign_in(world.people.north_admin, assurance=1)
    body = {"name": "平板 2", "classId": str(world.north_a)}
    place = f"orgs/{world.north}/tablets"
    asked = [
        await weak.post(place, json=body),
        await weak.post(f"{place}/{tablet.tablet_id}/code"),
        await weak.put(f"{place}/{tablet.tablet_id}", json=body),
    ]
    assert [(one.status_code, slug(one)) for one in asked] == [(403, "step-up-needed")] * 3


async def test_who_is_barred_from_a_child_brings_no_tablet_into_its_class(world: World, tablet: Tablet) -> None:
    who, admin = world.people, world.client(world.people.north_admin)
    await bar(world, who.north_admin, who.ming)
    place = f"orgs/{world.north}/tablets"
    assert slug(await add(world)) == "invalid"
    assert slug(await admin.post(f"{place}/{tablet.tablet_id}/code")) == "not-found"
    other = (await add(world, classId=str(world.north_b))).json()
    moved = {"name": "平板 1", "classId": str(world.north_a)}
    assert slug(await admin.put(f"{place}/{other['tabletId']}", json=moved)) == "invalid"
    assert (await admin.post(f"{place}/{other['tabletId']}/code")).status_code < 300


async def test_a_tablet_that_who_is_barred_enrolled_before_names_the_childs_class_no_more(
    world: World, tablet: Tablet
) -> None:
    who, place = world.people, f"orgs/{world.north}/tablets"
    code = (await add(world)).json()["code"]
    await bar(world, who.north_admin, who.ming)
    assert slug(await tablet.http.get("/api/v1/auth/tablet")) == "tablet-unknown"
    assert slug(await tablet.type(who.ming)) == "tablet-unknown"
    assert slug(await enrol(browser(world), code)) == "tablet-code-wrong"
    also = "update staff set roles = '{school_admin}' where org_id = $1 and staff_id = $2"
    await world.sql(world.north, also, world.north, who.gao.account_id)
    other = world.client(who.gao)
    [listed] = [one for one in (await other.get(place)).json() if one["tabletId"] == tablet.tablet_id]
    assert not listed["enrolled"], "others see that it needs a code of theirs"
    again = (await other.post(f"{place}/{tablet.tablet_id}/code")).json()["code"]
    assert (await enrol(tablet.http, again)).status_code == 204
    assert (await tablet.http.get("/api/v1/auth/tablet")).status_code == 200


async def test_a_child_who_moves_into_a_class_is_not_named_by_a_tablet_of_who_is_barred(
    world: World, tablet: Tablet
) -> None:
    who = world.people
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(world.north, move, world.north, who.ming.account_id, world.north_b)
    await bar(world, who.north_admin, who.ming)
    assert (await tablet.http.get("/api/v1/auth/tablet")).status_code == 200
    await world.sql(world.north, move, world.north, who.ming.account_id, world.north_a)
    assert slug(await tablet.http.get("/api/v1/auth/tablet")) == "tablet-unknown"


def test_names_are_given_names_but_where_two_look_alike() -> None:
    names = ["李雨", "王雨", "欧阳小明", "周子涵", "古丽·买买提", "Ann Lee", "明"]
    shown = rules.shown_names([(name, f"S{at}") for at, name in enumerate(names)])
    assert shown == ["李雨", "王雨", "小明", "子涵", "古丽", "Ann", "明"]
    namesakes = [("王小明", "S1"), ("王小明", "S2"), ("李小明", "S3")]
    assert rules.shown_names(namesakes) == ["王小明 S1", "王小明 S2", "李小明"]
