"""Signing in over HTTP: each way in, each refusal."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from pyotp.totp import TOTP

from api.accounts import rules
from api.accounts.signin import delays
from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.world import Person, World

NEW = "a long new phrase 7"


async def put_code(world: World, sealer: Sealer, phone: str, code: str) -> None:
    """What the worker does before it sends a code."""
    key = sealer.phone(phone)
    put = "select login_code_put($1, $2, $3)"
    await world.operate(db.PLATFORM, put, key, sealer.code(key, code), world.now + timedelta(minutes=5))


@pytest.fixture
def sealer(config: Config) -> Sealer:
    """The installation's."""
    return Sealer(config.master_key)


def slug(refused: httpx.Response) -> str:
    return refused.json()["type"].rsplit("/", 1)[-1]


async def by_phone(http: httpx.AsyncClient, phone: str, code: str, **more: object) -> httpx.Response:
    body = {"phone": phone, "code": code, "tokenKind": "bearer", **more}
    return await http.post("/api/v1/auth/phone", json=body)


async def test_a_code_is_asked_for_in_the_same_way_for_any_phone(world: World, http: httpx.AsyncClient) -> None:
    known = await http.post("/api/v1/auth/code", json={"phone": world.people.mother.phone})
    unknown = await http.post("/api/v1/auth/code", json={"phone": "13700000000"})
    planned = await world.sql(db.PLATFORM, "select payload::text from tasks where org_id = 0 and kind = 'sign_in_code'")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (204, unknown.content)
    assert len(planned) >= 2
    assert not any(world.people.mother.phone in row["payload"] for row in planned)


