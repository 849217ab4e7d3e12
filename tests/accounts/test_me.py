"""One's own settings, sessions and devices; the first screen."""

from datetime import timedelta

import httpx

from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from tests.world import World

EDIT = {
    "language": "en",
    "quietFrom": "22:00",
    "quietTo": "06:30",
    "channels": ["mail", "push", "mail"],
    "plainTitles": True,
}
FCM = {"kind": "fcm", "address": "token:" + "x" * 40, "name": "Phone"}


async def test_settings_change_with_their_version(world: World) -> None:
    async with world.client(world.people.mother) as client:
        before = await client.get("/me")
        changed = await client.put("/me", json=EDIT, headers={"if-match": before.headers["etag"]})
        stale = await client.put("/me", json=EDIT, headers={"if-match": '"v1"'})
    assert (before.json()["language"], changed.json()["language"]) == ("zh-CN", "en")
    assert changed.json()["channels"] == ["mail", "push"]
    assert changed.status_code == 200
    assert stale.status_code == 412


async def test_the_profiles_language_counts_where_the_request_has_none(world: World, http: httpx.AsyncClient) -> None:
    async with world.client(world.people.mother) as client:
        before = await client.get("/me")
        await client.put("/me", json=EDIT, headers={"if-match": before.headers["etag"]})
    assert (await client_language(world, http)) == "en"


async def client_language(world: World, http: httpx.AsyncClient) -> str:
    headers = {"authorization": f"Bearer {world.people.mother.token}"}
    return (await http.get("/api/v1/me", headers=headers)).json()["language"]


async def test_sessions_are_listed_and_end_at_once(world: World) -> None:
    other = await world.sign_in(world.people.father, assurance=1)
    async with world.client(world.people.father) as client:
        listed = (await client.get("/me/sessions")).json()
        [mine] = [s["sessionId"] for s in listed if s["current"]]
        [theirs] = [s["sessionId"] for s in listed if not s["current"]]
        assert (await other.get("/me")).status_code == 200
        assert (await client.delete(f"/me/sessions/{theirs}")).status_code == 204
        assert (await other.get("/me")).status_code == 401
        assert (await client.delete(f"/me/sessions/{theirs}")).status_code == 404
        third = await world.sign_in(world.people.father, assurance=1)
        assert (await client.delete("/me/sessions")).json() == {"ended": 1}
        assert (await third.get("/me")).status_code == 401
        assert [s["sessionId"] for s in (await client.get("/me/sessions")).json()] == [mine]


async def test_another_persons_session_and_device_are_not_found(world: World) -> None:
    async with world.client(world.people.mother) as mother, world.client(world.people.father) as father:
        session = (await mother.get("/me/sessions")).json()[0]["sessionId"]
        device = (await mother.post("/me/devices", json=FCM)).json()["deviceId"]
        assert (await father.delete(f"/me/sessions/{session}")).status_code == 404
        assert (await father.delete(f"/me/devices/{device}")).status_code == 404
        assert (await mother.get("/me")).status_code == 200


async def test_of_many_devices_the_longest_unseen_are_forgotten(world: World, clock: FixedClock) -> None:
    """An account with thousands of devices would have each message sent thousands of times, and delay everybody's."""
    async with world.client(world.people.mother) as mother:
        for number in range(22):
            clock.advance(timedelta(hours=1))
            added = await mother.post("/me/devices", json=FCM | {"address": f"{number:040}", "name": f"{number}"})
            assert added.status_code == 201
        assert [d["name"] for d in (await mother.get("/me/devices")).json()] == [f"{n}" for n in range(21, 1, -1)]


async def test_registering_somebodys_device_does_not_take_it_from_them(world: World) -> None:
    async with world.client(world.people.mother) as mother, world.client(world.people.father) as father:
        first = await mother.post("/me/devices", json=FCM)
        same = await mother.post("/me/devices", json=FCM | {"name": "Renamed"})
        assert first.json()["deviceId"] == same.json()["deviceId"]
        assert [d["name"] for d in (await mother.get("/me/devices")).json()] == ["Renamed"]
        await father.post("/me/devices", json=FCM)
        assert [d["name"] for d in (await mother.get("/me/devices")).json()] == ["Renamed"]
        [device] = (await father.get("/me/devices")).json()
        assert "address" not in device
        assert (await father.delete(f"/me/devices/{device['deviceId']}")).status_code == 204
        assert len((await mother.get("/me/devices")).json()) == 1


async def test_a_phone_is_told_nothing_once_its_session_was_ended_from_another(world: World) -> None:
    lost = await world.sign_in(world.people.father, assurance=1)
    await lost.post("/me/devices", json=FCM)
    async with world.client(world.people.father) as client:
        await client.post("/me/devices", json=FCM | {"address": "token:" + "y" * 40, "name": "Tablet"})
        await client.delete("/me/sessions")
        assert [d["name"] for d in (await client.get("/me/devices")).json()] == ["Tablet"]
        found = await world.sign_in(world.people.father, assurance=1)
        await found.post("/me/devices", json=FCM)
        await found.delete("/auth/session")
        assert [d["name"] for d in (await client.get("/me/devices")).json()] == ["Tablet"], (
            "signing out is one way of it"
        )


