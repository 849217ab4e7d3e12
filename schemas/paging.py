"""A page of a list."""

from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Page(msgspec.Struct, Generic[Item], frozen=True, kw_only=True, rename="camel"):
    """Some rows, and the cursor of the page after; null at the end."""

    items: list[Item]
    next: str | None
