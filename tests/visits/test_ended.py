"""A class teacher, colleague, student or guardian ends: visits to come are handed over or cancelled in that transaction, with notice."""

from typing import Any
from uuid import UUID

import pytest

from api.core import parts
from api.core.clock import FixedClock
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import ok, slug
from tests.visits.family import DAY, HOUR, THURSDAY, YESTERDAY, contact, record
from tests.visits.test_followed import Town, team, town
from tests.world import Person

__all__ = ["team", "town"]
END_LEAD = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'class_teacher'"
END_STAFF = (
    "with lessons as (update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2)"
    " update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
)
END_STUDENT = (
    "with ties as (update guardianships set ended_at = $3 where org_id = $1 and student_id = $2 and ended_at is null)"
    " update students set ended_at = $3 where org_id = $1 and student_id = $2"
)
END_TIE = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
MOVE = (
    "update students set class_id = '{class_id}' where org_id = $1 and student_id = $2 and $3::timestamptz is not null"
)
LEAD = (
    "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    " on conflict (org_id, class_id, staff_id, part, subject) do update set ended_at = null"
)


class School:
    """The town, and what happens when its roster changes."""

    def __init__(self, town: Town, services: Services) -> None:
        self.town, self.family, self.services = town, town.family, services

    async def end(self, statement: str, ended: EndedPart, successor: Person | None = None) -> None:
        """A part ends, as the import does it: the rows, then the event."""
        org_id, world = self.family.org_id, self.family.world
        async with system_uow(self.services, org_id) as uow:
            await uow.conn.execute(statement, org_id, ended.account_id, uow.now)
            if successor:
                await uow.conn.execute(LEAD, org_id, world.north_a, successor.account_id, uow.now)
            await parts.end(uow, "test", None, [ended])

    async def replace(self, successor: Person | None) -> None:
        """Wang leads class A no more, and still works here."""
        wang, how = self.family.world.people.wang.account_id, "replaced" if successor else "left"
        ended = EndedPart(account_id=wang, part="class_teacher", how=how, class_id=self.family.world.north_a)
        await self.end(END_LEAD, ended, successor)

    async def leave(self, who: Person) -> None:
        """A colleague works here no more."""
        await self.end(END_STAFF, EndedPart(account_id=who.account_id, part="staff", how="left"))

    async def lose(self, who: Person) -> None:
        """A guardian has no tie to Ming any more."""
        ming = self.family.student.account_id
        ended = EndedPart(account_id=who.account_id, part="guardianship", how="left", student_id=ming)
        await self.end(END_TIE, ended)

    async def student_leaves(self) -> None:
        ming = self.family.student.account_id
        await self.end(END_STUDENT, EndedPart(account_id=ming, part="student", how="left"))

    async def state(self, visit: str) -> tuple[str, str | None]:
        """What the database says of a visit: its state, and why it changed."""
        [row] = await self.family.world.sql(
            self.family.org_id,
            "select state, changed_for from visits where org_id = $1 and visit_id = $2",
            *(self.family.org_id, UUID(visit)),
        )
        return row[0], row[1]

    async def taken(self) -> set[str]:
        """Whose time is taken."""
        who = self.family.world.people
        names = {getattr(who, n).account_id: n for n in who.__dataclass_fields__}
        rows = await self.family.world.sql(
            self.family.org_id,
            "select subject_id from claim_busy($1, $2, $3, $4)",
            *(sorted(names), THURSDAY - DAY, THURSDAY + DAY, self.family.world.now),
        )
        return {names[row[0]] for row in rows}


@pytest.fixture
def school(town: Town, services: Services) -> School:
    return School(town, services)


async def test_the_next_class_teacher_takes_the_visit_over(school: School, team: tuple[Person, ...]) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await school.replace(who.gao)
    assert await school.state(visit) == ("confirmed", "team_changed")
    assert await school.taken() == {"gao", "lin", "mother"}
    shown = await ok(await family.get(who.gao, visit))
    assert {m["name"] for m in shown["team"]} == {"gao", "lin"}
    assert (await ok(await family.get(who.mother, visit)))["state"] == "confirmed"
    await town.work()
    told = await town.told()
    assert told["visit_team_changed"] == {"mother", "father", "lin"}
    assert (told["visit_taken_off"], told["visit_taken_over"]) == ({"wang"}, {"gao"})
    assert told["visit_tomorrow"] == {"mother", "gao", "lin"}
    assert ("wang", "CANCEL", 1) in town.mails()
    [newest, *_] = (await ok(await family.world.client(who.mother).get("/me/inbox")))["items"]
    assert newest["body"].endswith("gao、lin.") or newest["body"].endswith("lin、gao.")


