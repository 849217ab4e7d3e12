"""The notices a person received: read, opened, acknowledged, signed (N5). Nothing is answered by looking."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Action, Resource
from api.core.errors import NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages.broadcasts import service as broadcasts
from api.notices import actions
from api.notices import rules as notice_rules
from api.notices.bureau import approvers as bureau
from api.notices.errors import (
    AnsweredAlready,
    NothingToAnswer,
    NoticeCorrected,
    NoticeOver,
    NoticeWithdrawn,
    missing,
    wrong,
)
from api.notices.files import service as files
from api.notices.mine import queries, rules, signing_queries
from api.notices.mine.queries import Acknowledging
from api.notices.mine.signing_queries import Signing
from api.notices.proofs import service as proofs
from schemas.notices.files import FileContent
from schemas.notices.home import HomeNotice
from schemas.notices.mine import MyNotice, MyNoticeLine, NoticeSignature
from schemas.notices.receipts import ReceiptFile
from schemas.notices.rows import AfterMine, MineRow
from schemas.notices.wire import NoticeKind

FIRST = 3
"""Notices that the first screen names."""
URGENT_FOR = timedelta(days=14)
"""So long the first screen shows an urgent notice that is only to be read: it is no news to a family that joins the class in spring."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices wait for an answer, and the first of them."""

    count: int
    first: list[HomeNotice]


async def list_own(uow: Reading, after: AfterMine | None, limit: int) -> list[MyNoticeLine]:
    """This organisation's share of a person's notices, unread ones first; nothing where they are no more than a name."""
    uow.required.add(actions.NOTICE_READ)  # not required: one organisation left must not close the others' list
    rows = await queries.list_mine(uow.conn, uow.actor.org_id, uow.actor.account_id, after, limit)
    return [rules.line(row, uow.actor.org_id, uow.actor.language, uow.now, uow.actor.closed_before) for row in rows]


async def owed(uow: Reading) -> Owed:
    """What of this organisation waits for the actor's answer, or for an officer's yes, for the first screen."""
    to_approve = await _to_approve(uow)
    rows = await queries.list_waiting(uow.conn, uow.actor, FIRST, uow.now, uow.now - URGENT_FOR)
    english = uow.actor.language == "en"
    first = [
        HomeNotice(
            org_id=uow.actor.org_id,
            notice_id=row.notice_id,
            kind="read" if row.kind == "information" else row.kind,
            title=row.title_en if english and row.title_en else row.title_zh,
            children=row.children,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
            urgent=row.urgent,
        )
        for row in rows
    ]
    return Owed(count=(rows[0].total if rows else 0) + len(to_approve), first=(to_approve + first)[:FIRST])


async def _to_approve(uow: Reading) -> list[HomeNotice]:
    english = uow.actor.language == "en"
    return [
        HomeNotice(
            org_id=row.org_id,
            notice_id=row.bureau_notice_id,
            kind="approve",
            title=row.title_en if english and row.title_en else row.title_zh,
            children=[],
            sent_at=row.submitted_at or row.updated_at,
            answer_by=None,
            urgent=False,
        )
        for row in await bureau.list_to_approve(uow)
    ]


async def get_mine(uow: Reading, notice_id: UUID) -> MyNotice:
    """A notice that reached the actor, who still belongs here. Raises Forbidden, NotFound, NothingAnswered."""
    return _to_wire(uow, await _mine(uow, actions.NOTICE_READ, notice_id))


async def read_file(uow: Reading, notice_id: UUID, file_id: UUID) -> FileContent:
    """A file of the present edition of a notice that reaches the actor today. Raises Forbidden, NotFound, NoticeWithdrawn."""
    row = await _mine(uow, actions.NOTICE_READ, notice_id)
    _check_there(row)
    return await files.read_content(uow, notice_id, file_id, row.edition)


async def open_notice(uow: UnitOfWork, notice_id: UUID, edition: int) -> MyNotice:
    """Notes that the actor has read it; the first time counts, an earlier edition does not.

    Raises Forbidden, NotFound, NoticeWithdrawn.
    """
    row = await _mine(uow, actions.NOTICE_READ, notice_id)
    _check_there(row)
    if edition == row.edition:
        await _opened(uow, row)
    uow.object_id = notice_id  # that somebody reads what was sent to them is no matter of the audit
    return await get_mine(uow, notice_id)


async def acknowledge_notice(uow: UnitOfWork, notice_id: UUID, edition: int) -> MyNotice:
    """Confirms the edition that was read, for all the children for whom it reaches the actor today; again answers with the first time.

    Raises Forbidden, NotFound, NoticeWithdrawn, NothingToAnswer, NoticeOver, NoticeCorrected.
    """
    row = await _to_answer(uow, notice_id, "acknowledge", edition)
    await _opened(uow, row)
    conn, org_id, account_id = uow.conn, uow.actor.org_id, uow.actor.account_id
    moved = await _mentioned_move(uow)
    how = Acknowledging(language=rules.language_of(row, uow.actor.language), at=uow.now, number_moved_at=moved)
    if await queries.set_acknowledged(conn, org_id, account_id, row, rules.owed(row, account_id), how):
        uow.changed(actions.NOTICE_ANSWER, "notice", notice_id)
    await _answered(uow, row)
    return await _again(uow, notice_id)


