"""A counsellor, student or guardian ends: open talks are cancelled in that transaction, and the other side hears why."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from api.core import parts
from api.core.clock import FixedClock
from api.core.feature import Feature, Registry
from api.core.parts import EndedPart, PartsEnded
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.counselling.bookings import service as bookings
from api.features import FEATURES
from jobs.kinds import HANDLERS
from tests.counselling.desk import HOUR, TUESDAY, Desk, busy, ok, second_counsellor
from tests.jobs.city import City
from tests.jobs.invites import seen
from tests.servers import Database
from tests.world import Person

DAY = 24 * HOUR
END_STAFF = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
END_ROLE = "update staff set roles = '{leader}' where org_id = $1 and staff_id = $2 and $3::timestamptz is not null"
END_STUDENT = (
    "with ties as (update guardianships set ended_at = $3 where org_id = $1 and student_id = $2)"
    " update students set ended_at = $3 where org_id = $1 and student_id = $2"
)
END_TIE = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"


class Office:
    """A desk, its worker, and what happens when the roster changes there."""

    def __init__(self, desk: Desk, services: Services, city: City) -> None:
        self.desk, self.services, self.city = desk, services, city

    async def end(self, statement: str, who: Person, ended: EndedPart, services: Services | None = None) -> None:
        """A part ends, as the import does it: the rows, then the event."""
        async with system_uow(services or self.services, self.desk.org_id) as uow:
            await uow.conn.execute(statement, self.desk.org_id, who.account_id, uow.now)
            await parts.end(uow, "test", None, [ended])

    async def counsellor_leaves(self, statement: str = END_STAFF, services: Services | None = None) -> None:
        lin = self.desk.counsellor
        part = EndedPart(account_id=lin.account_id, part="staff", how="left")
        if statement == END_ROLE:
            part = EndedPart(account_id=lin.account_id, part="role", how="left", role="counsellor")
        await self.end(statement, lin, part, services)

    async def student_leaves(self, who: Person) -> None:
        ended = EndedPart(account_id=who.account_id, part="student", how="left", class_id=self.desk.world.north_a)
        await self.end(END_STUDENT, who, ended)

    async def guardian_leaves(self, who: Person, child: Person) -> None:
        ended = EndedPart(account_id=who.account_id, part="guardianship", how="barred", student_id=child.account_id)
        await self.end(END_TIE, who, ended)

    async def work(self) -> None:
        await self.city.work(HANDLERS)

    async def state(self, booking: Any) -> tuple[str, str | None]:
        """What the database says of a talk: its state, and why."""
        [row] = await self.desk.world.sql(
            self.desk.org_id,
            "select state, cancelled_for from bookings where org_id = $1 and booking_id = $2",
            *(self.desk.org_id, UUID(booking["bookingId"])),
        )
        return row[0], row[1]

    async def sms(self, template: str) -> set[str]:
        """Who was sent a message with this template."""
        return self._names(
            await self.city.rows(
                "select d.account_id from deliveries d join messages m using (org_id, message_id)"
                " where m.org_id = $1 and m.template = $2 and d.channel = 'sms' and d.state = 'sent'",
                *(self.desk.org_id, f"appointment_{template}"),
            )
        )

    async def unsent(self) -> set[str]:
        """Whose calendar mail was held back, since they may not know of it."""
        return self._names(
            await self.city.rows(
                "select account_id from calendar_invites where org_id = $1 and unsent = 'not_allowed'", self.desk.org_id
            )
        )

    def _names(self, rows: list[Any]) -> set[str]:
        names = {getattr(self.desk.world.people, n).account_id: n for n in self.desk.world.people.__dataclass_fields__}
        return {names[row["account_id"]] for row in rows}

    def cancels(self) -> set[str]:
        """Whose calendar was sent a CANCEL."""
        mails = seen(i for i in self.city.mail.items if i.invite)
        return {address.split("@")[0] for address, method, _ in mails if method == "CANCEL"}


@pytest.fixture
async def office(desk: Desk, services: Services, database: Database) -> Office:
    world, who = desk.world, desk.world.people
    for person in (who.lin, who.mother, who.father):
        sealed = services.sealer.seal_contact("mail", person.account_id, f"{person.name}@example.cn")
        await world.operate(0, "select account_set_email($1, $2, $3, $3)", person.account_id, sealed, world.now)
    return Office(desk, services, City(services, database))


@pytest.mark.parametrize(("statement", "colleague"), [(END_STAFF, set[str]()), (END_ROLE, {"lin"})])
async def test_the_talks_of_a_counsellor_who_ends_are_cancelled(
    office: Office, statement: str, colleague: set[str]
) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming, attends="both")
    await office.work()
    await office.counsellor_leaves(statement)
    assert await office.state(talk) == ("cancelled", "counsellor_left")
    assert await busy(desk.world, who.lin, who.ming, who.mother) == {}
    shown = await ok(await desk.get(who.mother, talk["bookingId"]))
    assert (shown["state"], shown["canMove"], shown["canCancel"]) == ("cancelled", False, False)
    await ok(await desk.cancel(who.mother, talk["bookingId"]))  # hers: to cancel it again is no refusal
    await office.work()
    assert await office.sms("counsellor_left") == {"mother"}
    assert await office.sms("cancelled") == colleague
    assert office.cancels() == {"mother", *colleague}
    assert await office.unsent() & {"lin"} == {"lin"} - colleague


async def test_the_notice_says_why_in_neutral_words_and_offers_another_time(office: Office) -> None:
    who = office.desk.world.people
    await office.desk.book(who.mother, who.ming, attends="guardian")
    await office.work()
    await office.counsellor_leaves()
    await office.work()
    [newest, *_] = (await ok(await office.desk.world.client(who.mother).get("/me/inbox")))["items"]
    assert newest["body"].endswith("the person you were to see no longer works here. Please book another time.")
    assert not any("counsellor" in item.body for item in office.city.sms.items)


async def test_no_reminder_comes_after_it(office: Office, clock: FixedClock) -> None:
    who = office.desk.world.people
    await office.desk.book(who.mother, who.ming, attends="guardian")
    await office.work()
    await office.counsellor_leaves()
    await office.work()
    clock.advance(2 * DAY)
    await office.work()
    assert await office.sms("tomorrow") == await office.sms("soon") == set()


async def test_hours_of_who_counsels_no_more_are_closed_for_good(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    client = desk.world.client(who.north_admin)
    opened = {"counsellorId": str(who.lin.account_id), "kind": "open", "onDate": "2026-11-26", "hoursId": desk.hours_id}
    added = await client.post(
        f"/orgs/{desk.org_id}/hours-exceptions", json={**opened, "fromTime": "14:00", "toTime": "16:00"}
    )
    assert added.status_code == 201, added.text
    await office.counsellor_leaves(END_ROLE)
    await desk.world.sql(
        desk.org_id,
        "update staff set roles = '{counsellor}' where org_id = $1 and staff_id = $2",
        *(desk.org_id, who.lin.account_id),
    )
    assert await desk.starts(who.mother) == []  # who comes back opens hours on purpose


async def test_others_keep_their_talks_and_hours(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    chen = await second_counsellor(desk)
    wish = {**desk.wish(who.jun), "counsellorId": chen}
    kept = await ok(await desk.world.client(who.jun_mother).post(desk.bookings, json=wish), 201)
    await office.counsellor_leaves()
    assert await office.state(kept) == ("confirmed", None)
    assert await desk.starts(who.mother) != []


async def test_a_talk_that_is_over_stays_as_it_was(office: Office, clock: FixedClock) -> None:
    who = office.desk.world.people
    talk = await office.desk.book(who.mother, who.ming)
    clock.advance(2 * DAY)
    await office.counsellor_leaves()
    assert await office.state(talk) == ("confirmed", None)


async def test_a_student_who_left_frees_the_counsellor(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.ming, who.ming)
    await office.work()
    await office.student_leaves(who.ming)
    assert await office.state(talk) == ("cancelled", "client_left")
    assert await busy(desk.world, who.lin, who.ming) == {}
    await office.work()
    assert await office.sms("client_left") == {"lin"}
    assert "lin" in office.cancels()
    again = await desk.book(who.jun_mother, who.jun)
    assert again["state"] == "confirmed"


async def test_a_private_talk_is_told_to_nobody_new(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.ming, who.ming, private=True)
    await office.work()
    await office.counsellor_leaves()
    assert await office.state(talk) == ("cancelled", "counsellor_left")
    await office.work()
    rows = await office.city.rows(
        "select distinct p.account_id from messages m join message_people p using (org_id, message_id) where m.org_id = $1",
        desk.org_id,
    )
    assert {row["account_id"] for row in rows} == {who.ming.account_id, who.lin.account_id}
    other = await second_counsellor(desk)  # the student's private time is free again
    wish = {**desk.wish(who.ming, private=True), "counsellorId": other}
    await ok(await desk.world.client(who.ming).post(desk.bookings, json=wish), 201)


async def test_a_guardian_who_was_to_come_and_is_so_no_more(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.father, who.ming, attends="guardian")
    kept = await desk.book(who.ming, who.ming, TUESDAY + HOUR)  # the father only hears of this one
    await office.work()
    await office.guardian_leaves(who.father, who.ming)
    assert (await office.state(talk), await office.state(kept)) == (("cancelled", "client_left"), ("confirmed", None))
    await office.work()
    assert await office.sms("client_left") == {"lin"}
    assert "father" not in office.cancels()
    assert (await desk.get(who.father, kept["bookingId"])).status_code in {403, 404}


async def test_nothing_is_left_half_done(office: Office) -> None:
    """A feature after counselling fails: the roster, the talk, its time and its hours are as they were."""
    who = office.desk.world.people
    talk = await office.desk.book(who.mother, who.ming)
    before = (await busy(office.desk.world, who.lin, who.ming), await office.desk.starts(who.mother))

    async def fails(_: UnitOfWork, event: PartsEnded) -> None:
        raise RuntimeError(event.cause)

    registry = Registry((*FEATURES, Feature(name="fails", part_ended=fails)))
    failing = replace(office.services, registry=registry)
    with pytest.raises(RuntimeError):
        await office.counsellor_leaves(services=failing)
    assert await office.state(talk) == ("confirmed", None)
    assert (await busy(office.desk.world, who.lin, who.ming), await office.desk.starts(who.mother)) == before


async def test_a_worker_that_dies_between_cancelling_and_telling_tells_later(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = office.desk.world.people
    talk = await office.desk.book(who.mother, who.ming)
    await office.counsellor_leaves()  # before anybody heard of the booking at all

    async def dies(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(bookings, "get_booking", dies)
        await office.work()
    assert await office.sms("counsellor_left") == set()
    assert await office.state(talk) == ("cancelled", "counsellor_left")
    clock.advance(HOUR)
    await office.work()
    assert await office.sms("counsellor_left") == {"mother"}


async def test_a_talk_booked_while_the_import_ran_is_cancelled_by_what_follows_it(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    talk = await desk.book(who.mother, who.ming)
    await desk.world.sql(desk.org_id, END_STAFF, desk.org_id, who.lin.account_id, desk.world.now)
    await office.work()
    assert await office.state(talk) == ("cancelled", "counsellor_left")
    assert await office.sms("booked") == set()
    assert await office.sms("counsellor_left") == {"mother"}
