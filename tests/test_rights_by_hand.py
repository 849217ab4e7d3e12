"""Compares the rights that the actions give with the page that was written by hand, role by role."""

import tomllib
from pathlib import Path

from api.core.roles import Role
from api.features import REGISTRY

PAGE = Path(__file__).with_name("rights_by_hand.toml")


def test_the_actions_give_what_the_page_says_and_nothing_else() -> None:
    """A right that is given or taken shows up as one changed line here, with the role's clause above it."""
    page = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    given = {
        role.value: {a.name: a.rule[role].name.lower() for a in REGISTRY.actions.values() if role in a.rule}
        for role in Role
    }
    assert given == page
