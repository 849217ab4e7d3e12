"""What somebody is writing into a confidential text and has not filed: sealed on the server, opened by its writer alone.

A feature asks its own rule first, at each call: who may not write the text today neither saves nor opens a draft of it.
It ends when it is filed, two weeks after the last save, with its writer's part, and when they sign out everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import msgspec

from api.core import access, audit
from api.core.db import maybe, queue, run, value
from api.core.errors import Problem, Stale, check_version
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.drafts.wire import Draft, DraftNew, DraftSaved

DraftKind: TypeAlias = str
"""The kind of text; features register theirs."""
KEPT = timedelta(days=14)
MOST = 20
"""Drafts of one person in one organisation."""
NOTHING = DraftSaved(version=0, saved_at=None)


class DraftsFull(Problem):
    """Somebody has as many drafts as are kept."""

    status, slug = 409, "drafts-full"
    zh, en = (
        "您有 20 份没写完的草稿，已经存不下了。请先写完或清空一份。",
        "You have 20 unfinished drafts, and no more are kept. Finish or discard one first.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a draft is of. `student_id`: with whose key it is sealed."""

    kind: DraftKind
    subject_id: UUID
    student_id: UUID


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    sealed: bytes
    saved_at: datetime


SELECT_DRAFT = """
select version, sealed, saved_at from vault_drafts
where org_id = $1 and account_id = $2 and kind = $3 and subject_id = $4 and saved_at > $5
"""


async def _find(uow: Reading, about: About) -> _Found | None:
    key = (uow.actor.org_id, uow.actor.account_id, about.kind, about.subject_id)
    return await maybe(uow.conn, _Found, SELECT_DRAFT, *key, uow.now - KEPT)


async def find_saved(uow: Reading, about: About) -> DraftSaved:
    """When the actor's draft was saved last, without its text."""
    found = await _find(uow, about)
    return DraftSaved(version=found.version, saved_at=found.saved_at) if found else NOTHING


async def open_draft(uow: UnitOfWork, about: About) -> Draft:
    """The actor's own draft; the look is audited. Raises StepUpNeeded, Erased."""
    access.check_assurance(uow.actor)
    found = await _find(uow, about)
    if found is None:
        return Draft(version=0, saved_at=None, text=None)
    place = _place(uow, about)
    await audit.record_access(uow, about.subject_id, "draft")
    opened = await uow.vault.open_fields(uow.actor.org_id, {place: found.sealed}, about.student_id)
    return Draft(version=found.version, saved_at=found.saved_at, text=opened[place].decode())


async def save_draft(uow: UnitOfWork, about: About, new: DraftNew, version: int) -> DraftSaved:
    """Replaces the actor's draft that they saw, or discards it. It is nobody else's matter, so no change is audited.

    `version` 0: they saw none. A save that arrives after the filing meets no draft and is refused. Raises StepUpNeeded, Stale, DraftsFull.
    """
    access.check_assurance(uow.actor)
    uow.object_id = about.subject_id
    found = await _find(uow, about)
    check_version(found.version if found else 0, version)
    if new.text is None:
        await remove_own(uow, about.kind, about.subject_id)
        return NOTHING
    if found is None and await _count(uow) >= MOST:
        raise DraftsFull
    place = _place(uow, about)
    sealed = await uow.vault.seal_fields(uow.actor.org_id, {place: new.text.encode()}, about.student_id)
    if not await _put(uow, about, version, sealed[place]):
        raise Stale
    return DraftSaved(version=version + 1, saved_at=uow.now)


COUNT_DRAFTS = """
select count(*) from vault_drafts where org_id = $1 and account_id = $2 and saved_at > $3
"""


async def _count(uow: Reading) -> int:
    return await value(uow.conn, COUNT_DRAFTS, uow.actor.org_id, uow.actor.account_id, uow.now - KEPT)


# Whose two weeks are over is written over.
INSERT_DRAFT = """
insert into vault_drafts as d (org_id, account_id, kind, subject_id, version, sealed, saved_at)
values ($1, $2, $3, $4, 1, $5, $6)
on conflict (org_id, account_id, kind, subject_id) do update
set version = excluded.version, sealed = excluded.sealed, saved_at = excluded.saved_at where d.saved_at <= $7
"""
UPDATE_DRAFT = """
update vault_drafts set version = version + 1, sealed = $6, saved_at = $7
where org_id = $1 and account_id = $2 and kind = $3 and subject_id = $4 and version = $5
"""


async def _put(uow: UnitOfWork, about: About, version: int, sealed: bytes) -> bool:
    """False: the same person wrote on another phone in the same moment, or has just filed the text."""
    key = (uow.actor.org_id, uow.actor.account_id, about.kind, about.subject_id)
    if version:
        return await run(uow.conn, UPDATE_DRAFT, *key, version, sealed, uow.now) == 1
    return await run(uow.conn, INSERT_DRAFT, *key, sealed, uow.now, uow.now - KEPT) == 1


DELETE_DRAFT = """
delete from vault_drafts where org_id = $1 and account_id = $2 and kind = $3 and subject_id = $4
"""


async def remove_own(uow: UnitOfWork, kind: DraftKind, subject_id: UUID) -> None:
    """The actor's draft is over: its text was filed, or discarded."""
    await queue(uow.conn, DELETE_DRAFT, uow.actor.org_id, uow.actor.account_id, kind, subject_id)


DELETE_OF_PEOPLE = """
delete from vault_drafts where org_id = $1 and account_id = any ($2) and ($3::text is null or kind = $3)
"""


async def remove_of(uow: UnitOfWork, account_ids: Sequence[UUID], kind: DraftKind | None = None) -> None:
    """Removes people's drafts in this organisation: of one kind, or all."""
    await queue(uow.conn, DELETE_OF_PEOPLE, uow.actor.org_id, list(account_ids), kind)


DELETE_OLD = """
delete from vault_drafts where org_id = $1 and saved_at <= $2
"""


async def sweep(uow: UnitOfWork) -> int:
    """Removes what nobody saved for two weeks; returns how many."""
    return await run(uow.conn, DELETE_OLD, uow.actor.org_id, uow.now - KEPT)


def _place(uow: Reading, about: About) -> str:
    """What a sealed draft is bound to. Its writer is part of it: a row that somebody moves to another account does not open."""
    return f"draft:{about.kind}:{about.subject_id}:{uow.actor.account_id}"
