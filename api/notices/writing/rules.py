"""Audiences of notices: what is chosen on the wire as groups of the roster, and back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast, get_args
from uuid import UUID

from api.core import sms_titles
from schemas.messages.audiences import class_group, grade_group, student_group
from schemas.notices.rows import Named, NoticeScope, Target
from schemas.notices.wire import Audience, AudienceExcept, AudienceNew, Except, Need, NoticePart, StaffRole

ROLES: tuple[StaffRole, ...] = get_args(StaffRole)
NEEDS: tuple[Need, ...] = get_args(Need)


def one_or_together(new: AudienceNew) -> bool:
    """Whether it is the whole school, or some of the lists."""
    lists = (new.class_ids, new.grades, new.student_ids, new.roles, new.needs)
    return new.whole_school != any(lists)


def named(new: AudienceNew) -> Named:
    """What must exist."""
    without = new.without or AudienceExcept()
    return Named(
        class_ids=sorted({*new.class_ids, *without.class_ids}),
        grades=sorted({*new.grades, *without.grades}),
        student_ids=sorted({*new.student_ids, *without.student_ids}),
    )


def named_groups(groups: Sequence[str]) -> Named:
    """What groups name."""
    return Named(class_ids=_ids(groups, "class"), grades=_of(groups, "grade"), student_ids=_ids(groups, "student"))


def target(new: AudienceNew, classes_of: Mapping[UUID, UUID]) -> Target:
    """The audience as groups. `classes_of`: the class of each student named who is here."""
    scope = _scope(new)
    places = (
        [*new.class_ids, *(classes_of[s] for s in new.student_ids if s in classes_of)] if scope == "classes" else []
    )
    return Target(
        scope=scope,
        class_ids=sorted(set(places)),
        grades=sorted(set(new.grades)) if scope == "grades" else [],
        groups=_groups(new),
        except_groups=_names(new.without) if new.without else [],
        parts=sorted(set(new.parts)),
    )


def missing(wanted: Named, found: Named) -> str | None:
    """Which list names something that the school does not have, if any does."""
    if not set(found.class_ids).issuperset(wanted.class_ids):
        return "classIds"
    if not set(found.grades).issuperset(wanted.grades):
        return "grades"
    return None if set(found.student_ids).issuperset(wanted.student_ids) else "studentIds"


def to_wire(groups: Sequence[str], except_groups: Sequence[str], parts: list[NoticePart]) -> Audience:
    """Groups as they were chosen."""
    return Audience(
        class_ids=_ids(groups, "class"),
        grades=_of(groups, "grade"),
        student_ids=_ids(groups, "student"),
        roles=cast("list[StaffRole]", _of(groups, "role")),
        needs=cast("list[Need]", _of(groups, "flag")),
        whole_school="school" in groups,
        without=Except(
            class_ids=_ids(except_groups, "class"),
            grades=_of(except_groups, "grade"),
            student_ids=_ids(except_groups, "student"),
        ),
        parts=parts,
    )


def confidential(groups: Iterable[str]) -> bool:
    """Whether the audience itself tells something about children: then only those who see the whole school see it."""
    return any(group.startswith("flag:") for group in groups)


def sms_zh(title: str, groups: Iterable[str]) -> str:
    """What a Chinese SMS says of a notice's title. Nothing where it would tell of which kind somebody's child is."""
    return "" if confidential(groups) else sms_titles.in_zh(title)


def sms_en(title: str, groups: Iterable[str]) -> str:
    """The same in English."""
    said = "" if confidential(groups) else sms_titles.in_en(title)
    return f": {said}" if said else ""


def on_lock_screen(titles: tuple[str, str], groups: Iterable[str]) -> tuple[str, str]:
    """What a push and the inbox say as the title, in both languages: nothing that tells of which kind somebody's child is."""
    return _UNTITLED if confidential(groups) else titles


_UNTITLED = ("一条新通知", "A new notice")


def _scope(new: AudienceNew) -> NoticeScope:
    if new.whole_school or new.roles or new.needs:
        return "school"
    if new.grades:
        return "school" if new.class_ids or new.student_ids else "grades"
    return "classes"


def _groups(new: AudienceNew) -> list[str]:
    if new.whole_school:
        return ["school"]
    return sorted({*_names(new), *(f"role:{role}" for role in new.roles), *(f"flag:{need}" for need in new.needs)})


def _names(new: AudienceNew | AudienceExcept) -> list[str]:
    students = map(student_group, new.student_ids)
    return sorted({*map(class_group, new.class_ids), *map(grade_group, new.grades), *students})


def _of(groups: Iterable[str], kind: str) -> list[str]:
    return [group.removeprefix(f"{kind}:") for group in groups if group.startswith(f"{kind}:")]


def _ids(groups: Iterable[str], kind: str) -> list[UUID]:
    return [UUID(group) for group in _of(groups, kind)]
