"""The world with everybody's calendars, which answer invites."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.calendar.mails import outlook
from tests.calendar.test_reading_replies import Style, dropped
from tests.counselling.desk import Desk, ok
from tests.jobs.city import City
from tests.jobs.invites import vevent
from tests.servers import INBOUND_SECRET
from tests.visits.family import Family
from tests.world import Person, World

HOOK = "/api/v1/calendar/replies"


@dataclass
class Town:
    """The world, a desk, ming's family, a worker, and everybody's calendars."""

    world: World
    desk: Desk
    family: Family
    city: City
    clock: FixedClock

    async def invite(self, person: Person) -> tuple[str, str, int]:
        """The newest invite of a person: the event's own address, UID and SEQUENCE."""
        await self.city.work(HANDLERS)
        mine = [i for i in self.city.mail.items if i.invite and i.address == address(person)]
        event: Any = vevent(mine[-1])
        return str(event["ORGANIZER"]).removeprefix("mailto:"), str(event["UID"]), int(event["SEQUENCE"])

    async def hand_in(self, mail: bytes, secret: str = INBOUND_SECRET) -> httpx.Response:
        headers = {"authorization": f"Bearer {secret}", "content-type": "message/rfc822"}
        return await self.world.http.post(HOOK, content=mail, headers=headers)

    async def answer(
        self,
        person: Person,
        said: str,
        style: Style = outlook,
        *,
        of: Person | None = None,
        sequence: int | None = None,
    ) -> None:
        """The person's calendar answers the newest invite of theirs (or of somebody else)."""
        to, uid, newest = await self.invite(of or person)
        self.clock.advance(timedelta(seconds=2))
        stamp = self.clock.now().strftime("%Y%m%dT%H%M%SZ")
        mail = style(address(person), to, uid, newest if sequence is None else sequence, said, stamp)
        assert (await self.hand_in(mail)).status_code == 204
        await self.city.work(HANDLERS)

    async def drops(self, mail: bytes) -> dict[str, float]:
        """What a mail that changes nothing adds to the count."""
        before = dropped()
        assert (await self.hand_in(mail)).status_code == 204
        await self.city.work(HANDLERS)
        return {why: count - before.get(why, 0) for why, count in dropped().items() if count != before.get(why, 0)}

    async def state(self, visit: str) -> str:
        return str((await ok(await self.family.get(self.family.teacher, visit)))["state"])

    async def noted(self) -> set[tuple[str, str]]:
        """Who has answered what."""
        rows = await self.city.rows("select account_id, answer from calendar_invites where answer is not null")
        who = self.world.people
        names = {getattr(who, n).account_id: n for n in who.__dataclass_fields__}
        return {(names[r["account_id"]], r["answer"]) for r in rows if r["account_id"] in names}


def address(person: Person) -> str:
    return f"{person.name}@example.cn"


async def told(town: Town, template: str) -> set[str]:
    """Who has a message of this template."""
    who = town.world.people
    names = {getattr(who, n).account_id: n for n in who.__dataclass_fields__}
    rows = await town.city.rows(
        "select p.account_id from messages m join message_people p using (org_id, message_id) where m.template = $1",
        template,
    )
    return {names[row["account_id"]] for row in rows if row["account_id"] in names}
