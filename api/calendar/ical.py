"""icalendar's one untyped verb, typed."""

from icalendar.cal.component import Component


def put(component: Component, name: str, value: object) -> None:
    """Adds a property, turned into the value type that RFC 5545 gives its name."""
    component.add(name, value)  # pyright: ignore[reportUnknownMemberType]  the library leaves `value` untyped
