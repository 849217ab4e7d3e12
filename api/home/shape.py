"""The shape of the first screen: its own fields and those that the features add, put together when the app is built."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from api.core.first_screen import AnyHomePart
from schemas.home.wire import Home, HomeOrg


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The structs of the answer. Their fields are known only once the features are listed."""

    parts: tuple[AnyHomePart, ...]
    home: type[Any]
    org: type[Any]


def compose(parts: Sequence[AnyHomePart]) -> Shape:
    """The structs with the fields of all parts; their descriptions follow each other."""
    org = _extended(HomeOrg, (p.org.shape for p in parts if p.org), ())
    home = _extended(Home, (p.screen.shape for p in parts if p.screen), (("orgs", list[org]),))
    return Shape(parts=tuple(parts), home=home, org=org)


def merged(into: type[Any], structs: Iterable[msgspec.Struct], **more: Any) -> Any:
    """One value with the fields of several."""
    fields = {name: value for struct in structs for name, value in msgspec.structs.asdict(struct).items()}
    return into(**fields, **more)


def _extended(
    base: type[msgspec.Struct], added: Iterable[type[msgspec.Struct]], own: Iterable[tuple[str, Any]]
) -> type[msgspec.Struct]:
    shapes = (base, *added)
    fields = [(field.name, field.type) for shape in shapes for field in msgspec.structs.fields(shape)]
    doc = "\n\n".join(shape.__doc__ or "" for shape in shapes)
    more = {"__doc__": doc, "__module__": base.__module__}
    return msgspec.defstruct(base.__name__, [*fields, *own], frozen=True, kw_only=True, rename="camel", namespace=more)