async def test_who_is_replaced_is_out_at_once(school: School, team: tuple[Person, ...], clock: FixedClock) -> None:
    family, who = school.family, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    clock.advance(THURSDAY - HOUR - clock.now())
    await ok(await family.get(who.wang, visit, "/family"))
    await family.world.sql(family.org_id, END_LEAD, family.org_id, who.wang.account_id, clock.now())
    for what in ("", "/family", "/times"):  # the rule alone, before any feature has answered
        assert slug(await family.get(who.wang, visit, what)) == (404, "not-found"), what
    listed = await ok(await family.world.client(who.wang).get("/me/visits"))
    assert listed["visits"] == []
    assert slug(await family.do(who.wang, visit, "cancel", 2)) == (404, "not-found")


async def test_todays_class_teacher_opens_the_record_and_the_former_does_not(
    school: School, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = school.family, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    clock.advance(THURSDAY - clock.now())
    await ok(await family.do(who.wang, visit, "record", 2, **record()))
    await ok(await family.get(who.wang, visit, "/record"))
    await school.replace(who.gao)
    gao = await family.world.sign_in(who.gao, assurance=2)
    opened = await ok(await gao.get(f"{family.visits}/{visit}/record"))
    assert opened["atHome"] == record()["atHome"]
    assert (await ok(await gao.get(f"{family.visits}/{visit}")))["team"] != []
    assert slug(await family.get(who.wang, visit, "/record")) == (404, "not-found")
    await ok(await family.get(who.lin, visit, "/record"))  # a colleague came for themself
    clock.advance(366 * DAY)
    assert slug(await family.get(who.lin, visit, "/record")) == (404, "not-found")


async def test_a_contacts_note_opens_for_todays_class_teacher(school: School) -> None:
    family, who = school.family, school.family.world.people
    path = f"/orgs/{family.org_id}/contacts"
    logged = await ok(
        await family.world.client(who.wang).post(path, json=contact(family.student, at=YESTERDAY, note="说了很久")), 201
    )
    note = f"{path}/{logged['contactId']}/note"
    assert (await ok(await family.world.client(who.wang).get(note)))["text"] == "说了很久"
    await school.replace(who.chen)
    assert (await ok(await family.world.client(who.chen).get(note)))["text"] == "说了很久"
    assert slug(await family.world.client(who.wang).get(note)) == (404, "not-found")


@pytest.mark.parametrize("alone", [True, False])
async def test_a_class_teacher_whom_nobody_follows(school: School, team: tuple[Person, ...], alone: bool) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, who.wang) if alone else await family.agreed(THURSDAY, *team)
    await town.work()
    town.mails()
    await school.leave(who.wang)
    await town.work()
    told = await town.told()
    if alone:
        assert await school.state(visit) == ("cancelled", "nobody_comes")
        assert (await school.taken(), told) == (set(), {"visit_cancelled": {"mother", "father", "wang"}})
        assert town.mails() == {(name, "CANCEL", 1) for name in ("mother", "father")}
    else:
        assert await school.state(visit) == ("confirmed", "one_left")
        assert await school.taken() == {"lin", "mother"}
        assert told["visit_team_changed"] == {"mother", "father", "lin"}
        assert told["visit_one_left"] == {"lin"}


@pytest.mark.parametrize("alone", [True, False])
async def test_a_class_teacher_who_follows_and_has_no_time(
    school: School, team: tuple[Person, ...], alone: bool
) -> None:
    family, who = school.family, school.family.world.people
    visit = await family.agreed(THURSDAY, who.wang) if alone else await family.agreed(THURSDAY, *team)
    hers = family.proposal(THURSDAY, who.chen) | {"studentId": str(who.jun.account_id)}
    await ok(await family.world.client(who.chen).post(family.visits, json=hers), 201)
    await school.replace(who.chen)
    expected: Any = ("cancelled", "nobody_comes") if alone else ("confirmed", "one_left")
    assert await school.state(visit) == expected
    assert await school.taken() == ({"chen"} if alone else {"chen", "lin", "mother"})
    shown = await ok(await family.get(who.chen, visit))
    assert {m["name"] for m in shown["team"]} == ({"wang"} if alone else {"lin"})


