"""Guesses inside an open session are counted and delayed as those of sign-in (decision 0184)."""

from datetime import timedelta

import httpx
import pytest
from pyotp.totp import TOTP

from api.accounts import rules
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.authenticator import Authenticator
from tests.accounts.test_lockout import SECRET
from tests.accounts.test_passkeys import owner_of, prove
from tests.accounts.test_recovery_staff import by_sms
from tests.accounts.test_signin import NEW, enrolled, ming_key, sealer, start_code
from tests.world import World

__all__ = ["ming_key", "sealer"]

WRONG = {"current": "the heron waits by the weir 7", "totp": "000000"}


async def guesses(client: httpx.AsyncClient, path: str, body: dict[str, str], times: int = 6) -> list[int]:
    verb = client.put if path in {"/me/password", "/me/secret"} else client.post
    return [(await verb(path, json=body)).status_code for _ in range(times)]


@pytest.mark.parametrize("path", ["/me/proof", "/me/totp", "/me/password"])
async def test_a_guessed_second_factor_waits_longer_each_time(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock, path: str
) -> None:
    await enrolled(world, http, sealer, world.people.lin, clock)
    thief = await by_sms(world, http, sealer, world.people.lin)
    body = WRONG | ({"password": "the ferry leaves at dusk 41"} if path == "/me/password" else {})
    assert await guesses(thief, path, body) == [403] * 5 + [429]
    clock.advance(timedelta(seconds=30))
    first = await thief.post("/me/proof", json=WRONG)
    second = await thief.post("/me/proof", json=WRONG)
    assert (first.status_code, second.status_code, second.headers["retry-after"]) == (403, 429, "60")


async def test_successes_are_not_counted_and_another_session_does_not_wait(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    totp = await enrolled(world, http, sealer, world.people.lin, clock)
    owner = await by_sms(world, http, sealer, world.people.lin)
    thief = await by_sms(world, http, sealer, world.people.lin)
    assert await guesses(thief, "/me/proof", WRONG) == [403] * 5 + [429]
    for _ in range(12):
        given = {"current": NEW, "totp": totp.at(clock.now())}
        assert (await owner.post("/me/proof", json=given)).status_code == 204
        clock.advance(timedelta(seconds=30))


async def test_all_sessions_of_one_account_have_fifty_guesses_a_day(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    await enrolled(world, http, sealer, world.people.lin, clock)
    for _ in range(10):
        thief = await by_sms(world, http, sealer, world.people.lin)
        assert await guesses(thief, "/me/proof", WRONG, 5) == [403] * 5
    thief = await by_sms(world, http, sealer, world.people.lin)
    assert (await thief.post("/me/proof", json=WRONG)).status_code == 429


async def test_password_and_code_raise_the_session_in_place_for_an_hour(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    totp = await enrolled(world, http, sealer, world.people.lin, clock)
    client = await by_sms(world, http, sealer, world.people.lin)
    given = {"current": NEW, "totp": totp.at(clock.now())}
    assert (await client.post("/me/proof", json=given)).status_code == 204
    assert (await client.get("/me/home")).json()["assurance"] == 2
    assert (await client.post("/me/proof", json=given)).status_code == 403, "a code is good once"
    clock.advance(rules.IDLE["staff"] + timedelta(minutes=1))
    assert (await client.get("/me/home")).json()["assurance"] == 1


async def test_a_pending_authenticator_and_other_people_prove_nothing(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    client = await by_sms(world, http, sealer, world.people.lin)
    assert (await client.put("/me/password", json={"password": NEW})).status_code == 204
    pending = TOTP((await client.post("/me/totp", json={})).json()["secret"])
    given = {"current": NEW, "totp": pending.at(clock.now())}
    assert (await client.post("/me/proof", json=given)).status_code == 403
    for other in (world.people.mother, world.people.ming):
        answer = await world.client(other).post("/me/proof", json=WRONG)
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (403, "staff-only")


async def test_a_guessed_mail_code_waits(world: World) -> None:
    mother = world.client(world.people.mother)
    assert (await mother.put("/me/email", json={"email": "li@example.org"})).status_code == 204
    assert await guesses(mother, "/me/email/confirm", {"code": "000000"}) == [422] * 5 + [429]


async def test_a_guessed_secret_of_a_student_waits(world: World, http: httpx.AsyncClient, ming_key: str) -> None:
    code = await start_code(world, world.people.wang, world.people.ming)
    begin = {"classCode": "CLASSA", "name": ming_key, "startingCode": code["code"], "secret": SECRET}
    started = await http.post("/api/v1/auth/student/start", json=begin | {"tokenKind": "bearer"})
    ming = world.client(world.people.ming, token=started.json()["token"])
    body = {"current": "wrong", "secret": "绿色的小海龟游泳"}
    assert await guesses(ming, "/me/secret", body) == [403] * 5 + [429]


async def test_a_refused_passkey_waits(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    person = world.people.lin
    device = await owner_of(world, http, sealer, person)
    client = await by_sms(world, http, sealer, person)
    stranger = Authenticator(person.account_id, seed=9)
    refused = [(await prove(client, stranger)).status_code for _ in range(6)]
    assert refused == [422] * 5 + [429]
    assert (await prove(await by_sms(world, http, sealer, person), device)).status_code == 204
