"""What follows a booking: calendars, what people are told, reminders."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core import tasks
from api.core.clock import FixedClock
from api.core.db import uuid7
from jobs.kinds import HANDLERS
from schemas.counselling.tasks import BookingChanged
from tests.jobs.city import City, Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Bookings:
    """Writes bookings as counselling does, and plans what follows."""

    def __init__(self, city: City, org_id: int, provider_id: UUID) -> None:
        self.city, self.org_id, self.provider_id = city, org_id, provider_id

    async def add(
        self,
        starts_at: datetime,
        people: dict[str, Person],
        *,
        private: bool = False,
        attends: str = "student guardian",
    ) -> UUID:
        """`people` by part; those of `attends`, and the counsellor, attend."""
        booking_id = uuid7()
        await self.city.rows(
            "insert into bookings (org_id, booking_id, provider_id, counsellor_id, student_id, student_name, booked_by,"
            " booked_as, private, mode, starts_at, ends_at, claim_until, state, created_at, updated_at)"
            " values ($1, $2, $3, $4, $5, '小明', $5, 'student', $6, 'in_person', $7, $8, $8, 'confirmed', $7, $7)"
            " returning 1",
            *(self.org_id, booking_id, self.provider_id, people["counsellor"].account_id),
            *(people["student"].account_id, private, starts_at, starts_at + HOUR),
        )
        for part, person in people.items():
            await self.join(booking_id, part, person, attends=part == "counsellor" or part in attends.split())
        await self.changed(booking_id)
        return booking_id

    async def join(self, booking_id: UUID, part: str, person: Person, *, attends: bool = True) -> None:
        await self.city.rows(
            "insert into booking_people (org_id, booking_id, account_id, part, name, attends, starts_at)"
            " select $1, $2, $3, $4, '某人', $5, starts_at from bookings where org_id = $1 and booking_id = $2"
            " on conflict do nothing returning 1",
            *(self.org_id, booking_id, person.account_id, part, attends),
        )
        if part in {"counsellor", "booker"}:  # staff are told as long as they work here
            await self.city.rows(
                "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at)"
                " values ($1, $2, left($3, 32), '某人', '{counsellor}', now()) on conflict do nothing returning 1",
                *(self.org_id, person.account_id, person.account_id.hex),
            )

    async def change(self, booking_id: UUID, column: str, value: Any) -> None:
        """Changes a booking, which raises its version."""
        sql = f"update bookings set {column} = $2, version = version + 1 where booking_id = $1 returning 1"
        await self.city.rows(sql, booking_id, value)
        await self.changed(booking_id)

    async def move(self, booking_id: UUID, starts_at: datetime) -> None:
        await self.city.rows(
            "update bookings set starts_at = $2, ends_at = $3, claim_until = $3, version = version + 1"
            " where booking_id = $1 returning 1",
            *(booking_id, starts_at, starts_at + HOUR),
        )
        await self.changed(booking_id)

    async def changed(self, booking_id: UUID) -> None:
        async with self.city.uow(self.org_id) as uow:
            payload = BookingChanged(booking_id=booking_id)
            await tasks.enqueue(uow, BookingChanged.kind, str(booking_id), payload, uow.now)

    async def told(self) -> list[tuple[str, UUID, datetime]]:
        """Template, recipient and time of every planned message."""
        rows = await self.city.rows(
            "select m.template, p.account_id, p.visible_at from messages m join message_people p using (org_id, message_id)"
            " where m.org_id = $1 and m.withdrawn_at is null order by p.visible_at, m.template",
            self.org_id,
        )
        return [(r["template"].removeprefix("appointment_"), r["account_id"], r["visible_at"]) for r in rows]

    async def whom(self, template: str) -> set[UUID]:
        return {account for name, account, _ in await self.told() if name == template}

    async def when(self, template: str) -> set[datetime]:
        return {at for name, _, at in await self.told() if name == template}


@pytest.fixture
async def bookings(city: City) -> Bookings:
    org_id = await city.org()
    (row,) = await city.rows(
        "insert into providers (org_id, kind, name_zh, name_en, address, phone, updated_at)"
        " values ($1, 'school_room', '阳光辅导站', 'Room', '一号楼', '', now()) returning provider_id",
        org_id,
    )
    return Bookings(city, org_id, row["provider_id"])


@pytest.fixture
async def people(city: City) -> dict[str, Person]:
    return {part: await city.person(mail=True) for part in ("counsellor", "student", "guardian", "booker")}


def ids(people: dict[str, Person], *parts: str) -> set[UUID]:
    return {people[part].account_id for part in parts}


async def test_booked(city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]) -> None:
    starts_at = clock.now() + 3 * DAY
    await bookings.add(starts_at, people)
    await city.work(HANDLERS)
    everybody = ids(people, "counsellor", "student", "guardian", "booker")
    assert await bookings.whom("booked") == await bookings.whom("tomorrow") == await bookings.whom("soon") == everybody
    assert await bookings.when("tomorrow") == {starts_at - DAY}
    assert await bookings.when("soon") == {starts_at - HOUR}
    assert {i.address for i in city.mail.items} == {p.email for p in people.values()}
    assert len(city.sms.items) == 4


async def test_who_does_not_attend_is_left_alone(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    await bookings.add(clock.now() + 3 * DAY, people, attends="guardian")
    await city.work(HANDLERS)
    assert await bookings.whom("booked") == ids(people, "counsellor", "guardian", "booker")


async def test_a_private_booking_is_told_to_student_and_counsellor_alone(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    starts_at = clock.now() + 3 * DAY
    booking_id = await bookings.add(starts_at, people, private=True)
    await city.work(HANDLERS)
    await bookings.move(booking_id, starts_at + DAY)
    await city.work(HANDLERS)
    clock.advance(5 * DAY)
    await city.work(HANDLERS)
    assert {account for _, account, _ in await bookings.told()} == ids(people, "counsellor", "student")
    outside = {people["guardian"].email, people["booker"].email}
    assert not outside & {i.address for i in city.mail.items}
    assert not {f"+86{people[p].phone}" for p in ("guardian", "booker")} & {i.address for i in city.sms.items}


async def test_running_again_tells_nobody_twice(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    booking_id = await bookings.add(clock.now() + 3 * DAY, people)
    await city.work(HANDLERS)
    before = (await bookings.told(), len(city.sms.items), len(city.mail.items))
    await bookings.changed(booking_id)
    await city.work(HANDLERS)
    assert (await bookings.told(), len(city.sms.items), len(city.mail.items)) == before


async def test_moved(city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]) -> None:
    starts_at = clock.now() + 3 * DAY
    booking_id = await bookings.add(starts_at, people)
    await city.work(HANDLERS)
    await bookings.move(booking_id, starts_at + 2 * DAY)
    await city.work(HANDLERS)
    assert await bookings.whom("moved") == ids(people, "counsellor", "student", "guardian", "booker")
    assert await bookings.when("tomorrow") == {starts_at + DAY}
    assert await bookings.when("soon") == {starts_at + 2 * DAY - HOUR}
    sent = len(city.sms.items)
    clock.advance(starts_at - HOUR - clock.now())
    await city.work(HANDLERS)
    assert len(city.sms.items) == sent  # the old time's reminders are gone
    clock.advance(2 * DAY)
    await city.work(HANDLERS)
    assert len(city.sms.items) > sent


async def test_moved_after_a_reminder_went_out_reminds_again(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    starts_at = clock.now() + 30 * HOUR
    booking_id = await bookings.add(starts_at, people)
    await city.work(HANDLERS)
    clock.advance(6 * HOUR)
    await city.work(HANDLERS)
    assert await bookings.when("tomorrow") == {starts_at - DAY}
    await bookings.move(booking_id, starts_at + 4 * DAY)
    await city.work(HANDLERS)
    assert await bookings.when("tomorrow") == {starts_at + 3 * DAY}
    sent = len(city.sms.items)
    clock.advance(4 * DAY)
    await city.work(HANDLERS)
    assert len(city.sms.items) == sent + 4


async def test_a_reminder_that_went_out_stays_when_nothing_moved(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    starts_at = clock.now() + 30 * HOUR
    booking_id = await bookings.add(starts_at, people)
    await city.work(HANDLERS)
    clock.advance(7 * HOUR)
    await city.work(HANDLERS)
    await bookings.change(booking_id, "mode", "video")
    await city.work(HANDLERS)
    assert await bookings.when("tomorrow") == {starts_at - DAY}


async def test_no_reminder_for_a_time_that_is_past(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    await bookings.add(clock.now() + 3 * HOUR, people)
    await bookings.add(clock.now() + HOUR / 2, people)
    await city.work(HANDLERS)
    assert await bookings.when("tomorrow") == set()
    assert await bookings.when("soon") == {clock.now() + 2 * HOUR}


async def test_cancelled(city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]) -> None:
    booking_id = await bookings.add(clock.now() + 3 * DAY, people)
    await city.work(HANDLERS)
    await bookings.change(booking_id, "state", "cancelled")
    await city.work(HANDLERS)
    assert await bookings.whom("cancelled") == ids(people, "counsellor", "student", "guardian", "booker")
    assert await bookings.whom("soon") == await bookings.whom("tomorrow") == set()
    assert [i.invite.method for i in city.mail.items if i.invite].count("CANCEL") == 4
    sent = len(city.sms.items)
    await bookings.changed(booking_id)
    clock.advance(4 * DAY)
    await city.work(HANDLERS)
    assert len(city.sms.items) == sent


async def test_another_counsellor_comes_in(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    starts_at = clock.now() + 3 * DAY
    booking_id, other = await bookings.add(starts_at, people), await city.person(mail=True)
    await city.work(HANDLERS)
    await city.rows("delete from booking_people where booking_id = $1 and part = 'counsellor' returning 1", booking_id)
    await bookings.join(booking_id, "counsellor", other)
    await bookings.move(booking_id, starts_at + DAY)
    await city.work(HANDLERS)
    old = people["counsellor"].account_id
    assert await bookings.whom("cancelled") == {old}
    assert other.account_id in await bookings.whom("booked")
    assert await bookings.whom("moved") == ids(people, "student", "guardian", "booker")
    assert old not in await bookings.whom("tomorrow") | await bookings.whom("soon")
    (row,) = await city.rows(
        "select params from messages where org_id = $1 and template = 'appointment_cancelled'", bookings.org_id
    )
    assert f"{starts_at:%Y-%m-%d}" in row["params"]  # the time that they know, not the new one


async def test_changes_in_a_row_are_told_as_one(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    starts_at = clock.now() + 3 * DAY
    booking_id = await bookings.add(starts_at, people)
    await bookings.move(booking_id, starts_at + DAY)
    await city.work(HANDLERS)
    assert await bookings.whom("moved") == set()
    assert len(await bookings.whom("booked")) == 4
    assert len(city.mail.items) == 4


async def test_a_booking_that_is_done_tells_nobody(
    city: City, clock: FixedClock, bookings: Bookings, people: dict[str, Person]
) -> None:
    booking_id = await bookings.add(clock.now() + HOUR / 2, people)
    await city.work(HANDLERS)
    before = await bookings.told()
    clock.advance(2 * HOUR)
    await bookings.change(booking_id, "state", "done")
    await city.work(HANDLERS)
    assert await bookings.told() == before


async def test_a_booking_that_is_not_there_is_no_failure(city: City, bookings: Bookings) -> None:
    await bookings.changed(booking_id := uuid7())
    await city.work(HANDLERS)
    assert (await city.state("booking_changed", str(booking_id)))["state"] == "done"
