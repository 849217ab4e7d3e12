"""Phone numbers that move by an import: who is asked about, what was answered, and the move itself."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from api.core.login_addresses import kind_of
from api.core.unit_of_work import UnitOfWork
from api.roster.errors import NoSuchMeaning
from api.roster.persons.phones import move_phone
from api.roster.queries.people import Permit
from api.roster.rules import moved
from api.roster.snapshot import Loaded
from schemas.roster.moved import Move, NumberAsked
from schemas.roster.rows import Roster
from schemas.roster.wire import NumberAskShown, NumberSettled

Answers = Mapping[UUID, bool]
"""Whether somebody is the same person, by account."""
NO_ANSWERS: Answers = {}
SHOWN_DIGITS = 4


def asked(loaded: Loaded, file: Roster, phones: Mapping[str, str], answers: Answers) -> list[tuple[Move, NumberAsked]]:
    """Everybody who may have a new number, with the answer that was given."""
    now = loaded.snapshot.now
    found: list[tuple[Move, NumberAsked]] = []
    nobody = {key for key, phone in phones.items() if not phone}  # no number is no new one
    for old, new in moved.moved_numbers(now, file, loaded.accounts.keys() | nobody).items():
        account_id = loaded.accounts[old]
        person = now.staff.get(old) or now.guardians[old]
        ask = NumberAsked(
            account_id=account_id,
            part="staff" if old in now.staff and new in file.staff else "guardian",
            name=person.name,
            detail=moved.detail_of(now, file, old, new),
            ends_with=phones[new] if kind_of(phones[new]) == "mail" else phones[new][-SHOWN_DIGITS:],
            same=answers.get(account_id),
        )
        found.append((Move(account_id=account_id, person=old, key=new), ask))
    return found


def answered(before: Iterable[NumberAskShown], settled: Iterable[NumberSettled]) -> Answers:
    """The answers of before with those that are given now. Raises NoSuchMeaning for somebody who was not asked about."""
    known = {one.account_id: one.same for one in before}
    for one in settled:
        if one.account_id not in known:
            raise NoSuchMeaning
        known[one.account_id] = one.same
    return {account_id: same for account_id, same in known.items() if same is not None}


def answers_of(numbers: Iterable[NumberAsked]) -> Answers:
    """The answers that are kept with an import."""
    return {one.account_id: one.same for one in numbers if one.same is not None}


async def move(uow: UnitOfWork, permit: Permit, moves: Iterable[Move], phones: Mapping[str, str]) -> None:
    """Gives each their new number; the account stays, and is signed out. Raises NotFound, PhoneElsewhere,
    PhoneTaken, NumberMovedTwice.
    """
    for one in moves:
        await move_phone(uow, permit, one.account_id, phones[one.key])
