"""What was agreed with a family at a visit: written for them by the school, confirmed or answered by guardians (V6).

It is a text of its own. Nothing is copied from the sealed record by the server: who writes it decides what the family reads.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core import access
from api.core.db import uuid7
from api.core.errors import NotFound, Stale
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.visits import actions
from api.visits.agreements import queries, rules
from api.visits.errors import AgreementClosed, RecordClosed, RecordFull, VisitNotRecorded, wrong
from api.visits.records.service import lock_visit, read_visit
from api.visits.visits import rules as visit_rules
from schemas.messages.rows import MessageNew
from schemas.visits.agreements.rows import AgreementRow, AnswerRow, LastAgreementRow
from schemas.visits.agreements.wire import (
    Agreement,
    AgreementAnswer,
    AgreementAnswerNew,
    AgreementNew,
    AgreementPage,
)
from schemas.visits.day.wire import LastAgreed
from schemas.visits.messages import VisitParams
from schemas.visits.rows import VisitRow
from schemas.visits.wire import FollowUpDue

MOST = 20
"""What waits on a first screen."""


async def get_agreement(uow: Reading, visit_id: UUID) -> AgreementPage:
    """What was agreed at a visit, with the answers that the reader may see. Raises NotFound."""
    row = await read_visit(uow, actions.VISIT_AGREEMENT_READ, visit_id)
    kept = rules.is_kept(row, uow.now)
    versions = await queries.list_agreements(uow.conn, row.org_id, visit_id) if kept else []
    agreement = await _to_wire(uow, row, versions[0]) if versions else None
    open_ = agreement is not None and uow.now < agreement.answer_until
    return AgreementPage(
        agreement=agreement,
        can_write=kept and visit_rules.may(uow.actor, actions.VISIT_AGREEMENT_WRITE, row),
        can_answer=open_ and visit_rules.may(uow.actor, actions.VISIT_AGREEMENT_ANSWER, row),
    )


async def list_unanswered(uow: Reading) -> list[FollowUpDue]:
    """What waits for this guardian's word, for the first screen, which requires its own action."""
    if uow.actor.number_moved_at is not None:
        return []
    reach = access.reach(uow.actor, actions.VISIT_AGREEMENT_ANSWER)
    who = (uow.actor.org_id, reach, uow.actor.account_id)
    return await queries.list_unanswered(uow.conn, *who, uow.now, rules.ANSWERED, MOST)


async def add_agreement(uow: UnitOfWork, visit_id: UUID, new: AgreementNew) -> AgreementPage:
    """Writes what was agreed, for the family, in place of the version before; guardians are told.

    Raises NotFound, Invalid, VisitNotRecorded, RecordClosed, RecordFull.
    """
    row = await lock_visit(uow, actions.VISIT_AGREEMENT_WRITE, visit_id)
    _check_kept(uow, row)
    if found := rules.wrong_agreement(new, local_day(uow.now, row.time_zone)):
        raise wrong(uow, *found)
    if len(await queries.list_agreements(uow.conn, row.org_id, visit_id)) >= rules.MOST:
        raise RecordFull
    agreement_id = uuid7()
    at = rules.place(agreement_id)
    sealed = await uow.vault.seal_fields(row.org_id, {at: msgspec.json.encode(rules.agreed(new))})
    await queries.add_agreement(uow.conn, row.org_id, agreement_id, visit_id, sealed[at], uow.actor.account_id, uow.now)
    uow.changed(actions.VISIT_AGREEMENT_WRITE, "visit_agreement", agreement_id)
    await _tell(uow, row, "visit_agreement", row.guardian_ids)
    return await get_agreement(uow, visit_id)


