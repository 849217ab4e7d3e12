"""Travel between places, and how much a family comes before others."""

import math

import pytest

from api.campaigns.planning import rules, travel
from schemas.campaigns.places import Place, Point
from schemas.travelling import TravelMode

EQUATOR_DEGREE = 2 * math.pi * 6371 / 360


def exact(latitude: float, longitude: float) -> Place:
    return travel.place_of(Point(latitude=latitude, longitude=longitude), None)


def test_a_way_is_the_detour_at_the_speed_of_the_mode_rounded_up() -> None:
    a, b = exact(0, 0), exact(0, 0.05)
    for mode, pace in travel.PACES.items():
        minutes = EQUATOR_DEGREE * 0.05 * pace.detour / pace.speed * 60 + pace.overhead
        assert travel.table([a, b], mode)[0][1] == math.ceil(minutes)
    assert travel.table([a, b], "car", speed=50)[0][1] < travel.table([a, b], "car")[0][1]


def test_distance_follows_the_great_circle() -> None:
    beijing = Point(latitude=39.9042, longitude=116.4074)
    shanghai = Point(latitude=31.2304, longitude=121.4737)
    assert travel.distance(beijing, shanghai) == pytest.approx(1067, abs=2)
    assert travel.distance(beijing, beijing) == 0


def test_one_exact_point_is_one_address_but_a_neighbourhood_is_not() -> None:
    centre = Point(latitude=31, longitude=121)
    home = travel.place_of(centre, None)
    guessed = travel.place_of(None, centre)
    assert (home.precision, guessed.precision) == ("exact", "neighbourhood")
    minutes = travel.table([home, home, guessed, guessed], "car")
    assert minutes[0][1] == 0
    assert minutes[2][3] == minutes[0][2] == travel.NEARBY


def test_a_place_without_coordinates_is_marked_and_has_a_cautious_way() -> None:
    nowhere = travel.place_of(None, None)
    assert nowhere.precision == "unknown"
    assert travel.table([nowhere, exact(31, 121), nowhere], "walk")[0] == (0, travel.UNKNOWN, travel.UNKNOWN)


@pytest.mark.parametrize("mode", ["walk", "bicycle", "car", "bus"])
def test_a_table_has_a_row_and_a_column_for_each_place(mode: TravelMode) -> None:
    places = [exact(31 + n / 100, 121) for n in range(4)]
    made = travel.table(places, mode)
    assert [len(row) for row in made] == [4] * 4
    assert all(made[i][j] == made[j][i] for i in range(4) for j in range(4))
    assert all(made[i][i] == 0 for i in range(4))


def test_key_students_come_first_then_those_longest_unvisited() -> None:
    order = [rules.points(True, 0), rules.points(False, None), rules.points(False, 400), rules.points(False, 10)]
    assert order == sorted(order, reverse=True)
    assert rules.points(False, 729) < rules.points(False, 730) == rules.points(False, None)
    assert rules.points(True, 0) > 2 * rules.points(False, None)
