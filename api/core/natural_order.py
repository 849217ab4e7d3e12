"""The order in which people put grades and classes. Pure."""

import re

_ONES = {letter: n for n, letter in enumerate("一二三四五六七八九", 1)}
_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")


def natural_key(name: str) -> list[tuple[bool, int, str]]:
    """A name of a grade or class as people count: 二年级 before 十年级, 2班 before 10班, 七 as 7."""
    digits = _TENS.sub(lambda found: str(10 * _ONES.get(found[1], 1) + _ONES.get(found[2], 0)), name)
    digits = "".join(str(_ONES.get(letter, letter)) for letter in digits)
    return [(False, int(part), "") if part.isdecimal() else (True, 0, part) for part in re.findall(r"\d+|\D+", digits)]
