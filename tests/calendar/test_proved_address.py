"""Invites that could not leave, since nobody had proved the address, go once its owner does (0481)."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.calendar import service
from api.core.db import uuid7
from jobs.kinds import HANDLERS
from schemas.calendar.rows import InviteClaim
from schemas.calendar.tasks import SendInvite, SendWaiting
from tests.calendar.test_moved_address import UNSET
from tests.calendar.town import Town, address
from tests.counselling.desk import ok
from tests.jobs.city import kept, until
from tests.notices.office import Office
from tests.recovery.test_numbers import confirm, move
from tests.visits.family import DAY, THURSDAY

UNPROVED = "update accounts set email_verified_at = null where account_id = $1 returning 1"
ENDED = "update guardianships set ended_at = $2 where guardian_id = $1 and ended_at is null returning 1"
WHY = "select unsent from calendar_invites where account_id = $1"


async def invited(town: Town, to: str) -> list[str]:
    """What this address is sent of appointments from now on, once all work is done."""
    town.city.mail.items.clear()
    await town.city.work(HANDLERS)
    return [item.invite.method for item in town.city.mail.items if item.invite and item.address == to]


async def code_to(town: Town, to: str) -> str:
    await town.city.work(HANDLERS)
    bodies = [item.body for item in town.city.mail.items if item.address == to and not item.invite]
    return re.findall(r"\d{6}", bodies[-1])[0]


async def proved(town: Town) -> None:
    """The mother confirms the address that stands in her settings."""
    mother = town.world.people.mother
    client = town.world.client(mother)
    assert (await client.put("/me/email", json={"email": address(mother)})).status_code == 204
    code = await code_to(town, address(mother))
    await ok(await client.post("/me/email/confirm", json={"code": code}))


@pytest.fixture
async def visit(town: Town) -> str:
    """A visit that the mother was not told of by mail: nobody has proved her address."""
    who = town.world.people
    await town.city.rows(UNPROVED, who.mother.account_id)
    visit = await town.family.propose(THURSDAY, who.wang)
    assert await invited(town, address(who.mother)) == []
    assert {"unsent": "no_mail"} in await town.city.rows(WHY, who.mother.account_id)
    return visit


@pytest.mark.usefixtures("visit")
async def test_who_confirms_their_address_gets_the_invite_that_waited(town: Town) -> None:
    who = town.world.people
    await proved(town)
    assert await invited(town, address(who.mother)) == ["REQUEST"]
    assert await invited(town, address(who.father)) == [], "he had it"
    await proved(town)
    assert await invited(town, address(who.mother)) == [], "once"


@pytest.mark.parametrize("confirmed", [False, True])
async def test_who_signs_in_by_a_code_to_their_address_gets_what_waited(town: Town, confirmed: bool) -> None:
    who, mother = town.world.people, town.world.people.mother
    given, office = f"given.{town.world.north}@example.cn", Office(town.world, town.city)
    await town.city.rows(UNSET, mother.account_id)
    town.clock.advance(7 * DAY)  # the father is tied to her child for long enough to confirm
    assert (await move(office, given, mother)).status_code == 200
    await town.family.propose(THURSDAY + 17 * DAY, who.wang)
    assert await invited(town, given) == []
    http = town.world.http
    assert (await http.post("/api/v1/auth/code", json={"phone": given})).status_code == 204
    body = {"phone": given, "code": await code_to(town, given), "tokenKind": "bearer"}
    await ok(await http.post("/api/v1/auth/phone", json=body), 201)
    assert await invited(town, given) == [], "a school moved the address: it is closed for a week"
    if confirmed:
        await ok(await confirm(office, who.father, mother), 204)
    else:
        town.clock.advance(timedelta(days=7, minutes=1))
    assert await invited(town, given) == ["REQUEST"], "and the mother has to do nothing more for it"


@pytest.mark.parametrize("what", ["over", "called off", "no tie"])
async def test_what_is_no_longer_theirs_to_know_stays_unsent(town: Town, visit: str, what: str) -> None:
    who = town.world.people
    if what == "over":
        town.clock.advance(THURSDAY - town.clock.now())
    elif what == "called off":
        await ok(await town.family.do(who.wang, visit, "cancel", reason="other"))
    else:
        await town.city.rows(ENDED, who.mother.account_id, town.clock.now())
    await proved(town)
    assert await invited(town, address(who.mother)) == []


async def test_who_turns_mail_on_gets_what_waited(town: Town) -> None:
    who = town.world.people
    client = town.world.client(who.mother)

    async def chosen(*channels: str) -> None:
        shown: dict[str, Any] = await ok(await client.get("/me"))
        edit = {name: shown[name] for name in ("language", "quietFrom", "quietTo", "plainTitles")}
        version = {"if-match": f'"v{shown["version"]}"'}
        await ok(await client.put("/me", json=edit | {"channels": list(channels)}, headers=version))

    await chosen("push", "sms")
    await town.family.propose(THURSDAY, who.wang)
    assert await invited(town, address(who.mother)) == []
    await chosen("push", "mail")
    assert await invited(town, address(who.mother)) == ["REQUEST"]


@pytest.mark.usefixtures("visit")
async def test_an_invite_that_is_being_decided_on_when_the_address_is_proved_goes_too(town: Town) -> None:
    """The worker has read that the address is not proved, and notes so after it was."""
    who, city, waiting = town.world.people, town.city, SendWaiting.kind
    event = uuid7()
    async with city.uow(town.world.north) as uow:
        at = THURSDAY + DAY
        people = [who.mother.account_id]
        await service.put_event(uow, event, "counselling", at, at + timedelta(hours=1), "A", people)
    claim = InviteClaim(sender=uuid4(), until=town.clock.now())
    async with city.uow(town.world.north) as uow:
        assert await service.claim_mail(uow, event, who.mother.account_id, claim, can_mail=False) is None
        async with asyncio.timeout(30):
            await proved_beside(town)
            work = asyncio.create_task(city.work(HANDLERS, only=waiting))
            await until(lambda: is_waiting(town))
    await work
    due = await city.rows("select state from tasks where kind = $1 and key like $2", SendInvite.kind, f"{event}:%")
    assert [row["state"] for row in due] == ["planned"]


SENDING = "update calendar_invites set sending = account_id where event_id = $1 and account_id = $2 returning 1"


async def test_an_invite_that_is_being_sent_is_left_to_its_sender(town: Town, visit: str) -> None:
    mother = town.world.people.mother.account_id
    key = (SendInvite.kind, f"{visit}:{mother}")
    before = await town.city.state(*key)
    await town.city.rows(SENDING, UUID(visit), mother)
    await proved(town)
    await town.city.work(HANDLERS, only=SendWaiting.kind)
    assert (await town.city.state(*key))["attempt"] == before["attempt"]


async def proved_beside(town: Town) -> None:
    async with town.city.uow(0) as uow:
        payload = SendWaiting(account_id=town.world.people.mother.account_id)
        await service.tasks.enqueue(uow, payload.kind, str(payload.account_id), payload, uow.now)


async def is_waiting(town: Town) -> bool:
    """Whether a transaction waits for the end of another."""
    async with kept(town.city.database.owner_url) as conn:
        return bool(await conn.fetchval("select exists (select from pg_locks where not granted)"))
