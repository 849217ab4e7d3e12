"""Contacts logged."""

from typing import Any

import pytest

from tests.counselling.desk import field, ok, slug
from tests.visits.family import YESTERDAY, Family, contact, log
from tests.world import Person

NOTE = "他说爸爸又走了 <b>!</b>"


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
    for student in (who.ming, who.former_student, who.tao):
        assert slug(await log(family, who.chen, student)) == (404, "not-found")
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
        family.org_id, "select purpose from audit_accesses where org_id = $1 order by seq", family.org_id
    )
    assert [r[0] for r in looks] == ["author", "class_teacher"]
