"""What can be wrong with a field of a group, a member or a meeting."""

from typing import Literal, TypeAlias

Code: TypeAlias = Literal[
    "order", "too-long", "too-old", "not-found", "future", "outside", "meetings", "chair", "not-held"
]
"""What can be wrong with a field."""
