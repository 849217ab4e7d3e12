"""COUNTER: another time that a person's calendar proposes."""

import base64
from datetime import datetime

from tests.calendar.mails import outlook
from tests.calendar.test_reading_replies import Style
from tests.calendar.town import Town, told
from tests.counselling.desk import TUESDAY, ok
from tests.visits.family import DAY, THURSDAY


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
