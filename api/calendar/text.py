"""Text that people typed, made safe for one line or one TEXT value of iCalendar (RFC 5545 §3.3.11)."""

import re

# str.splitlines breaks at all of these, and so do parsers built on it: a title must not start a new content line.
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
# C0 (but the newline), DEL, C1, lone surrogates, and the two code points that are never characters.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def lines(text: str) -> str:
    """The text without control characters, its breaks as newlines."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text).replace("\t", " ")).strip()


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(lines(text).split("\n"))


def name(text: str) -> str:
    """A person's name for a parameter value: without `"` and `^`, whose escapes (RFC 6868) most readers don't know."""
    return line(text).replace('"', "'").replace("^", "")
