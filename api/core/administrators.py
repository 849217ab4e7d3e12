"""Which administrators of an organisation count as two people (0310): one may have made a second account of their own.

Asked wherever a second adult stands behind something, or somebody else has to give a part.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many

SETTLED = timedelta(days=7)
"""An administrator counts as another after so long."""


class Administrator(msgspec.Struct, frozen=True, kw_only=True):
    """`line`: who named them, last, after those who had named that one. `settled`: a week here, their number and second factor as before."""

    account_id: UUID
    line: list[UUID]
    settled: bool


SELECT_ADMINISTRATORS = """
select account_id, line, settled from administrators_here($1)
"""


async def list_administrators(conn: ReadConn, now: datetime) -> list[Administrator]:
    """The administrators of the organisation that was entered."""
    return await many(conn, Administrator, SELECT_ADMINISTRATORS, now - SETTLED)


def related(administrators: Sequence[Administrator], one: UUID, other: UUID | None) -> bool:
    """Whether one of the two was named by the other's word."""
    lines = {who.account_id: who.line for who in administrators}
    return other in lines.get(one, []) or (other is not None and one in lines.get(other, []))


def may_give(administrators: Sequence[Administrator], giver: UUID, taker: UUID) -> bool:
    """Whether somebody may give an administrator a part that opens what is confidential.

    One who does not come from the taker's own word, where there is one; else at least one of a week ago. An operator may.
    """
    known = {who.account_id: who for who in administrators}
    if giver not in known or taker not in known:
        return True
    apart = {
        who.account_id for who in administrators if who.account_id != taker and who.settled and taker not in who.line
    }
    return giver in apart if apart else known[giver].settled


def answers_for(administrators: Sequence[Administrator], by: UUID) -> UUID:
    """Who is behind what an administrator gives: of one who came this week, the last of those who named them who is settled, or else the first."""
    known = {who.account_id: who for who in administrators}
    if by not in known or known[by].settled or not known[by].line:
        return by
    line = known[by].line
    return next((one for one in reversed(line) if one in known and known[one].settled), line[0])
