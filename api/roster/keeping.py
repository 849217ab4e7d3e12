"""The sealing of what is kept of an import: its file, what was found in it, what it would end, and what undoes it."""

import zlib
from uuid import UUID

import msgspec

from api.core.unit_of_work import Reading
from api.core.vault import Erased
from schemas.roster.people.rows import ImportRow
from schemas.roster.rows import Findings, Loss

NO_FINDINGS = Findings(bad_rows=[], groups=[], notes=[], asks=[], sheets=[], losses=[], loss_count=0)


async def seal_stored(uow: Reading, place: str, data: bytes) -> bytes:
    """Seals what is kept of an import."""
    return (await uow.vault.seal_fields(uow.actor.org_id, {place: data}))[place]


async def open_stored(uow: Reading, place: str, sealed: bytes) -> bytes:
    """Opens what `seal_stored` made. Raises Erased."""
    return (await uow.vault.open_fields(uow.actor.org_id, {place: sealed}))[place]


async def find_findings(uow: Reading, row: ImportRow) -> Findings:
    """What is wrong with a file and what it would end: it quotes the file, so it is sealed like it."""
    return await open_findings(uow, row.import_id, row.findings_sealed)


async def open_findings(uow: Reading, import_id: UUID, sealed: bytes | None) -> Findings:
    """The same of an import whose row is not at hand; nothing once it was erased."""
    if sealed is None:
        return NO_FINDINGS
    try:
        return msgspec.json.decode(await open_stored(uow, findings_of(import_id), sealed), type=Findings)
    except Erased:
        return NO_FINDINGS


async def seal_losses(uow: Reading, import_id: UUID, losses: list[Loss]) -> bytes:
    """Seals the list of all losses."""
    return await seal_stored(uow, losses_of(import_id), zlib.compress(msgspec.json.encode(losses), 1))


async def open_losses(uow: Reading, import_id: UUID, sealed: bytes | None) -> list[Loss]:
    """The list of all losses; empty once it was erased."""
    if sealed is None:
        return []
    try:
        data = await open_stored(uow, losses_of(import_id), sealed)
    except Erased:
        return []
    return msgspec.json.decode(zlib.decompress(data), type=list[Loss])


def place_of(import_id: UUID) -> str:
    """Where a stored file belongs."""
    return f"roster_import:{import_id}"


def findings_of(import_id: UUID) -> str:
    """Where findings belong."""
    return f"roster_findings:{import_id}"


def losses_of(import_id: UUID) -> str:
    """Where the list of losses belongs."""
    return f"roster_losses:{import_id}"


def undo_of(import_id: UUID) -> str:
    """Where that by which an import is undone belongs."""
    return f"roster_undo:{import_id}"
