"""Who may do what with a notice, whom it is for, and when it goes out. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from api.core import access
from api.core.access import Actor, Reach, Resource
from api.core.natural_order import natural_key
from api.notices import actions
from api.notices.writing import rules as audiences
from schemas.messages import audiences as broadcast
from schemas.notices.bureau import BureauNoticeNew
from schemas.notices.bureau_editions import BureauCorrectionNew
from schemas.notices.files import NoticeFile
from schemas.notices.form import NoticeForm, NoticeFormClass
from schemas.notices.rows import NoticeRow, Target
from schemas.notices.templates import NoticeTemplateEdit
from schemas.notices.wire import (
    Notice,
    NoticeAudience,
    NoticeCorrection,
    NoticeImportance,
    NoticeLine,
    NoticeNames,
    NoticeNew,
)

AHEAD = timedelta(days=366)
"""How far ahead a notice may be scheduled or an answer be due."""
PLANNED_BEFORE = timedelta(minutes=5)
"""What goes out sooner was not planned: a person sends it, and may undo that for a moment."""
_DAY = timedelta(days=1)
_UNASKED = timedelta(days=2)
_SKIPPED = 14
"""A reminder is moved by at most so many closed days."""
TO_ANSWER = timedelta(days=1)
"""How long a correction can be answered at least."""
TOLD_WITHIN = timedelta(days=14)
"""After so long nothing about a notice leaves any more, unless its answer is still to come."""


def target_of(row: NoticeRow) -> Target:
    """The audience of a notice."""
    return Target(
        scope=row.scope,
        class_ids=row.class_ids,
        grades=row.grades,
        groups=row.groups,
        except_groups=row.except_groups,
        parts=row.parts,
    )


def audience_things(org_id: int, target: Target) -> list[Resource]:
    """What must be within the writer's reach: each class of the audience, else the organisation as a whole. Each student that it names
    is about that student: who is barred from them writes to them no more than to a child of another school.
    """
    classes = target.class_ids if target.scope == "classes" else [None]
    named = audiences.named_groups([*target.groups, *target.except_groups]).student_ids
    return [
        Resource(org_id=org_id, kind="notice", class_id=c, about=student)
        for c in classes
        for student in named or [None]
    ]


def change_things(row: NoticeRow, actor: Actor) -> list[Resource]:
    """The same for changing one: a class teacher changes what they wrote, not what others wrote to their class."""
    if row.author_id != actor.account_id:
        return [Resource(org_id=row.org_id, kind="notice", resource_id=row.notice_id)]
    return audience_things(row.org_id, target_of(row))


def may_change(row: NoticeRow, actor: Actor) -> bool:
    """Whether the actor may edit, send, cancel or withdraw it. Of a bureau's nobody at the school may."""
    if row.from_org_id is not None:
        return False
    reach = access.reach(actor, actions.NOTICE_SEND)
    return all(access.within(reach, actor, resource) for resource in change_things(row, actor))


def follow_resource(row: NoticeRow, actor: Actor) -> Resource:
    """For reading it: those who may change it; once it was sent, also the class teacher of any class it reached."""
    seen = row.audience_class_ids if row.sent_at else []
    if row.author_id == actor.account_id and actor.lead_class_ids.issuperset(row.class_ids):
        seen = [*seen, *row.class_ids]
    mine = sorted(actor.lead_class_ids.intersection(seen))
    return Resource(org_id=row.org_id, kind="notice", resource_id=row.notice_id, class_id=mine[0] if mine else None)


def wrong_texts(new: NoticeNew | NoticeCorrection | BureauNoticeNew | BureauCorrectionNew | NoticeTemplateEdit) -> bool:
    """English is written whole or not at all."""
    return (new.title_en is None) != (new.body_en is None)


def is_over(expires_at: datetime | None, now: datetime) -> bool:
    """Whether its last day has passed: nobody is told, reminded or asked about it any more."""
    return expires_at is not None and expires_at <= now


def urgent_things(org_id: int, importance: NoticeImportance) -> list[Resource]:
    """What must be within the reach of who sends something urgent: the organisation as a whole."""
    return [Resource(org_id=org_id, kind="notice")] if importance == "urgent" else []


def planned_at(row: NoticeRow) -> datetime | None:
    """The time that was set for it beforehand. None for one that was sent at once, or with a moment to undo it."""
    return row.send_at if row.send_at and row.send_at - row.updated_at >= PLANNED_BEFORE else None