async def test_phone_and_code_sign_in_once(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    phone = world.people.mother.phone
    await put_code(world, sealer, phone, "123456")
    right = await by_phone(http, phone, "123456")
    again = await by_phone(http, phone, "123456")
    assert (right.status_code, again.status_code, slug(again)) == (201, 401, "code-used")
    assert right.json()["accountId"] == str(world.people.mother.account_id)
    assert (right.json()["assurance"], right.headers["cache-control"]) == (1, "no-store")
    home = await http.get("/api/v1/me/home", headers={"authorization": f"Bearer {right.json()['token']}"})
    assert {o["nameEn"] for o in home.json()["orgs"]} == {"North", "South", "Centre"}


async def test_five_wrong_tries_end_a_code(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    phone = world.people.father.phone
    await put_code(world, sealer, phone, "123456")
    wrong = [(await by_phone(http, phone, f"00000{n}")).status_code for n in range(5)]
    assert wrong == [401] * 5
    clock.advance(delays.FIRST)
    assert slug(await by_phone(http, phone, "123456")) == "code-tried-out"


async def test_an_old_code_is_no_good(world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock) -> None:
    await put_code(world, sealer, world.people.mother.phone, "123456")
    clock.advance(timedelta(minutes=5, seconds=1))
    assert slug(await by_phone(http, world.people.mother.phone, "123456")) == "code-expired"


async def test_a_phone_that_nobody_has_is_answered_like_any_other(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    phones = ("13700000004", world.people.lei_father.phone)

    async def both() -> str:
        known, unknown = [slug(await by_phone(http, phone, "654321")) for phone in phones]
        assert known == unknown
        return known

    answers = [await both()]
    for phone in phones:
        await put_code(world, sealer, phone, "123456")  # the worker draws one for either
    answers += [await both() for _ in range(5)]
    for wait in (timedelta(minutes=2), timedelta(minutes=4)):
        clock.advance(wait)
        answers.append(await both())
    assert answers == ["code-expired", *["code-wrong"] * 4, "too-many", "code-wrong", "code-expired"]


async def test_every_refusal_looks_the_same(world: World, http: httpx.AsyncClient) -> None:
    staff = {"phone": "13700000001", "password": "x", "totp": "123456"}
    password = await http.post("/api/v1/auth/staff", json=staff)
    student = await http.post("/api/v1/auth/student", json={"classCode": "NOSUCH", "name": "x", "secret": "y"})
    assert {r.status_code for r in (password, student)} == {401}
    assert len({r.text for r in (password, student)}) == 1


async def test_failures_are_limited(world: World, http: httpx.AsyncClient) -> None:
    statuses = [(await by_phone(http, "13700000002", "123456")).status_code for _ in range(10)]
    assert statuses == [401] * 5 + [429] * 5
    last = await by_phone(http, "13700000002", "123456")
    assert int(last.headers["retry-after"]) > 0


async def test_codes_are_limited(http: httpx.AsyncClient) -> None:
    asked = [(await http.post("/api/v1/auth/code", json={"phone": "13700000003"})).status_code for _ in range(4)]
    assert asked == [204, 204, 204, 429]


async def test_a_cookie_session_and_signing_out(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    await put_code(world, sealer, world.people.mother.phone, "123456")
    body = {"phone": world.people.mother.phone, "code": "123456"}
    signed = await http.post("/api/v1/auth/phone", json=body)
    cookie = signed.headers["set-cookie"]
    assert signed.json()["token"] is None
    assert all(word in cookie for word in ("xinqiao=", "HttpOnly", "SameSite=lax", "Path=/"))
    headers = {"origin": "http://127.0.0.1:8000", "idempotency-key": "sign-out-1"}
    assert (await http.get("/api/v1/me/home")).status_code == 200
    token = http.cookies["xinqiao"]
    out = await http.delete("/api/v1/auth/session", headers=headers)
    assert out.status_code == 204
    assert out.headers["clear-site-data"] == '"cache"', "answers that the browser keeps go as well"
    assert (await http.get("/api/v1/me/home", headers={"authorization": f"Bearer {token}"})).status_code == 401


async def test_a_shared_device_signs_out_by_itself(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    await put_code(world, sealer, world.people.mother.phone, "123456")
    signed = await by_phone(http, world.people.mother.phone, "123456", sharedDevice=True)
    headers = {"authorization": f"Bearer {signed.json()['token']}"}
    assert (await http.get("/api/v1/me", headers=headers)).status_code == 200
    clock.advance(rules.SHARED)
    assert (await http.get("/api/v1/me", headers=headers)).status_code == 401


async def enrolled(world: World, http: httpx.AsyncClient, sealer: Sealer, person: Person, clock: FixedClock) -> TOTP:
    """Gives a member of staff password and authenticator, from a fresh phone session."""
    await put_code(world, sealer, person.phone, "246810")
    token = (await by_phone(http, person.phone, "246810")).json()["token"]
    client = world.client(person, token=token)
    assert (await client.put("/me/password", json={"password": NEW})).status_code == 204
    totp = TOTP((await client.post("/me/totp", json={})).json()["secret"])
    assert (await client.post("/me/totp/confirm", json={"code": totp.at(clock.now())})).status_code == 204
    clock.advance(timedelta(seconds=30))
    return totp


async def test_staff_enrol_and_sign_in_with_both(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    totp = await enrolled(world, http, sealer, person, clock)
    body = {"phone": person.phone, "password": NEW, "totp": totp.at(clock.now()), "tokenKind": "bearer"}
    right = await http.post("/api/v1/auth/staff", json=body)
    replayed = await http.post("/api/v1/auth/staff", json=body)
    clock.advance(timedelta(seconds=30))
    fresh = {"totp": totp.at(clock.now())}
    wrong = await http.post("/api/v1/auth/staff", json=body | fresh | {"password": "not the password"})
    assert (right.status_code, right.json()["assurance"]) == (201, 2)
    assert (replayed.status_code, wrong.status_code) == (401, 401)


async def test_a_stolen_session_cannot_make_itself_stronger(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.zhao
    totp = await enrolled(world, http, sealer, person, clock)
    await put_code(world, sealer, person.phone, "135790")
    thief = world.client(person, token=(await by_phone(http, person.phone, "135790")).json()["token"])
    bare = await thief.put("/me/password", json={"password": "another long one 8"})
    guess = await thief.put(
        "/me/password", json={"password": "another long one 8", "current": "guess", "totp": "000000"}
    )
    secret = await thief.post("/me/totp", json={})
    assert {r.status_code for r in (bare, guess, secret)} == {403}
    proof = {"current": NEW, "totp": totp.at(clock.now())}
    assert (await thief.put("/me/password", json={"password": "another long one 8", **proof})).status_code == 204


async def test_setting_a_first_password_needs_a_fresh_session(world: World, clock: FixedClock) -> None:
    clock.advance(timedelta(minutes=11))
    async with world.client(world.people.sun) as client:
        late = await client.put("/me/password", json={"password": NEW})
        assert (late.status_code, late.json()["type"].rsplit("/", 1)[-1]) == (403, "fresh-session-needed")


async def test_weak_passwords_and_students_are_refused(world: World) -> None:
    async with world.client(world.people.gao) as staff, world.client(world.people.ming) as student:
        weak = [
            (await staff.put("/me/password", json={"password": p})).status_code
            for p in ("short", "password12", "aaaaaaaaaaaa")
        ]
        theirs = await student.put("/me/password", json={"password": NEW})
    assert weak == [422] * 3
    assert theirs.status_code == 403


async def start_code(world: World, teacher: Person, student: Person) -> dict[str, str]:
    async with world.client(teacher) as client:
        answer = await client.post(f"/orgs/{world.north}/students/{student.account_id}/starting-code")
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
async def ming_key(world: World, sealer: Sealer) -> str:
    """Lets the student be named as an import would: class code and name."""
    name = f"小明{world.north}"
    student = world.people.ming.account_id
    key = sealer.student_name("CLASSA", name)
    await world.operate(db.PLATFORM, "select login_students($1, $2, $3, $4)", [student], [key], [student], world.now)
    return name


async def test_a_student_sets_a_secret_alone_and_sees_resets(
    world: World, http: httpx.AsyncClient, ming_key: str
) -> None:
    first = await start_code(world, world.people.wang, world.people.ming)
    begin = {
        "classCode": first["classCode"],
        "name": ming_key,
        "startingCode": first["code"],
        "secret": "蓝色的大鲸鱼唱歌",
        "tokenKind": "bearer",
    }
    for weak in ("11111111", "qwerty1234", "北校北校北校12", f"{ming_key}123456", "CLASSA12"):
        refused = await http.post("/api/v1/auth/student/start", json=begin | {"secret": weak})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "weak"), weak
    started = await http.post("/api/v1/auth/student/start", json=begin)
    reused = await http.post("/api/v1/auth/student/start", json=begin)
    again = {"classCode": "classa", "name": ming_key, "secret": "蓝色的大鲸鱼唱歌", "tokenKind": "bearer"}
    signed = await http.post("/api/v1/auth/student", json=again)
    assert (started.status_code, reused.status_code, signed.status_code) == (201, 401, 201)
    mine = world.client(world.people.ming, token=signed.json()["token"])
    assert [(r["resetBy"], r["first"]) for r in (await mine.get("/me/resets")).json()] == [("wang", True)]

    assert (await mine.get("/me/home")).json()["needs"] == []
    second = await start_code(world, world.people.wang, world.people.ming)
    assert (await mine.get("/me/home")).json()["needs"] == [
        {"kind": "see_resets", "orgId": None, "resourceId": None, "name": None, "studentId": None}
    ]
    assert (await http.post("/api/v1/auth/student", json=again)).status_code == 201  # until the code is used
    reset = begin | {"startingCode": second["code"], "secret": "another secret of mine", "oldSecret": begin["secret"]}
    assert (await http.post("/api/v1/auth/student/start", json=reset)).status_code == 201
    assert (await mine.get("/me/resets")).status_code == 401  # what was open before has ended
    assert (await http.post("/api/v1/auth/student", json=again)).status_code == 401


async def test_a_starting_code_runs_out(
    world: World, http: httpx.AsyncClient, ming_key: str, clock: FixedClock
) -> None:
    code = await start_code(world, world.people.wang, world.people.ming)
    ends = datetime.fromisoformat(code["expiresAt"])
    assert ends.astimezone(ZoneInfo("Asia/Shanghai")).time() == time(0), "the end of a day"
    assert timedelta(days=6) < ends - clock.now() <= timedelta(days=7)
    clock.advance(ends - clock.now())
    begin = {"classCode": code["classCode"], "name": ming_key, "startingCode": code["code"], "secret": "long enough"}
    assert (await http.post("/api/v1/auth/student/start", json=begin)).status_code == 401
