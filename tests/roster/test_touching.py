"""Before a yes a person reads which families' visits, whose seats and which notices a change touches, by name."""

from typing import Any
from uuid import uuid4

from tests.roster import books
from tests.roster.school import School
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand, ties

VISIT = """
insert into visits (org_id, visit_id, student_id, proposed_by, changed_by, mode, starts_at, ends_at, state, created_at, updated_at)
values ($1, uuidv7(), $2, $3, $3, 'video', $4::timestamptz + interval '3 days', $4::timestamptz + interval '3 days 1 hour', 'proposed', $4, $4)
"""
LECTURE = """
insert into lectures (org_id, lecture_id, author_id, kind, title_zh, about_zh, about_en, speaker, place, starts_at, ends_at, scope,
  class_ids, grades, parts, registers, state, published_at, created_at, updated_at)
values ($1, $2, $3, 'lecture', '青春期', '', '', '', '', $4::timestamptz + interval '4 days', $4::timestamptz + interval '4 days 1 hour', 'school',
  '{}', '{}', '{guardian}', true, 'published', $4, $4, $4)
"""
REGISTRATION = """
insert into lecture_registrations (org_id, registration_id, lecture_id, account_id, number, state, asked_at, changed_at)
values ($1, uuidv7(), $2, $3, $4, 'registered', $5, $5)
"""
NOTICE = """
insert into notices (org_id, author_id, kind, title_zh, body_zh, scope, class_ids, grades, parts, groups, state, send_at, scheduled_by,
  created_at, updated_at)
values ($1, $2, 'information', '家长会', '周五', 'classes', $3::uuid[], '{}', '{guardian}', array['class:' || ($3::uuid[])[1]::text], 'scheduled', $4::timestamptz + interval '1 day', $2, $4, $4)
"""


def by_kind(answer: Any) -> dict[str, list[tuple[str, str]]]:
    """The names of what is touched."""
    return {one["kind"]: [(each["name"], each["detail"]) for each in one["names"]] for one in answer["touched"]}


async def test_what_is_touched_is_named_by_hand_and_by_a_list(school: School) -> None:
    hand, known, family = Hand(school), await ids(school), await ties(school)
    org_id, now = school.org_id, school.services.clock.now()
    await school.rows(VISIT, org_id, known["S1"], known["T2"], now)
    lecture = uuid4()
    await school.rows(LECTURE, org_id, lecture, known["T1"], now)
    for number, guardian in enumerate((family["王大明"], family["李大红"]), 1):
        await school.rows(REGISTRATION, org_id, lecture, guardian, number, now)
    await school.rows(NOTICE, org_id, known["T2"], [known["七年级(1)班"]], now)
    visit, seat, notice = ("王小明", "七年级(1)班"), ("王大明", "青春期"), ("家长会", "周丽华")
    leaves = await hand.done(f"students/{known['S1']}/end", dryRun=True)
    assert by_kind(leaves) == {"visit": [visit], "lecture": [seat]}
    assert leaves["touched"][1]["names"][0]["startsAt"] is not None
    path = f"students/{known['S1']}/guardians/{family['王大明']}"
    ends = await hand.done(f"{path}/end", dryRun=True)
    assert by_kind(ends) == {"visit": [visit], "lecture": [seat]}
    teacher = await hand.done(f"staff/{known['T2']}/end", {}, dryRun=True)
    assert by_kind(teacher) == {"notice": [notice]}
    book = books.school()
    del book["学生"][0], book["家长"][0], book["教职工"][1]
    tried = (await school.upload(books.xlsx(book), covers="school")).json()
    assert by_kind(tried) == {"visit": [visit], "lecture": [seat], "notice": [notice]}
    assert by_kind(await school.shown(tried["importId"])) == by_kind(tried)
    same = await hand.done(f"staff/{known['T1']}", _same(await hand.shown(f"staff/{known['T1']}")), method="PUT")
    assert (same["touched"], same["done"]) == ([], True)


def _same(shown: Any) -> dict[str, Any]:
    return {"name": shown["name"], "number": shown["number"], "roles": shown["roles"], "leads": [], "teaches": []}


TEAM = """
insert into visit_team (org_id, visit_id, staff_id, part) select org_id, visit_id, proposed_by, 'class_teacher' from visits where org_id = $1
on conflict (org_id, visit_id, staff_id) do nothing
"""


async def test_a_visit_of_who_moves_is_named_by_the_class_of_today(school: School) -> None:
    """The administrator reads whose visit changes hands, and not that it was the next class's all along."""
    hand, known = Hand(school), await ids(school)
    await school.rows(VISIT, school.org_id, known["S1"], known["T2"], school.services.clock.now())
    await school.rows(TEAM, school.org_id)
    shown = await hand.shown(f"students/{known['S1']}")
    body: dict[str, Any] = {
        "name": shown["name"],
        "sex": shown["sex"],
        "classId": str(known["七年级(2)班"]),
        "support": [],
    }
    by_hand = await hand.done(f"students/{known['S1']}", body, method="PUT", dryRun=True)
    assert by_kind(by_hand) == {"visit": [("王小明", "七年级(1)班")]}
    book = books.school()
    book["学生"][0] = books.student("S1", "王小明", "男", "七年级(2)班")
    tried = (await school.upload(books.xlsx(book), covers="school")).json()
    assert by_kind(tried) == {"visit": [("王小明", "七年级(1)班")]}
