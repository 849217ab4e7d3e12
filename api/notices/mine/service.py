"""The notices a person received: read, opened, acknowledged, signed (N5). Nothing is answered by looking."""

from uuid import UUID

import msgspec

from api.core.access import Action, Role, Thing
from api.core.errors import FieldError, NotFound
from api.core.unit import Unit
from api.messages import service as messages
from api.notices import rules as notice_rules
from api.notices.errors import NothingToAnswer, NoticeWithdrawn, wrong
from api.notices.mine import queries, rules
from schemas.notice_rows import AfterMine, MineRow
from schemas.notices import HomeNotice, MyNotice, MyNoticeLine, NoticeKind, NoticeSignature

FIRST = 3
"""Notices that the first screen names."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices wait for an answer, and the first of them."""

    count: int
    first: list[HomeNotice]


async def list_own(unit: Unit, after: AfterMine | None, limit: int) -> list[MyNoticeLine]:
    """This organisation's share of a person's notices, unread ones first; nothing where they are no more than a name."""
    unit.required.add(Action.NOTICE_READ)  # not required: one organisation left must not close the others' list
    rows = await queries.list_mine(unit.conn, unit.actor.org_id, *_who(unit), after, limit)
    return [rules.line(row, unit.actor.org_id, unit.actor.language) for row in rows]


async def owed(unit: Unit) -> Owed:
    """What of this organisation waits for the actor's answer, for the first screen."""
    rows = await queries.list_waiting(unit.conn, unit.actor.org_id, *_who(unit), FIRST)
    english = unit.actor.language == "en"
    first = [
        HomeNotice(
            org_id=unit.actor.org_id,
            notice_id=row.notice_id,
            kind=row.kind,
            title=row.title_en if english and row.title_en else row.title_zh,
            children=row.children,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
        )
        for row in rows
    ]
    return Owed(count=rows[0].total if rows else 0, first=first)


async def get_mine(unit: Unit, notice_id: UUID) -> MyNotice:
    """A notice that reached the actor, who still belongs here. Raises Forbidden, NotFound."""
    return _shown(unit, await _mine(unit, Action.NOTICE_READ, notice_id))


async def open_notice(unit: Unit, notice_id: UUID) -> MyNotice:
    """Notes that the actor has read it; the first time counts. Raises Forbidden, NotFound, NoticeWithdrawn."""
    row = await _mine(unit, Action.NOTICE_READ, notice_id)
    _check_there(row)
    await _opened(unit, row)
    await messages.read_told(unit, notice_rules.key(notice_id, row.chunk))
    unit.object_id = notice_id  # that somebody reads what was sent to them is no matter of the audit
    return await get_mine(unit, notice_id)


async def acknowledge_notice(unit: Unit, notice_id: UUID) -> MyNotice:
    """Confirms a notice; again answers with the first time. Raises Forbidden, NotFound, NoticeWithdrawn, NothingToAnswer."""
    row = await _to_answer(unit, notice_id, "acknowledge")
    await _opened(unit, row)
    if await queries.set_acknowledged(unit.conn, unit.actor.org_id, notice_id, unit.actor.account_id, unit.now):
        unit.changed(Action.NOTICE_ANSWER, "notice", notice_id)
    await _answered(unit, row)
    return await _again(unit, notice_id)


async def sign_notice(unit: Unit, notice_id: UUID, signature: NoticeSignature) -> MyNotice:
    """Signs a notice for children, or staff for themself; what was signed keeps its first time.

    Raises Forbidden, NotFound, NoticeWithdrawn, NothingToAnswer, Invalid.
    """
    conn, org_id, account_id = unit.conn, unit.actor.org_id, unit.actor.account_id
    await queries.lock_recipient(conn, org_id, notice_id, account_id)
    row = await _to_answer(unit, notice_id, "sign")
    signed_for = _signed_for(unit, row, signature)
    names = await queries.list_names(conn, org_id, account_id)
    if not rules.same_name(signature.name, [n.name for n in names]):
        raise wrong(unit, "$.name", "mismatch")
    await _opened(unit, row)
    language = rules.language_of(row, unit.actor.language)
    if await queries.add_signatures(
        conn, org_id, notice_id, account_id, signed_for, signature.name, language, unit.now
    ):
        unit.changed(Action.NOTICE_ANSWER, "notice", notice_id)
    done = {s.student_id for s in await queries.list_signed(conn, org_id, notice_id, account_id)}
    if rules.owed(row, account_id) <= done:
        await queries.set_signed(conn, org_id, notice_id, account_id, unit.now)
        await _answered(unit, row)
    return await _again(unit, notice_id)


def _who(unit: Unit) -> tuple[UUID, list[UUID], bool]:
    actor = unit.actor
    return actor.account_id, sorted(actor.child_ids), Role.STAFF in actor.roles


async def _mine(unit: Unit, action: Action, notice_id: UUID) -> MineRow:
    org_id = unit.actor.org_id
    row = await queries.find_mine(unit.conn, org_id, *_who(unit), notice_id)
    people = frozenset({unit.actor.account_id}) if row else frozenset[UUID]()
    unit.require(action, Thing(org_id=org_id, kind="notice", thing_id=notice_id, people=people))
    if row is None:
        raise NotFound
    return row


async def _to_answer(unit: Unit, notice_id: UUID, kind: NoticeKind) -> MineRow:
    row = await _mine(unit, Action.NOTICE_ANSWER, notice_id)
    _check_there(row)
    if row.kind != kind:
        raise NothingToAnswer
    return row


def _check_there(row: MineRow) -> None:
    if row.state == "withdrawn":
        raise NoticeWithdrawn


def _signed_for(unit: Unit, row: MineRow, signature: NoticeSignature) -> frozenset[UUID]:
    """The children named, and the actor where they sign as staff. Raises Invalid, NotFound."""
    wanted, mine = frozenset(signature.student_ids), {c.student_id for c in rules.children_of(row)}
    if not wanted <= mine:
        message = wrong(unit, "$.studentIds", "not-found").fields[0].message
        raise NotFound(fields=(FieldError(path="$.studentIds", code="not-found", message=message),))
    if not wanted and not row.as_staff:
        raise wrong(unit, "$.studentIds", "required")
    return wanted | ({unit.actor.account_id} if row.as_staff else set[UUID]())


async def _opened(unit: Unit, row: MineRow) -> None:
    language = rules.language_of(row, unit.actor.language)
    await queries.set_opened(unit.conn, unit.actor.org_id, row.notice_id, unit.actor.account_id, language, unit.now)


async def _answered(unit: Unit, row: MineRow) -> None:
    told, reminder = (notice_rules.key(row.notice_id, row.chunk, what) for what in ("told", "reminder"))
    await messages.read_told(unit, told, reminder)


async def _again(unit: Unit, notice_id: UUID) -> MyNotice:
    unit.object_id = notice_id
    return _shown(unit, await _mine(unit, Action.NOTICE_ANSWER, notice_id))


def _shown(unit: Unit, row: MineRow) -> MyNotice:
    return rules.shown(row, unit.actor.org_id, unit.actor.language)
