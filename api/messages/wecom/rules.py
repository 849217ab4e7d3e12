"""Which parent of WeCom's directory a phone number names. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from schemas.roster.wecom import Parent


def users_by_number(parents: Iterable[Parent], find_number: Callable[[str], str | None]) -> dict[str, str]:
    """The parent_userid of each number, of those who follow the school's notices. A number of two parents proves neither."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for parent in parents:
        number = find_number(parent.mobile)
        if number and parent.is_subscribe:
            users[number].add(parent.parent_userid)
    return {number: user for number, (user, *others) in users.items() if not others}
