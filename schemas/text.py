r"""The one rule for plain text that people type, as patterns for `Meta(pattern=…)`.

Refused are control characters (C0 with the tab, DEL, C1), line and paragraph separators, what turns the direction of the
text around it (U+202A–202E, U+2066–2069: a room's name must not rewrite the mail it stands in), and a text of which nothing
can be seen. Only `LINES` takes newlines. Lengths (`max_length`) count code points, as `length()` of PostgreSQL and JSON
Schema do. A pattern ends with `END`: a `$` of Python also matches before a newline at the end.
"""

END = r"(?![\s\S])"
_TURNING = r"\u202a-\u202e\u2066-\u2069"
_REFUSED = rf"\x7f-\x9f\u2028\u2029{_TURNING}\ufffe\uffff"
# White space, formatting, fillers (Hangul, Khmer, Mongolian, Braille), variation selectors, tags.
_UNSEEN = (
    r"\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SEEN = rf"(?=[\s\S]*[^{_UNSEEN}])"

VISIBLE = rf"[^{_UNSEEN}]"
"""One character that can be seen."""
LINE = rf"^{_SEEN}[^\x00-\x1f{_REFUSED}]+{END}"
"""One line, of which something can be seen."""
LINES = rf"^{_SEEN}[^\x00-\x09\x0b-\x1f{_REFUSED}]+{END}"
"""Text that has lines."""
LINE_OR_NOTHING = rf"^(?:{_SEEN}[^\x00-\x1f{_REFUSED}]+)?{END}"
"""One line, or the empty text."""
DIGEST = rf"^[0-9a-f]{{64}}{END}"
"""A SHA-256 as hexadecimal digits: what somebody looked at, named so that a change since is noticed."""
_HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
LINK = rf"^https://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][!-\[\]-~]*)?{END}"
"""A web address that people tap. Its host stands at its beginning, for people and for browsers: no user name, which would look like one, and no backslash."""
MAIL = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}"
"""An email address that `jobs/channels/mime.py` can write into a header, without the ends of the text. No `?`: an encoded word (RFC 2047) needs one."""
PLAIN_MARK = "u202a"
"""Stands in each of the three, and so in what the parser says of a text that breaks the rule."""
PLAIN = frozenset({LINE, LINES, LINE_OR_NOTHING})
