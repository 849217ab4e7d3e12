"""Notices: whom somebody may address."""

from uuid import UUID

import msgspec

from schemas.notices.wire import Need, StaffRole


class NoticeFormClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class that one may write to, and how many students it has. Until graduates leave, two school years have a class of one name."""

    class_id: UUID
    school_year: int
    grade: str
    name: str
    students: int


class NoticeForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom the reader may address: everybody, these grades, roles and needs, these classes, in the order a school counts them."""

    whole_school: bool
    grades: list[str]
    roles: list[StaffRole]
    needs: list[Need]
    classes: list[NoticeFormClass]
