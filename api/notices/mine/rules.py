"""What a received notice shows its reader, and what an answer to it needs. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core.name_folding import fold_name
from api.notices.rules import is_over
from schemas.notices.files import NoticeFile
from schemas.notices.mine import MyNotice, MyNoticeLine, NoticeChild
from schemas.notices.rows import AfterMine, MineRow
from schemas.notices.wire import NoticeLanguage

MENTIONED = timedelta(weeks=8)
"""So long after a school moved somebody's number a signature says so."""
_children = msgspec.json.Decoder(list[NoticeChild])
_files = msgspec.json.Decoder(list[NoticeFile])


def language_of(row: MineRow, reader: str) -> NoticeLanguage:
    """The wording for a reader: theirs if it was written, else Chinese."""
    return "en" if reader == "en" and row.title_en is not None else "zh-CN"


def children_of(row: MineRow) -> list[NoticeChild]:
    """The students the reader was told for and still has."""
    return _children.decode(row.children)


def _shown(row: MineRow, closed_before: datetime | None) -> list[NoticeChild]:
    children = children_of(row)
    if row.state == "withdrawn":
        return [msgspec.structs.replace(child, others=[]) for child in children]
    if closed_before is None:
        return children
    return [
        msgspec.structs.replace(child, others=[o for o in child.others if o.signed_at >= closed_before])
        for child in children
    ]


def line(row: MineRow, org_id: int, reader: str, now: datetime, closed_before: datetime | None) -> MyNoticeLine:
    """A notice in its reader's list. `closed_before`: what others signed before then is not told, as in `Actor`."""
    language = language_of(row, reader)
    answered_at = row.signed_at or row.acknowledged_at
    return MyNoticeLine(
        org_id=org_id,
        notice_id=row.notice_id,
        kind=row.kind,
        state=row.state,
        title=None if row.state == "withdrawn" else row.title_en if language == "en" and row.title_en else row.title_zh,
        language=language,
        children=_shown(row, closed_before),
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        importance=row.importance,
        expires_at=row.expires_at,
        over=is_over(row.expires_at, now),
        opened_at=row.opened_at,
        acknowledged_at=row.acknowledged_at,
        signed_at=row.signed_at,
        answered=answered_at is not None,
        asked=_is_asked(row, now),
        disagreed=row.disagreed,
        late=answered_at is not None and row.answer_by is not None and answered_at > row.answer_by,
        edition=row.edition,
    )


def _is_asked(row: MineRow, now: datetime) -> bool:
    """Whether the reader's answer is waited for: not where other guardians have signed, and one is enough."""
    if row.kind == "information" or row.signed_at or row.acknowledged_at:
        return False
    if row.state == "withdrawn" or is_over(row.expires_at, now):
        return False
    one_is_enough = row.kind == "sign" and not row.each_guardian and not row.as_staff
    return not (one_is_enough and all(_is_settled(child) for child in children_of(row)))


def _is_settled(child: NoticeChild) -> bool:
    return child.signed_at is not None or any(other.settles for other in child.others)


def to_wire(row: MineRow, org_id: int, reader: str, now: datetime, closed_before: datetime | None) -> MyNotice:
    """A notice as its reader reads it; of a withdrawn one neither title, text nor files are left."""
    known = line(row, org_id, reader, now, closed_before)
    fields = {name: getattr(known, name) for name in known.__struct_fields__}
    text = row.body_en if known.language == "en" and row.body_en else row.body_zh
    return MyNotice(
        **fields,
        author_name=row.from_en if reader == "en" and row.from_en else row.author_name,
        body=None if row.state == "withdrawn" else text,
        files=[] if row.state == "withdrawn" else _files.decode(row.files),
        withdrawn_at=row.withdrawn_at,
        corrected_at=row.corrected_at,
        answered_before=row.answered_before,
    )


def place(shown: MyNoticeLine) -> AfterMine:
    """The position of a notice in a reader's list."""
    gone = shown.opened_at is not None or shown.state == "withdrawn"
    rank = 2 if gone else 0 if shown.importance == "urgent" else 1
    return AfterMine(rank=rank, sent_at=shown.sent_at, notice_id=shown.notice_id)


def in_order(lines: Iterable[MyNoticeLine]) -> list[MyNoticeLine]:
    """Unread urgent ones first, then unread ones, then the newest: the order of each organisation's list, over all of them."""
    newest = sorted(lines, key=lambda n: (n.sent_at, n.notice_id), reverse=True)
    return sorted(newest, key=lambda n: place(n).rank)


def owed(row: MineRow, account_id: UUID) -> frozenset[UUID]:
    """For whom a person has to answer: each child; staff for themself."""
    return frozenset({c.student_id for c in children_of(row)} | ({account_id} if row.as_staff else set[UUID]()))


def same_name(typed: str, names: Collection[str]) -> bool:
    """Whether a typed name is one of a person's, folded as an import and the sign-in fold it."""
    return fold_name(typed) in {fold_name(name) for name in names}


def mentioned_move(moved_at: datetime | None, now: datetime) -> datetime | None:
    """When the signer's number was moved, as far as a signature of now says so."""
    return moved_at if moved_at and now < moved_at + MENTIONED else None
