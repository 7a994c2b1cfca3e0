"""Who reads what: every place filled that can be, loads as even as can be, the same for a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from ace_mailbot.rules.panel.assigning import assign

MEMBERS = [f"member{n}@panel.example" for n in range(8)]
APPLICATIONS = [f"ACE-{n:03d}" for n in range(1, 13)]

_eligible = st.dictionaries(
    st.sampled_from(APPLICATIONS), st.sets(st.sampled_from(MEMBERS)), min_size=1
)
_loads = st.dictionaries(st.sampled_from(MEMBERS), st.integers(0, 5))
_places = st.integers(1, 4)


def shared(
    eligible: Mapping[str, Collection[str]], loads: Mapping[str, int], places: int, seed: int = 0
) -> tuple[tuple[str, str], ...]:
    return assign(dict.fromkeys(eligible, places), eligible, loads, seed)


def after(loads: Mapping[str, int], pairs: Collection[tuple[str, str]]) -> Counter[str]:
    return Counter(loads) + Counter(member for _, member in pairs)


@given(_eligible, _loads, _places)
def test_every_application_gets_its_readers_where_there_are_any(
    eligible: Mapping[str, set[str]], loads: Mapping[str, int], places: int
) -> None:
    given_to = Counter(reference for reference, _ in shared(eligible, loads, places))
    assert given_to == Counter({r: min(places, len(m)) for r, m in eligible.items()})


@given(_eligible, _loads, _places)
def test_nobody_reads_what_they_may_not_nor_anything_twice(
    eligible: Mapping[str, set[str]], loads: Mapping[str, int], places: int
) -> None:
    pairs = shared(eligible, loads, places)
    assert len(set(pairs)) == len(pairs)
    assert all(member in eligible[reference] for reference, member in pairs)


@given(_eligible, _loads, _places, st.integers())
def test_it_is_repeatable_and_the_order_of_arrival_never_matters(
    eligible: Mapping[str, set[str]], loads: Mapping[str, int], places: int, seed: int
) -> None:
    backwards = {r: sorted(m, reverse=True) for r, m in reversed(list(eligible.items()))}
    first = shared(eligible, loads, places, seed)
    assert first == shared(backwards, dict(reversed(list(loads.items()))), places, seed)


@given(
    st.dictionaries(
        st.sampled_from(APPLICATIONS[:4]), st.sets(st.sampled_from(MEMBERS[:4])), min_size=1
    ),
    st.dictionaries(st.sampled_from(MEMBERS[:4]), st.integers(0, 3)),
    st.integers(1, 2),
)
def test_no_other_way_to_share_is_more_even(
    eligible: Mapping[str, set[str]], loads: Mapping[str, int], places: int
) -> None:
    found = _unevenness(after(loads, shared(eligible, loads, places)))
    every_way = product(
        *(combinations(sorted(m), min(places, len(m))) for r, m in sorted(eligible.items()))
    )
    best = min(
        _unevenness(after(loads, [("", m) for way in ways for m in way])) for ways in every_way
    )
    assert found == best


def test_footprints_that_leave_one_reader_do_not_load_them_with_the_rest() -> None:
    a, b, c = MEMBERS[:3]
    eligible = {"ACE-001": [a, b, c], "ACE-002": [a, b, c], "ACE-003": [a], "ACE-004": [a]}
    pairs = shared(eligible, {}, 1)
    assert dict(pairs)["ACE-003"] == dict(pairs)["ACE-004"] == a
    assert {dict(pairs)["ACE-001"], dict(pairs)["ACE-002"]} == {b, c}


def test_forty_members_share_two_hundred_applications() -> None:
    everyone = [f"member{n}@panel.example" for n in range(40)]
    eligible = {f"ACE-{n:03d}": everyone for n in range(1, 201)}
    loads = after({}, shared(eligible, {}, 3, seed=2021))
    assert set(loads.values()) == {15}


def _unevenness(loads: Counter[str]) -> int:
    return sum(n * n for n in loads.values())
