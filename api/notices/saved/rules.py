"""Saved audiences: what stands there of whom they name today, and as whom a reader sees them. Pure."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from api.notices.writing import rules as choices
from schemas.notices.rows import Named, Target
from schemas.notices.saved import Choice, SavedPlaces, SavedRow
from schemas.notices.wire import AudienceNew

_PLACE = "place:"


def of_audience(name: str, new: AudienceNew) -> Choice:
    """What is stored of a school's audience."""
    chosen = choices.target(new, {})
    return Choice(name=name, groups=chosen.groups, except_groups=chosen.except_groups, parts=chosen.parts)


def of_places(name: str, chosen: SavedPlaces) -> Choice:
    """What is stored of a bureau's."""
    return Choice(
        name=name,
        groups=_place_groups(chosen.places),
        except_groups=_place_groups(chosen.except_places),
        parts=sorted(set(chosen.parts)),
    )


def is_of_places(row: Choice) -> bool:
    """Whether it is a bureau's."""
    return any(group.startswith(_PLACE) for group in row.groups)


def named(rows: Iterable[Choice]) -> Named:
    """Everything that these audiences name, or leave out."""
    found = [choices.named_groups([*row.groups, *row.except_groups]) for row in rows]
    return Named(
        class_ids=sorted({one for each in found for one in each.class_ids}),
        grades=sorted({one for each in found for one in each.grades}),
        student_ids=sorted({one for each in found for one in each.student_ids}),
    )


def today(row: SavedRow, there: Named, places: Collection[int]) -> SavedRow:
    """The audience without what is there no longer: classes that ended, students who left, schools that closed."""
    known = {
        *(f"class:{one}" for one in there.class_ids),
        *(f"grade:{one}" for one in there.grades),
        *(f"student:{one}" for one in there.student_ids),
        *(f"{_PLACE}{one}" for one in places),
    }
    return msgspec.structs.replace(
        row,
        groups=[group for group in row.groups if _stays(group) or group in known],
        except_groups=[group for group in row.except_groups if group in known],
    )


def gone(row: SavedRow, now: SavedRow) -> int:
    """How much of it is there no longer."""
    return len(row.groups) + len(row.except_groups) - len(now.groups) - len(now.except_groups)


def target(now: SavedRow, classes_of: Mapping[UUID, UUID]) -> Target:
    """The audience as notices have it. It names somebody."""
    wire = choices.to_wire(now.groups, now.except_groups, now.parts)
    return choices.target(msgspec.convert(msgspec.to_builtins(wire), AudienceNew), classes_of)


def to_places(now: SavedRow) -> SavedPlaces:
    """A bureau's audience."""
    return SavedPlaces(places=_places(now.groups), except_places=_places(now.except_groups), parts=now.parts)


def for_lectures(now: Choice) -> bool:
    """Whether a lecture can be for it: classes, grades or the whole school, without exceptions."""
    kinds = {group.split(":")[0] for group in now.groups}
    return not now.except_groups and len(kinds) == 1 and kinds <= {"class", "grade", "school"}


def _stays(group: str) -> bool:
    return group == "school" or group.startswith(("role:", "flag:"))


def _place_groups(places: Iterable[int]) -> list[str]:
    return [f"{_PLACE}{place}" for place in sorted(set(places))]


def _places(groups: Iterable[str]) -> list[int]:
    return [int(group.removeprefix(_PLACE)) for group in groups if group.startswith(_PLACE)]
