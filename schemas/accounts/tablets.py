"""Class tablets and PINs on the wire (P7)."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.accounts.wire import TokenKind
from schemas.input import Input
from schemas.text import END, LINE

TabletName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
Pin: TypeAlias = Annotated[str, Meta(min_length=4, max_length=6, pattern=rf"^[0-9]{{4,6}}{END}")]


class TabletNew(Input, frozen=True, kw_only=True):
    """A tablet for a class. `name`: what the school calls it, such as its number."""

    name: TabletName
    class_id: UUID


class TabletEdit(Input, frozen=True, kw_only=True):
    """A tablet as it is to be."""

    name: TabletName
    class_id: UUID


class TabletCode(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is typed or scanned on the tablet, once. It is shown once."""

    tablet_id: UUID
    code: str
    expires_at: datetime


class Tablet(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A tablet that was not ended. `enrolled`: it holds a key. `codeUntil`: a code waits to be typed on it. `classEnded`: it names nobody until it is given another class."""

    tablet_id: UUID
    name: str
    class_id: UUID
    class_name: str
    class_ended: bool
    enrolled: bool
    enrolled_at: datetime | None
    code_until: datetime | None
    added_by: str
    added_at: datetime


class TabletEnrolment(Input, frozen=True, kw_only=True):
    """The code that an administrator shows, such as 101-ABCD2345."""

    code: Annotated[str, Meta(min_length=10, max_length=21, pattern=rf"^[0-9]{{1,12}}-[A-Za-z0-9]{{8}}{END}")]


class TabletStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student of the tablet's class. `name`: the given name; the whole one where two would look alike, with the student number where two are called the same."""

    student_id: UUID
    name: str


class TabletClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whose tablet it is today."""

    school_zh: str
    school_en: str
    class_name: str
    students: list[TabletStudent]


class TabletSignIn(Input, frozen=True, kw_only=True):
    """A student of the tablet's class, and their PIN."""

    student_id: UUID
    pin: Pin
    token_kind: TokenKind = "cookie"


class PinNew(Input, frozen=True, kw_only=True):
    """A new PIN, with the secret by which the student signs in elsewhere."""

    secret: Annotated[str, Meta(max_length=64)]
    pin: Pin


class PinState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """When the PIN was set; null: there is none. `tablets`: today's class has a tablet on which it works."""

    set_at: datetime | None
    tablets: bool
