"""Saved audiences: what stands there of whom they name today, and as whom a reader sees them. Pure."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from api.core.natural_order import natural_key
from api.notices.writing import rules as choices
from schemas.notices.rows import Named, Target
from schemas.notices.saved import Choice, ClassFollowed, SavedAudienceNext, SavedPlaces, SavedRow, Successor
from schemas.notices.wire import Audience, AudienceNew, NoticeNames

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


def followed(ended: Iterable[UUID], successors: Iterable[Successor]) -> dict[UUID, list[UUID]]:
    """The classes of today that went on from each of these, perhaps over several school years; without those of which there is none."""
    steps: dict[UUID, list[Successor]] = {}
    for one in successors:
        steps.setdefault(one.class_id, []).append(one)
    found = {class_id: sorted(_ends(class_id, steps)) for class_id in ended}
    return {class_id: ends for class_id, ends in found.items() if ends}


def _ends(class_id: UUID, steps: Mapping[UUID, list[Successor]]) -> set[UUID]:
    ends, seen, left = set[UUID](), {class_id}, [class_id]
    while left:
        for step in steps.get(left.pop(), ()):
            if step.present:
                ends.add(step.next_class_id)
            elif step.next_class_id not in seen:
                seen.add(step.next_class_id)
                left.append(step.next_class_id)
    return ends


def following(row: SavedRow, after: Mapping[UUID, list[UUID]]) -> SavedRow:
    """The audience with these classes instead of those from which they went on, each once."""
    names = {f"class:{one}": [f"class:{end}" for end in ends] for one, ends in after.items()}

    def follow(groups: list[str]) -> list[str]:
        return list(dict.fromkeys(now for group in groups for now in names.get(group, [group])))

    return msgspec.structs.replace(row, groups=follow(row.groups), except_groups=follow(row.except_groups))


def with_classes(there: Named, after: Mapping[UUID, list[UUID]]) -> Named:
    """What there is, with the classes that went on."""
    ends = {end for ends in after.values() for end in ends}
    return msgspec.structs.replace(there, class_ids=sorted(ends.union(there.class_ids)))


def to_next(audience: Audience, names: NoticeNames, followed: Mapping[UUID, list[UUID]]) -> SavedAudienceNext:
    """An audience that followed its classes, and which, in the order a school counts them. `names`: also of those that ended."""
    of = {one.class_id: one.name for one in names.classes}
    found = [
        ClassFollowed(class_id=one, name=of[one], next=sorted((of[end] for end in ends), key=natural_key))
        for one, ends in followed.items()
    ]
    here = [one for one in names.classes if one.class_id not in followed]
    here.sort(key=lambda one: (natural_key(one.name), one.class_id))
    return SavedAudienceNext(
        audience=audience,
        names=msgspec.structs.replace(names, classes=here),
        followed=sorted(found, key=lambda one: (natural_key(one.name), one.class_id)),
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
