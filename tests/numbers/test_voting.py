"""Of several ways to find a picture's ink the one that most agree on is taken."""

from __future__ import annotations

import math
from collections.abc import Mapping

from digitpad.numbers.voting import certainty, voted
from digitpad.reading import Reading
from tests.readings import reading


def choice(readings: Mapping[str, Reading]) -> tuple[str, list[str]]:
    """Which way is chosen, and which were read."""
    read: list[str] = []

    def asked(way: str) -> Reading:
        read.append(way)
        return readings[way]

    way, answer = voted(readings, asked)
    assert answer is readings[way]
    return way, read


def test_those_that_agree_win_and_the_surest_of_them_is_taken() -> None:
    ways = {"a": reading("7", 0.95), "b": reading("1", 0.6), "c": reading("1", 0.7), "d": reading("3", 0.5)}
    assert choice(ways) == ("c", ["a", "b", "c", "d"])


def test_one_sure_answer_wins_against_two_doubtful_ones() -> None:
    ways = {"a": reading("4", 0.5, 0.3), "b": reading("4", 0.5, 0.4), "c": reading("14", 0.97, 0.99)}
    assert choice(ways)[0] == "c"


def test_the_rest_is_not_read_where_two_agree_and_are_sure() -> None:
    ways = {"a": reading("12", 0.99, 1.0), "b": reading("12", 0.99, 0.999), "c": reading("3")}
    assert choice(ways) == ("a", ["a", "b"])


def test_one_that_is_certain_is_enough_unless_another_way_reads_something_else() -> None:
    doubtful, certain = reading("7", 0.8, 0.9), reading("7", 0.9995, 0.999)
    assert choice({"a": certain, "b": reading("1")}) == ("a", ["a"])
    assert choice({"a": doubtful, "b": certain, "c": doubtful}) == ("b", ["a", "b"])
    nearly, other = reading("191", 0.999, 0.9995), reading("19", 0.9999, 0.9999)
    assert choice({"a": nearly, "b": other, "c": other}) == ("b", ["a", "b", "c"])
    with_sign, without = reading("3?14", 0.999, 0.999), reading("314", 0.9999, 0.9999)
    assert choice({"a": with_sign, "b": without, "c": with_sign, "d": with_sign})[0] == "a"


def test_any_answer_is_better_than_none() -> None:
    assert choice({"a": reading(""), "b": reading("8", 0.2, 0.0), "c": reading("")})[0] == "b"
    assert choice({"a": reading(""), "b": reading("")})[0] == "a"


def test_certainty_counts_every_digit_and_whether_it_is_one() -> None:
    assert certainty(reading("12", 0.9, 0.5)) == (0.9 * 0.5) ** 2
    assert math.isclose(certainty(reading("12", 0.9, None)), 0.81)
    assert certainty(reading("")) == 0


def test_signs_and_rows_that_only_one_way_sees_are_dirt_and_those_of_all_ways_are_read() -> None:
    clean, dirty = reading("12", 0.99, 0.99), reading("12?", 0.99, 0.99)
    assert choice({"a": dirty, "b": clean, "c": clean})[0] != "a"
    assert choice({"a": dirty, "b": clean}) == ("b", ["a", "b"])
    assert choice({"a": dirty, "b": dirty, "c": dirty}) == ("a", ["a", "b", "c"])
    assert choice({"a": reading("1\n2", 0.99, 0.99), "b": clean})[0] == "b"


def test_rows_that_two_ways_agree_on_win_against_one_certain_blot() -> None:
    list_of_numbers, blot = reading("\n".join("5" * 12), 0.995, 0.995), reading("1", 0.9999, 0.9999)
    ways = {"a": list_of_numbers, "b": blot, "c": list_of_numbers, "d": list_of_numbers, "e": blot}
    assert choice(ways) == ("a", ["a", "b", "c"])
    doubtful = reading("\n".join("5" * 12), 0.9, 0.9)
    assert choice({"a": doubtful, "b": blot, "c": doubtful, "d": doubtful})[0] == "b"


def test_the_rest_is_not_read_where_the_first_three_agree_however_doubtful() -> None:
    doubtful, sure = reading("6\n2", 0.6, 0.6), reading("8", 0.99, 0.999)
    assert choice({"a": doubtful, "b": doubtful, "c": doubtful, "d": sure}) == ("a", ["a", "b", "c"])
    assert choice({"a": doubtful, "b": doubtful, "c": sure, "d": doubtful})[0] == "c"
    assert choice({**dict.fromkeys("abc", reading("")), "d": sure})[0] == "d"


def test_the_rest_is_not_read_where_enough_was() -> None:
    ways = {"a": reading("1", 0.5), "b": reading("2", 0.6), "c": reading("3", 0.9)}
    count = iter((False, True))
    assert voted(ways, ways.__getitem__, lambda: next(count)) == ("b", ways["b"])


def test_a_line_that_is_torn_in_most_ways_is_whole_where_two_are_sure_of_it() -> None:
    torn, whole = reading("?1", 0.99, 0.99), reading("4", 0.99, 0.99)
    assert choice({"a": torn, "b": torn, "c": whole, "d": torn, "e": whole})[0] == "c"


def test_a_third_way_is_read_where_two_agree_that_are_only_rather_sure() -> None:
    ways = {"a": reading("2", 0.96, 0.99), "b": reading("2", 0.96, 0.99), "c": reading("8", 0.99, 0.99)}
    assert choice(ways) == ("a", ["a", "b", "c"])


def test_the_rest_is_not_read_where_many_agree_that_are_rather_sure() -> None:
    ways = {"a": reading("1", 0.5), **dict.fromkeys("bcdef", reading("45", 0.95, 0.97))}
    assert choice(ways) == ("b", ["a", "b", "c", "d"])
