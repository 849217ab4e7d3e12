"""The returns of a bureau's schools: sums, and lines for a spreadsheet. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from api.publicity import rules
from api.publicity.rules import WorkingDay
from schemas.publicity.rows import SchoolReturnRow, SchoolRow, SettingsRow
from schemas.publicity.wire import Period, PublicityLine, PublicityOfSchools, SchoolReturn

_COUNT, _PEOPLE = ("数量", "count"), ("人次", "people")
_SCHOOL, _ALL, _FILED = ("学校", "School"), ("合计", "All"), ("上报日期", "Filed on")
_EDITION, _STATE = ("版次", "Edition"), ("情况", "State")
_STATES = {"missing": ("未上报", "Not filed"), "late": ("逾期上报", "Filed late"), "filed": ("已上报", "Filed")}


def of_schools(
    schools: Sequence[SchoolRow],
    filed: Iterable[SchoolReturnRow],
    settings: SettingsRow,
    period: Period,
    first: date,
    today: date,
    working_day: WorkingDay,
) -> PublicityOfSchools:
    """Each school with its return, those without one first, and the sums of what was filed."""
    newest = {row.school_id: row for row in filed}
    found = [_school(school, newest.get(school.school_id)) for school in schools]
    lines = rules.added_up(one.filed.lines for one in found if one.filed)
    due_on = rules.due_on(period, first, settings, working_day)
    return PublicityOfSchools(
        period=period,
        first_day=first,
        last_day=rules.last_day(period, first),
        due_on=due_on,
        days_left=(due_on - today).days,
        asked=period in settings.periods,
        settings=rules.settings_to_wire(settings),
        filed=sum(one.filed is not None for one in found),
        lines=lines,
        people=rules.people(lines),
        schools=sorted(found, key=lambda one: (one.filed is not None, one.school_id)),
    )


def _school(school: SchoolRow, row: SchoolReturnRow | None) -> SchoolReturn:
    return SchoolReturn(
        school_id=school.school_id,
        name_zh=school.name_zh,
        name_en=school.name_en,
        filed=rules.to_wire(row) if row else None,
    )


def headings(english: bool) -> list[str]:
    """School, state, then two columns for each kind, in the source's order."""
    kinds = [f"{rules.KIND_NAMES[kind][english]} {what[english]}" for kind in rules.KINDS for what in (_COUNT, _PEOPLE)]
    ends = [f"{_ALL[english]} {_PEOPLE[english]}"]
    return [_SCHOOL[english], _STATE[english], _FILED[english], _EDITION[english], *kinds, *ends]


def to_rows(of: PublicityOfSchools, english: bool) -> list[list[str]]:
    """A row for each school, and their sums."""
    sums = [_ALL[english], "", "", "", *_cells(of.lines)]
    return [*(_row(school, english) for school in of.schools), sums]


def _row(school: SchoolReturn, english: bool) -> list[str]:
    name = school.name_en if english else school.name_zh
    if school.filed is None:
        return [name, _STATES["missing"][english]] + [""] * (2 * len(rules.KINDS) + 3)
    state = _STATES["late" if school.filed.late else "filed"][english]
    return [name, state, str(school.filed.filed_on), str(school.filed.edition), *_cells(school.filed.lines)]


def _cells(lines: Sequence[PublicityLine]) -> list[str]:
    return [*(str(n) for line in lines for n in (line.count, line.people)), str(rules.people(lines))]
