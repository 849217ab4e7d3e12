"""What opening a school year would change: a plan of an import that has no file."""

from uuid import UUID

import msgspec

from api.core.local_time import local_day
from api.core.natural_order import natural_key
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.roster import plans
from api.roster.hiding import Hidden, hidden_from
from api.roster.leaves.keeping import find_away
from api.roster.plans import Plan
from api.roster.queries.imports import count_applied
from api.roster.refusals import BarredChild
from api.roster.snapshot import Loaded, load
from api.roster.years import rules
from api.roster.years.errors import BY_CODE, RosterChanged
from schemas.roster.rows import BadRow, Roster
from schemas.roster.years.wire import SchoolYearNew


def ids_of(loaded: Loaded, hidden: Hidden) -> rules.Ids:
    """The keys behind the ids of today's roster; of students those who are not hidden."""
    return rules.Ids(
        classes={class_id: key for key, class_id in loaded.class_ids.items()},
        students={one: number for number, one in loaded.student_ids.items() if number not in hidden.numbers},
        staff={account_id: person for person, account_id in loaded.accounts.items()},
    )


async def plan_year(uow: UnitOfWork, data: bytes, by: UUID) -> Plan:
    """Compares the new year with today's roster. `by`: whose word it is. Raises RosterChanged, YearRefused, BarredChild."""
    year = msgspec.json.decode(data, type=SchoolYearNew)
    compared_with = await count_applied(uow.conn, uow.actor.org_id)  # before the roster is read
    loaded = await load(uow, Roster())
    hidden = hidden_from(loaded, by)
    now, ids = loaded.snapshot.now, ids_of(loaded, hidden)
    if rules.basis(now) != year.basis:
        raise RosterChanged
    if code := rules.wrong(now, ids, year, local_day(uow.now, await get_zone(uow))):
        raise BY_CODE[code]
    away = await find_away(uow, loaded)
    wanted = away.open_year(now, lambda of: rules.opened(of, ids, year))
    if not hidden.numbers <= wanted.students.keys():
        raise BarredChild  # its class ends, and those who go elsewhere are named one by one
    plan = Plan(
        compared_with=compared_with,
        counts=plans.counts_of(wanted),
        covers="school",
        kept=data,
        school_year=year.school_year,
        away=away,
        successors=rules.successors(now, ids, year),
    )
    plans.compare(plan, loaded, wanted)
    ends = {ids.classes[step.class_id][1] for step in year.steps if step.fate == "ends"}
    plan.losses = [loss for loss in plan.losses if loss.kind != "class" or loss.name in ends]
    plan.notes = _notes(wanted, year)
    plan.graduates_until = year.graduates_until if plan.notes else None
    if names := away.names(wanted):
        plan.notes.append(plans.note("leave_kept", names=names))
    return plan


def _notes(wanted: Roster, year: SchoolYearNew) -> list[BadRow]:
    if year.graduates_until is None:
        return []
    over = {key for key, row in wanted.classes.items() if row.ends_on == year.graduates_until}
    count = sum(student.class_key in over for student in wanted.students.values())
    params = {
        "count": str(count),
        "classes": "、".join(sorted((name for _, name in over), key=natural_key)),
        "day": str(year.graduates_until),
    }
    return [BadRow(sheet="", row=0, column="", code="graduates", params=params)] if over else []
