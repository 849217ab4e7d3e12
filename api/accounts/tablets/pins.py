"""A student's own PIN, good on the tablets of their class alone. Setting one takes the secret; a new secret ends it."""

from uuid import UUID

from api.accounts import hashing
from api.accounts.errors import NotForStaff, ProofNeeded
from api.accounts.me.service import require_own_sign_in
from api.accounts.signin import counting
from api.accounts.students import queries as students
from api.accounts.tablets import queries, rules
from api.core.access import ME
from api.core.errors import Problem, invalid
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.tablets import PinNew, PinState

_TRIVIAL = (
    "这个 PIN 太容易被同学猜到：别用生日、年份、学号、连号或重复的数字。",
    "Classmates would guess that PIN. No birthdays, years, student numbers, rows or repeats.",
)


async def get_pin(uow: Reading) -> PinState:
    """Whether the student has set a PIN, and whether their class has a tablet for it. Others have none."""
    account_id = uow.require_self("pin")
    pin = await queries.find_pin(uow.conn, account_id)
    mine = await _as_student(uow, account_id)
    return PinState(set_at=pin.set_at if pin else None, tablets=any(one.tablets for one in mine))


async def set_pin(uow: UnitOfWork, new: PinNew) -> Problem | None:
    """Sets a student's PIN; one of before ends. It asks for their secret. Refusals that count are returned. Raises Invalid for one that is easily guessed."""
    account_id = uow.require_self("pin")
    mine = await _as_student(uow, account_id)
    if not mine:
        return NotForStaff()

    async def check() -> Problem | None:
        right = await hashing.matches(await students.find_secret(uow.conn, account_id), new.secret)
        return None if right else ProofNeeded()

    if refusal := await counting.counted_here(uow, "own secret", account_id, check):
        return refusal
    if any(rules.is_trivial(new.pin, one.student_number) for one in mine):
        raise invalid("$.pin", "weak", _TRIVIAL[uow.actor.language == "en"])
    await queries.set_pin(uow.conn, account_id, await hashing.hash_secret(new.pin), uow.now)
    uow.changed(ME, "pin", account_id)
    return None


async def end_pin(uow: UnitOfWork) -> None:
    """The student has no PIN any more. Raises ClosedForNow."""
    account_id = await require_own_sign_in(uow, "pin")
    await queries.end_pin(uow.conn, account_id)
    uow.changed(ME, "pin", account_id)


async def _as_student(uow: Reading, account_id: UUID) -> list[queries.AsStudent]:
    found: list[queries.AsStudent | None] = []
    for org in await queries.list_student_orgs(uow.conn, account_id):
        with uow.elsewhere(org.org_id):
            found.append(await queries.find_student(uow.conn, org.org_id, account_id))
    return [one for one in found if one is not None]
