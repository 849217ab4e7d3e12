"""Opening a school year without a file: it is proposed, tried out as an import, and applied when somebody says so."""

from collections.abc import Container

import msgspec

from api.core.access import Resource
from api.core.db import uuid7
from api.core.natural_order import natural_key
from api.core.unit_of_work import UnitOfWork
from api.roster import actions, service
from api.roster.errors import ImportRunning
from api.roster.hiding import hidden_from
from api.roster.persons.queries import is_importing
from api.roster.snapshot import Loaded, load
from api.roster.trying import try_out
from api.roster.years import names, rules
from api.roster.years.planning import plan_year
from schemas.roster.rows import ClassKey, Roster
from schemas.roster.wire import RosterImport
from schemas.roster.years.wire import SchoolYearNew, SchoolYearProposal, YearClass, YearColleague, YearStudent


async def propose(uow: UnitOfWork) -> SchoolYearProposal:
    """The next school year as the names of today's classes suggest it."""
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import"))
    loaded = await load(uow, Roster())
    now, hidden = loaded.snapshot.now, hidden_from(loaded, uow.actor.account_id)
    year = max((key[0] for key in rules.present(now)), default=uow.now.year - 1)
    staff = [YearColleague(staff_id=loaded.accounts[person], name=row.name) for person, row in now.staff.items()]
    return SchoolYearProposal(
        school_year=year + 1,
        basis=rules.basis(now),
        classes=_classes(loaded, hidden.numbers),
        staff=sorted(staff, key=lambda colleague: colleague.name),
        left_out=len(hidden.numbers),
    )


def _classes(loaded: Loaded, without: Container[str]) -> list[YearClass]:
    now = loaded.snapshot.now
    present = rules.present(now)
    numbers = {key: names.grade_number(row.name, row.grade, row.school_year) for key, row in present.items()}
    grades = {number for number in numbers.values() if number}
    leads = {x.class_key: loaded.accounts[x.person] for x in now.lessons.values() if x.part == "class_teacher"}
    members: dict[ClassKey, list[YearStudent]] = {}
    for number, student in sorted(now.students.items()):
        if number in without:
            continue
        one = YearStudent(student_id=loaded.student_ids[number], number=number, name=student.name)
        members.setdefault(student.class_key, []).append(one)
    found: list[YearClass] = []
    for key, row in sorted(present.items(), key=lambda item: (numbers[item[0]] or 0, natural_key(item[1].name))):
        number = numbers[key]
        is_last = number is not None and names.leaves(number, grades)
        found.append(
            YearClass(
                class_id=loaded.class_ids[key],
                name=row.name,
                class_teacher_id=leads.get(key),
                fate="graduates" if is_last else "up",
                into="" if is_last else names.raised(row.name),
                grade="" if is_last else names.GRADES[number] if number else row.grade,
                students=members.get(key, []),
            )
        )
    return found


async def add_year(uow: UnitOfWork, year: SchoolYearNew) -> RosterImport:
    """Tries a school year out: what it would change. Nothing changes yet. Raises RosterChanged, YearRefused, ImportRunning."""
    uow.require(actions.ROSTER_IMPORT, Resource(org_id=uow.actor.org_id, kind="roster_import"))
    if await is_importing(uow.conn, uow.actor.org_id):
        raise ImportRunning
    data = msgspec.json.encode(year)
    plan = await plan_year(uow, data, uow.actor.account_id)
    await try_out(uow, plan)
    name = f"{year.school_year}-{year.school_year + 1}"
    return await service.add_plan(uow, uuid7(), plan, name, "rollover", data)
