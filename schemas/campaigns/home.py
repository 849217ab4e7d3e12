"""What campaigns add to the first screen."""

from uuid import UUID

import msgspec


class FamilyAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A child of the person whose family is asked when a home visit suits it, and has not answered."""

    org_id: int
    student_id: UUID
    student_name: str


class HomeCampaigns(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`timesAsked`: the person's children for whom a campaign asks when a visit suits."""

    times_asked: list[FamilyAsked]
