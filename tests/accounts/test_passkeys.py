"""Passkeys over HTTP, with a device in software: adding, signing in, proving in place, removing, and each refusal."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from tests.accounts.authenticator import Authenticator, b64
from tests.accounts.test_recovery_staff import by_sms
from tests.accounts.test_signin import NEW, enrolled, sealer
from tests.world import Person, World

__all__ = ["sealer"]
Spoil = Callable[[Authenticator], None]


async def add(client: httpx.AsyncClient, device: Authenticator, **proof: str) -> httpx.Response:
    asked = await client.post("/me/passkeys/options", json=proof)
    if asked.status_code != 200:
        return asked
    return await client.post("/me/passkeys", json=device.create(asked.json()["challenge"]))


async def challenge(http: httpx.AsyncClient) -> str:
    return (await http.post("/api/v1/auth/passkey/challenge")).json()["challenge"]


async def sign_in(http: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    return await http.post("/api/v1/auth/passkey", json=device.sign_in(await challenge(http)))


async def prove(client: httpx.AsyncClient, device: Authenticator) -> httpx.Response:
    asked = (await client.post("/me/passkeys/challenge")).json()
    return await client.post("/me/passkeys/proof", json=device.sign(asked["challenge"]))


async def owner_of(world: World, http: httpx.AsyncClient, sealer: Sealer, person: Person) -> Authenticator:
    """Gives somebody a first passkey, from a session by SMS that is new."""
    device = Authenticator(person.account_id)
    added = await add(await by_sms(world, http, sealer, person), device)
    assert added.status_code == 200, added.text
    return device


def slug(answer: httpx.Response) -> str:
    return answer.json()["type"].rsplit("/", 1)[-1]


async def test_a_first_passkey_is_added_and_signs_in_with_assurance_2(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    person = world.people.lin
    asker = await by_sms(world, http, sealer, person)
    options = (await asker.post("/me/passkeys/options", json={})).json()
    device = Authenticator(person.account_id)
    added = await asker.post("/me/passkeys", json=device.create(options["challenge"]))
    assert (options["rpId"], options["userId"]) == ("127.0.0.1", b64(person.account_id.bytes))
    assert (added.status_code, added.json()["name"]) == (200, "my phone")
    signed = await sign_in(http, device)
    assert (signed.status_code, signed.json()["assurance"]) == (201, 2)
    owner = world.client(person, token=signed.json()["token"])
    [listed] = (await owner.get("/me/passkeys")).json()
    assert listed["usedAt"] is not None
    assert (await owner.get("/me")).json()["passkeys"] == 1


async def test_a_new_passkey_ends_the_other_sessions(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    other = await by_sms(world, http, sealer, world.people.zhao)
    await owner_of(world, http, sealer, world.people.zhao)
    assert (await other.get("/me")).status_code == 401


async def test_a_challenge_signs_nobody_in_twice(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    device = await owner_of(world, http, sealer, world.people.lin)
    body = device.sign_in(used := await challenge(http))
    assert (await http.post("/api/v1/auth/passkey", json=body)).status_code == 201
    assert (await http.post("/api/v1/auth/passkey", json=body)).status_code == 401
    assert (await http.post("/api/v1/auth/passkey", json=device.sign_in(used))).status_code == 401


async def test_a_challenge_runs_out(world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock) -> None:
    device = await owner_of(world, http, sealer, world.people.lin)
    late = device.sign_in(await challenge(http))
    clock.advance(timedelta(minutes=5))
    assert (await http.post("/api/v1/auth/passkey", json=late)).status_code == 401


def elsewhere(device: Authenticator) -> None:
    device.origin = "https://xinqiao.example.com"


def other_domain(device: Authenticator) -> None:
    device.rp_id = "example.com"


def unverified(device: Authenticator) -> None:
    device.verifies = False


def counting_back(device: Authenticator) -> None:
    device.step = -1


def another_key(device: Authenticator) -> None:
    device.key = Authenticator(device.account_id).key


def another_id(device: Authenticator) -> None:
    device.credential_id = bytes(32)


@pytest.mark.parametrize("spoil", [elsewhere, other_domain, unverified, counting_back, another_key, another_id])
async def test_what_is_wrong_with_a_signature_is_refused_alike(
    world: World, http: httpx.AsyncClient, sealer: Sealer, spoil: Spoil
) -> None:
    person = world.people.lin
    device = await owner_of(world, http, sealer, person)
    device.step = 5
    owner = world.client(person, token=(await sign_in(http, device)).json()["token"])
    spoil(device)
    refused, proof = await sign_in(http, device), await prove(owner, device)
    assert (refused.status_code, slug(refused)) == (401, "sign-in-failed")
    assert (proof.status_code, slug(proof)) == (422, "passkey-refused")


@pytest.mark.parametrize("spoil", [elsewhere, other_domain, unverified])
async def test_what_is_wrong_with_a_new_passkey_is_refused(
    world: World, http: httpx.AsyncClient, sealer: Sealer, spoil: Spoil
) -> None:
    device = Authenticator(world.people.lin.account_id)
    spoil(device)
    client = await by_sms(world, http, sealer, world.people.lin)
    refused = await add(client, device)
    assert (refused.status_code, slug(refused)) == (422, "passkey-refused")
    assert (await client.get("/me/passkeys")).json() == []


async def test_a_challenge_is_of_one_session_and_one_purpose(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    person = world.people.lin
    device = await owner_of(world, http, sealer, person)
    owner = world.client(person, token=(await sign_in(http, device)).json()["token"])
    other = world.client(person, token=(await sign_in(http, device)).json()["token"])
    of_other = (await other.post("/me/passkeys/challenge")).json()["challenge"]
    to_add = (await owner.post("/me/passkeys/options", json={})).json()["challenge"]
    for wrong in (of_other, to_add, await challenge(http), b64(bytes(32))):
        assert slug(await owner.post("/me/passkeys/proof", json=device.sign(wrong))) == "passkey-refused"
    second = Authenticator(person.account_id, seed=2)
    to_add = (await owner.post("/me/passkeys/options", json={})).json()["challenge"]
    assert (await other.post("/me/passkeys", json=second.create(to_add))).status_code == 422


async def test_a_passkey_raises_the_session_in_place_for_an_hour(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.lin
    device = await owner_of(world, http, sealer, person)
    client = await by_sms(world, http, sealer, person)
    assert (await client.get("/me/home")).json()["assurance"] == 1
    assert (await prove(client, device)).status_code == 204
    assert (await client.get("/me/home")).json()["assurance"] == 2
    clock.advance(timedelta(minutes=61))
    assert (await client.get("/me/home")).json()["assurance"] == 1


async def test_somebody_elses_passkey_proves_nothing(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    lin = await owner_of(world, http, sealer, world.people.lin)
    await owner_of(world, http, sealer, world.people.zhao)
    zhao = await by_sms(world, http, sealer, world.people.zhao)
    assert slug(await prove(zhao, lin)) == "passkey-refused"
    [theirs] = (
        await world.client(world.people.lin, token=(await sign_in(http, lin)).json()["token"]).get("/me/passkeys")
    ).json()
    assert (await zhao.put(f"/me/passkeys/{theirs['passkeyId']}", json={"name": "mine"})).status_code == 404
    assert (await zhao.delete(f"/me/passkeys/{theirs['passkeyId']}")).status_code == 404
    stolen = lin.sign_in(await challenge(http)) | {"userHandle": b64(world.people.zhao.account_id.bytes)}
    assert (await http.post("/api/v1/auth/passkey", json=stolen)).status_code == 401


async def test_an_sms_session_of_somebody_enrolled_adds_and_removes_none(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.zhao
    totp = await enrolled(world, http, sealer, person, clock)
    thief = await by_sms(world, http, sealer, person)
    refused = await add(thief, Authenticator(person.account_id))
    assert (refused.status_code, slug(refused)) == (403, "proof-needed")
    device = Authenticator(person.account_id)
    assert (await add(thief, device, current=NEW, totp=totp.at(clock.now()))).status_code == 200, (
        "who proves it is no thief"
    )
    [own] = (await thief.get("/me/passkeys")).json()
    removed = await thief.delete(f"/me/passkeys/{own['passkeyId']}")
    assert (removed.status_code, slug(removed)) == (403, "step-up-needed")
    other = await by_sms(world, http, sealer, person)
    assert slug(await other.put("/me/password", json={"password": NEW + "8"})) == "proof-needed"


async def test_the_last_passkey_stays_until_there_is_another_way(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    person = world.people.lin
    device = await owner_of(world, http, sealer, person)
    owner = world.client(person, token=(await sign_in(http, device)).json()["token"])
    second = Authenticator(person.account_id, "spare key", seed=2)
    assert (await add(owner, second)).status_code == 200
    assert (await add(owner, second)).status_code == 422, "a device is added once"
    first, spare = (await owner.get("/me/passkeys")).json()
    named = await owner.put(f"/me/passkeys/{spare['passkeyId']}", json={"name": "key in the drawer"})
    assert named.json()["name"] == "key in the drawer"
    assert (await owner.delete(f"/me/passkeys/{first['passkeyId']}")).status_code == 204
    assert (await sign_in(http, device)).status_code == 401, "a removed passkey signs nobody in"
    last = await owner.delete(f"/me/passkeys/{spare['passkeyId']}")
    assert (last.status_code, slug(last)) == (409, "last-factor")


async def test_passkeys_are_for_who_works_here_now(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    device = await owner_of(world, http, sealer, world.people.gao)
    await world.operate(world.north, "select membership_end($1, 'staff', $2)", [world.people.gao.account_id], world.now)
    assert (await sign_in(http, device)).status_code == 401, "a person who left does not sign in"
    assert slug(await world.client(world.people.mother).post("/me/passkeys/options", json={})) == "staff-only"
    clock.advance(timedelta(minutes=11))
    late = await world.client(world.people.sun).post("/me/passkeys/options", json={})
    assert slug(late) == "fresh-session-needed"


@pytest.mark.parametrize("junk", ["A", "AAAA", "e30", "_____w"])
async def test_junk_is_refused_and_breaks_nothing(
    world: World, http: httpx.AsyncClient, sealer: Sealer, junk: str
) -> None:
    device = await owner_of(world, http, sealer, world.people.lin)
    for field in ("clientData", "authenticatorData", "signature", "credentialId"):
        body = device.sign_in(await challenge(http)) | {field: junk}
        assert (await http.post("/api/v1/auth/passkey", json=body)).status_code == 401, field
    client = await by_sms(world, http, sealer, world.people.zhao)
    for field in ("clientData", "attestation", "credentialId"):
        asked = (await client.post("/me/passkeys/options", json={})).json()["challenge"]
        body = Authenticator(world.people.zhao.account_id).create(asked) | {field: junk}
        assert (await client.post("/me/passkeys", json=body)).status_code == 422, field


async def test_nested_client_data_is_refused(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    """The parser of it ends in a RecursionError."""
    nested = "W1tb" * 1000  # 3,000 brackets that open
    device = await owner_of(world, http, sealer, world.people.lin)
    body = device.sign_in(await challenge(http)) | {"clientData": nested}
    assert (await http.post("/api/v1/auth/passkey", json=body)).status_code == 401
    client = await by_sms(world, http, sealer, world.people.zhao)
    asked = (await client.post("/me/passkeys/options", json={})).json()["challenge"]
    for field in ("clientData", "attestation"):
        body = Authenticator(world.people.zhao.account_id).create(asked) | {field: nested}
        assert (await client.post("/me/passkeys", json=body)).status_code == 422, field


async def test_challenges_that_nobody_answered_are_removed(world: World, http: httpx.AsyncClient) -> None:
    await challenge(http)
    late = world.now + timedelta(days=1)
    assert (await world.operate(db.PLATFORM, "select passkey_challenge_purge($1) as gone", late))[0]["gone"] >= 1
    assert (await world.operate(db.PLATFORM, "select passkey_challenge_purge($1) as gone", late))[0]["gone"] == 0


async def test_who_has_a_passkey_is_not_asked_for_a_password(
    world: World, http: httpx.AsyncClient, sealer: Sealer
) -> None:
    device = await owner_of(world, http, sealer, world.people.lin)
    token = (await sign_in(http, device)).json()["token"]
    assert (await world.client(world.people.lin, token=token).get("/me/home")).json()["needs"] == []
