"""Sending notices, for the worker: a notice becomes a broadcast to its audience, and those who have not answered are reminded once (N1, N5).

Each step is one transaction together with the end of its task, so that a crash repeats nothing and loses nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from api.core import sms_titles, tasks
from api.core.orgs import get_name
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.messages.audiences import service as audiences
from api.messages.broadcasts import service as broadcasts
from api.notices import actions, rules
from api.notices import queries as shared
from api.notices.saved import service as saved
from api.notices.sending import giving_back, queries
from api.notices.writing import queries as writing_queries
from api.notices.writing import rules as writing_rules
from api.school_calendar import service as school_calendar
from schemas.messages.audiences import Audience, Reached
from schemas.messages.broadcasts import BroadcastNew
from schemas.messages.rows import MessageNew
from schemas.notices.messages import NoticeParams, NoticeSentParams
from schemas.notices.rows import NoticeRow
from schemas.notices.tasks import RemindNotice, SendNotice, TellNotice

_NOBODY = Audience(groups=(), parts=("guardian", "student", "staff"))
TEMPLATES = {"information": "notice", "acknowledge": "notice_acknowledge", "sign": "notice_sign"}


async def send(uow: UnitOfWork, payload: SendNotice) -> None:
    """A notice's time has come: counts whom it reaches and broadcasts it.

    Its saved audience is asked for then. The person who released it must still be allowed to; else it becomes a draft again, and they are
    told, or the leaders where they left.
    """
    notice_id = payload.notice_id
    row = await shared.lock_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None or row.state != "scheduled":
        return
    now = await saved.refresh(uow, row)
    because = await giving_back.why(uow, now)
    if because is not None:
        await giving_back.give_back(uow, row, because)
        return
    if now != row:
        await writing_queries.set_audience(uow.conn, row.org_id, notice_id, rules.target_of(now))
    await send_out(uow, now)


async def send_out(uow: UnitOfWork, row: NoticeRow) -> Reached:
    """Sends a notice that may go; returns whom it reaches. The caller has checked that, and holds its row."""
    notice_id = row.notice_id
    audience = rules.audience_of(row)
    reached = await audiences.count(uow, audience)
    await queries.set_sent(uow.conn, row.org_id, notice_id, reached, await _covered(uow, row), uow.now)
    uow.changed(actions.NOTICE_SEND, "notice", notice_id)
    news = await _news(uow, row, TEMPLATES[row.kind], audience)
    if row.importance == "urgent":
        news = _urgently(row, news)
    await broadcasts.tell(
        uow, msgspec.structs.replace(news, planned_at=rules.planned_at(row), done_by=row.scheduled_by)
    )
    await _tell_left_out(uow, row)
    await _plan_reminder(uow, row)
    return reached


async def _tell_left_out(uow: UnitOfWork, row: NoticeRow) -> None:
    """Tells its sender if the budget did when it was let out, and does not any more."""
    if row.scheduled_by is None or row.sms_alone is not None:
        return
    if await broadcasts.sms_rule(uow, row.notice_id) != "none":
        return
    titles = row.title_zh, row.title_en or row.title_zh
    new = MessageNew(
        template="notice_without_sms",
        people=frozenset([row.scheduled_by]),
        params=NoticeSentParams(notice_sent_id=row.notice_id, title_zh=titles[0], title_en=titles[1]),
        key=f"notice:{row.notice_id}:without_sms",
        importance="normal",
        expires_at=_until(uow, row),
    )
    await messages.tell(uow, new)


async def tell(uow: UnitOfWork, payload: TellNotice) -> None:
    """Tells one chunk of a notice that was sent before broadcasts existed, each of its people once."""
    notice_id, chunk = payload.notice_id, payload.chunk
    row = await shared.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if row is None or row.state != "sent":
        return
    people = await queries.set_told(uow.conn, row.org_id, notice_id, chunk, uow.now)
    await _tell(uow, row, TEMPLATES[row.kind], rules.key(notice_id, chunk), (p.account_id for p in people))


async def remind(uow: UnitOfWork, payload: RemindNotice) -> None:
    """Reminds those who belong here still and have not answered, once. Each is asked about when they are told."""
    notice_id = payload.notice_id
    row = await shared.find_notice(uow.conn, uow.actor.org_id, notice_id)
    if (
        row is None
        or rules.is_over(row.expires_at, uow.now)
        or not await queries.set_reminded(uow.conn, row.org_id, notice_id, uow.now)
    ):
        return
    news = await _follow_up(uow, row, "notice_reminder", rules.audience_of(row))
    # Also of something urgent: who has to answer within days need not be woken.
    routine = all(broadcasts.can_wait(uow, by) for by in (row.answer_by, row.expires_at))
    await broadcasts.tell(uow, msgspec.structs.replace(news, importance="normal", routine=routine))


async def take_back(uow: UnitOfWork, row: NoticeRow) -> None:
    """Recalls a notice and its reminder, and tells those who had opened it. That is one row, however many it reached."""
    await _recall(uow, row)
    # Of one that was corrected, the audience is asked as well: some have opened an earlier edition only.
    audience = _NOBODY if row.edition == 1 else rules.audience_of(row)
    readers_of = rules.broadcast_id(row.notice_id, "told", row.edition)
    news = await _follow_up(uow, row, "notice_withdrawn", audience, readers_of)
    # That it no longer holds is told after its last day, too.
    await broadcasts.tell(uow, msgspec.structs.replace(news, replaces=row.notice_id, expires_at=_until(uow, row)))


async def tell_again(uow: UnitOfWork, before: NoticeRow, row: NoticeRow) -> None:
    """Tells everybody of a correction: its audience, and who had read it `before`. It takes the place of the earlier one on a phone."""
    await _recall(uow, before)
    news = await _follow_up(
        uow, row, "notice_corrected", rules.audience_of(row), rules.broadcast_id(row.notice_id, "told", before.edition)
    )
    told = rules.broadcast_id(row.notice_id, "told", row.edition)
    await broadcasts.tell(uow, msgspec.structs.replace(news, broadcast_id=told, replaces=row.notice_id, in_inbox=True))
    await _plan_reminder(uow, row)


async def _recall(uow: UnitOfWork, row: NoticeRow) -> None:
    await tasks.cancel(uow, RemindNotice.kind, str(row.notice_id))
    for what in ("told", "reminder"):
        await broadcasts.recall(uow, rules.broadcast_id(row.notice_id, what, row.edition))
    await _take_back_chunks(uow, row)


async def _plan_reminder(uow: UnitOfWork, row: NoticeRow) -> None:
    if row.kind == "information":
        return
    works_on = partial(school_calendar.works_on, await school_calendar.load(uow))
    at = rules.remind_at(row.answer_by, uow.now, works_on)
    if at is not None and not rules.is_over(row.expires_at, at):
        await tasks.enqueue(uow, RemindNotice.kind, str(row.notice_id), RemindNotice(notice_id=row.notice_id), at)


async def _take_back_chunks(uow: UnitOfWork, row: NoticeRow) -> None:
    """What was sent before broadcasts existed was told by messages, and may still be."""
    chunks = range(row.chunks)
    await tasks.cancel_many(uow, TellNotice.kind, [_chunk_key(row.notice_id, chunk) for chunk in chunks])
    keys = [rules.key(row.notice_id, chunk, what) for chunk in chunks for what in ("told", "reminder")]
    await messages.withdraw_many(uow, keys)


async def _covered(uow: Reading, row: NoticeRow) -> list[UUID]:
    """The classes whose teachers may follow it. None where the audience itself would tell them something about children."""
    if writing_rules.confidential(row.groups):
        return []
    found = await queries.list_covered(uow.conn, row.org_id, row.groups, row.except_groups)
    return [place.class_id for place in found]


async def _news(uow: Reading, row: NoticeRow, template: str, audience: Audience) -> BroadcastNew:
    until = _until(uow, row)
    return BroadcastNew(
        broadcast_id=row.notice_id,
        key=f"notice:{row.notice_id}",
        template=template,
        params=await _params(uow, row),
        importance="high" if row.importance == "urgent" else "normal",
        audience=audience,
        expires_at=min(until, row.expires_at) if row.expires_at else until,
        # What asks for an answer, and what is over soon, does not wait for a digest.
        routine=template == "notice" and row.importance == "ordinary" and broadcasts.can_wait(uow, row.expires_at),
        sms_alone=rules.sms_alone(row),
    )


def _urgently(row: NoticeRow, news: BroadcastNew) -> BroadcastNew:
    """Says that it is urgent. Its SMS says the whole title, so one with a link in it is left out."""
    linked = any(sms_titles.has_link(title) for title in (row.title_zh, row.title_en or ""))
    template = "notice_urgent_untitled" if linked or writing_rules.confidential(row.groups) else "notice_urgent"
    return msgspec.structs.replace(news, template=template)


async def _follow_up(
    uow: Reading, row: NoticeRow, template: str, audience: Audience, readers_of: UUID | None = None
) -> BroadcastNew:
    """News about a notice that stands in the inbox itself."""
    what = template.removeprefix("notice_")
    first = await _news(uow, row, template, audience)
    return msgspec.structs.replace(
        first,
        broadcast_id=rules.broadcast_id(row.notice_id, what, row.edition),
        key=f"{first.key}:{what}" if row.edition == 1 else f"{first.key}:{what}:{row.edition}",
        in_inbox=False,
        readers_of=readers_of,
    )


async def _tell(uow: UnitOfWork, row: NoticeRow, template: str, key: str, people: Iterable[UUID]) -> None:
    if not (told := frozenset(people)):
        return
    until = _until(uow, row)
    news = MessageNew(
        template=template, people=told, params=await _params(uow, row), key=key, importance="normal", expires_at=until
    )
    await messages.tell(uow, news)


async def _params(uow: Reading, row: NoticeRow) -> NoticeParams:
    """What messages say of it: the title, and which school or bureau it is from, since a parent may have children in two schools."""
    titles = row.title_zh, row.title_en or row.title_zh
    shown = writing_rules.on_lock_screen(titles, row.groups)
    if row.from_zh is not None:
        sender = row.from_zh, row.from_en or row.from_zh
    else:
        name = await get_name(uow.conn, row.org_id)
        sender = name.name_zh, name.name_en
    return NoticeParams(
        notice_id=row.notice_id,
        title_zh=shown[0],
        title_en=shown[1],
        from_zh=sender[0],
        from_en=sender[1],
        sms_zh=writing_rules.sms_zh(titles[0], row.groups),
        sms_en=writing_rules.sms_en(titles[1], row.groups),
    )


def _until(uow: Reading, row: NoticeRow) -> datetime:
    lasts = uow.now + rules.TOLD_WITHIN
    return max(lasts, row.answer_by) if row.answer_by else lasts


def _chunk_key(notice_id: UUID, chunk: int) -> str:
    return f"{notice_id}:{chunk}"
