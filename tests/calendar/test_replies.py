"""REPLY: what a person's calendar answers moves the appointment, and nobody answers for somebody else."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.calendar.replies import service
from api.core.clock import FixedClock
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.calendar.mails import gmail, outlook
from tests.calendar.test_reading_replies import STYLES, Style, dropped
from tests.counselling.desk import TUESDAY, Desk, north_desk, ok, slug
from tests.jobs.city import City
from tests.jobs.invites import vevent
from tests.servers import INBOUND_SECRET, Database
from tests.visits.family import DAY, THURSDAY, Family, moved
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


@pytest.fixture
async def town(world: World, services: Services, database: Database, clock: FixedClock) -> Town:
    who = world.people
    for person in (who.wang, who.lin, who.mother, who.father, who.jun_mother):
        sealed = services.sealer.seal_contact("mail", person.account_id, address(person))
        await world.operate(0, "select account_set_email($1, $2, $3, $3)", person.account_id, sealed, world.now)
    family = Family(world, world.north, who.ming, who.wang)
    return Town(world, await north_desk(world), family, City(services, database), clock)


@pytest.mark.parametrize("style", STYLES)
async def test_yes_and_no_of_a_guardian_to_a_proposal(town: Town, style: Style) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang, who.lin)
    await town.answer(who.mother, "TENTATIVE", style)
    assert await town.state(visit) == "proposed"
    await town.answer(who.mother, "ACCEPTED", style)
    assert await town.state(visit) == "confirmed"
    await town.answer(who.father, "DECLINED", style)  # the mother said yes, and is at home
    assert await town.state(visit) == "confirmed"
    assert await town.noted() == {("mother", "accepted"), ("father", "declined")}
    await town.answer(who.mother, "DECLINED", style)
    assert await town.state(visit) == "cancelled"
    other = await town.family.propose(THURSDAY, who.wang)
    await town.answer(who.father, "DECLINED", style)
    assert await town.state(other) == "declined"


@pytest.mark.parametrize("style", STYLES)
async def test_who_declines_a_talk_cancels_it(town: Town, style: Style) -> None:
    who = town.world.people
    booking = (await town.desk.book(who.mother, who.ming, TUESDAY, attends="both"))["bookingId"]
    await town.answer(who.mother, "ACCEPTED", style)
    assert (await ok(await town.desk.get(who.lin, booking)))["state"] == "confirmed"
    await town.answer(who.mother, "DECLINED", style)
    assert (await ok(await town.desk.get(who.lin, booking)))["state"] == "cancelled"
    assert {i.invite.method for i in town.city.mail.items[-2:] if i.invite} == {"CANCEL"}


async def test_a_colleagues_no_is_told_to_who_proposed_it(town: Town) -> None:
    who = town.world.people
    visit = await town.family.agreed(THURSDAY, who.wang, who.lin)
    await town.answer(who.lin, "DECLINED")
    assert await town.state(visit) == "confirmed"
    rows = await town.city.rows(
        "select p.account_id from messages m join message_people p using (org_id, message_id) where template = $1",
        "visit_colleague_declined",
    )
    assert [r["account_id"] for r in rows] == [who.wang.account_id]


async def test_nobody_answers_for_somebody_else(town: Town) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang)
    to, uid, sequence = await town.invite(who.mother)
    stamp = (town.clock.now() + timedelta(seconds=1)).strftime("%Y%m%dT%H%M%SZ")
    mine = outlook(address(who.mother), to, uid, sequence, "ACCEPTED", stamp)
    forged = [
        gmail(address(who.jun_mother), to, uid, sequence, "ACCEPTED", stamp),  # was never invited
        mine.replace(b"<mother@example.cn>", b"<mother@example.cn>, x@example.cn", 1),
        gmail(address(who.mother), to, uid, sequence, "ACCEPTED", stamp).replace(b"<mother@", b"<father@"),
        outlook(address(who.mother), guessed(to), uid, sequence, "ACCEPTED", stamp),
        outlook(address(who.mother), to.replace("r-", "r-f"), uid, sequence, "ACCEPTED", stamp),
        outlook(address(who.mother), to, f"{'0' * 8}{uid[8:]}", sequence, "ACCEPTED", stamp),
        # The father was invited too, and knows his own address of the event: her name as sender is not enough.
        outlook(address(who.mother), (await town.invite(who.father))[0], uid, sequence, "ACCEPTED", stamp),
        outlook(address(who.wang), to, uid, sequence, "DECLINED", stamp),
    ]
    for mail in forged:
        assert (await town.hand_in(mail)).status_code == 204
        await town.city.work(HANDLERS)
        assert await town.state(visit) == "proposed"
    assert await town.noted() == set()
    assert slug(await town.hand_in(mine, secret="guessed")) == (401, "unauthenticated")
    assert await town.state(visit) == "proposed"
    assert (await town.hand_in(mine)).status_code == 204
    await town.city.work(HANDLERS)
    assert await town.state(visit) == "confirmed"


async def test_each_invitee_has_an_address_of_their_own(town: Town) -> None:
    who = town.world.people
    await town.family.propose(THURSDAY, who.wang)
    found = {(await town.invite(person))[0] for person in (who.mother, who.father, who.wang)}
    assert len(found) == 3
    [event] = await town.city.rows(
        "select organizer_token from calendar_events where org_id = $1 order by updated_at desc limit 1",
        town.world.north,
    )
    assert not any(event["organizer_token"] in one for one in found), "what the addresses are made of is told to nobody"


async def test_what_the_worker_drops_is_counted_by_reason_and_names_nobody(town: Town) -> None:
    who = town.world.people
    await town.family.agreed(THURSDAY, who.wang)
    to, uid, sequence = await town.invite(who.mother)
    at = town.clock.now()
    forged = gmail(address(who.jun_mother), to, uid, sequence, "DECLINED", f"{at + DAY:%Y%m%dT%H%M%SZ}")
    assert await town.drops(forged) == {"wrong-person": 1}
    await town.answer(who.mother, "ACCEPTED")
    late = outlook(address(who.mother), to, uid, sequence, "DECLINED", f"{at - DAY:%Y%m%dT%H%M%SZ}")
    assert await town.drops(late) == {"answered-since": 1}
    none = outlook(address(who.mother), to, f"{UUID(int=1)}@{uid.partition('@')[2]}", 0, "DECLINED", "20261123T040000Z")
    assert await town.drops(none) == {"over": 1}
    assert {key for metric in service.DROPPED.collect() for one in metric.samples for key in one.labels} == {"why"}


async def test_an_answer_to_another_time_does_not_count(town: Town) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang)
    await town.invite(who.mother)
    await ok(await town.family.do(who.wang, visit, "move", 1, **moved(THURSDAY + DAY)))
    stale = dropped().get("stale", 0)
    await town.answer(who.mother, "ACCEPTED", sequence=0)
    assert dropped()["stale"] == stale + 1
    assert await town.state(visit) == "proposed"
    await town.answer(who.mother, "ACCEPTED", sequence=1)
    assert await town.state(visit) == "confirmed"


async def test_the_same_mail_twice_and_an_older_one_late_change_nothing(town: Town) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang)
    to, uid, sequence = await town.invite(who.mother)
    older, newer = (
        outlook(address(who.mother), to, uid, sequence, said, f"20261123T04000{n}Z")
        for n, said in enumerate(["DECLINED", "ACCEPTED"])
    )
    for mail in (newer, newer, older):
        assert (await town.hand_in(mail)).status_code == 204
        await town.city.work(HANDLERS)
    assert await town.state(visit) == "confirmed"
    assert (await ok(await town.family.get(who.wang, visit)))["version"] == 2


async def test_who_left_or_came_too_late_moves_nothing(town: Town) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang)
    await town.invite(who.mother)
    await town.city.rows(
        "update guardianships set ended_at = now() where guardian_id = $1 and org_id = $2 returning 1",
        *(who.mother.account_id, town.world.north),
    )
    await town.answer(who.mother, "ACCEPTED")
    assert await town.state(visit) == "proposed"
    town.clock.advance(THURSDAY + DAY - town.clock.now())
    await town.answer(who.father, "ACCEPTED", of=who.mother)
    assert await town.state(visit) == "proposed"
    assert await town.noted() == {("mother", "accepted")}


async def test_other_mail_is_dropped_and_too_much_is_refused(town: Town) -> None:
    words = b"From: a@example.cn\r\nTo: r-1-0@xinqiao.invalid\r\nSubject: hello\r\n\r\nI am away until Monday.\r\n"
    garbage = [b"", b"\x00\xff" * 50, words, words.replace(b"\r\n\r\n", b"\r\nContent-Type: text/calendar\r\n\r\n")]
    for mail in garbage:
        assert (await town.hand_in(mail)).status_code == 204
    assert (await town.hand_in(b"x" * (3 * 1024 * 1024 + 1))).status_code == 413
    assert (
        await town.city.rows("select 1 from tasks where kind = 'calendar_reply' and org_id = $1", town.world.north)
        == []
    )


async def test_a_task_keeps_nothing_that_was_written(town: Town) -> None:
    who = town.world.people
    await town.family.propose(THURSDAY, who.wang)
    await town.answer(who.mother, "ACCEPTED")
    rows = await town.city.rows("select payload::text from tasks where kind = 'calendar_reply'")
    assert rows
    assert not any(word in rows[0]["payload"] for word in ("mother", "example.cn", "家访"))


def guessed(to: str) -> str:
    """An address of the same organisation, one digit beside."""
    name, _, domain = to.partition("@")
    return f"{name[:-1]}{'1' if name.endswith('0') else '0'}@{domain}"


def counter(mail: bytes, at: datetime) -> bytes:
    """The same mail as a COUNTER that proposes another start."""
    body = base64.b64decode(mail.split(b"base64\r\n\r\n")[1].split(b"\r\n--=_b")[0])
    start = f"DTSTART:{at:%Y%m%dT%H%M%SZ}".encode()
    text = body.replace(b"METHOD:REPLY", b"METHOD:COUNTER").replace(
        b"DTSTART;TZID=China Standard Time:20261126T190000", start
    )
    return mail.replace(base64.b64encode(body), base64.b64encode(text)).replace(b"method=REPLY", b"method=COUNTER")


def proposing(at: datetime) -> Style:
    def style(sender: str, to: str, uid: str, sequence: int, said: str, stamp: str) -> bytes:
        return counter(outlook(sender, to, uid, sequence, said, stamp), at)

    return style


async def told(town: Town, template: str) -> set[str]:
    """Who has a message of this template."""
    who = town.world.people
    names = {getattr(who, n).account_id: n for n in who.__dataclass_fields__}
    rows = await town.city.rows(
        "select p.account_id from messages m join message_people p using (org_id, message_id) where m.template = $1",
        template,
    )
    return {names[row["account_id"]] for row in rows if row["account_id"] in names}


async def test_a_guardians_other_time_is_a_wish_where_it_is_free_and_told_where_it_is_not(town: Town) -> None:
    who, family = town.world.people, town.family
    await family.add_availability(who.mother)
    visit = await family.propose(THURSDAY, who.wang)
    times = (await ok(await family.get(who.mother, visit, "/times")))["times"]
    free = next(at for t in times if (at := datetime.fromisoformat(t["startsAt"])) != THURSDAY)
    await town.answer(who.mother, "TENTATIVE", proposing(THURSDAY.replace(hour=1) + DAY))
    assert (await town.state(visit), await told(town, "visit_other_time")) == ("proposed", {"wang"})
    await town.answer(who.mother, "DECLINED", proposing(free))
    assert await town.state(visit) == "move_asked"
    shown = await ok(await family.get(who.wang, visit))
    assert datetime.fromisoformat(shown["wishedAt"]) == free
    assert await town.noted() == {("mother", "tentative")}


async def test_a_colleagues_other_time_is_told_to_the_class_teacher(town: Town) -> None:
    who = town.world.people
    visit = await town.family.propose(THURSDAY, who.wang, who.lin)
    await town.answer(who.lin, "TENTATIVE", proposing(THURSDAY + DAY))
    assert (await town.state(visit), await told(town, "visit_other_time")) == ("proposed", {"wang"})


async def test_another_time_for_a_talk_is_told_to_the_other_side_and_changes_nothing(town: Town) -> None:
    who = town.world.people
    booking = (await town.desk.book(who.mother, who.ming, TUESDAY, attends="both"))["bookingId"]
    await town.answer(who.mother, "DECLINED", proposing(TUESDAY + DAY))
    assert (await ok(await town.desk.get(who.lin, booking)))["state"] == "confirmed"
    assert await told(town, "appointment_other_time") == {"lin", "ming"}


async def test_another_time_that_is_the_same_or_past_is_none(town: Town) -> None:
    who = town.world.people
    await town.family.propose(THURSDAY, who.wang)
    await town.answer(who.mother, "TENTATIVE", proposing(THURSDAY))
    await town.answer(who.mother, "TENTATIVE", proposing(town.world.now - DAY))
    assert await told(town, "visit_other_time") == set()
