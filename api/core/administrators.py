"""Which administrators of an organisation count as two people (0310): one may have made a second account of their own.

Asked wherever a second adult stands behind something, or somebody else has to give a part.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many, value

SETTLED = timedelta(days=7)
"""An administrator counts as another after so long."""


class Administrator(msgspec.Struct, frozen=True, kw_only=True):
    """Who administers the organisation (`here`), or did. `line`: who named them, last, after those who had named that one.

    `lately`: works here, or did within the week. `settled`: named a week ago, their number and second factor as before.
    """

    account_id: UUID
    line: list[UUID]
    here: bool
    lately: bool
    settled: bool


SELECT_ADMINISTRATORS = """
select account_id, line, here, lately, settled from administrators_here($1)
"""


async def list_administrators(conn: ReadConn, now: datetime) -> list[Administrator]:
    """The administrators of the organisation that was entered, and who was one: what they named and by whose word they came does not end with the role."""
    return await many(conn, Administrator, SELECT_ADMINISTRATORS, now - SETTLED)


ARE_RELATED = """
select administrators_related($1, $2)
"""


APPOINTED = """
select exists (
  select from staff one join staff other on other.org_id = $1 and other.staff_id = $3
  where one.org_id = $1 and one.staff_id = $2 and (
    $3 in (one.appointed_by, one.role_by) or $2 in (other.appointed_by, other.role_by)
    or array[case when one.appointed_at > $4 then one.appointed_by end, case when one.role_at > $4 then one.role_by end]
      && array[other.appointed_by, other.role_by]
    or array[case when other.appointed_at > $4 then other.appointed_by end, case when other.role_at > $4 then other.role_by end]
      && array[one.appointed_by, one.role_by]))
"""


async def are_related(conn: ReadConn, org_id: int, one: UUID, other: UUID, now: datetime) -> bool:
    """Whether two colleagues are no two adults (0326): one is here, was an administrator or got a first part or role by the other's word.

    Or the same person brought both in, one of them this week.
    """
    return await value(conn, ARE_RELATED, one, other) or await value(conn, APPOINTED, org_id, one, other, now - SETTLED)


async def are_one(conn: ReadConn, org_id: int, one: UUID, other: UUID, now: datetime) -> bool:
    """Whether they may be one person, or no two adults as above: for requests, whose role may list administrators and ask no door."""
    if one == other or related(await list_administrators(conn, now), one, other):
        return True
    return await value(conn, APPOINTED, org_id, one, other, now - SETTLED)


def related(administrators: Sequence[Administrator], one: UUID, other: UUID | None) -> bool:
    """Whether one of the two was named by the other's word."""
    lines = {who.account_id: who.line for who in administrators}
    return other in lines.get(one, []) or (other is not None and one in lines.get(other, []))


def may_give(administrators: Sequence[Administrator], giver: UUID, taker: UUID) -> bool:
    """Whether somebody may give a part that opens what is confidential to who is or was an administrator.

    One who does not come from the taker's own word, where there is one; else at least one of a week ago. An operator may. That the taker
    or who is apart is no administrator now changes nothing: the role could be taken away and given back around it.
    """
    here = {who.account_id: who for who in administrators if who.here}
    could = [who for who in administrators if who.lately and who.account_id != taker]
    if giver not in here or taker not in {who.account_id for who in administrators}:
        return True
    apart = {who.account_id for who in could if who.settled and taker not in who.line}
    return giver in apart if apart else here[giver].settled


def could_others(administrators: Sequence[Administrator], one: UUID) -> bool:
    """Whether somebody else administers the organisation, or did and is here or was within the week: who is taken off for a moment counts."""
    return any(who.account_id != one and who.lately for who in administrators)


def answers_for(administrators: Sequence[Administrator], by: UUID) -> UUID:
    """Who is behind what an administrator gives: of one who came this week, the last of those who named them who is settled, or else the first."""
    known = {who.account_id: who for who in administrators if who.here}
    if by not in known or known[by].settled or not known[by].line:
        return by
    line = known[by].line
    return next((one for one in reversed(line) if one in known and known[one].settled), line[0])
