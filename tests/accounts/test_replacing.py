"""A person who signs in again has one session, not two: the one that asked ends, and its pushes go on."""

from datetime import timedelta

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.accounts.test_signin import NEW, by_phone, enrolled, put_code
from tests.world import World

DEVICE = {"kind": "fcm", "address": "a-token-of-firebase-0001", "name": "Phone"}


@pytest.fixture
def sealer(config: Config) -> Sealer:
    """The installation's."""
    return Sealer(config.master_key)


async def test_a_step_up_takes_the_place_of_the_session_that_asked(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    totp = await enrolled(world, http, sealer, person, clock)
    await put_code(world, sealer, person.phone, "135790")
    weak = (await by_phone(http, person.phone, "135790")).json()["token"]
    old = world.client(person, token=weak)
    assert (await old.post("/me/devices", json=DEVICE)).status_code == 201
    clock.advance(timedelta(seconds=30))
    body = {"phone": person.phone, "password": NEW, "totp": totp.at(clock.now()), "tokenKind": "bearer"}
    asked_with = {"authorization": f"Bearer {weak}"}
    refused = await http.post("/api/v1/auth/staff", json={**body, "password": "another"}, headers=asked_with)
    assert (refused.status_code, (await old.get("/me")).status_code) == (401, 200), "a refused one ends nothing"
    clock.advance(timedelta(seconds=30))
    body["totp"] = totp.at(clock.now())
    signed = await http.post("/api/v1/auth/staff", json=body, headers=asked_with)
    strong = world.client(person, token=signed.json()["token"])
    assert (signed.status_code, (await old.get("/me")).status_code) == (201, 401)
    assert [d["name"] for d in (await strong.get("/me/devices")).json()] == ["Phone"], "pushes go on"
    assert (await strong.delete("/me/sessions")).status_code == 200
    assert [d["name"] for d in (await strong.get("/me/devices")).json()] == ["Phone"], "they are the new session's"


async def test_the_next_person_on_a_phone_ends_the_session_before(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    mother, father = world.people.mother, world.people.father
    assert (await world.client(mother).post("/me/devices", json=DEVICE)).status_code == 201
    await put_code(world, sealer, father.phone, "123456")
    body = {"phone": father.phone, "code": "123456", "tokenKind": "bearer"}
    signed = await http.post("/api/v1/auth/phone", json=body, headers={"authorization": f"Bearer {mother.token}"})
    assert signed.status_code == 201
    assert (await world.client(mother).get("/me")).status_code == 401
    again = await world.sign_in(mother, assurance=1)
    assert (await again.get("/me/devices")).json() == [], "her pushes do not reach his phone"
    assert (await world.client(father, token=signed.json()["token"]).get("/me/devices")).json() == []


async def test_a_token_that_is_none_hinders_no_sign_in(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    phone = world.people.father.phone
    await put_code(world, sealer, phone, "123456")
    body = {"phone": phone, "code": "123456", "tokenKind": "bearer"}
    signed = await http.post("/api/v1/auth/phone", json=body, headers={"authorization": "Bearer nonsense"})
    assert signed.status_code == 201
