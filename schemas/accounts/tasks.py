"""Accounts: payloads of tasks, ids only (DESIGN §4)."""

from typing import ClassVar, Literal
from uuid import UUID

from schemas.tasks import TaskPayload


class SignInCode(TaskPayload, frozen=True, kw_only=True):
    """Somebody asked for a one-time code. Planned in organisation 0. Key: `<kind>:<key_hash>`; due at once.

    `key_hash` is the login key in hex (`Sealer.login(...)`, or `Sealer.name("email", ...)`), under which the code is
    stored. A phone's number, or the mail address that somebody signs in by (`phone` too), is found by the key; one that is being verified by its account.
    """

    kind: ClassVar[str] = "sign_in_code"
    key_hash: str
    to: Literal["phone", "email"] = "phone"
    account_id: UUID | None = None


class NumberMoved(TaskPayload, frozen=True, kw_only=True):
    """The old number is told that it was moved. Planned in the organisation that moved it. Key: `<kind>:<move_id>`; due at once."""

    kind: ClassVar[str] = "number_moved"
    account_id: UUID
    move_id: UUID


class NumberObjected(TaskPayload, frozen=True, kw_only=True):
    """Administrators are told that it was taken back. Planned in each organisation of the person. Key: `<kind>:<move_id>`; due at once."""

    kind: ClassVar[str] = "number_objected"
    account_id: UUID
    move_id: UUID


class NumberMovedElsewhere(TaskPayload, frozen=True, kw_only=True):
    """Administrators are told that another organisation moved it. Planned where it did not. Key: `<kind>:<move_id>`; due at once."""

    kind: ClassVar[str] = "number_moved_elsewhere"
    account_id: UUID
    move_id: UUID


class SignInFromWecom(TaskPayload, frozen=True, kw_only=True):
    """Somebody came back from WeCom's page. Planned in organisation 0. Key: the attempt in hex.

    `code`: good once, for five minutes, and of use to nobody without the application's secret.
    """

    kind: ClassVar[str] = "sign_in_from_wecom"
    org_id: int
    attempt: str
    code: str


class PurgeIdempotency(TaskPayload, frozen=True, kw_only=True):
    """Old idempotency keys are removed, daily. Planned in organisation 0 when a worker starts."""

    kind: ClassVar[str] = "purge_idempotency"
