"""Providers and rooms over HTTP."""

from typing import Any

from tests.counselling.desk import Desk, field, hours_of, ok, slug, version
from tests.world import World

BODY = {"kind": "mobile", "nameZh": "流动站", "nameEn": "Van", "address": "", "phone": "0755-1"}


async def providers(world: World, org_id: int) -> list[Any]:
    return await ok(await world.client(world.people.north_admin).get(f"/orgs/{org_id}/providers"))


async def test_everyone_of_the_school_sees_providers_with_their_rooms(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    for person in (who.ming, who.mother, who.wang, who.lin, who.north_admin):
        [provider] = await ok(await world.client(person).get(f"/orgs/{world.north}/providers"))
        assert provider["nameZh"] == "阳光辅导站"
        assert [r["name"] for r in provider["rooms"]] == ["101"]
    for person in (who.sun, who.tao, who.former_teacher, who.former_guardian, who.former_student, who.nobody):
        assert slug(await world.client(person).get(f"/orgs/{world.north}/providers")) == (403, "forbidden")


async def test_client_families_see_the_centre_and_only_it(world: World) -> None:
    who = world.people
    for person in (who.tao, who.lei_father, who.mother):
        await ok(await world.client(person).get(f"/orgs/{world.centre}/providers"))
    for person in (who.ming, who.father, who.sun):
        assert (await world.client(person).get(f"/orgs/{world.centre}/providers")).status_code == 403


async def test_only_the_administrator_edits(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    path = f"/orgs/{world.north}/providers"
    for person in (who.lin, who.wang, who.gao, who.mother, who.ming, who.south_admin):
        client = world.client(person)
        assert (await client.post(path, json=BODY)).status_code == 403
        assert (await client.put(f"{path}/{desk.provider_id}", json=BODY, headers=version(1))).status_code == 403
        assert (await client.post(f"{path}/{desk.provider_id}/end", headers=version(1))).status_code == 403
        rooms = f"{path}/{desk.provider_id}/rooms"
        assert (await client.post(rooms, json={"name": "x"})).status_code == 403
        assert (await client.put(f"{rooms}/{desk.room_id}", json={"name": "x"}, headers=version(1))).status_code == 403
        assert (await client.post(f"{rooms}/{desk.room_id}/end", headers=version(1))).status_code == 403


async def test_an_edit_raises_the_version_and_a_stale_one_is_refused(desk: Desk) -> None:
    world = desk.world
    client = world.client(world.people.north_admin)
    path = f"/orgs/{world.north}/providers/{desk.provider_id}"
    assert (await client.put(path, json=BODY)).status_code == 428
    answer = await client.put(path, json=BODY, headers=version(1))
    edited = await ok(answer)
    assert (edited["version"], edited["nameEn"], answer.headers["etag"]) == (2, "Van", '"v2"')
    assert slug(await client.put(path, json=BODY, headers=version(1))) == (412, "stale")
    room = f"{path}/rooms/{desk.room_id}"
    assert (await ok(await client.put(room, json={"name": "102"}, headers=version(1))))["version"] == 2
    assert slug(await client.put(room, json={"name": "103"}, headers=version(1))) == (412, "stale")
    assert slug(await client.post(f"{room}/end", headers=version(1))) == (412, "stale")
    assert slug(await client.post(f"{path}/end", headers=version(1))) == (412, "stale")


async def test_ids_of_another_parent_or_school_are_not_found(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    mine = await ok(await world.client(who.south_admin).post(f"/orgs/{world.south}/providers", json=BODY), 201)
    other = await ok(await world.client(who.north_admin).post(f"/orgs/{world.north}/providers", json=BODY), 201)
    south, north = world.client(who.south_admin), world.client(who.north_admin)
    theirs = f"/orgs/{world.south}/providers/{desk.provider_id}"
    assert (await south.put(theirs, json=BODY, headers=version(1))).status_code == 404
    assert (await south.post(f"{theirs}/end", headers=version(1))).status_code == 404
    assert (await south.post(f"{theirs}/rooms", json={"name": "x"})).status_code == 404
    swapped = f"/orgs/{world.south}/providers/{mine['providerId']}/rooms/{desk.room_id}"
    assert (await south.put(swapped, json={"name": "x"}, headers=version(1))).status_code == 404
    within = f"/orgs/{world.north}/providers/{other['providerId']}/rooms/{desk.room_id}"
    assert (await north.put(within, json={"name": "x"}, headers=version(1))).status_code == 404
    assert (await north.post(f"{within}/end", headers=version(1))).status_code == 404


async def test_ending_a_provider_names_its_coming_bookings_and_takes_no_more(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = await desk.book(who.mother, who.ming)
    client = world.client(who.north_admin)
    path = f"/orgs/{world.north}/providers/{desk.provider_id}"
    ended = await ok(await client.post(f"{path}/end", headers=version(1)))
    assert [b["bookingId"] for b in ended["bookings"]] == [booking["bookingId"]]
    assert set(ended["bookings"][0]) == {"bookingId", "counsellorId", "providerId", "startsAt", "endsAt"}
    assert (await ok(await client.post(f"{path}/end", headers=version(1))))["version"] == ended["version"] == 2
    assert await providers(world, world.north) == []
    assert await desk.starts(who.mother) == []
    assert slug(await desk.try_book(who.mother, who.ming)) == (409, "slot-not-offered")
    assert slug(await client.put(path, json=BODY, headers=version(2))) == (409, "place-ended")
    assert slug(await client.post(f"{path}/rooms", json={"name": "x"})) == (409, "place-ended")
    hours = hours_of(who.lin.account_id, desk.provider_id, None, weekday=3)
    assert field(await client.post(f"/orgs/{world.north}/hours", json=hours)) == (404, "$.providerId", "not-found")
    assert (await ok(await desk.get(who.mother, booking["bookingId"])))["state"] == "confirmed"


async def test_an_ended_room_takes_no_more(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    booking = await desk.book(who.mother, who.ming)
    client = world.client(who.north_admin)
    path = f"/orgs/{world.north}/providers/{desk.provider_id}/rooms/{desk.room_id}"
    ended = await ok(await client.post(f"{path}/end", headers=version(1)))
    assert [b["bookingId"] for b in ended["bookings"]] == [booking["bookingId"]]
    assert (await ok(await client.post(f"{path}/end", headers=version(1))))["version"] == 2
    assert [p["rooms"] for p in await providers(world, world.north)] == [[]]
    assert await desk.starts(who.mother) == []
    assert slug(await client.put(path, json={"name": "x"}, headers=version(2))) == (409, "place-ended")
    hours = hours_of(who.lin.account_id, desk.provider_id, desk.room_id, weekday=3)
    assert field(await client.post(f"/orgs/{world.north}/hours", json=hours)) == (404, "$.roomId", "not-found")


async def test_what_is_too_long_unknown_or_empty_is_refused_by_field(world: World) -> None:
    client, path = world.client(world.people.north_admin), f"/orgs/{world.north}/providers"
    for change, path_, code in [
        ({"nameZh": "x" * 61}, "$.nameZh", "too-long"),
        ({"nameZh": "   "}, "$.nameZh", "characters"),
        ({"address": "x" * 201}, "$.address", "too-long"),
        ({"phone": "1" * 31}, "$.phone", "too-long"),
        ({"kind": "pub"}, "$.kind", "invalid"),
        ({"colour": "red"}, "$.colour", "unknown"),
    ]:
        assert field(await client.post(path, json={**BODY, **change})) == (422, path_, code)


async def test_markup_is_text(world: World) -> None:
    client, path = world.client(world.people.north_admin), f"/orgs/{world.north}/providers"
    name = "<b onclick=x>&'\""
    added = await ok(await client.post(path, json={**BODY, "nameZh": name, "address": "{}%s\\"}), 201)
    assert (added["nameZh"], added["address"]) == (name, "{}%s\\")
    answer = await client.get(path)
    assert answer.json()[0]["nameZh"] == name
    assert answer.headers["content-type"].startswith("application/json")


async def test_a_repeated_request_adds_nothing(world: World) -> None:
    client, path = world.client(world.people.north_admin), f"/orgs/{world.north}/providers"
    key = {"idempotency-key": "once-and-again"}
    first = await ok(await client.post(path, json=BODY, headers=key), 201)
    assert (await client.post(path, json=BODY, headers=key)).json() == first
    assert len(await providers(world, world.north)) == 1
    place = f"{path}/{first['providerId']}"
    for _ in range(2):
        ended = await client.post(f"{place}/end", headers={**version(1), "idempotency-key": "ended-once"})
        assert (await ok(ended))["endedId"] == first["providerId"]
        again = await client.post(f"{place}/end", headers={**version(1), "idempotency-key": "ended-twice"})
        assert (await ok(again))["endedId"] == first["providerId"]


async def test_changes_are_audited(desk: Desk) -> None:
    rows = await desk.world.sql(
        desk.org_id,
        "select account_id, action, resource from audit_changes where org_id = $1 order by at, resource",
        desk.org_id,
    )
    admin = desk.world.people.north_admin.account_id
    assert [tuple(r) for r in rows] == [
        (admin, "hours_edit", "hours"),
        (admin, "provider_edit", "provider"),
        (admin, "provider_edit", "room"),
    ]