async def test_a_colleague_who_comes_and_becomes_class_teacher(school: School, team: tuple[Person, ...]) -> None:
    family, who = school.family, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await school.replace(who.lin)
    assert await school.state(visit) == ("confirmed", "one_left")
    assert await school.taken() == {"lin", "mother"}
    await school.end(END_LEAD, EndedPart(account_id=who.lin.account_id, part="class_teacher", how="left"), who.wang)
    assert await school.taken() == {"wang", "mother"}  # and back again


async def test_a_colleague_who_leaves_is_taken_off(school: School, team: tuple[Person, ...]) -> None:
    family, who = school.family, school.family.world.people
    visit, alone = await family.agreed(THURSDAY, *team), await family.agreed(THURSDAY - 2 * HOUR, who.lin)
    await school.leave(who.lin)
    assert await school.state(visit) == ("confirmed", "one_left")
    assert await school.state(alone) == ("confirmed", "team_changed")
    assert {m["name"] for m in (await ok(await family.get(who.wang, alone)))["team"]} == {"wang"}
    assert await school.taken() == {"wang", "mother"}


async def test_the_family_of_a_student_who_left_hears_a_last_word(
    school: School, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    await school.lose(who.father)  # before: he hears nothing more
    await town.work()
    town.mails()
    sent = len(town.city.sms.items)
    clock.advance(HOUR)
    await school.student_leaves()
    assert await school.state(visit) == ("cancelled", "student_left")
    await town.work()
    assert (await town.told())["visit_cancelled"] == {"mother", "wang", "lin"}
    assert town.mails() == {(name, "CANCEL", 1) for name in ("mother", "wang", "lin")}
    last = town.city.sms.items[sent:]
    assert len(last) == 3
    assert not any("ming" in f"{item.title}{item.body}" for item in last)


async def test_another_guardian_is_asked_when_who_said_yes_is_none_any_more(
    school: School, team: tuple[Person, ...]
) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    await school.lose(who.mother)
    assert await school.state(visit) == ("proposed", "asked_again")
    assert await school.taken() == {"wang", "lin"}
    await town.work()
    told = await town.told()
    assert told["visit_asked_again"] == {"father", "wang", "lin"}
    assert "visit_tomorrow" not in told
    await ok(await family.do(who.father, visit, "confirm", 3))
    assert await school.taken() == {"wang", "lin", "father"}
    await school.lose(who.father)
    assert await school.state(visit) == ("cancelled", "family_left")
    assert await school.taken() == set()


async def test_what_is_past_and_who_stays_is_left_alone(
    school: School, team: tuple[Person, ...], clock: FixedClock
) -> None:
    family, who = school.family, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await school.leave(who.gao)
    assert await school.state(visit) == ("confirmed", None)
    clock.advance(THURSDAY + HOUR - clock.now())
    await school.leave(who.lin)
    assert await school.state(visit) == ("confirmed", None)


async def test_a_visit_that_an_import_did_not_see_follows_with_its_task(school: School) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY)
    await family.world.sql(family.org_id, END_LEAD, family.org_id, who.wang.account_id, family.world.now)
    await town.work()
    assert await school.state(visit) == ("cancelled", "nobody_comes")
    assert (await town.told()).keys() == {"visit_cancelled"}


async def test_a_visit_follows_a_student_into_another_class(school: School, team: tuple[Person, ...]) -> None:
    family, town, who = school.family, school.town, school.family.world.people
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    old, new, ming = family.world.north_a, family.world.north_b, family.student.account_id
    moved = EndedPart(account_id=ming, part="student", how="moved_class", class_id=old, to_class_id=new)
    await school.end(MOVE.format(class_id=new), moved)
    assert await school.state(visit) == ("confirmed", "team_changed")
    assert await school.taken() == {"chen", "lin", "mother"}
    await town.work()
    told = await town.told()
    assert (told["visit_team_changed"], told["visit_taken_off"]) == ({"mother", "father", "lin"}, {"wang"})
    assert told["visit_taken_over"] == {"chen"}
    assert slug(await family.get(who.wang, visit)) == (404, "not-found")
    assert (await ok(await family.get(who.chen, visit)))["state"] == "confirmed"
