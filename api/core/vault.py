"""The one place where confidential text is sealed and opened.

Each record has a data key of its own, bound to its row and wrapped once for each student concerned. Opening needs a
grant, and adds an entry to the audit chain in the same transaction. A person who holds the whole database without the key
store learns nothing from it (DESIGN 7).
"""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID, uuid4

import msgspec
from cryptography.exceptions import InvalidTag

from api.core import access, audit
from api.core.acting import Acting
from api.core.db import many, queue
from api.core.errors import NotFound, Problem
from api.core.keystore import KeyStore, org_subject
from api.core.sealing import ALGORITHM, seal, unseal

Kind: TypeAlias = str
"""What a sealed text is; features register theirs."""

Purpose = Literal["author", "counsellor", "class_teacher", "owner", "custodian"]


class Erased(Problem):
    """The keys of everyone concerned were destroyed."""

    status, slug = 410, "erased"
    zh, en = "这份记录已被依法删除。", "This record has been erased."


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """Who may open a record, for what, until when."""

    account_id: UUID
    purpose: Purpose
    until: datetime


class _Granted(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    sealed: bytes
    purpose: str
    granted_by: UUID
    until: datetime
    seal: bytes


class _Wrapped(msgspec.Struct, frozen=True, kw_only=True):
    subject_id: UUID
    wrapped: bytes


INSERT_RECORD = """
with record as (
  insert into vault_records (org_id, record_id, kind, algorithm, sealed, created_at) values ($1, $2, $3, $4, $5, $6)
)
insert into vault_keys (org_id, record_id, subject_id, wrapped)
select $1, $2, u.subject_id, u.wrapped from unnest($7::uuid[], $8::bytea[]) as u (subject_id, wrapped)
on conflict (org_id, record_id, subject_id) do nothing
"""
INSERT_GRANTS = """
insert into grants as g (org_id, record_id, account_id, purpose, granted_by, granted_at, until, seal)
select $1, $2, u.account_id, u.purpose, $3, $4, u.until, u.seal
from unnest($5::uuid[], $6::text[], $7::timestamptz[], $8::bytea[]) as u (account_id, purpose, until, seal)
on conflict (org_id, record_id, account_id, purpose) do update
set until = excluded.until, granted_by = excluded.granted_by, granted_at = excluded.granted_at, seal = excluded.seal
"""
SELECT_GRANTED = """
select r.kind, r.sealed, g.purpose, g.granted_by, g.until, g.seal from vault_records r
join grants g on g.org_id = r.org_id and g.record_id = r.record_id
where r.org_id = $1 and r.record_id = $2 and g.account_id = $3 and g.until > $4
order by g.until desc
"""
SELECT_KEYS = """
select subject_id, wrapped from vault_keys where org_id = $1 and record_id = $2
"""
# Without its seal: nobody makes a grant good again that was taken back, by moving its end.
END_GRANTS = """
update grants set until = $4, seal = decode(repeat('00', 32), 'hex') where org_id = $1 and record_id = $2 and account_id = $3 and until > $4
"""
END_ALL_GRANTS = """
update grants set until = $3, seal = decode(repeat('00', 32), 'hex') where org_id = $1 and record_id = any($2) and until > $3
"""


class Vault:
    """Seals and opens records of the organisation that a uow acts in."""

    def __init__(self, keys: KeyStore) -> None:
        self.keys = keys

    async def seal(
        self,
        uow: Acting,
        kind: Kind,
        text: str,
        students: Iterable[UUID],
        grants: Iterable[Grant],
        record_id: UUID | None = None,
    ) -> UUID:
        """Seals a text about these students (none named: the organisation's key) and says who may open it.

        `record_id`: where the usual key, which has the time in it, would tell too much.
        """
        org_id, record_id = uow.actor.org_id, record_id or uuid4()
        subjects = sorted(set(students)) or [org_subject(org_id)]
        keys = await self.keys.get_or_make(subjects)
        data_key = os.urandom(32)
        sealed = seal(data_key, text.encode(), _binding(org_id, record_id, kind))
        wrapped = [seal(keys[s], data_key, _binding(org_id, record_id, str(s))) for s in subjects]
        await queue(uow.conn, INSERT_RECORD, org_id, record_id, kind, ALGORITHM, sealed, uow.now, subjects, wrapped)
        await self.grant(uow, record_id, grants)
        return record_id

    async def grant(self, uow: Acting, record_id: UUID, grants: Iterable[Grant]) -> None:
        """Lets people open a record; a later grant for the same person and purpose replaces the earlier."""
        rows = list(grants)
        org_id, by = uow.actor.org_id, uow.actor.account_id
        columns = [g.account_id for g in rows], [g.purpose for g in rows], [g.until for g in rows]
        seals = [uow.sealer.seal_grant(org_id, record_id, g.account_id, g.purpose, by, g.until)[0] for g in rows]
        await queue(uow.conn, INSERT_GRANTS, org_id, record_id, by, uow.now, *columns, seals)

    async def end_grants(self, uow: Acting, record_id: UUID, account_id: UUID) -> None:
        """Takes a person's grants back from now on."""
        await queue(uow.conn, END_GRANTS, uow.actor.org_id, record_id, account_id, uow.now)

    async def end_all(self, uow: Acting, record_ids: Iterable[UUID]) -> None:
        """Takes everybody's grants on these records back from now on."""
        await queue(uow.conn, END_ALL_GRANTS, uow.actor.org_id, list(record_ids), uow.now)

    async def open(self, uow: Acting, record_id: UUID) -> str:
        """The only way to plaintext: grant, then look, then open. Call it last in a transaction.

        Raises StepUpNeeded, NotFound (no grant, or none such), Erased.
        """
        access.check_assurance(uow.actor)
        org_id = uow.actor.org_id
        record = await self._find_granted(uow, record_id)
        if record is None:
            raise NotFound
        wrapped = await many(uow.conn, _Wrapped, SELECT_KEYS, org_id, record_id)
        keys = await self.keys.get(w.subject_id for w in wrapped)
        await audit.record_access(uow, record_id, record.purpose)
        for row in wrapped:
            if key := keys.get(row.subject_id):
                data_key = unseal(key, row.wrapped, _binding(org_id, record_id, str(row.subject_id)))
                return unseal(data_key, record.sealed, _binding(org_id, record_id, record.kind)).decode()
        raise Erased

    async def _find_granted(self, uow: Acting, record_id: UUID) -> _Granted | None:
        """The record by the actor's longest grant, among those that this service gave: a row that somebody planted does not count."""
        org_id, account_id = uow.actor.org_id, uow.actor.account_id
        for g in await many(uow.conn, _Granted, SELECT_GRANTED, org_id, record_id, account_id, uow.now):
            if g.seal in uow.sealer.seal_grant(org_id, record_id, account_id, g.purpose, g.granted_by, g.until):
                return g
        return None

    async def seal_fields(
        self, org_id: int, fields: Mapping[str, bytes], student_id: UUID | None = None
    ) -> dict[str, bytes]:
        """Seals ordinary but personal fields, such as addresses, by the organisation's key, each bound to its place.

        `student_id`: by this student's key instead, so that erasing it erases them too.
        """
        subject = student_id or org_subject(org_id)
        key = (await self.keys.get_or_make([subject]))[subject]
        return {place: seal(key, plain, _binding(org_id, subject, place)) for place, plain in fields.items()}

    async def open_fields(
        self, org_id: int, fields: Mapping[str, bytes], student_id: UUID | None = None
    ) -> dict[str, bytes]:
        """Opens what `seal_fields` made, by place. Raises Erased."""
        subject = student_id or org_subject(org_id)
        keys = await self.keys.get([subject])
        if fields and subject not in keys:
            raise Erased
        return {
            place: unseal(keys[subject], sealed, _binding(org_id, subject, place)) for place, sealed in fields.items()
        }


def _binding(org_id: int, record_id: UUID, what: str) -> bytes:
    return f"{org_id}|{record_id}|{what}".encode()


__all__ = ["Erased", "Grant", "InvalidTag", "Kind", "Purpose", "Vault"]
