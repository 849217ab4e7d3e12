"""The parameters that name a period, as routes take them."""

from datetime import date
from typing import Annotated, TypeAlias

from litestar.params import QueryParameter

from schemas.publicity.wire import Period

InPeriod: TypeAlias = Annotated[Period, QueryParameter(name="period", description="A calendar month, quarter or year.")]
OnDay: TypeAlias = Annotated[date | None, QueryParameter(name="day", description="Any day of the period.")]
