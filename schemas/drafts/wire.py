"""Drafts of confidential texts: opaque to the service, and opened by their writer alone."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import LINES


class DraftNew(Input, frozen=True, kw_only=True):
    """What is being written, in a form of the app's own; null discards the draft."""

    text: Annotated[str, Meta(min_length=1, max_length=24_000, pattern=LINES)] | None


class DraftSaved(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """When a draft was saved; never what it says. `version` 0: there is none."""

    version: int
    saved_at: datetime | None


class Draft(DraftSaved, frozen=True, kw_only=True, rename="camel"):
    """A draft, opened for its writer."""

    text: str | None
