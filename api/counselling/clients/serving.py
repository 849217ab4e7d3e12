"""For whom a centre has times: families of the schools that it serves today (0657, 0658)."""

from uuid import UUID

from api.core.db import ReadConn, value

SELECT_SCHOOLS = """
select family_served_here()
"""


async def list_schools(conn: ReadConn) -> list[int]:
    """The schools that this centre serves and where the one who acts is a student or a guardian."""
    return await value(conn, SELECT_SCHOOLS)


SELECT_AT_SCHOOL = """
select student_served_here($1)
"""


async def is_at_school(conn: ReadConn, student_id: UUID) -> bool:
    """Whether a student is at a school that this centre serves or served."""
    return await value(conn, SELECT_AT_SCHOOL, student_id)
