"""Tells people that somebody changed what they are here: on leave, standing in, roles and classes, the last day, guardians (0286).

The task says whom a change touched. What they are told is read when it is told, so that of two changes the later one counts, and who has
left, or is barred meanwhile, is told nothing.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.roster.touched import service as touched
from schemas.messages.changes import ChildLastDayParams, ColleagueParams, LastDayParams, LeaveParams, StandInParams
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams, Params
from schemas.messages.wire import Importance
from schemas.roster.tasks import TellTouched, Touched, What

_MATTERS = timedelta(days=7)
_MOST = 1000  # people of one message
_NOTHING = NoParams()


class _Telling(msgspec.Struct, frozen=True, kw_only=True):
    """One task that is carried out."""

    uow: UnitOfWork
    task: TellTouched

    async def tell(
        self,
        template: str,
        people: Iterable[UUID],
        key: str,
        params: Params = _NOTHING,
        importance: Importance = "normal",
    ) -> None:
        """Tells these people, except who made the change."""
        told = sorted(set(people) - {self.task.by})
        for at in range(0, len(told), _MOST):
            new = MessageNew(
                template=template,
                people=frozenset(told[at : at + _MOST]),
                params=params,
                key=f"touched:{key}:{at}",
                importance=importance,
                expires_at=self.uow.now + _MATTERS,
            )
            await messages.tell(self.uow, new)


async def tell_touched(uow: UnitOfWork, task: TellTouched) -> None:
    """The task."""
    uow.require_system()
    telling = _Telling(uow=uow, task=task)
    parts = [one.person_id for one in task.touched if one.what == "part"]
    if parts:
        await telling.tell("part_changed", await touched.list_here(uow, parts), f"part:{task.change_id}")
    for one in task.touched:
        if one.what in _TOLD:
            await _TOLD[one.what](telling, one)


async def _leave(telling: _Telling, one: Touched) -> None:
    """Who is away hears at once, on every channel: somebody else reads what was entrusted to them."""
    leave = await touched.find_leave(telling.uow, one.person_id)
    here, key = await touched.list_here(telling.uow, [one.person_id]), f"leave:{one.person_id}"
    if leave is None:
        await telling.tell("leave_over", here, key, importance="high")
    elif leave.stand_in_name is None:
        params = LeaveParams(first_day=leave.first_day, last_day=leave.last_day)
        await telling.tell("leave_uncovered", here, key, params, "high")
    else:
        params = StandInParams(first_day=leave.first_day, last_day=leave.last_day, name=leave.stand_in_name)
        await telling.tell("leave_covered", here, key, params, "high")


async def _stand_in(telling: _Telling, one: Touched) -> None:
    here = await touched.list_here(telling.uow, [one.person_id])
    for away in one.other_ids:
        leave, key = await touched.find_leave(telling.uow, away), f"stand_in:{away}:{one.person_id}"
        if leave is not None and leave.stand_in_id == one.person_id:
            params = StandInParams(first_day=leave.first_day, last_day=leave.last_day, name=leave.name)
            await telling.tell("stand_in_named", here, key, params)
        elif name := (await touched.list_here(telling.uow, [away])).get(away):
            await telling.tell("stand_in_over", here, key, ColleagueParams(name=name))


async def _leaving(telling: _Telling, one: Touched) -> None:
    """Of a student, the guardians are told."""
    last_day = await touched.find_last_day(telling.uow, one.person_id)
    here = await touched.list_here(telling.uow, [one.person_id])
    people = frozenset(here) or await touched.list_tied(telling.uow, one.person_id)
    key = f"leaving:{one.person_id}"
    if last_day is None:
        await telling.tell("last_day_taken_back", people, key)
    elif here:
        await telling.tell("last_day_set", people, key, LastDayParams(last_day=last_day), "high")
    else:
        params = ChildLastDayParams(last_day=last_day, student_id=one.person_id)
        await telling.tell("child_last_day_set", people, key, params)


async def _counsellor(telling: _Telling, one: Touched) -> None:
    sees = await touched.list_counselling(telling.uow)
    name = (await touched.list_here(telling.uow, [one.person_id])).get(one.person_id)
    if name is None or one.person_id not in sees:
        return
    key = f"counsellor:{one.person_id}:{telling.task.change_id}"
    await telling.tell("counsellor_named", sees - {one.person_id}, key, ColleagueParams(name=name))


async def _administrator(telling: _Telling, one: Touched) -> None:
    running = await touched.list_running(telling.uow)
    name = (await touched.list_here(telling.uow, [one.person_id])).get(one.person_id)
    if name is None or one.person_id not in running:
        return
    key = f"administrator:{one.person_id}:{telling.task.change_id}"
    await telling.tell("administrator_named", running - {one.person_id}, key, ColleagueParams(name=name))


async def _guardians(telling: _Telling, one: Touched) -> None:
    people = await touched.list_tied(telling.uow, one.person_id) - set(one.other_ids)
    await telling.tell("guardians_changed", people, f"guardians:{one.person_id}:{telling.task.change_id}")


async def _tie(telling: _Telling, one: Touched) -> None:
    """Nothing of the child; who has no other child here is told nothing."""
    if await touched.is_guardian(telling.uow, one.person_id):
        await telling.tell("tie_changed", [one.person_id], f"tie:{one.person_id}:{telling.task.change_id}")


async def _reader(telling: _Telling, one: Touched) -> None:
    """A tie takes the reports about the child from them: by a wrong one somebody else could be rid of who reads them."""
    here = await touched.list_here(telling.uow, [one.person_id])
    await telling.tell("tied_as_colleague", here, f"reader:{one.person_id}:{telling.task.change_id}")


async def _diary(telling: _Telling, one: Touched) -> None:
    here = await touched.list_here(telling.uow, [one.person_id])
    await telling.tell("diary_changed", here, f"diary:{one.person_id}:{telling.task.change_id}")


_TOLD: Mapping[What, Callable[[_Telling, Touched], Awaitable[None]]] = {
    "leave": _leave,
    "stand_in": _stand_in,
    "leaving": _leaving,
    "counsellor": _counsellor,
    "administrator": _administrator,
    "guardians": _guardians,
    "tie": _tie,
    "reader": _reader,
    "diary": _diary,
}
