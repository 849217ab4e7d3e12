"""Signing over HTTP: for each child, with one's own name."""

from typing import Any

import msgspec

from api.core.clock import FixedClock
from api.core.services import Services
from api.notices.proofs import rules as proofs
from tests.counselling.desk import field, ok, slug
from tests.notices.office import DAY, HOUR, Office


async def test_signing_for_each_child(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.wang, kind="sign")
    first = await ok(await office.sign(who.mother, notice, who.hong))
    assert (first["signedAt"], first["answered"], first["openedAt"]) == (None, False, "2026-11-23T04:00:00Z")
    assert {c["name"]: c["signedAt"] for c in first["children"]} == {"hong": "2026-11-23T04:00:00Z", "ming": None}
    clock.advance(HOUR)
    both = await ok(await office.sign(who.mother, notice, who.hong, who.ming))
    times = {c["name"]: c["signedAt"] for c in both["children"]}
    assert times == {"hong": "2026-11-23T04:00:00Z", "ming": "2026-11-23T05:00:00Z"}
    assert (both["signedAt"], both["answered"]) == ("2026-11-23T05:00:00Z", True)
    clock.advance(HOUR)
    assert await ok(await office.sign(who.mother, notice, who.ming)) == both
    rows = await office.world.sql(
        office.org_id,
        "select student_id, name, language from notice_signatures where org_id = $1 and account_id = $2",
        *(office.org_id, who.mother.account_id),
    )
    assert {tuple(r) for r in rows} == {(p.account_id, "mother", "zh-CN") for p in (who.hong, who.ming)}


async def test_a_signature_is_ones_own_name_for_ones_own_children(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, office.world.north_a, office.world.north_b, kind="sign")
    for name in ("father", "Mother", "moth", "mother x", "ming"):
        assert field(await office.sign(who.mother, notice, who.ming, name=name)) == (422, "$.name", "mismatch")
    for children in ((who.jun,), (who.ming, who.jun), (who.hong,), (who.tao,), (who.mother,)):
        assert field(await office.sign(who.mother, notice, *children)) == (404, "$.studentIds", "not-found")
    assert field(await office.sign(who.mother, notice)) == (422, "$.studentIds", "required")
    body: dict[str, Any] = {"name": "m" * 51, "studentIds": [str(who.ming.account_id)], "agrees": True}
    answer = await office.world.client(who.mother).post(office.own(notice, "sign"), json=body)
    assert field(answer) == (422, "$.name", "too-long")
    assert (await office.recipients(notice))["mother"]["opened_at"] is None
    assert (
        await office.world.sql(office.org_id, "select 1 from notice_signatures where org_id = $1", office.org_id) == []
    )
    signed = await ok(await office.sign(who.mother, notice, who.ming, name=" ｍother "))
    assert signed["answered"]


async def test_students_and_staff_sign_for_themselves(office: Office) -> None:
    who = office.world.people
    audience = {"classIds": [str(office.world.north_a)], "parts": ["student", "staff"]}
    notice = await office.tell(who.gao, audience=audience, kind="sign")
    student = await ok(await office.sign(who.ming, notice, who.ming))
    assert (student["answered"], [c["name"] for c in student["children"]]) == (True, ["ming"])
    teacher = await ok(await office.sign(who.wang, notice))
    assert (teacher["answered"], teacher["children"]) == (True, [])
    assert field(await office.sign(who.hong, notice, who.ming)) == (404, "$.studentIds", "not-found")


async def test_a_parent_who_works_here_no_more_signs_for_the_child_alone(office: Office) -> None:
    who = office.world.people
    await office.parent(who.chen, who.hong)
    notice = await office.tell(who.gao, kind="sign", audience={"wholeSchool": True, "parts": ["guardian", "staff"]})
    end = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, who.chen.account_id, office.world.now)
    assert field(await office.sign(who.chen, notice)) == (422, "$.studentIds", "required")
    assert (await ok(await office.sign(who.chen, notice, who.hong)))["answered"]
    rows = await office.world.sql(
        office.org_id, "select student_id from notice_signatures where org_id = $1", office.org_id
    )
    assert [r[0] for r in rows] == [who.hong.account_id]


async def test_a_parent_who_works_here_signs_as_both(office: Office) -> None:
    who = office.world.people
    await office.parent(who.chen, who.hong)
    notice = await office.tell(who.gao, kind="sign", audience={"wholeSchool": True, "parts": ["guardian", "staff"]})
    assert (await ok(await office.sign(who.chen, notice)))["answered"] is False
    assert (await ok(await office.sign(who.chen, notice, who.hong)))["answered"] is True


async def test_who_does_not_agree_has_answered(office: Office, services: Services, clock: FixedClock) -> None:
    """It is signed, shown to both sides, exported, and nobody is reminded of it; what was signed first stays, and another answer is refused."""
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    due = (clock.now() + 3 * DAY).isoformat()
    notice = await office.tell(who.wang, kind="sign", answerBy=due)
    await ok(await office.sign(who.mother, notice, who.hong, agrees=False))
    assert slug(await office.sign(who.mother, notice, who.ming, who.hong)) == (409, "answered-already")
    signed = await ok(await office.sign(who.mother, notice, who.ming))
    assert {c["name"]: c["agrees"] for c in signed["children"]} == {"hong": False, "ming": True}
    assert (signed["answered"], signed["disagreed"]) == (True, True)
    await ok(await office.sign(who.father, notice, who.ming, agrees=False))
    receipts = await office.receipts(who.wang, notice)
    assert [(c["answeredStudents"], c["disagreed"]) for c in receipts["classes"]] == [(2, 2)]
    disagreed = sorted((d["name"], d["studentName"]) for d in receipts["disagreed"])
    assert disagreed == [("father", "ming"), ("mother", "hong")]
    assert receipts["waiting"] == []
    text = (await office.world.client(who.wang).get(f"{office.notices}/{notice['noticeId']}/receipts.csv")).text
    assert text.count("does not agree") == 2
    file = await ok(await office.world.client(who.father).get(office.own(notice, "receipt")))
    assert [r["statement"]["act"] for r in file["receipts"]] == ["disagreed"]
    key = proofs.public_key(services.sealer.receipt_seed)
    assert proofs.find_faults(msgspec.json.encode(file), key) == []
    file["receipts"][0]["statement"]["act"] = "signed"
    assert proofs.find_faults(msgspec.json.encode(file), key), "a no is not made a yes"
    office.city.sms.items.clear()
    clock.advance(2 * DAY + HOUR)
    await office.work()
    assert office.city.sms.items == [], "who said no is not reminded"
    own = await ok(await office.world.client(who.father).get("/me/home"))
    assert own["noticesWaiting"] == 0
