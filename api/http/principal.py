"""Who asks: what the database tells of a session as a request enters an organisation."""

from typing import Literal
from uuid import UUID

import msgspec

from api.core.access import Actor, Role
from api.http.auth import Token


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """What `request_enter` tells of whoever asks."""

    session_id: UUID
    assurance: int
    language: str
    roles: list[str]
    lead_class_ids: list[UUID]
    taught_class_ids: list[UUID]
    child_ids: list[UUID]
    class_id: UUID | None
    replayed: bool
    replay_matches: bool | None
    replay_status: int | None
    replay_id: UUID | None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session and the organisations its person belongs to or is served by."""

    account_id: UUID
    session_id: UUID
    assurance: int
    language: Literal["zh-CN", "en"]
    org_ids: list[int]
    client_org_ids: list[int]
    has_secret: bool
    has_totp: bool
    recent_resets: int


ENTER = """
select session_id, assurance, language, roles, lead_class_ids, taught_class_ids, child_ids, class_id, replayed,
  replay_matches, replay_status, replay_id
from request_enter($1, $2, $3, $4, $5)
"""
SELECT_SESSION = """
select account_id, session_id, assurance, language, org_ids, client_org_ids, has_secret, has_totp, recent_resets
from session_find($1, $2, $3)
"""
REQUEST_DONE = """
select request_done($1, $2, $3, $4, $5, $6, $7, $8)
"""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A write's Idempotency-Key and the hash of what was asked with it."""

    text: str
    request_hash: bytes


def actor_of(token: Token, org_id: int, principal: Principal, reader_language: str) -> Actor:
    """The actor that a session's person is in this organisation."""
    return Actor(
        account_id=token.account_id,
        org_id=org_id,
        roles=frozenset(Role(r) for r in principal.roles),
        session_id=principal.session_id,
        assurance=principal.assurance,
        language=reader_language,
        lead_class_ids=frozenset(principal.lead_class_ids),
        taught_class_ids=frozenset(principal.taught_class_ids),
        child_ids=frozenset(principal.child_ids),
        class_id=principal.class_id,
    )
