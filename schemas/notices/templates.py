"""Templates of notices on the wire: what is kept under a name, and fills the form of a notice (N1)."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.notices.wire import Body, NoticeImportance, NoticeKind, NoticePart, PartsWanted, Title, guardians
from schemas.text import LINE

TemplateName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]


class NoticeTemplateEdit(Input, frozen=True, kw_only=True):
    """What a template holds, whole. English is optional, both texts or none. It names no class and no person."""

    name: TemplateName
    kind: NoticeKind
    importance: NoticeImportance = "ordinary"
    title_zh: Title
    body_zh: Body
    title_en: Title | None = None
    body_en: Body | None = None
    parts: PartsWanted = msgspec.field(default_factory=guardians)


class NoticeTemplateNew(NoticeTemplateEdit, frozen=True, kw_only=True):
    """A template as it is to be. `shared`: the school's, for everybody who writes notices; otherwise the writer's own."""

    shared: bool = False


class NoticeTemplateLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A template in the list. `canChange`: the reader may change and remove it."""

    template_id: UUID
    name: str
    shared: bool
    kind: NoticeKind
    can_change: bool
    version: int


class NoticeTemplate(NoticeTemplateLine, frozen=True, kw_only=True, rename="camel"):
    """A template with its texts. `removed`: it is in no list any more."""

    importance: NoticeImportance
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    parts: list[NoticePart]
    removed: bool


class TemplateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A template as it is stored. `owner_id` is None for the school's."""

    template_id: UUID
    owner_id: UUID | None
    name: str
    kind: NoticeKind
    importance: NoticeImportance
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    parts: list[NoticePart]
    removed_at: datetime | None
    version: int
