"""The demo that the tests of the screens share."""

from tests.clients.site import ADMIN, COUNSELLOR, FATHER, LEADER, MOTHER, OFFICER, TEACHER, Demo


def test_its_table_names_whom_the_tests_of_the_screens_sign_in(demo: Demo) -> None:
    wanted = {ADMIN, COUNSELLOR, FATHER, LEADER, MOTHER, OFFICER, TEACHER}
    assert {phone for phone in wanted if phone in demo.people} == wanted
