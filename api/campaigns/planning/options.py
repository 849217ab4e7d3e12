"""Which families can be visited on which evening, before routes are looked at. Pure."""

from collections.abc import Iterator

from api.campaigns.planning.timing import Option
from schemas.campaigns.planning import Evening, Family, Fixed, Problem


def options(problem: Problem, evening: Evening) -> list[Option]:
    """The evening's options. A fixed family has none on another evening, and one that was agreed has just its time."""
    fixed = {f.family_id: f for f in problem.fixed}
    found: list[Option] = []
    for number, family in enumerate(problem.families):
        own = fixed.get(family.family_id)
        if own is not None and own.evening_id != evening.evening_id:
            continue
        if own is not None and own.from_minute is not None:
            found.append(_agreed(number, family, own, own.from_minute))
        elif may_visit(family, evening):
            found += _inside(number, family, evening)
    return found


def may_visit(family: Family, evening: Evening) -> bool:
    """Whether the evening's team may visit the family: one of its visitors is there, and enough people are."""
    enough = len(evening.team) >= family.persons
    return enough and (not family.visitors or any(v in evening.team for v in family.visitors))


def agreed(problem: Problem, evening: Evening) -> int:
    """A bit for each family whose visit on this evening was agreed."""
    numbers = {family.family_id: number for number, family in enumerate(problem.families)}
    mask = 0
    for fixed in problem.fixed:
        if fixed.evening_id == evening.evening_id and fixed.from_minute is not None and fixed.family_id in numbers:
            mask |= 1 << numbers[fixed.family_id]
    return mask


def _agreed(number: int, family: Family, fixed: Fixed, at: int) -> Option:
    place = family.place if fixed.place is None else fixed.place
    return Option(
        family=number, place=place, earliest=at, latest=at + family.minutes, minutes=family.minutes, fixed=True
    )


def _inside(number: int, family: Family, evening: Evening) -> Iterator[Option]:
    for window in family.windows:
        low, high = max(window.from_minute, evening.from_minute), min(window.to_minute, evening.to_minute)
        if window.day == evening.day and high - low >= family.minutes:
            place = family.place if window.place is None else window.place
            yield Option(family=number, place=place, earliest=low, latest=high, minutes=family.minutes)
