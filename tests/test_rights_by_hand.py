"""Compares the rights that the actions give with the page that was written by hand, role by role."""

import tomllib
from pathlib import Path

from api.core.roles import Role
from api.features import REGISTRY

PAGE = Path(__file__).with_name("rights_by_hand.toml")
MORE = "*/rights_by_hand.toml"
"""A feature may have a page of its own in `tests/<feature>/`, with the same headings."""


def read_pages() -> dict[str, dict[str, str]]:
    """All pages as one. An action is written down once for a role."""
    whole = tomllib.loads(PAGE.read_text(encoding="utf-8"))
    for page in sorted(PAGE.parent.glob(MORE)):
        for role, actions in tomllib.loads(page.read_text(encoding="utf-8")).items():
            assert not set(actions) & set(whole[role]), page
            whole[role] |= actions
    return whole


def test_the_actions_give_what_the_page_says_and_nothing_else() -> None:
    """A right that is given or taken shows up as one changed line here, with the role's clause above it."""
    given = {
        role.value: {a.name: a.rule[role].name.lower() for a in REGISTRY.actions.values() if role in a.rule}
        for role in Role
    }
    assert given == read_pages()
