"""Sending: whom a notice reaches, when, in how many steps, and never twice."""

from datetime import time, timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.db import uuid7
from tests.counselling.desk import ok, slug, version
from tests.notices.office import DAY, HOUR, Office, ids


async def test_a_notice_reaches_the_guardians_of_a_class(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    assert (notice["state"], notice["reached"]) == ("sent", {"people": 2, "students": 1})
    found = await office.recipients(notice)
    assert {n: (r["student_ids"], r["as_staff"]) for n, r in found.items()} == {
        "mother": (ids(who.ming), False),
        "father": (ids(who.ming), False),
    }
    assert all(r["opened_at"] is None for r in found.values())
    assert await office.inbox(who.mother) == [("秋游", False)]
    for person in (who.jun_mother, who.former_guardian, who.ming, who.wang, who.lei_father):
        assert await office.inbox(person) == []
    # Without push it goes by SMS, once each; what it says there is what any lock screen may show.
    assert {i.address for i in office.city.sms.items} == {f"+86{p.phone}" for p in (who.mother, who.father)}
    assert {i.body for i in office.city.sms.items} == {"【心桥】北校发来一条新通知《秋游》，请在心桥中查看。"}
    await office.work()
    assert len(office.city.sms.items) == 2


AUDIENCES: list[tuple[dict[str, Any], set[str]]] = [
    ({"classIds": "A"}, {"mother", "father"}),
    ({"classIds": "AB"}, {"mother", "father", "jun_mother"}),
    ({"classIds": "A", "parts": ["student"]}, {"ming", "hong"}),
    ({"classIds": "A", "parts": ["staff"]}, {"wang"}),
    ({"classIds": "B", "parts": ["staff"]}, {"wang", "chen"}),
    ({"grades": ["七年级"]}, {"mother", "father", "jun_mother"}),
    ({"wholeSchool": True}, {"mother", "father", "jun_mother"}),
    ({"wholeSchool": True, "parts": ["staff"]}, {"wang", "chen", "lin", "gao", "he", "north_admin"}),
    (
        {"wholeSchool": True, "parts": ["guardian", "student", "staff"]},
        {"mother", "father", "jun_mother", "ming", "hong", "jun", "wang", "chen", "lin", "gao", "he", "north_admin"},
    ),
]


@pytest.mark.parametrize(("audience", "people"), AUDIENCES, ids=[str(a) for a, _ in AUDIENCES])
async def test_the_preview_is_what_is_sent(office: Office, audience: dict[str, Any], people: set[str]) -> None:
    who, world = office.world.people, office.world
    await office.sibling(who.mother, who.jun)
    classes = {"A": str(world.north_a), "B": str(world.north_b)}
    wished = audience | ({"classIds": [classes[c] for c in audience["classIds"]]} if "classIds" in audience else {})
    preview = await office.reach(who.gao, **wished)
    expected = people | ({"mother"} if "guardian" in audience.get("parts", ["guardian"]) else set[str]())
    notice = await office.tell(who.gao, audience=wished)
    found = await office.recipients(notice)
    assert set(found) == expected
    students = {s for r in found.values() for s in r["student_ids"]}
    assert notice["reached"] == preview == {"people": len(found), "students": len(students)}


async def test_siblings_are_one_message_that_names_both(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    assert await office.reach(who.wang, classIds=[str(office.world.north_a)]) == {"people": 2, "students": 2}
    notice = await office.tell(who.wang)
    assert (await office.recipients(notice))["mother"]["student_ids"] == ids(who.ming, who.hong)
    assert await office.inbox(who.mother) == [("秋游", False)]
    assert len([i for i in office.city.sms.items if i.address == f"+86{who.mother.phone}"]) == 1
    assert not any("ming" in i.title + i.body or "hong" in i.title + i.body for i in office.city.sms.items)
    mine = await ok(await office.read(who.mother, notice))
    assert [(c["name"], c["className"]) for c in mine["children"]] == [("hong", "A"), ("ming", "A")]
    [message] = (await ok(await office.world.client(who.mother).get("/me/inbox")))["items"]
    assert message["childIds"] == [str(one) for one in ids(who.ming, who.hong)]


async def test_a_child_in_another_class_is_not_named(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.jun)
    mine = await ok(await office.read(who.mother, await office.tell(who.wang)))
    assert [c["name"] for c in mine["children"]] == ["ming"]


async def test_a_teacher_who_is_a_parent_is_told_once(office: Office) -> None:
    who = office.world.people
    await office.parent(who.chen, who.hong)
    notice = await office.tell(who.gao, audience={"wholeSchool": True, "parts": ["guardian", "staff"]})
    row = (await office.recipients(notice))["chen"]
    assert (row["student_ids"], row["as_staff"]) == (ids(who.hong), True)
    assert await office.inbox(who.chen) == [("秋游", False)]


async def test_it_goes_out_at_its_time(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.add(who.wang)
    later = await office.schedule(who.wang, notice, clock.now() + 2 * HOUR)
    assert (later["state"], later["sendAt"]) == ("scheduled", "2026-11-23T06:00:00Z")
    clock.advance(2 * HOUR - DAY / 86400)
    await office.work()
    assert await office.inbox(who.mother) == []
    assert await office.recipients(notice) == {}
    clock.advance(DAY / 86400)
    await office.work()
    assert (await office.get(who.wang, notice))["sentAt"] == "2026-11-23T06:00:00Z"
    assert len(await office.inbox(who.mother)) == 1


async def test_what_was_planned_for_a_full_hour_is_in_the_inbox_at_once_and_told_a_little_later(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await office.schedule(who.wang, await office.add(who.wang), clock.now() + 2 * HOUR)
    clock.advance(2 * HOUR)
    await office.work()
    assert len(await office.inbox(who.mother)) == 1
    assert office.city.sms.items == []
    clock.advance(timedelta(minutes=3))
    await office.work()
    assert {item.address for item in office.city.sms.items} >= {f"+86{who.mother.phone}"}


async def test_a_moved_time_counts_and_the_old_one_no_more(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + HOUR)
    await office.schedule(who.wang, notice, clock.now() + 3 * HOUR)
    clock.advance(HOUR)
    await office.work()
    assert await office.inbox(who.mother) == []
    clock.advance(2 * HOUR)
    await office.work()
    assert len(await office.inbox(who.mother)) == 1


async def test_who_belongs_here_is_decided_when_it_goes_out(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + HOUR)
    await office.leave(who.ming)
    await office.sibling(who.jun_mother, who.hong)
    clock.advance(HOUR)
    await office.work()
    assert set(await office.recipients(notice)) == {"jun_mother"}
    assert await office.inbox(who.mother) == []


async def test_a_class_that_ended_meanwhile_is_told_nothing(office: Office, clock: FixedClock) -> None:
    who, world = office.world.people, office.world
    both = await office.add(who.gao, world.north_a, world.north_b)
    await office.schedule(who.gao, both, clock.now() + HOUR)
    end = "update classes set ended_at = $3 where org_id = $1 and class_id = $2"
    await world.sql(office.org_id, end, office.org_id, world.north_b, world.now)
    clock.advance(HOUR)
    await office.work()
    assert set(await office.recipients(both)) == {"mother", "father"}
    assert await office.inbox(who.jun_mother) == []


@pytest.mark.parametrize("end", ["staff", "class_staff"])
async def test_the_sender_must_still_have_the_right_when_it_goes_out(
    office: Office, clock: FixedClock, end: str
) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + HOUR)
    statement = f"update {end} set ended_at = $3 where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, statement, office.org_id, who.wang.account_id, office.world.now)
    clock.advance(HOUR)
    await office.work()
    assert await office.recipients(notice) == {}
    seen = await office.get(who.gao, notice)
    assert (seen["state"], seen["sendAt"]) == ("draft", None)
    await office.schedule(who.gao, seen)
    await office.work()
    assert set(await office.recipients(notice)) == {"mother", "father"}


async def test_what_was_cancelled_never_goes_out(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + HOUR)
    await ok(await office.do(who.wang, notice, "cancel"))
    assert (await office.city.state("send_notice", notice["noticeId"]))["state"] == "cancelled"
    again = "update tasks set state = 'planned', attempt = attempt + 1 where kind = 'send_notice' returning 1"
    assert len(await office.city.rows(again)) == 1
    clock.advance(HOUR)
    await office.work()
    assert await office.recipients(notice) == {}


async def test_a_push_is_the_title_in_the_persons_language(office: Office) -> None:
    who, now = office.world.people, office.world.now
    await office.city.rows("update orgs set fcm_enabled = true where org_id = $1 returning 1", office.org_id)
    for person, language in ((who.mother, "en"), (who.father, "zh-CN")):
        choice = (person.account_id, language, time(0), time(0), ["push"], False, now)
        await office.world.operate(office.org_id, "select account_set($1, $2, $3, $4, $5, $6, $7)", *choice)
        sealer, token = office.city.services.sealer, f"token-{person.name}"
        sealed = sealer.seal_contact("device", person.account_id, token)
        device = (uuid7(), "fcm", sealer.name("device", token), sealed, "phone", now)
        put = "select device_put($1, $2, $3, $4, $5, $6, $7)"
        await office.world.operate(office.org_id, put, person.account_id, *device)
    await office.tell(who.wang, titleEn="Trip", bodyEn="On Friday.")
    await office.tell(who.wang, titleZh="冬游", kind="sign")
    assert {(i.address, i.title, i.body) for i in office.city.push.items} == {
        ("token-mother", "Trip", "There is a new notice from North. Please read it in Xinqiao."),
        ("token-father", "秋游", "北校发来一条新通知，请在心桥中查看。"),
        ("token-mother", "冬游", "There is a notice from North. Please read and sign it in Xinqiao."),
        ("token-father", "冬游", "北校发来一条通知，请在心桥中阅读并签字。"),
    }
    assert office.city.sms.items == []


@pytest.mark.parametrize("end", ["guardians", "guardianships"])
async def test_a_former_guardian_is_not_reached(office: Office, end: str) -> None:
    who = office.world.people
    statement = f"update {end} set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await office.world.sql(office.org_id, statement, office.org_id, who.father.account_id, office.world.now)
    assert set(await office.recipients(await office.tell(who.wang))) == {"mother"}


async def test_what_is_sent_can_be_undone_for_a_moment(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.add(who.gao, audience={"wholeSchool": True})
    path = f"{office.notices}/{notice['noticeId']}/send"
    undo, gao = {"undoSeconds": 30}, office.world.client(who.gao)
    going = await ok(await gao.post(path, json=undo, headers=version(notice["version"])))
    await office.work()
    assert await office.inbox(who.mother) == []
    draft = await ok(await office.do(who.gao, going, "unschedule"))
    assert (draft["state"], draft["sendAt"]) == ("draft", None)
    assert (await ok(await office.do(who.gao, draft, "unschedule")))["version"] == draft["version"]
    clock.advance(HOUR)
    await office.work()
    assert await office.inbox(who.mother) == []
    again = await ok(await gao.post(path, json=undo, headers=version(draft["version"])))
    clock.advance(timedelta(seconds=30))
    await office.work()
    assert await office.inbox(who.mother) == [("秋游", False)]
    assert slug(await office.do(who.gao, again, "unschedule")) == (409, "notice-gone")


async def test_a_broadcast_stores_nobody(office: Office) -> None:
    await office.crowd(1200)
    notice = await office.tell(office.world.people.gao, office.world.north_b)
    assert notice["reached"] == {"people": 1201, "students": 1201}
    chunks = await office.world.sql(
        office.org_id,
        "select people, sent + unsent as done, ended_at is not null as ended from broadcast_chunks where org_id = $1 order by chunk",
        office.org_id,
    )
    assert [tuple(c) for c in chunks] == [(1000, 1000, True), (201, 201, True)]
    for table in ("message_people", "deliveries", "notice_recipients"):
        rows = await office.world.sql(office.org_id, f"select 1 from {table} where org_id = $1", office.org_id)
        assert rows == [], table
    reads = "select account_id from broadcast_reads where org_id = $1"
    [read] = await office.world.sql(office.org_id, reads, office.org_id)
    assert read["account_id"] == office.world.people.gao.account_id, "who wrote it knows it"


async def test_a_family_that_joins_the_class_later_can_read_it(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    await office.sibling(who.jun_mother, who.hong)
    assert await office.inbox(who.jun_mother) == [("秋游", False)]
    assert [n["noticeId"] for n in await office.mine(who.jun_mother)] == [notice["noticeId"]]
    assert (await office.receipts(who.wang, notice))["classes"][0]["reached"] == 3
    home = await ok(await office.world.client(who.jun_mother).get("/me/home"))
    assert (home["noticesWaiting"], home["unread"]) == (1, 1)
    await ok(await office.answer(who.jun_mother, notice, "acknowledge"))
    assert [n["answered"] for n in await office.mine(who.jun_mother)] == [True]


async def test_what_was_opened_follows_a_child_to_another_class_and_what_was_not_stays(office: Office) -> None:
    who, world = office.world.people, office.world
    read, unread = [await office.tell(who.wang, kind="acknowledge", titleZh=title) for title in ("read", "unread")]
    await ok(await office.answer(who.mother, read, "acknowledge"))
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(office.org_id, move, office.org_id, who.ming.account_id, world.north_b)
    assert [n["title"] for n in await office.mine(who.mother)] == ["read"]
    assert await office.inbox(who.mother) == []
    assert set(await office.recipients(read)) == {"mother"}
    assert set(await office.recipients(unread)) == set()


async def test_what_was_sent_is_neither_sent_again_nor_cancelled(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    for answer in (await office.try_send(who.wang, notice), await office.do(who.wang, notice, "cancel")):
        assert slug(answer) == (409, "notice-gone")
