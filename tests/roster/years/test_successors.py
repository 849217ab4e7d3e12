"""Which class went on as which is noted with the school year, goes with its undoing, and lets a saved list of classes follow."""

from typing import Any
from uuid import uuid4

import pytest

from api.core.unit_of_work import system_uow
from tests.roster import books
from tests.roster.books import PHONE_B
from tests.roster.school import School
from tests.roster.years.test_years import book, ids, opened, proposal, send, year_of

WENT_ON = """
select a.name, b.name from class_successors s join classes a using (org_id, class_id)
join classes b on b.org_id = s.org_id and b.class_id = s.next_class_id order by 1, 2
"""


@pytest.fixture
async def full(school: School) -> School:
    await school.applied(books.xlsx(book()))
    return school


async def test_classes_that_go_up_are_noted_and_the_leaving_one_is_not(full: School, other_school: School) -> None:
    await opened(full, year_of(full, await proposal(full)))
    assert await full.rows(WENT_ON) == [("七年级(1)班", "八年级(1)班"), ("七年级(2)班", "八年级(2)班")]
    assert await other_school.rows(WENT_ON) == []


async def test_merged_and_split_classes_are_noted_and_who_repeats_is_not(full: School) -> None:
    """Both go into one; one student makes a class beside it, another one repeats, a third joins a class that is there."""
    found = await proposal(full)
    names = ids(found)
    grades = {"八年级(1)班": "八年级", "八年级(9)班": "八年级", "七年级(1)班": "七年级"}
    steps = [
        {"classId": c["classId"], "fate": c["fate"], "into": "八年级(1)班" if c["fate"] == "up" else None}
        for c in found["classes"]
    ]
    sent = {"钱重读": "七年级(1)班", "李小红": "八年级(9)班", "孙毕业": "八年级(9)班"}
    year = year_of(
        full,
        found,
        classes=[{"grade": grade, "name": name} for name, grade in grades.items()],
        steps=steps,
        students=[{"studentId": names[name], "into": into} for name, into in sent.items()],
    )
    await opened(full, year)
    assert await full.rows(WENT_ON) == [
        ("七年级(1)班", "八年级(1)班"),
        ("七年级(2)班", "八年级(1)班"),
        ("七年级(2)班", "八年级(9)班"),
    ]


async def test_a_student_who_joins_the_class_beside_makes_it_no_successor(full: School) -> None:
    found = await proposal(full)
    sent = [{"studentId": ids(found)["李小红"], "into": "八年级(1)班"}]
    await opened(full, year_of(full, found, students=sent))
    assert await full.rows(WENT_ON) == [("七年级(1)班", "八年级(1)班"), ("七年级(2)班", "八年级(2)班")]


async def test_a_class_that_ends_with_its_students_goes_on_as_none(full: School) -> None:
    found = await proposal(full)
    ends = {c["classId"]: c["name"] == "七年级(2)班" for c in found["classes"]}
    steps = [
        {
            "classId": c["classId"],
            "fate": "ends" if ends[c["classId"]] else c["fate"],
            "into": None if ends[c["classId"]] else c["into"] or None,
        }
        for c in found["classes"]
    ]
    await opened(full, year_of(full, found, steps=steps))
    assert await full.rows(WENT_ON) == [("七年级(1)班", "八年级(1)班")]


async def test_a_year_that_is_only_tried_or_fails_notes_nothing(full: School) -> None:
    tried = (await send(full, year_of(full, await proposal(full)))).json()
    assert await full.rows(WENT_ON) == []
    assert (await full.say_yes(tried["importId"])).status_code == 202
    async with system_uow(full.services, full.org_id) as uow:  # the class teacher leaves before the worker comes
        end = "update class_staff set ended_at = $2 where org_id = $1 and part = 'class_teacher'"
        await uow.conn.execute(end, full.org_id, uow.now)
    await full.run()
    assert (await full.shown(tried["importId"]))["state"] == "failed"
    assert await full.rows(WENT_ON) == []


async def test_a_saved_list_follows_its_classes_until_the_year_is_undone(full: School) -> None:
    classes = {c["name"]: c["classId"] for c in (await proposal(full))["classes"]}
    async with await full.client(PHONE_B) as client:
        chosen = {"classIds": [classes["七年级(1)班"], classes["九年级(1)班"]], "parts": ["guardian"]}
        saved = await _ok(client.post("/saved-audiences", json={"name": "两个班", "audience": chosen}, headers=_key()))
        assert not saved["hasNext"]
        done = await opened(full, year_of(full, await proposal(full)))
        [line] = await _ok(client.get("/saved-audiences"))
        assert (line["usable"], line["hasNext"]) == (True, True)
        found = await _ok(client.get(f"/saved-audiences/{saved['audienceId']}"))
        assert found["audience"]["classIds"] == [classes["九年级(1)班"]], "nothing follows by itself"
        after = found["next"]
        assert [(one["name"], one["next"]) for one in after["followed"]] == [("七年级(1)班", ["八年级(1)班"])]
        assert {one["name"] for one in after["names"]["classes"]} == {"八年级(1)班", "九年级(1)班"}
        headers = _key() | {"if-match": f'"v{found["version"]}"'}
        body = {"name": "两个班", "audience": after["audience"]}
        now = await _ok(client.put(f"/saved-audiences/{saved['audienceId']}", json=body, headers=headers))
        assert (len(now["audience"]["classIds"]), now["gone"], now["next"]) == (2, 0, None)
        tried = await _ok(client.post(f"/roster/imports/{done['importId']}/undo", headers=_key()))
        assert (await full.say_yes(tried["importId"], losses=True)).status_code == 202
        await full.run()
        back = await _ok(client.get(f"/saved-audiences/{saved['audienceId']}"))
        assert (back["audience"]["classIds"], back["gone"], back["hasNext"]) == ([classes["九年级(1)班"]], 1, False)
    assert await full.rows(WENT_ON) == []


async def test_a_year_that_is_opened_again_is_noted_again(full: School) -> None:
    done = await opened(full, year_of(full, await proposal(full)))
    async with await full.client(PHONE_B) as client:
        tried = await _ok(client.post(f"/roster/imports/{done['importId']}/undo", headers=_key()))
    assert (await full.say_yes(tried["importId"], losses=True)).status_code == 202
    await full.run()
    await opened(full, year_of(full, await proposal(full)))
    assert len(await full.rows(WENT_ON)) == 2


def _key() -> dict[str, str]:
    return {"idempotency-key": uuid4().hex}


async def _ok(answer: Any) -> Any:
    answered = await answer
    assert answered.status_code in {200, 201}, answered.text
    return answered.json()