async def answer(uow: UnitOfWork, visit_id: UUID, agreement_id: UUID, new: AgreementAnswerNew) -> AgreementPage:
    """A guardian confirms what was agreed, disagrees or adds a word; the class teacher is told.

    Raises NotFound, Invalid, Stale, AgreementClosed.
    """
    row = await lock_visit(uow, actions.VISIT_AGREEMENT_ANSWER, visit_id)
    versions = await queries.list_agreements(uow.conn, row.org_id, visit_id)
    if agreement_id not in {one.agreement_id for one in versions}:
        raise NotFound
    if not rules.is_kept(row, uow.now) or uow.now >= rules.answer_until(versions[0].written_at, uow.actor.zone):
        raise AgreementClosed
    if versions[0].agreement_id != agreement_id:
        raise Stale
    if found := rules.wrong_answer(new):
        raise wrong(uow, *found)
    await _set_answer(uow, row, agreement_id, new)
    uow.changed(actions.VISIT_AGREEMENT_ANSWER, "visit_agreement", agreement_id)
    template = "visit_agreement_refused" if new.disagrees else "visit_agreement_answered"
    await _tell(uow, row, template, [row.class_teacher_id] if row.class_teacher_id else [])
    return await get_agreement(uow, visit_id)


async def list_last(uow: Reading, student_ids: Sequence[UUID]) -> dict[UUID, LastAgreed]:
    """What was agreed last with each of these students' families, for who may read it. The caller has checked who asks."""
    reach, since = access.reach(uow.actor, actions.VISIT_AGREEMENT_READ), uow.now - rules.KEPT
    rows = await queries.list_last_agreements(uow.conn, uow.actor.org_id, reach, student_ids, since)
    texts = {rules.place(row.agreement_id): row.text_sealed for row in rows}
    opened = await uow.vault.open_fields(uow.actor.org_id, texts) if texts else {}
    return {row.student_id: _last(row, opened[rules.place(row.agreement_id)]) for row in rows}


def _last(row: LastAgreementRow, text: bytes) -> LastAgreed:
    steps = rules.in_order(msgspec.json.decode(text, type=rules.Agreed))
    return LastAgreed(visit_id=row.visit_id, visited_at=row.visited_at, steps=steps)


async def _set_answer(uow: UnitOfWork, row: VisitRow, agreement_id: UUID, new: AgreementAnswerNew) -> None:
    me, at = uow.actor.account_id, rules.word_place(agreement_id, uow.actor.account_id)
    sealed = await uow.vault.seal_fields(row.org_id, {at: new.word.encode()}) if new.word else {}
    await queries.set_answer(uow.conn, row.org_id, agreement_id, me, new, sealed.get(at), uow.now)


def _check_kept(uow: Reading, row: VisitRow) -> None:
    if row.state != "recorded":
        raise VisitNotRecorded
    if not rules.is_kept(row, uow.now):
        raise RecordClosed


async def _to_wire(uow: Reading, row: VisitRow, version: AgreementRow) -> Agreement:
    guardian = uow.actor.account_id if row.student_id in uow.actor.child_ids else None
    rows = rules.shown(await queries.list_answers(uow.conn, row.org_id, version.agreement_id), guardian)
    at, words = rules.place(version.agreement_id), _words(version, rows)
    opened = await uow.vault.open_fields(row.org_id, {at: version.text_sealed, **words})
    agreed = msgspec.json.decode(opened[at], type=rules.Agreed)
    return Agreement(
        agreement_id=version.agreement_id,
        steps=rules.in_order(agreed),
        recommended=agreed.recommended,
        written_by_name=version.written_by_name,
        written_at=version.written_at,
        answer_until=rules.answer_until(version.written_at, uow.actor.zone),
        answers=[_answer(one, opened.get(rules.word_place(version.agreement_id, one.guardian_id))) for one in rows],
    )


def _words(version: AgreementRow, rows: Sequence[AnswerRow]) -> dict[str, bytes]:
    return {rules.word_place(version.agreement_id, one.guardian_id): one.word_sealed for one in rows if one.word_sealed}


def _answer(row: AnswerRow, word: bytes | None) -> AgreementAnswer:
    return AgreementAnswer(
        guardian_id=row.guardian_id,
        guardian_name=row.guardian_name,
        confirmed_at=row.confirmed_at,
        disagrees=row.disagrees,
        word=word.decode() if word else None,
        answered_at=row.answered_at,
    )


async def _tell(uow: UnitOfWork, row: VisitRow, template: str, people: Sequence[UUID]) -> None:
    if not people:
        return
    news = MessageNew(
        template=template,
        people=frozenset(people),
        params=VisitParams(visit_id=row.visit_id, starts_at=row.starts_at),
        key=f"visit:{row.visit_id}:{template}",
        importance="normal",
        expires_at=rules.answer_until(uow.now, uow.actor.zone),
    )
    await messages.tell(uow, news)
