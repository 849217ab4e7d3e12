"""Kinds: recovery equals impersonation (staff), and limits that end too late. Having a phone number does not make one the person."""

from datetime import timedelta

import httpx
import pytest
from pyotp.totp import TOTP

from api.accounts import hashing, secrets
from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.test_signin import NEW, by_phone, enrolled, put_code, sealer
from tests.world import Person, World

__all__ = ["sealer"]
OTHER = "the ferry leaves at dusk 41"


async def by_sms(world: World, http: httpx.AsyncClient, sealer: Sealer, person: Person) -> httpx.AsyncClient:
    """A session of somebody who reads the person's SMS."""
    await put_code(world, sealer, person.phone, "135790")
    return world.client(person, token=(await by_phone(http, person.phone, "135790")).json()["token"])


async def by_both(world: World, http: httpx.AsyncClient, person: Person, totp: TOTP, now: FixedClock) -> httpx.Response:
    body = {"phone": person.phone, "password": NEW, "totp": totp.at(now.now()), "tokenKind": "bearer"}
    return await http.post("/api/v1/auth/staff", json=body)


async def test_a_pending_authenticator_opens_nothing_to_an_sms_session(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    totp = await enrolled(world, http, sealer, person, clock)
    owner = world.client(person, token=(await by_both(world, http, person, totp, clock)).json()["token"])
    clock.advance(timedelta(seconds=30))
    proof = {"current": NEW, "totp": totp.at(clock.now())}
    asked = await owner.post("/me/totp", json=proof)
    assert asked.status_code == 200
    thief = await by_sms(world, http, sealer, person)
    taken = await thief.put("/me/password", json={"password": OTHER})
    confirmed = await thief.post("/me/totp/confirm", json={"code": TOTP(asked.json()["secret"]).at(clock.now())})
    assert taken.status_code == 403, "an SMS session changes nothing for somebody enrolled"
    assert confirmed.status_code == 422, "only the session that asked confirms"


async def test_the_old_authenticator_works_until_the_new_one_is_confirmed(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.zhao
    old = await enrolled(world, http, sealer, person, clock)
    owner = world.client(person, token=(await by_both(world, http, person, old, clock)).json()["token"])
    clock.advance(timedelta(seconds=30))
    proof = {"current": NEW, "totp": old.at(clock.now())}
    new = TOTP((await owner.post("/me/totp", json=proof)).json()["secret"])
    clock.advance(timedelta(seconds=30))
    assert (await by_both(world, http, person, old, clock)).status_code == 201
    assert (await by_both(world, http, person, new, clock)).status_code == 401
    clock.advance(timedelta(seconds=30))
    assert (await owner.post("/me/totp/confirm", json={"code": new.at(clock.now())})).status_code == 204
    clock.advance(timedelta(seconds=30))
    assert (await by_both(world, http, person, old, clock)).status_code == 401
    assert (await by_both(world, http, person, new, clock)).status_code == 201


async def test_a_changed_mail_address_needs_the_second_factor(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    totp = await enrolled(world, http, sealer, person, clock)
    thief = await by_sms(world, http, sealer, person)
    refused = await thief.put("/me/email", json={"email": "thief@example.cn"})
    removed = await thief.delete("/me/email")
    owner = world.client(person, token=(await by_both(world, http, person, totp, clock)).json()["token"])
    allowed = await owner.put("/me/email", json={"email": "lin@example.cn"})
    assert (refused.status_code, removed.status_code, allowed.status_code) == (403, 403, 204)
    assert refused.json()["type"].endswith("step-up-needed")


async def test_a_verified_address_is_replaced_from_a_fresh_session_alone(world: World, clock: FixedClock) -> None:
    mother = world.client(world.people.mother)
    await world.operate(
        db.PLATFORM, "select account_set_email($1, $2, $3, $3)", world.people.mother.account_id, b"sealed", world.now
    )
    clock.advance(timedelta(minutes=11))
    late = await mother.put("/me/email", json={"email": "thief@example.cn"})
    assert (late.status_code, late.json()["type"].rsplit("/", 1)[-1]) == (403, "fresh-session-needed")


@pytest.mark.parametrize(
    "weak", ["qwerty1234", "Password2026!", "1111111111", "woaini5201314", "xinqiao20261", "abcd123456"]
)
async def test_passwords_that_are_guessed_first_are_refused(world: World, weak: str) -> None:
    async with world.client(world.people.lin) as client:
        answer = await client.put("/me/password", json={"password": weak})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "weak"


async def test_a_password_of_the_schools_own_words_is_refused(world: World) -> None:
    async with world.client(world.people.lin) as client:
        answer = await client.put("/me/password", json={"password": "North北校lin2026"})
    assert answer.status_code == 422


@pytest.mark.parametrize("own", ["linxiaoyu2013", "xiaoyulin2013!", "lxy20131008", "林小雨20131008", "beixiao2026lxy"])
async def test_a_password_of_ones_own_name_is_refused_in_pinyin_too(world: World, own: str) -> None:
    lin = world.people.lin
    await world.sql(
        world.north, "update staff set name = '林小雨' where org_id = $1 and staff_id = $2", world.north, lin.account_id
    )
    async with world.client(lin) as client:
        answer = await client.put("/me/password", json={"password": own})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "weak"


@pytest.mark.parametrize(
    "weak", ["qinghe2026", "yizhong2026", "yizhong123", "diyichuji1", "qhdyczzx1", "qinghezhongxue8", "Qinghe-Middle1"]
)
async def test_parts_of_a_schools_name_and_what_people_call_it_are_its_words(weak: str) -> None:
    words = [*secrets.school_words("青禾区第一初级中学"), *secrets.school_words("Qinghe No. 1 Middle School")]
    assert await secrets.is_weak(weak, secrets.OF_STUDENTS, words)
    assert not await secrets.is_weak("hong-ye-man-shan-36", secrets.OF_STUDENTS, words)


async def test_a_teachers_name_is_a_word_of_their_students(world: World) -> None:
    who, rename = world.people, "update staff set name = '周丽华' where org_id = $1 and staff_id = $2"
    await world.sql(world.north, rename, world.north, who.wang.account_id)
    ming = world.client(who.ming)
    await world.operate(
        db.PLATFORM,
        "select credential_set_secret($1, $2, $3)",
        who.ming.account_id,
        await hashing.hash_secret("before it all"),
        world.now,
    )
    answer = await ming.put("/me/secret", json={"current": "before it all", "secret": "zhoulihua2026"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "weak")


async def test_an_address_that_hides_a_header_is_refused_at_its_field(world: World) -> None:
    answer = await world.client(world.people.lin).put("/me/email", json={"email": "=?utf-8?q?x=0d=0aBcc=3aevil?=@b.cn"})
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "$.email")


async def test_a_session_of_staff_ends_after_an_idle_hour(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    totp = await enrolled(world, http, sealer, person, clock)
    owner = world.client(person, token=(await by_both(world, http, person, totp, clock)).json()["token"])
    for _ in range(4):
        clock.advance(timedelta(minutes=40))
        assert (await owner.get("/me")).status_code == 200, "a person at work stays signed in"
    clock.advance(timedelta(minutes=40))
    assert (await owner.get("/me", headers={"x-unattended": "1"})).status_code == 200
    clock.advance(timedelta(minutes=21))
    assert (await owner.get("/me")).status_code == 401, "what an open page read by itself is nobody's presence"


async def test_signing_out_everywhere_ends_calendar_links_when_asked(world: World, http: httpx.AsyncClient) -> None:
    mother = world.client(world.people.mother)
    link = (await mother.post("/me/feed")).json()["https"].removeprefix("http://127.0.0.1:8000")
    assert (await mother.delete("/me/sessions")).status_code == 200
    assert (await http.get(link)).status_code == 200
    assert (await mother.delete("/me/sessions?calendarLinks=true")).status_code == 200
    assert (await http.get(link)).status_code == 404
