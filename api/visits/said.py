"""The time at which something was said on a phone that sent it later, as a parameter."""

from datetime import datetime
from typing import Annotated, TypeAlias

from litestar.params import QueryParameter

SaidAt: TypeAlias = Annotated[
    datetime | None,
    QueryParameter(
        name="saidAt",
        description="When it was said on a phone without network; at most three days ago. Now by default.",
    ),
]
