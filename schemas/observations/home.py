"""What observations and committees add to the first screen."""

import msgspec


class HomeObservations(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`observationsWaiting`: to be taken up by the person or who owns them too; `observationsUrgent`: how many of these are.

    `observationsLate`: open ones past their time, whether taken up or not.
    """

    observations_waiting: int
    observations_urgent: int
    observations_late: int


class HomeServes(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`serves`: on a health committee today, so that the person may file observations there."""

    serves: bool