async def sign_notice(uow: UnitOfWork, notice_id: UUID, signature: NoticeSignature) -> MyNotice:
    """Signs a notice for children, or staff for themself; what was signed keeps its first time.

    Raises Forbidden, NotFound, NumberMovedLately, NoticeWithdrawn, NothingToAnswer, NoticeOver, NoticeCorrected, AnsweredAlready, Invalid.
    """
    access.check_number(uow.actor)
    conn, org_id, account_id = uow.conn, uow.actor.org_id, uow.actor.account_id
    await queries.lock_recipient(conn, org_id, notice_id, account_id)
    row = await _to_answer(uow, notice_id, "sign", signature.edition)
    signed_for = _signed_for(uow, row, signature)
    names = await signing_queries.list_names(conn, org_id, account_id)
    if not rules.same_name(signature.name, [n.name for n in names]):
        raise wrong(uow, "$.name", "mismatch")
    await _opened(uow, row)
    language = rules.language_of(row, uow.actor.language)
    moved = await _mentioned_move(uow)
    signing = Signing(
        name=signature.name, language=language, at=uow.now, number_moved_at=moved, agrees=signature.agrees
    )
    if await signing_queries.add_signatures(conn, org_id, row, account_id, signed_for, signing):
        uow.changed(actions.NOTICE_ANSWER, "notice", notice_id)
    signed = await signing_queries.list_signed(conn, org_id, row, account_id)
    if any(s.agrees != signature.agrees for s in signed if s.student_id in signed_for):
        raise AnsweredAlready
    done = {s.student_id for s in signed}
    if rules.owed(row, account_id) <= done:
        await _answered(uow, row)
    return await _again(uow, notice_id)


async def _mentioned_move(uow: Reading) -> datetime | None:
    return rules.mentioned_move(await signing_queries.find_move(uow.conn, uow.actor.account_id), uow.now)


async def export_own(uow: Reading, notice_id: UUID) -> ReceiptFile:
    """The actor's own answers, signed, for children who are theirs today; also of what was withdrawn since. Raises Forbidden, NotFound, NothingAnswered."""
    row = await _mine(uow, actions.NOTICE_READ, notice_id)
    return await proofs.own_proofs(uow, notice_id, {child.student_id for child in rules.children_of(row)})


async def _mine(uow: Reading, action: Action, notice_id: UUID) -> MineRow:
    org_id = uow.actor.org_id
    row = await queries.find_mine(uow.conn, org_id, uow.actor.account_id, notice_id)
    people = frozenset({uow.actor.account_id}) if row else frozenset[UUID]()
    uow.require(action, Resource(org_id=org_id, kind="notice", resource_id=notice_id, people=people))
    if row is None:
        raise NotFound
    return row


async def _to_answer(uow: Reading, notice_id: UUID, kind: NoticeKind, edition: int) -> MineRow:
    row = await _mine(uow, actions.NOTICE_ANSWER, notice_id)
    _check_there(row)
    if row.kind != kind:
        raise NothingToAnswer
    if notice_rules.is_over(row.expires_at, uow.now):
        raise NoticeOver
    if edition != row.edition:
        raise NoticeCorrected
    return row


def _check_there(row: MineRow) -> None:
    if row.state == "withdrawn":
        raise NoticeWithdrawn


def _signed_for(uow: Reading, row: MineRow, signature: NoticeSignature) -> frozenset[UUID]:
    """The children named, and the actor where they sign as staff. Raises Invalid, NotFound."""
    wanted, mine = frozenset(signature.student_ids), {c.student_id for c in rules.children_of(row)}
    if not wanted <= mine:
        raise missing(uow, "$.studentIds", "not-found")
    if not wanted and not row.as_staff:
        raise wrong(uow, "$.studentIds", "required")
    return wanted | ({uow.actor.account_id} if row.as_staff else set[UUID]())


async def _opened(uow: UnitOfWork, row: MineRow) -> None:
    language = rules.language_of(row, uow.actor.language)
    children = [child.student_id for child in rules.children_of(row)]
    await queries.set_opened(uow.conn, uow.actor.org_id, uow.actor.account_id, row, children, language, uow.now)
    await broadcasts.read(uow, notice_rules.broadcast_id(row.notice_id, "told", row.edition))


async def _answered(uow: UnitOfWork, row: MineRow) -> None:
    await broadcasts.read(uow, notice_rules.broadcast_id(row.notice_id, "reminder", row.edition))


async def _again(uow: UnitOfWork, notice_id: UUID) -> MyNotice:
    uow.object_id = notice_id
    return _to_wire(uow, await _mine(uow, actions.NOTICE_ANSWER, notice_id))


def _to_wire(uow: Reading, row: MineRow) -> MyNotice:
    return rules.to_wire(row, uow.actor.org_id, uow.actor.language, uow.now, uow.actor.closed_before)
