"""Contacts logged, and who of a class is owed a visit."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import FixedClock
from api.visits.contacts import rules
from tests.counselling.desk import field, ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, Family, record
from tests.world import Person

YESTERDAY = "2026-11-22T02:00:00Z"
NOTE = "他说爸爸又走了 <b>!</b>"


def contact(pupil: Person, **more: Any) -> dict[str, Any]:
    """The body of a contact."""
    return {"studentId": str(pupil.account_id), "channel": "phone", "at": YESTERDAY, **more}


async def log(family: Family, by: Person, pupil: Person, **more: Any) -> Any:
    return await family.world.client(by).post(f"/orgs/{family.org_id}/contacts", json=contact(pupil, **more))


async def test_teachers_of_the_class_log_and_read(family: Family) -> None:
    world, who = family.world, family.world.people
    logged = await ok(await log(family, who.wang, who.ming, guardianId=str(who.father.account_id)), 201)
    assert logged.pop("contactId")
    assert logged == {
        "studentId": str(who.ming.account_id),
        "studentName": "ming",
        "guardianId": str(who.father.account_id),
        "guardianName": "father",
        "loggedBy": str(who.wang.account_id),
        "loggedByName": "wang",
        "channel": "phone",
        "at": YESTERDAY,
        "hasNote": False,
    }
    jun = (await ok(await log(family, who.wang, who.jun, channel="contact_book"), 201))[
        "contactId"
    ]  # as a subject teacher

    async def listed(person: Person, **params: Any) -> list[str]:
        page = await ok(await world.client(person).get(f"/orgs/{family.org_id}/contacts", params=params))
        return [c["studentName"] for c in page["items"]]

    assert await listed(who.wang) == ["jun", "ming"]
    assert await listed(who.chen) == ["jun"]
    assert await listed(who.wang, studentId=str(who.ming.account_id)) == ["ming"]
    assert await listed(who.chen, studentId=str(who.ming.account_id)) == []
    page = await ok(await world.client(who.wang).get(f"/orgs/{family.org_id}/contacts", params={"limit": 1}))
    assert page["items"][0]["contactId"] == jun
    assert await listed(who.wang, cursor=page["next"]) == ["ming"]
    for person in (who.mother, who.ming, who.lin, who.gao, who.sun, who.former_teacher):
        assert slug(await world.client(person).get(f"/orgs/{family.org_id}/contacts")) == (403, "forbidden")


async def test_others_log_nothing(family: Family) -> None:
    who = family.world.people
    for pupil in (who.ming, who.former_pupil, who.tao):
        assert slug(await log(family, who.chen, pupil)) == (404, "not-found")
    for person in (who.mother, who.ming, who.lin, who.gao, who.sun, who.former_teacher, who.nobody):
        assert slug(await log(family, person, who.ming)) == (403, "forbidden")


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"at": "2026-11-23T04:00:01Z"}, "$.at", "future"),
        ({"at": "2025-11-01T04:00:00Z"}, "$.at", "too-far"),
        ({"at": "2026-11-22"}, "$.at", "invalid"),
        ({"channel": "visit"}, "$.channel", "invalid"),
        ({"guardianId": "0198aaaa-0000-7000-8000-000000000000"}, "$.guardianId", "not-found"),
        ({"note": "x" * 2001}, "$.note", "too-long"),
        ({"note": ""}, "$.note", "too-short"),
    ],
)
async def test_wrong_contacts_are_refused_by_field(
    family: Family, change: dict[str, Any], path: str, code: str
) -> None:
    who = family.world.people
    assert field(await log(family, who.wang, who.ming, **change)) == (422, path, code)


async def test_a_retry_logs_once(family: Family) -> None:
    world, who = family.world, family.world.people
    path, key = f"/orgs/{family.org_id}/contacts", {"idempotency-key": "logged-on-the-bus"}
    first = await ok(await world.client(who.wang).post(path, json=contact(who.ming), headers=key), 201)
    assert await ok(await world.client(who.wang).post(path, json=contact(who.ming), headers=key), 201) == first
    assert len((await ok(await world.client(who.wang).get(path)))["items"]) == 1


async def test_the_note_is_for_its_writer_and_the_class_teacher(family: Family) -> None:
    world, who = family.world, family.world.people
    logged = await ok(await log(family, who.wang, who.jun, note=NOTE), 201)
    assert logged["hasNote"] is True
    note = f"/orgs/{family.org_id}/contacts/{logged['contactId']}/note"
    for person in (who.wang, who.chen):
        answer = await world.client(person).get(note)
        assert await ok(answer) == {"text": NOTE}
        assert answer.headers["cache-control"] == "no-store"
    mine = await ok(await log(family, who.chen, who.jun, note=NOTE), 201)
    theirs = note.replace(logged["contactId"], mine["contactId"])
    assert slug(await world.client(who.wang).get(theirs)) == (404, "not-found")  # teaches jun, but has no grant
    for person in (who.lin, who.jun_mother, who.gao, who.sun):
        assert slug(await world.client(person).get(note)) == (403, "forbidden")
    once = await world.sign_in(who.wang, assurance=1)
    assert slug(await once.get(note)) == (403, "step-up-needed")
    bare = (await ok(await log(family, who.wang, who.ming), 201))["contactId"]
    assert slug(await world.client(who.wang).get(note.replace(logged["contactId"], bare))) == (404, "not-found")
    assert slug(await world.client(who.chen).get(note.replace(logged["contactId"], bare))) == (404, "not-found")
    looks = await world.sql(
        family.org_id, "select purpose from audit_looks where org_id = $1 order by seq", family.org_id
    )
    assert [r[0] for r in looks] == ["author", "class_teacher"]


async def coverage(family: Family, by: Person) -> dict[str, Any]:
    path = f"/orgs/{family.org_id}/classes/{family.world.north_a}/coverage"
    return await ok(await family.world.client(by).get(path))


async def visited(family: Family, clock: FixedClock, at: datetime, **more: Any) -> None:
    """A visit that was made and recorded."""
    who = family.world.people
    visit = await family.agreed(at, who.wang, **more)
    clock.advance(at - clock.now())
    await ok(await family.do(who.wang, visit, "record", 2, **record()))


async def test_who_was_visited_contacted_and_is_owed(family: Family, clock: FixedClock) -> None:
    world, who = family.world, family.world.people

    async def ming() -> tuple[Any, ...]:
        whole = await coverage(family, who.wang)
        [row] = [p for p in whole["pupils"] if p["name"] == "ming"]
        return row["onSiteAt"], row["onlineAt"], row["contactedAt"], row["owed"]

    before = await coverage(family, who.wang)
    assert [(p["name"], p["owed"], p["needsOnSite"]) for p in before["pupils"]] == [
        ("hong", True, False),
        ("ming", True, False),
    ]
    assert (before["since"], before["visited"], before["contacted"], before["owed"]) == (
        "2026-08-31T16:00:00Z",
        0,
        0,
        2,
    )
    await ok(await log(family, who.wang, who.ming), 201)
    visit = await family.agreed(THURSDAY)
    [waiting] = [p for p in (await coverage(family, who.wang))["pupils"] if p["name"] == "ming"]
    assert (waiting["nextAt"], waiting["owed"], waiting["contactedAt"]) == ("2026-11-26T11:00:00Z", True, YESTERDAY)
    await ok(await family.do(who.mother, visit, "cancel", 2))
    await visited(family, clock, THURSDAY + HOUR, way="online")
    assert await ming() == (None, "2026-11-26T12:00:00Z", YESTERDAY, False)
    needs = "update students set support = '{single_parent}' where org_id = $1 and student_id = $2"
    await world.sql(family.org_id, needs, family.org_id, who.ming.account_id)
    assert await ming() == (None, "2026-11-26T12:00:00Z", YESTERDAY, True)  # V2: on-site alone counts
    await visited(family, clock, THURSDAY + DAY)
    assert (await ming())[3] is False
    whole = await coverage(family, who.gao)
    assert (whole["visited"], whole["contacted"], whole["owed"]) == (1, 1, 1)
    clock.advance(datetime(2027, 8, 31, 15, 59, tzinfo=UTC) - clock.now())
    assert (await ming())[3] is False
    clock.advance(HOUR / 60)
    assert (await ming())[3] is True  # a new school year
    assert (await coverage(family, who.wang))["visited"] == 0


async def test_who_reads_the_coverage(family: Family) -> None:
    world, who = family.world, family.world.people
    a, b = (f"/orgs/{family.org_id}/classes/{c}/coverage" for c in (world.north_a, world.north_b))
    for person in (who.wang, who.gao, who.north_admin):
        for path in (a, b):  # wang leads a and teaches b
            assert (await world.client(person).get(path)).status_code == 200
    assert (await world.client(who.chen).get(b)).status_code == 200
    assert slug(await world.client(who.chen).get(a)) == (404, "not-found")
    for person in (who.lin, who.he, who.mother, who.ming, who.sun, who.former_teacher, who.nobody):
        assert slug(await world.client(person).get(a)) == (403, "forbidden")
    south = f"/orgs/{family.org_id}/classes/{world.south_a}/coverage"
    assert slug(await world.client(who.gao).get(south)) == (404, "not-found")


async def test_a_missed_or_merely_agreed_visit_does_not_count(family: Family, clock: FixedClock) -> None:
    who = family.world.people
    visit = await family.agreed(THURSDAY)
    clock.advance(THURSDAY - clock.now())
    assert (await coverage(family, who.wang))["visited"] == 0
    await ok(await family.do(who.wang, visit, "missed", 2))
    whole = await coverage(family, who.wang)
    assert (whole["visited"], whole["owed"]) == (0, 2)


@pytest.mark.parametrize(
    ("now", "zone", "since"),
    [
        (datetime(2026, 8, 31, 15, 59, tzinfo=UTC), "Asia/Shanghai", datetime(2025, 8, 31, 16, tzinfo=UTC)),
        (datetime(2026, 8, 31, 16, 0, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 8, 31, 16, tzinfo=UTC)),
        (datetime(2027, 3, 1, tzinfo=UTC), "Asia/Urumqi", datetime(2026, 8, 31, 18, tzinfo=UTC)),
    ],
)
def test_a_school_year_begins_in_september(now: datetime, zone: str, since: datetime) -> None:
    assert rules.school_year(now, ZoneInfo(zone)) == since
