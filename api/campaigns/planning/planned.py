"""Routes as evenings of a plan. Pure."""

from api.campaigns.planning.options import agreed, options
from api.campaigns.planning.sets import Label, Route
from api.campaigns.planning.timing import clock_of
from schemas.campaigns.planning import Evening, PlannedEvening, PlannedVisit, Problem


def plan_evening(problem: Problem, evening: Evening, route: Route, *, strained: bool) -> PlannedEvening:
    """The evening with the times of its route."""
    fixed = {f.family_id for f in problem.fixed}
    visits: list[PlannedVisit] = []
    for option, begin, travel, set_up in route.stops():
        family_id = problem.families[option.family].family_id
        visits.append(
            PlannedVisit(
                family_id=family_id, place=option.place, leaves=begin - set_up - travel, travel=travel, set_up=set_up,
                from_minute=begin, to_minute=begin + option.minutes, fixed=family_id in fixed,
            )
        )  # fmt: skip
    return PlannedEvening(
        evening_id=evening.evening_id,
        visits=tuple(visits),
        back_at=route.back_at,
        travel=route.travel,
        strained=strained,
    )


def strained(problem: Problem, evening: Evening) -> Route:
    """The agreed visits alone, at their times, where no way of travelling keeps them all. People agreed on them: they stay."""
    clock = clock_of(problem, evening)
    label = Label(mask=0, place=clock.start_place, at=evening.from_minute, travel=0, stop=None, before=None)
    for option in sorted((o for o in options(problem, evening) if o.fixed), key=lambda o: o.earliest):
        travel = clock.way(label.place, option.place)
        set_up = 0 if label.place == option.place and label.stop else clock.set_up
        label = Label(
            mask=label.mask | 1 << option.family, place=option.place, at=option.latest, travel=label.travel + travel,
            stop=(option, option.earliest, travel, set_up), before=label,
        )  # fmt: skip
    home = clock.way(label.place, clock.end_place)
    assert label.mask == agreed(problem, evening)  # noqa: S101  # an agreed visit always has its option
    return Route(mask=label.mask, travel=label.travel + home, back_at=label.at + home, last=label)
