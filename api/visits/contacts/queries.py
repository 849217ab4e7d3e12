"""SQL of contacts and of who was visited and contacted."""

from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.visits.contacts import ContactLogged, ContactNew
from schemas.visits.rows import ContactCursor
from schemas.visits.wire import ContactChannel


class ContactStudent(msgspec.Struct, frozen=True, kw_only=True):
    """The student's class, and who the guardians are."""

    class_id: UUID
    guardian_ids: list[UUID]


SELECT_STUDENT = """
select s.class_id,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null) as guardian_ids
from students s
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_student(conn: ReadConn, org_id: int, student_id: UUID) -> ContactStudent | None:
    """The student, if at this school."""
    return await maybe(conn, ContactStudent, SELECT_STUDENT, org_id, student_id)


INSERT_CONTACT = """
insert into contacts (org_id, contact_id, student_id, guardian_id, logged_by, channel, at, note_id, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_contact(
    conn: Conn, org_id: int, contact_id: UUID, new: ContactNew, by: UUID, note_id: UUID | None, now: datetime
) -> None:
    """Writes a contact."""
    what: tuple[ContactChannel, datetime] = (new.channel, new.at)
    await queue(conn, INSERT_CONTACT, org_id, contact_id, new.student_id, new.guardian_id, by, *what, note_id, now)


_CONTACTS = """
select c.contact_id, c.student_id, s.name as student_name, c.guardian_id, g.name as guardian_name, c.logged_by,
  f.name as logged_by_name, c.channel, c.at, c.note_id is not null as has_note
from contacts c
join students s on s.org_id = c.org_id and s.student_id = c.student_id
join staff f on f.org_id = c.org_id and f.staff_id = c.logged_by
left join guardians g on g.org_id = c.org_id and g.guardian_id = c.guardian_id
"""
SELECT_CONTACTS = (
    _CONTACTS
    + """
where c.org_id = $1 and s.ended_at is null and ($2 or s.class_id = any ($3)) and ($4::uuid is null or c.student_id = $4)
  and ($5::timestamptz is null or (c.at, c.contact_id) < ($5, $6::uuid))
order by c.at desc, c.contact_id desc
limit $7
"""
)


async def list_contacts(
    conn: ReadConn, org_id: int, reach: Reach, student_id: UUID | None, after: ContactCursor | None, limit: int
) -> list[ContactLogged]:
    """Contacts with families within reach, newest first."""
    place = (after.at, after.contact_id) if after else (None, None)
    who = (reach.everything, reach.class_ids, student_id)
    return await many(conn, ContactLogged, SELECT_CONTACTS, org_id, *who, *place, limit)


SELECT_CONTACT = _CONTACTS + " where c.org_id = $1 and c.contact_id = $2"


async def get_contact(conn: ReadConn, org_id: int, contact_id: UUID) -> ContactLogged | None:
    """One contact as a list shows it."""
    return await maybe(conn, ContactLogged, SELECT_CONTACT, org_id, contact_id)


class ContactOf(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a contact was about, who logged it and when, and its sealed note."""

    student_id: UUID
    class_id: UUID
    logged_by: UUID
    created_at: datetime
    note_id: UUID | None


SELECT_CONTACT_OF = """
select c.student_id, s.class_id, c.logged_by, c.created_at, c.note_id from contacts c
join students s on s.org_id = c.org_id and s.student_id = c.student_id and s.ended_at is null
where c.org_id = $1 and c.contact_id = $2
"""


async def find_contact(conn: ReadConn, org_id: int, contact_id: UUID) -> ContactOf | None:
    """A contact with a student who is at this school."""
    return await maybe(conn, ContactOf, SELECT_CONTACT_OF, org_id, contact_id)
