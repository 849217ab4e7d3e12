"""REPLY: what a person's calendar answers moves the appointment, and nobody answers for somebody else."""

from datetime import timedelta
from uuid import UUID

import pytest

from api.calendar.replies import service
from jobs.kinds import HANDLERS
from tests.calendar.mails import gmail, outlook
from tests.calendar.test_reading_replies import STYLES, Style, dropped
from tests.calendar.town import Town, address
from tests.counselling.desk import TUESDAY, ok, slug
from tests.visits.family import DAY, THURSDAY, moved


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
