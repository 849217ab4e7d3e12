"""Writing notices over HTTP: who may, to whom, what is refused, and what an edit, a cancel and a withdrawal do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.core.clock import FixedClock
from tests.counselling.desk import field, ok, slug, version
from tests.notices.office import DAY, HOUR, Office

NOBODY: dict[str, Any] = {
    "classIds": [],
    "grades": [],
    "studentIds": [],
    "roles": [],
    "needs": [],
    "wholeSchool": False,
    "without": {"classIds": [], "grades": [], "studentIds": []},
    "parts": ["guardian"],
}


async def test_a_class_teacher_drafts_for_the_own_class(office: Office) -> None:
    world, who = office.world, office.world.people
    due = (world.now + DAY).isoformat()
    english = {"titleEn": "Autumn trip", "bodyEn": "Meet at eight on Friday."}
    notice = await ok(answer := await office.try_add(who.wang, kind="sign", answerBy=due, **english), 201)
    assert notice == {
        "orgId": office.org_id,
        "noticeId": notice["noticeId"],
        "kind": "sign",
        "state": "draft",
        "titleZh": "秋游",
        "bodyZh": "周五八点集合。",
        **english,
        "audience": {**NOBODY, "classIds": [str(world.north_a)]},
        "authorId": str(who.wang.account_id),
        "authorName": "wang",
        "answerBy": "2026-11-24T04:00:00Z",
        "importance": "ordinary",
        **dict.fromkeys(("expiresAt", "sendAt", "sentAt", "withdrawnAt", "savedAudienceId", "correctedAt")),
        **dict.fromkeys(("changedBy", "backBecause")),
        "reached": {"people": 0, "students": 0},
        "edition": 1,
        "version": 1,
        "createdAt": "2026-11-23T04:00:00Z",
        "updatedAt": "2026-11-23T04:00:00Z",
        "canChange": True,
        "eachGuardian": False,
        "files": [],
        "names": {"classes": [{"classId": str(office.world.north_a), "grade": "七年级", "name": "A"}], "students": []},
    }
    assert answer.headers["etag"] == '"v1"'
    assert [await office.get(reader, notice) for reader in (who.wang, who.gao)] == [notice, notice]
    await office.work()
    assert await office.inbox(who.mother) == []


async def test_a_class_teacher_writes_to_no_other_class(office: Office) -> None:
    world, who = office.world, office.world.people
    for classes in ((world.north_b,), (world.north_a, world.north_b), (world.south_a,), (uuid4(),)):
        assert slug(await office.try_add(who.wang, *classes)) == (404, "not-found")
    for audience in ({"wholeSchool": True}, {"grades": ["七年级"]}, {"wholeSchool": True, "parts": ["staff"]}):
        assert slug(await office.try_add(who.wang, audience=audience)) == (403, "audience-too-wide")
        reach = await world.client(who.wang).post(f"{office.notices}/audience", json=audience)
        assert slug(reach) == (403, "audience-too-wide")
    reach = await world.client(who.wang).post(f"{office.notices}/audience", json={"classIds": [str(world.north_b)]})
    assert slug(reach) == (404, "not-found")
    rows = await world.sql(office.org_id, "select account_id from audit_denials where org_id = $1", office.org_id)
    assert {r[0] for r in rows} == {who.wang.account_id}
    assert len(rows) == 11


async def test_others_write_nothing(office: Office) -> None:
    world, who = office.world, office.world.people
    people = (who.lin, who.he, who.mother, who.ming, who.sun, who.south_admin, who.former_teacher, who.nobody)
    for person in people:
        assert slug(await office.try_add(person)) == (403, "forbidden")
        for audience in ({"wholeSchool": True}, {}):
            reach = await world.client(person).post(f"{office.notices}/audience", json=audience)
            assert slug(reach) == (403, "forbidden")
        assert slug(await world.client(person).get(office.notices)) == (403, "forbidden")


async def test_leader_and_administrator_write_to_anybody_here_and_nobody_elsewhere(office: Office) -> None:
    world, who = office.world, office.world.people
    for person in (who.gao, who.north_admin):
        await office.add(person, world.north_a, world.north_b)
        await office.add(person, audience={"wholeSchool": True, "parts": ["student", "staff"]})
        await office.add(person, audience={"grades": ["七年级"]})
        assert field(await office.try_add(person, world.south_a)) == (404, "$.audience.classIds", "not-found")
        grades = await office.try_add(person, audience={"grades": ["七年级", "八年级"]})
        assert field(grades) == (404, "$.audience.grades", "not-found")
        reach = await world.client(person).post(f"{office.notices}/audience", json={"classIds": [str(world.south_a)]})
        assert field(reach) == (404, "$.classIds", "not-found")


async def test_a_class_that_has_ended_is_no_audience(office: Office) -> None:
    world, who = office.world, office.world.people
    end = "update classes set ended_at = $3 where org_id = $1 and class_id = $2"
    await world.sql(office.org_id, end, office.org_id, world.north_b, world.now)
    assert slug(await office.try_add(who.gao, world.north_b)) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"titleZh": "长" * 81}, "$.titleZh", "too-long"),
        ({"titleZh": ""}, "$.titleZh", "too-short"),
        ({"titleZh": " \u3000"}, "$.titleZh", "characters"),
        ({"titleZh": "two\nlines"}, "$.titleZh", "characters"),
        ({"titleZh": "end\n"}, "$.titleZh", "characters"),
        ({"titleZh": "bell\u0007"}, "$.titleZh", "characters"),
        ({"titleZh": "\u202egnihsihp"}, "$.titleZh", "characters"),
        ({"bodyZh": "长" * 4001}, "$.bodyZh", "too-long"),
        ({"bodyZh": "\n \n"}, "$.bodyZh", "characters"),
        ({"bodyZh": "null\u0000"}, "$.bodyZh", "characters"),
        ({"titleEn": "only the title"}, "$.bodyEn", "pair"),
        ({"bodyEn": "only the text"}, "$.titleEn", "pair"),
        ({"titleEn": "x" * 81, "bodyEn": "y"}, "$.titleEn", "too-long"),
        ({"kind": "order"}, "$.kind", "invalid"),
        ({"answerBy": "2026-11-24T04:00:00Z"}, "$.answerBy", "not-allowed"),
        ({"kind": "sign", "answerBy": "2026-11-23T04:00:00Z"}, "$.answerBy", "past"),
        ({"kind": "sign", "answerBy": "2036-11-23T04:00:00Z"}, "$.answerBy", "too-far"),
        ({"kind": "sign", "answerBy": "2026-11-24T04:00:00"}, "$.answerBy", "invalid"),
        ({"audience": {}}, "$.audience", "one-of"),
        ({"audience": {"wholeSchool": True, "grades": ["七年级"]}}, "$.audience", "one-of"),
        ({"audience": {"wholeSchool": True, "parts": []}}, "$.audience.parts", "too-short"),
        ({"audience": {"wholeSchool": True, "parts": ["ghosts"]}}, "$.audience.parts[0]", "invalid"),
        ({"audience": {"classIds": [str(uuid4()) for _ in range(101)]}}, "$.audience.classIds", "too-long"),
        ({"audience": {"wholeSchool": True, "orgId": 1}}, "$.orgId", "unknown"),
        ({"state": "sent"}, "$.state", "unknown"),
    ],
)
async def test_wrong_notices_are_refused_by_field(office: Office, change: dict[str, Any], path: str, code: str) -> None:
    assert field(await office.try_add(office.world.people.gao, **change)) == (422, path, code)


async def test_an_oversized_body_is_refused(office: Office) -> None:
    answer = await office.try_add(office.world.people.gao, bodyZh="x" * 1_100_000)
    assert slug(answer) == (413, "too-large")


async def test_text_that_has_just_room_and_lines_is_taken(office: Office) -> None:
    who = office.world.people
    texts = {"titleZh": "长" * 80, "bodyZh": "一行\n\n二行\n" + "长" * 3990}
    notice = await office.tell(who.wang, **texts)
    assert {k: notice[k] for k in texts} == texts


async def test_markup_stays_text(office: Office) -> None:
    who = office.world.people
    title, body = "<b>{title_en}</b> & %s ${x}", "<script>alert(1)</script>\n{0} [链接](javascript:x)"
    notice = await office.tell(who.wang, titleZh=title, bodyZh=body)
    mine = await ok(await office.read(who.mother, notice))
    assert (mine["title"], mine["body"]) == (title, body)
    assert await office.inbox(who.mother) == [(title, False)]
    assert (notice["titleZh"], notice["bodyZh"]) == (title, body)


async def test_an_edit_is_whole_and_needs_the_version_seen(office: Office) -> None:
    world, who = office.world, office.world.people
    notice, teacher = await office.add(who.wang, titleEn="Trip", bodyEn="On Friday"), world.client(who.wang)
    path = f"{office.notices}/{notice['noticeId']}"
    edited = await ok(await teacher.put(path, json=office.wish(titleZh="冬游"), headers=version(1)))
    assert (edited["titleZh"], edited["titleEn"], edited["version"]) == ("冬游", None, 2)
    assert slug(await teacher.put(path, json=office.wish(), headers=version(1))) == (412, "stale")
    assert slug(await teacher.put(path, json=office.wish())) == (428, "precondition-missing")
    assert slug(await office.try_send(who.wang, notice)) == (412, "stale")
    assert slug(await office.do(who.wang, notice, "cancel")) == (412, "stale")
    wider = {**office.wish(), "audience": {"wholeSchool": True}}
    assert slug(await teacher.put(path, json=wider, headers=version(2))) == (403, "audience-too-wide")
    other = office.wish(world.north_b)
    assert slug(await teacher.put(path, json=other, headers=version(2))) == (404, "not-found")
    assert (await office.get(who.wang, notice))["titleZh"] == "冬游"


async def test_an_edit_of_what_is_scheduled_counts(office: Office, clock: FixedClock) -> None:
    world, who = office.world, office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + 2 * HOUR)
    path = f"{office.notices}/{notice['noticeId']}"
    early = office.wish(kind="acknowledge", answerBy=(clock.now() + HOUR).isoformat())
    answer = await world.client(who.wang).put(path, json=early, headers=version(2))
    assert field(answer) == (422, "$.answerBy", "too-soon")
    edited = office.wish(titleZh="改期")
    await ok(await world.client(who.wang).put(path, json=edited, headers=version(2)))
    clock.advance(2 * HOUR)
    await office.work()
    assert await office.inbox(who.mother) == [("改期", False)]
    sent = await office.get(who.wang, notice)
    answer = await world.client(who.wang).put(path, json=edited, headers=version(sent["version"]))
    assert slug(answer) == (409, "notice-gone")


async def test_times_that_cannot_be_are_refused(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.add(who.wang, kind="acknowledge", answerBy=(clock.now() + DAY).isoformat())
    for at, code in [
        (clock.now() - timedelta(seconds=1), "past"),
        (clock.now() + 400 * DAY, "too-far"),
        (clock.now() + DAY, "too-soon"),
    ]:
        assert field(await office.try_send(who.wang, notice, at)) == (422, "$.sendAt", code)
    clock.advance(DAY)
    assert field(await office.try_send(who.wang, notice)) == (422, "$.sendAt", "too-soon")


async def test_a_notice_of_another_is_seen_but_not_changed(office: Office) -> None:
    world, who = office.world, office.world.people
    draft = await office.add(who.gao)
    for person in (who.wang, who.chen):
        assert slug(await world.client(person).get(f"{office.notices}/{draft['noticeId']}")) == (404, "not-found")
    notice = await office.tell(who.gao)
    assert (await office.get(who.wang, notice))["canChange"] is False
    assert (await office.get(who.north_admin, notice))["canChange"] is True
    assert slug(await world.client(who.chen).get(f"{office.notices}/{notice['noticeId']}")) == (404, "not-found")
    path = f"{office.notices}/{draft['noticeId']}"
    assert slug(await world.client(who.wang).put(path, json=office.wish(), headers=version(1))) == (404, "not-found")
    assert slug(await office.try_send(who.wang, draft)) == (404, "not-found")
    assert slug(await office.do(who.wang, draft, "cancel")) == (404, "not-found")
    assert slug(await office.do(who.wang, notice, "withdraw")) == (404, "not-found")
    await ok(await office.do(who.north_admin, notice, "withdraw"))


async def test_another_schools_notice_is_not_there(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.wang)
    south = f"/orgs/{world.south}/notices/{notice['noticeId']}"
    for path in (south, f"{south}/receipts"):
        assert slug(await world.client(who.south_admin).get(path)) == (404, "not-found")
        assert slug(await world.client(who.wang).get(path)) == (403, "forbidden")
    answer = await world.client(who.south_admin).post(f"{south}/withdraw", headers=version(3))
    assert slug(answer) == (404, "not-found")


async def test_a_teacher_who_left_the_class_left_its_notices(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.add(who.wang)
    end = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'class_teacher'"
    await world.sql(office.org_id, end, office.org_id, who.wang.account_id, world.now)
    for answer in (await office.try_send(who.wang, notice), await office.do(who.wang, notice, "cancel")):
        assert slug(answer) == (403, "forbidden")
    assert (await office.get(who.gao, notice))["state"] == "draft"


async def test_a_teacher_of_another_class_now_leaves_the_old_notices_behind(office: Office) -> None:
    world, who = office.world, office.world.people
    end = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'"
    await world.sql(office.org_id, end, office.org_id, world.north_b, world.now)
    await world.sql(
        office.org_id,
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)",
        *(office.org_id, world.north_b, who.wang.account_id, world.now),
    )
    draft, sent = await office.add(who.wang), await office.tell(who.wang)
    both = await office.add(who.wang, world.north_a, world.north_b)
    await world.sql(office.org_id, end, office.org_id, world.north_a, world.now)
    for notice in (draft, sent, both):
        path = f"{office.notices}/{notice['noticeId']}"
        for answer in (await world.client(who.wang).get(path), await world.client(who.wang).get(f"{path}/receipts")):
            assert slug(answer) == (404, "not-found")
        assert slug(await office.try_send(who.wang, notice)) == (404, "not-found")
    assert (await ok(await world.client(who.wang).get(office.notices)))["items"] == []


async def test_cancelling_and_withdrawing_twice_changes_nothing(office: Office) -> None:
    who = office.world.people
    draft = await office.add(who.wang)
    assert slug(await office.do(who.wang, draft, "withdraw")) == (409, "notice-not-sent")
    once = await ok(await office.do(who.wang, draft, "cancel"))
    again = await ok(await office.do(who.wang, draft, "cancel"))
    assert (once["state"], once) == ("cancelled", again)
    assert slug(await office.do(who.wang, once, "withdraw")) == (409, "notice-gone")
    assert slug(await office.try_send(who.wang, once)) == (409, "notice-gone")
    sent = await office.tell(who.wang)
    assert slug(await office.do(who.wang, sent, "withdraw", seen=1)) == (412, "stale")
    once = await ok(await office.do(who.wang, sent, "withdraw"))
    again = await ok(await office.do(who.wang, sent, "withdraw"))
    assert (once["state"], once["withdrawnAt"], once) == ("withdrawn", "2026-11-23T04:00:00Z", again)


async def test_a_retry_on_a_bad_network_writes_and_sends_once(office: Office) -> None:
    world, who = office.world, office.world.people
    teacher, key = world.client(who.wang), {"idempotency-key": "in-the-corridor"}
    first = await ok(await teacher.post(office.notices, json=office.wish(), headers=key), 201)
    again = await teacher.post(office.notices, json=office.wish(), headers=key)
    assert (await ok(again, 201))["noticeId"] == first["noticeId"]
    assert again.headers["idempotent-replayed"] == "true"
    other = await teacher.post(office.notices, json=office.wish(titleZh="别的"), headers=key)
    assert slug(other) == (422, "idempotency-mismatch")
    send, key = f"{office.notices}/{first['noticeId']}/send", {"idempotency-key": "in-the-corridor-2", **version(1)}
    await ok(await teacher.post(send, json={}, headers=key))
    await office.work()
    replayed = await ok(await teacher.post(send, json={}, headers=key))
    assert replayed["state"] == "sent"
    await office.work()
    assert len(await office.inbox(who.mother)) == 1
    assert len((await ok(await teacher.get(office.notices)))["items"]) == 1
