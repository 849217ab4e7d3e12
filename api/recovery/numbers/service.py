"""A moved phone number is not the person yet (0285): they see it, a second adult who knows them may confirm it.

The second adult is the other guardian of a child, tied to the child for a week before the move, or a colleague with a second factor who has worked
here for a week. It is never who moved the number, nor its owner, nor an administrator of whom one had named the other (0310).
"""

from collections.abc import Sequence
from uuid import UUID

from api.core import tasks
from api.core.access import Actor, Role
from api.core.administrators import list_administrators, related
from api.core.errors import NotFound, StepUpNeeded
from api.core.unit_of_work import Reading, UnitOfWork
from api.recovery import actions, rules
from api.recovery.errors import NoNumberWaits, ResetSecondNew
from api.recovery.numbers import queries
from api.recovery.numbers.queries import Person, Tie, Waiting
from api.recovery.queries import is_settled
from schemas.calendar.tasks import SendWaiting
from schemas.recovery.numbers import NumberConfirmer, NumberMove, NumberState, NumberWaiting


async def list_own(uow: Reading) -> list[NumberMove]:
    """Moves of the actor's own number, with who did it."""
    return await queries.list_own(uow.conn, uow.require_self("number_move"))


async def list_waiting(uow: Reading) -> list[NumberWaiting]:
    """Whom the actor may confirm. Raises Forbidden, NumberMovedLately."""
    return [shown for shown, _ in await _list_waiting(uow)]


async def confirm(uow: UnitOfWork, account_id: UUID) -> None:
    """The number is the person's: what was closed to it here is open. Confirmed everywhere, the old number cannot take it back any more.

    Raises Forbidden, StepUpNeeded, NumberMovedLately, NotFound, NoNumberWaits, ResetSecondNew.
    """
    found = {shown.account_id: as_family for shown, as_family in await _list_waiting(uow)}
    if account_id not in found:
        raise NoNumberWaits
    by = uow.actor.account_id
    if not found[account_id]:
        if uow.actor.assurance < 2:
            raise StepUpNeeded
        if not await is_settled(uow.conn, by, uow.now - rules.SETTLED):
            raise ResetSecondNew
    if not await queries.confirm(uow.conn, account_id, by, uow.now):
        raise NotFound
    waiting = SendWaiting(account_id=account_id)  # an address that was moved is open here
    await tasks.enqueue(uow, waiting.kind, str(account_id), waiting, uow.now)
    uow.changed(actions.NUMBER_CONFIRM, "number_move", account_id)


async def get_state(uow: Reading, account_id: UUID) -> NumberState | None:
    """Until when somebody's moved number is closed here, and who may confirm it; None where none waits. Raises Forbidden."""
    uow.require_org(actions.NUMBER_MOVE_READ, "number_move")
    waiting = await queries.list_waiting(uow.conn, uow.now)
    found = next((one for one in waiting if one.account_id == account_id), None)
    if found is None or not await queries.list_people(uow.conn, uow.actor.org_id, [account_id]):
        return None
    return NumberState(
        moved_by_name=found.moved_by_name,
        moved_at=found.moved_at,
        ends_at=found.ends_at,
        confirmers=await _confirmers(uow, found),
    )


async def _confirmers(uow: Reading, move: Waiting) -> list[NumberConfirmer]:
    """Each of them once, as what they know the person by best; never the owner, who moved it, or an administrator of theirs."""
    tied_since = move.moved_at - rules.SETTLED
    people = await queries.list_confirmers(uow.conn, uow.actor.org_id, move.account_id, tied_since)
    known = await list_administrators(uow.conn, uow.now)
    able = [one for one in people if one.account_id not in (move.account_id, move.moved_by)]
    able = [one for one in able if not related(known, one.account_id, move.moved_by)]
    return list({one.account_id: one for one in reversed(able)}.values())[::-1]


async def _list_waiting(uow: Reading) -> list[tuple[NumberWaiting, bool]]:
    """What the actor may confirm, and whether as the other guardian. A colleague never does so: their ties came from the school."""
    uow.require_org(actions.NUMBER_CONFIRM, "number_move")
    waiting = await queries.list_waiting(uow.conn, uow.now)
    me = uow.actor.account_id
    mine = [one for one in waiting if me not in (one.account_id, one.moved_by)]
    if not mine:
        return []
    known = await list_administrators(uow.conn, uow.now)
    mine = [one for one in mine if not related(known, me, one.moved_by)]
    people = await queries.list_people(uow.conn, uow.actor.org_id, [one.account_id for one in mine])
    ties = await queries.list_ties(uow.conn, uow.actor.org_id, uow.actor.account_id)
    found = (_known(uow.actor, one, people, ties) for one in mine)
    return [(_shown(one, known), as_family) for one, known, as_family in found if known]


def _known(
    actor: Actor, one: Waiting, people: Sequence[Person], ties: Sequence[Tie]
) -> tuple[Waiting, list[Person], bool]:
    """As what the actor knows whose number it is: a guardian by a child that was theirs for a week before the move. Nobody's who is barred from a child of theirs."""
    tied = {tie.student_id for tie in ties if tie.tied_at <= one.moved_at - rules.SETTLED}
    own = [person for person in people if person.account_id == one.account_id]
    if any(person.student_id in actor.barred_ids for person in own):
        return one, [], False
    known = [person for person in own if rules.knows(actor, person.student_id, person.class_id, tied)]
    return one, known, Role.STAFF not in actor.roles and any(person.student_id in tied for person in own)


def _shown(one: Waiting, known: Sequence[Person]) -> NumberWaiting:
    """What a second adult sees of it: a guardian their own children alone."""
    return NumberWaiting(
        account_id=one.account_id,
        name=known[0].name,
        children=[person.student_name for person in known if person.student_name],
        moved_by_name=one.moved_by_name,
        moved_at=one.moved_at,
        ends_at=one.ends_at,
    )
