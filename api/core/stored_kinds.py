"""Compares the kinds that features register with the lists that the database allows (its CHECK constraints).

A kind that no migration allows would fail at its first row, perhaps weeks later; so it stops the start.
"""

import re
from collections.abc import Iterable
from typing import Protocol

import msgspec

from api.core.db import Conn, many
from api.core.errors import Misconfigured
from api.core.migrate import connect


class Kinds(Protocol):
    """As much of the registry as is compared."""

    @property
    def vault_kinds(self) -> Iterable[str]: ...
    @property
    def draft_kinds(self) -> Iterable[str]: ...
    @property
    def claim_sources(self) -> Iterable[str]: ...
    @property
    def event_kinds(self) -> Iterable[str]: ...


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One CHECK of one column."""

    definition: str


SELECT_CHECKS = """
select pg_get_constraintdef(c.oid) as definition from pg_constraint c
join pg_class t on t.oid = c.conrelid and t.relname = $1 and pg_table_is_visible(t.oid)
join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum] and a.attname = $2
where c.contype = 'c'
"""


async def _allowed(conn: Conn, table: str, column: str) -> set[str]:
    checks = await many(conn, Check, SELECT_CHECKS, table, column)
    return {text for check in checks for text in re.findall(r"'([^']*)'::text", check.definition)}


async def missing_kinds(conn: Conn, kinds: Kinds) -> list[str]:
    """What the database does not allow, each as words for a sentence."""
    wanted = [
        ("vault kind", kinds.vault_kinds, "vault_records", "kind"),
        ("claim source", kinds.claim_sources, "claims", "source"),
        ("event kind", kinds.event_kinds, "calendar_events", "kind"),
        ("draft kind", kinds.draft_kinds, "vault_drafts", "kind"),
    ]
    return [
        f"{what} {kind!r}"
        for what, named, table, column in wanted
        for kind in sorted(set(named) - await _allowed(conn, table, column))
    ]


async def check_kinds(conn: Conn, kinds: Kinds) -> None:
    """Raises Misconfigured when a feature registers a kind that the database refuses."""
    if missing := await missing_kinds(conn, kinds):
        raise Misconfigured(f"The database does not know the {', the '.join(missing)}: run `./xinqiao migrate`.")


async def check_kinds_at(url: str, kinds: Kinds) -> None:
    """The same on a connection of its own, for commands."""
    conn = await connect(url)
    try:
        await check_kinds(conn, kinds)
    finally:
        await conn.close()
