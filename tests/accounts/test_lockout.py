"""Wrong tries lock nobody out who knows the right secret, and guessing stays bounded (decision 0184)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from litestar import Litestar

from api.accounts import rules
from api.accounts.signin import delays
from api.accounts.signin.delays import Failures
from api.accounts.signin.device import LIFE, MOST, Device, read_device
from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.db import uuid7
from api.core.sealing import Sealer
from api.core.services import Services
from api.http.middleware import Middleware
from tests.accounts.authenticator import Authenticator
from tests.accounts.test_passkeys import sign_in as by_passkey
from tests.accounts.test_signin import by_phone, ming_key, put_code, sealer, start_code
from tests.world import World

__all__ = ["ming_key", "sealer"]

SECRET = "蓝色的大鲸鱼唱歌"
OURS = {"origin": "http://127.0.0.1:8000"}
At = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def at(app: Litestar, services: Services) -> AsyncGenerator[At]:
    """A browser of its own at an address."""
    app.state["services"] = services
    front = Middleware(app, session_rate=1e6, address_rate=1e6, secure=False)
    async with AsyncExitStack() as stack:

        async def browser(address: str) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=front, raise_app_exceptions=False, client=(address, 50_000))
            client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=OURS)
            return await stack.enter_async_context(client)

        yield browser


async def with_code(http: httpx.AsyncClient, phone: str, code: str) -> httpx.Response:
    return await http.post("/api/v1/auth/phone", json={"phone": phone, "code": code})


async def with_secret(http: httpx.AsyncClient, name: str, secret: str, class_code: str = "CLASSA") -> httpx.Response:
    return await http.post("/api/v1/auth/student", json={"classCode": class_code, "name": name, "secret": secret})


async def started(world: World, http: httpx.AsyncClient, name: str) -> dict[str, str]:
    """A student sets a secret on a device, which knows them from then on."""
    code = await start_code(world, world.people.wang, world.people.ming)
    begin = {"classCode": "CLASSA", "name": name, "startingCode": code["code"], "secret": SECRET}
    answer = await http.post("/api/v1/auth/student/start", json=begin)
    assert answer.status_code == 201, answer.text
    return begin


async def test_six_hundred_wrong_sign_ins_from_one_address_keep_no_right_one_out(
    world: World, at: At, sealer: Sealer
) -> None:
    school = await at("203.0.113.7")
    wrong = {(await by_phone(school, f"137{n:08}", "123456")).status_code for n in range(600)}
    assert wrong == {401}
    await put_code(world, sealer, world.people.mother.phone, "246810")
    newcomer = await at("203.0.113.7")
    assert (await with_code(newcomer, world.people.mother.phone, "246810")).status_code == 201


async def test_a_crowded_address_has_one_try_for_each_name(
    world: World, at: At, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delays, "CROWD", 20)
    school = await at("203.0.113.8")
    for n in range(20):
        await by_phone(school, f"136{n:08}", "123456")
    first, second = [await by_phone(school, "13500000001", "123456") for _ in range(2)]
    assert (first.status_code, second.status_code, second.headers["retry-after"]) == (401, 429, "900")
    clock.advance(delays.CROWD_WINDOW)
    assert (await by_phone(school, "13500000001", "123456")).status_code == 401


async def test_a_stranger_does_not_lock_a_child_out_of_their_own_device(
    world: World, at: At, ming_key: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(delays.CEILINGS, "secret", 10)
    child, stranger = await at("203.0.113.9"), await at("203.0.113.9")
    await started(world, child, ming_key)
    tries = [(await with_secret(stranger, ming_key, f"wrong {n}")).status_code for n in range(6)]
    assert tries == [401] * 5 + [429]
    for n in range(5):
        await with_secret(await at(f"198.51.100.{n}"), ming_key, "wrong")
    assert (await with_secret(await at("198.51.100.99"), ming_key, SECRET)).status_code == 429
    assert (await with_secret(child, ming_key, SECRET)).status_code == 201
    wrong = [(await with_secret(child, ming_key, "wrong")).status_code for _ in range(6)]
    assert wrong == [401] * 5 + [429], "the holder of the device is held back on it"
    clock.advance(delays.FIRST)
    assert (await with_secret(child, ming_key, SECRET)).status_code == 201


async def test_a_stranger_does_not_end_a_code_on_a_known_device(world: World, at: At, sealer: Sealer) -> None:
    phone = world.people.mother.phone
    mother, stranger = await at("203.0.113.10"), await at("203.0.113.11")
    await put_code(world, sealer, phone, "135790")
    assert (await with_code(mother, phone, "135790")).status_code == 201
    await put_code(world, sealer, phone, "246810")
    assert {(await with_code(stranger, phone, f"00000{n}")).status_code for n in range(5)} == {401}
    assert (await with_code(await at("203.0.113.12"), phone, "246810")).status_code == 401, "it has ended for strangers"
    assert (await with_code(mother, phone, "246810")).status_code == 201
    await put_code(world, sealer, phone, "975310")
    assert {(await with_code(mother, phone, f"00000{n}")).status_code for n in range(5)} == {401}
    assert (await with_code(mother, phone, "975310")).status_code in {401, 429}, "five wrong tries end it there too"


async def test_a_stranger_takes_no_codes_from_a_known_device(world: World, at: At, sealer: Sealer) -> None:
    phone = {"phone": world.people.father.phone}
    father, stranger = await at("203.0.113.13"), await at("203.0.113.13")
    await put_code(world, sealer, phone["phone"], "135790")
    assert (await with_code(father, phone["phone"], "135790")).status_code == 201
    asked = [(await stranger.post("/api/v1/auth/code", json=phone)).status_code for _ in range(4)]
    own = [(await father.post("/api/v1/auth/code", json=phone)).status_code for _ in range(4)]
    assert asked == own == [204, 204, 204, 429]


async def test_codes_asked_for_by_a_crowd_keep_nobody_from_their_first(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delays, "CODES_OF_AN_ADDRESS", (5, 3600))
    school = await at("203.0.113.14")
    for n in range(5):
        await school.post("/api/v1/auth/code", json={"phone": f"134{n:08}"})
    asked = [(await school.post("/api/v1/auth/code", json={"phone": "13300000001"})).status_code for _ in range(2)]
    assert asked == [204, 429]


async def test_a_flood_of_challenges_neither_locks_an_address_nor_fills_a_table(
    world: World, at: At, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, operator: db.Pool
) -> None:
    monkeypatch.setattr(delays, "CHALLENGES_OF_AN_ADDRESS", (5, 3600))
    school = await at("203.0.113.25")
    asked = [(await school.post("/api/v1/auth/passkey/challenge")).status_code for _ in range(6)]
    clock.advance(rules.CHALLENGE_LIFE + timedelta(seconds=1))
    assert [*asked, (await school.post("/api/v1/auth/passkey/challenge")).status_code] == [200] * 7
    async with operator.acquire() as owner:
        left = await owner.fetchval("select count(*) from passkey_challenges where expires_at < $1", clock.now())
    assert left == 0


async def test_a_passkey_known_to_be_wrong_is_held_back_where_it_was_tried(world: World, at: At) -> None:
    """Its right owner signs in at another address, and on a device of theirs."""
    school, device = await at("203.0.113.26"), Authenticator(world.people.lin.account_id)
    tries = [(await by_passkey(school, device)).status_code for _ in range(6)]
    assert tries == [401] * 5 + [429]
    assert (await by_passkey(await at("203.0.113.27"), device)).status_code == 401


async def test_wrong_tries_do_not_end_a_starting_code(world: World, at: At, ming_key: str) -> None:
    code = await start_code(world, world.people.wang, world.people.ming)
    begin = {"classCode": "CLASSA", "name": ming_key, "startingCode": code["code"], "secret": SECRET}
    for n in range(12):
        stranger = await at(f"198.51.100.{n}")
        wrong = await stranger.post("/api/v1/auth/student/start", json=begin | {"startingCode": "AAAAAAAA"})
        assert wrong.status_code == 401
    child = await at("203.0.113.15")
    assert (await child.post("/api/v1/auth/student/start", json=begin)).status_code == 201


async def test_each_way_in_counts_for_itself(world: World, at: At, ming_key: str) -> None:
    """Wrong secrets leave the starting code open, which the class teacher hands out to a student who is locked out."""
    school = await at("203.0.113.16")
    assert [(await with_secret(school, ming_key, "wrong")).status_code for _ in range(6)] == [401] * 5 + [429]
    await started(world, await at("203.0.113.16"), ming_key)
    phone = {"phone": "13700000009"}
    codes = [(await by_phone(school, phone["phone"], "123456")).status_code for _ in range(6)]
    password = await school.post("/api/v1/auth/staff", json={**phone, "password": "x", "totp": "123456"})
    assert (codes, password.status_code) == ([401] * 5 + [429], 401)


async def test_right_ones_are_not_counted(world: World, at: At, ming_key: str) -> None:
    await started(world, await at("203.0.113.17"), ming_key)
    again = [(await with_secret(await at("203.0.113.17"), ming_key, SECRET)).status_code for _ in range(8)]
    assert again == [201] * 8


async def test_tries_side_by_side_do_not_slip_through(at: At) -> None:
    school = await at("203.0.113.18")
    answers = await asyncio.gather(*(by_phone(school, "13700000010", "123456") for _ in range(15)))
    assert sorted(a.status_code for a in answers) == [401] * 5 + [429] * 10


async def test_an_ipv6_network_counts_as_one_address(at: At) -> None:
    one, same, other = [await at(a) for a in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")]
    tries = [(await by_phone(one, "13700000011", "123456")).status_code for _ in range(5)]
    assert tries == [401] * 5
    assert (await by_phone(same, "13700000011", "123456")).status_code == 429
    assert (await by_phone(other, "13700000011", "123456")).status_code == 401


async def test_the_delay_grows(at: At, clock: FixedClock) -> None:
    school, waits = await at("203.0.113.19"), list[int]()
    for _ in range(5):
        await by_phone(school, "13700000012", "123456")
    for _ in range(7):
        refused = await by_phone(school, "13700000012", "123456")
        assert refused.status_code == 429
        waits.append(int(refused.headers["retry-after"]))
        clock.advance(timedelta(seconds=waits[-1]))
        assert (await by_phone(school, "13700000012", "123456")).status_code == 401
    assert waits == [30, 60, 120, 240, 480, 900, 900]


async def test_strangers_at_all_addresses_have_fifty_tries_a_day(at: At, clock: FixedClock) -> None:
    answers = [await with_secret(await at(f"198.51.{n // 5}.1"), "x", "y", "NOSUCH") for n in range(52)]
    assert [a.status_code for a in answers] == [401] * 50 + [429] * 2
    refused = await with_secret(await at("203.0.113.20"), "x", "y", "NOSUCH")
    assert int(refused.headers["retry-after"]) == 86_400
    clock.advance(timedelta(days=1))
    assert (await with_secret(await at("203.0.113.20"), "x", "y", "NOSUCH")).status_code == 401


async def test_a_known_or_unknown_phone_is_held_back_alike(world: World, at: At) -> None:
    answers: list[list[tuple[int, str, str | None]]] = []
    for phone in (world.people.lei_father.phone, "13700000013"):
        http = await at("203.0.113.21")
        tries = [await by_phone(http, phone, "123456") for _ in range(6)]
        answers.append([(a.status_code, a.text, a.headers.get("retry-after")) for a in tries])
    assert answers[0] == answers[1]


async def test_a_person_held_back_is_told_another_way_in(at: At) -> None:
    school = await at("203.0.113.22")
    for _ in range(5):
        await with_secret(school, "y", "z", "NOSUCH")
        await by_phone(school, "13700000014", "123456")
        await school.post("/api/v1/auth/staff", json={"phone": "13700000014", "password": "x", "totp": "123456"})
    body = {"phone": "13700000014", "password": "x", "totp": "123456"}
    student, phone = await with_secret(school, "y", "z", "NOSUCH"), await by_phone(school, "13700000014", "123456")
    password = await school.post("/api/v1/auth/staff", json=body)
    assert all(word in student.json()["detail"] for word in ("1 分钟", "班主任", "12356"))
    assert all(word in phone.json()["detail"] for word in ("1 分钟", "学校", "密码"))
    assert all(word in password.json()["detail"] for word in ("1 分钟", "手机验证码", "管理员"))
    school.headers["accept-language"] = "en"
    english = (await with_secret(school, "y", "z", "NOSUCH")).json()["detail"]
    assert all(word in english for word in ("1 min", "class teacher", "12356"))


async def test_who_holds_a_code_does_not_guess_the_old_secret(
    world: World, at: At, ming_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await started(world, await at("203.0.113.23"), ming_key)
    code = await start_code(world, world.people.wang, world.people.ming)
    monkeypatch.setitem(delays.CEILINGS, "old secret", 4)
    begin = {"classCode": "CLASSA", "name": ming_key, "startingCode": code["code"], "secret": "another of mine 77"}
    for n in range(4):
        guess = await (await at(f"198.51.100.{n}")).post("/api/v1/auth/student/start", json=begin | {"oldSecret": "x"})
        assert guess.status_code == 403
    right = await (await at("198.51.100.9")).post("/api/v1/auth/student/start", json=begin | {"oldSecret": SECRET})
    assert right.status_code == 429


def test_how_many_tries_a_day_somebody_has_who_always_waits() -> None:
    """At one address or on one device, by the delays alone."""
    now = start = datetime(2026, 3, 2, 4, tzinfo=UTC)
    tries = 0
    while now < start + delays.WINDOW:
        tries += 1
        now += delays.wait(Failures(failures=tries, since=start, last_at=now), now)
    assert tries == 104


async def test_the_cookie_of_a_device_is_read_by_us_alone(world: World, at: At, sealer: Sealer) -> None:
    mother = await at("203.0.113.24")
    await put_code(world, sealer, world.people.mother.phone, "135790")
    signed = await with_code(mother, world.people.mother.phone, "135790")
    (cookie,) = [c for c in signed.headers.get_list("set-cookie") if c.startswith("xinqiao-device=")]
    assert all(
        word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={int(LIFE.total_seconds())}")
    )
    device = read_device(mother.cookies["xinqiao-device"])
    assert device.knows(sealer, world.people.mother.account_id)
    assert not device.knows(sealer, world.people.father.account_id)
    assert str(world.people.mother.account_id) not in cookie


def test_a_device_remembers_a_class_and_a_forged_one_is_new(config: Config) -> None:
    sealer, device, people = Sealer(config.master_key), read_device(None), [uuid7() for _ in range(MOST + 1)]
    for person in people:
        device = read_device(device.remember(sealer, person).write())
    assert [device.knows(sealer, p) for p in people] == [False] + [True] * MOST
    assert len(device.write()) < 800
    other = Device(nonce=bytes(16), marks=device.marks)
    assert not any(other.knows(sealer, p) for p in people), "the marks belong to one device"
    for forged in ("", "x", "é", "A" * 3000, device.write()[:-3]):
        assert read_device(forged).marks == ()