async def test_web_push_takes_https_alone(world: World) -> None:
    keys = {"p256dh": "B" * 87, "auth": "a" * 22}
    browser = {"kind": "webpush", "endpoint": "https://push.example/1", "keys": keys, "name": "Browser"}
    async with world.client(world.people.mother) as client:
        right = await client.post("/me/devices", json=browser)
        plain = await client.post("/me/devices", json=browser | {"endpoint": "http://push.example/1"})
        odd = await client.post("/me/devices", json=browser | {"kind": "pigeon"})
    assert (right.status_code, plain.status_code, odd.status_code) == (201, 422, 422)


async def test_a_mail_address_counts_once_its_code_came_back(world: World, config: Config) -> None:
    sealer = Sealer(config.master_key)
    person = world.people.mother
    async with world.client(person) as client:
        assert (await client.put("/me/email", json={"email": "chen@mail.example"})).status_code == 204
        assert (await client.get("/me")).json()["emailVerified"] is False
        key = sealer.name("email", str(person.account_id), "chen@mail.example")
        expiry = world.now.replace(hour=23)
        await world.operate(db.PLATFORM, "select login_code_put($1, $2, $3)", key, sealer.code(key, "112233"), expiry)
        wrong = await client.post("/me/email/confirm", json={"code": "000000"})
        right = await client.post("/me/email/confirm", json={"code": "112233"})
        assert (wrong.status_code, right.status_code) == (422, 200)
        assert (await client.get("/me")).json()["emailVerified"] is True
        assert (await client.delete("/me/email")).status_code == 204
        assert (await client.get("/me")).json()["email"] is None
    payloads = await world.sql(db.PLATFORM, "select payload::text as p from tasks where org_id = 0")
    assert not any("chen@mail" in row["p"] for row in payloads)


async def test_addresses_that_break_a_header_are_refused(world: World) -> None:
    async with world.client(world.people.mother) as client:
        for text in ("a@b", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "<a@b.example>", "@b.example"):
            assert (await client.put("/me/email", json={"email": text})).status_code == 422, text


async def test_home_paints_the_first_screen(world: World) -> None:
    who = world.people
    async with world.client(who.mother) as client:
        home = (await client.get("/me/home")).json()
    by_org = {o["orgId"]: o for o in home["orgs"]}
    assert set(by_org) == {world.north, world.south, world.centre}
    assert [c["name"] for c in by_org[world.north]["children"]] == ["ming"]
    assert [c["name"] for c in by_org[world.south]["children"]] == ["tao"]
    assert by_org[world.north]["roles"] == ["guardian"]
    assert by_org[world.centre]["roles"] == ["client_guardian"]
    assert (home["needs"], home["unread"], home["accountId"]) == ([], 0, str(who.mother.account_id))


CONFIRMED = "update credentials set totp_sealed = '\\x00', totp_confirmed_at = $2 where account_id = $1"


async def test_staff_who_open_secrets_are_asked_to_enrol(world: World) -> None:
    who = world.people
    for person in (who.lin, who.wang, who.north_admin, who.ou):  # an administrator's list of people gives rights
        async with world.client(person) as opener:
            assert [n["kind"] for n in (await opener.get("/me/home")).json()["needs"]] == ["set_passkey"]
    async with world.client(who.mother) as guardian:
        assert (await guardian.get("/me/home")).json()["needs"] == []


async def test_the_reminder_stays_until_both_halves_are_there(world: World) -> None:
    """Or a passkey. A password alone is half of it."""
    lin = world.people.lin

    async def needs() -> list[str]:
        async with world.client(lin) as client:
            return [n["kind"] for n in (await client.get("/me/home")).json()["needs"]]

    assert await needs() == await needs() == ["set_passkey"], "not once"
    await world.operate(0, "select credential_set_secret($1, 'x', $2)", lin.account_id, world.now)
    assert await needs() == await needs() == ["set_totp"]
    await world.operate(0, CONFIRMED, lin.account_id, world.now)
    assert await needs() == []


async def test_a_person_who_left_gets_an_empty_home(world: World) -> None:
    async with world.client(world.people.former_teacher) as client:
        home = await client.get("/me/home")
        assert (home.status_code, home.json()["orgs"]) == (200, [])
        assert (await client.get(f"/orgs/{world.north}/staff")).status_code == 403


async def test_unknown_fields_and_oversize_are_refused(world: World) -> None:
    async with world.client(world.people.mother) as client:
        unknown = await client.post("/me/devices", json=FCM | {"admin": True})
        large = await client.post("/me/devices", json=FCM | {"name": "x" * 101})
        mine = await client.put("/me", json=EDIT | {"roles": ["school_admin"]}, headers={"if-match": '"v1"'})
    assert (unknown.status_code, large.status_code, mine.status_code) == (422, 422, 422)
