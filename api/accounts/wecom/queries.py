"""SQL of signing in from WeCom. The door's role alone reads and writes the attempts."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, maybe, queue, run
from schemas.accounts.wecom import SignInState

DELETE_OLD = """
delete from wecom_sign_ins where org_id = $1 and expires_at <= $2
"""
INSERT_ASKED = """
insert into wecom_sign_ins (org_id, attempt, state, expires_at) values ($1, $2, 'asked', $3)
on conflict (org_id, attempt) do nothing
"""


async def add_attempt(conn: Conn, org_id: int, attempt: bytes, now: datetime, expires_at: datetime) -> bool:
    """Notes that WeCom is being asked for this browser. False where it was before. What ran out goes."""
    await queue(conn, DELETE_OLD, org_id, now)
    return await run(conn, INSERT_ASKED, org_id, attempt, expires_at) == 1


UPDATE_ANSWER = """
update wecom_sign_ins set state = $3, user_id = $4, phone_mark = $5, expires_at = $6
where org_id = $1 and attempt = $2 and state = 'asked'
"""


async def set_answer(
    conn: Conn, org_id: int, attempt: bytes, state: SignInState, who: tuple[str, bytes] | None, until: datetime
) -> None:
    """Notes what WeCom said. `who`: the parent's id, and the mark of their number there."""
    await run(conn, UPDATE_ANSWER, org_id, attempt, state, *(who or (None, None)), until)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser waits for."""

    state: SignInState
    user_id: str | None
    phone_mark: bytes | None


TAKE_ANSWER = """
update wecom_sign_ins set used = state <> 'asked'
where org_id = $1 and attempt = $2 and not used and expires_at > $3
returning state, user_id, phone_mark
"""


async def take_answer(conn: Conn, org_id: int, attempt: bytes, now: datetime) -> Answer | None:
    """The answer for a browser, once; None where there is none for it any more."""
    return await maybe(conn, Answer, TAKE_ANSWER, org_id, attempt, now)


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Who a parent of WeCom is here, by the directory of both."""

    account_id: UUID
    sign_in_mark: bytes


SELECT_LINK = """
select l.account_id, l.sign_in_mark from wecom_links l
where l.org_id = $1 and l.user_id = $2 and l.sign_in_mark is not null
  and exists (
    select from guardianships t
    join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id and g.ended_at is null
    join students s on s.org_id = t.org_id and s.student_id = t.student_id and s.ended_at is null
    where t.org_id = $1 and t.guardian_id = l.account_id and t.ended_at is null)
"""


async def find_link(conn: ReadConn, org_id: int, user_id: str) -> Link | None:
    """The guardian with a child here today who signs in as this parent."""
    return await maybe(conn, Link, SELECT_LINK, org_id, user_id)


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """By what a person is known today."""

    phone_sealed: bytes | None
    sign_outs: int


SELECT_HOLDER = """
select c.phone_sealed, c.sign_outs from contacts_of(array[$1]::uuid[], $2) c
"""


async def find_holder(conn: ReadConn, account_id: UUID, now: datetime) -> Holder | None:
    """The number of a person of the entered organisation, and how often they signed out everywhere."""
    return await maybe(conn, Holder, SELECT_HOLDER, account_id, now)