def remind_at(
    answer_by: datetime | None, sent_at: datetime, works_on: Callable[[datetime], bool] = lambda _: True
) -> datetime | None:
    """When those who have not answered are reminded: a day before it is due, two days after sending if it never is.

    On a day on which the school works, so that somebody can be asked: earlier where it is due, later where it never is. Halfway, when
    the day before had passed already; not at all when it was due before it went out.
    """
    if answer_by is None:
        later = (sent_at + _UNASKED + n * _DAY for n in range(_SKIPPED))
        return next(filter(works_on, later), sent_at + _UNASKED)
    if answer_by <= sent_at:
        return None
    if answer_by - _DAY <= sent_at:
        return sent_at + (answer_by - sent_at) / 2
    earlier = (at for n in range(1, _SKIPPED) if (at := answer_by - n * _DAY) > sent_at)
    return next(filter(works_on, earlier), answer_by - _DAY)


def audience_of(row: NoticeRow | Target) -> broadcast.Audience:
    """The audience as broadcasts know it."""
    return broadcast.Audience(groups=tuple(row.groups), except_groups=tuple(row.except_groups), parts=tuple(row.parts))


def sms_alone(row: NoticeRow) -> bool:
    """Whether those whom only SMS reaches have one beyond the budget. At a school nobody decides that of a bureau's notice: they have."""
    return row.from_org_id is not None if row.sms_alone is None else row.sms_alone


def broadcast_id(notice_id: UUID, what: str, edition: int = 1) -> UUID:
    """The broadcast of a notice itself has the notice's id; what follows it (`reminder`, `withdrawn`) has one made from that.

    So have its later editions and what follows those.
    """
    name = what if edition == 1 else f"{what}:{edition}"
    return notice_id if name == "told" else uuid5(notice_id, name)


def key(notice_id: UUID, chunk: int, what: str = "told") -> str:
    """Under which key the people of a chunk are told."""
    return f"notice:{notice_id}:{chunk}:{what}"


def line(row: NoticeRow, actor: Actor) -> NoticeLine:
    """A notice in its senders' list."""
    return NoticeLine(
        notice_id=row.notice_id,
        kind=row.kind,
        state=row.state,
        title_zh=row.title_zh,
        title_en=row.title_en,
        audience=audiences.to_wire(shown(row.groups, actor), shown(row.except_groups, actor), row.parts),
        author_id=row.author_id,
        author_name=row.author_name,
        answer_by=row.answer_by,
        importance=row.importance,
        expires_at=row.expires_at,
        send_at=row.send_at,
        sent_at=row.sent_at,
        withdrawn_at=row.withdrawn_at,
        reached=NoticeAudience(people=row.audience_people, students=row.audience_students),
        edition=row.edition,
        corrected_at=row.corrected_at,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        can_change=may_change(row, actor),
    )


def shown(groups: Iterable[str], actor: Actor) -> list[str]:
    """Groups of an audience without students from whom a court's order bars the reader."""
    hidden = set(map(broadcast.student_group, actor.barred_ids))
    return [group for group in groups if group not in hidden]


def to_wire(row: NoticeRow, actor: Actor, names: NoticeNames, files: list[NoticeFile]) -> Notice:
    """A notice as its senders see it."""
    known = line(row, actor)
    fields = {name: getattr(known, name) for name in known.__struct_fields__}
    ordered = NoticeNames(
        classes=sorted(names.classes, key=lambda c: (natural_key(c.grade), natural_key(c.name), c.class_id)),
        students=names.students,
    )
    return Notice(
        **fields,
        org_id=row.org_id,
        body_zh=row.body_zh,
        body_en=row.body_en,
        files=files,
        names=ordered,
        each_guardian=row.each_guardian,
        saved_audience_id=row.saved_audience_id,
        changed_by=row.changed_name if row.changed_by != row.author_id else None,
        back_because=row.back_because,
    )


def form(reach: Reach, classes: Iterable[NoticeFormClass]) -> NoticeForm:
    """Whom somebody of this reach may address. Grades and the school need reach of the whole organisation."""
    ordered = sorted(classes, key=lambda c: (natural_key(c.grade), natural_key(c.name), c.class_id))
    grades = list(dict.fromkeys(c.grade for c in ordered)) if reach.everything else []
    roles, needs = (audiences.ROLES, audiences.NEEDS) if reach.everything else ((), ())
    return NoticeForm(
        whole_school=reach.everything, grades=grades, roles=list(roles), needs=list(needs), classes=ordered
    )
