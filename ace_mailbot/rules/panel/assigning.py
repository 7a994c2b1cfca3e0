"""Who reads what: a pure function of the applications, the members who may read each, and a seed.

It finds the evenest loads there are. Each place goes to the member with the least to read who can
be reached: directly, or by handing one of their new applications on to somebody else.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Collection, Iterable, Mapping


def assign(
    wanted: Mapping[str, int],
    eligible: Mapping[str, Collection[str]],
    loads: Mapping[str, int],
    seed: int,
) -> tuple[tuple[str, str], ...]:
    """(reference, member) for each place in *wanted* that anyone can take, sorted.

    *wanted* says how many more members an application needs, *eligible* who may read it and does
    not yet, *loads* how much each member reads already. The order of none of them matters.
    """
    given: dict[str, set[str]] = {reference: set() for reference in wanted}
    load = {m: loads.get(m, 0) for members in eligible.values() for m in members}
    for reference in in_order(wanted, seed):
        for _ in range(wanted[reference]):
            _fill(reference, given, eligible, load, seed)
    return tuple(sorted((r, m) for r, members in given.items() for m in members))


def in_order(names: Iterable[str], seed: int | str) -> list[str]:
    """*names* in an order that looks random, and is the same for a seed on every machine."""
    return sorted(names, key=lambda name: _draw(seed, name))


def _draw(seed: int | str, name: str) -> str:
    return hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()


def _fill(
    reference: str,
    given: dict[str, set[str]],
    eligible: Mapping[str, Collection[str]],
    load: dict[str, int],
    seed: int,
) -> None:
    """Give one more place of *reference* to whoever has least, if need be by a chain of swaps."""
    came_from = _reach(reference, given, eligible, seed)
    if not came_from:
        return
    least = min(came_from, key=lambda m: (load[m], _draw(seed, f"{reference}/{m}")))
    load[least] += 1
    member: str | None = least
    while member is not None:
        application, before = came_from[member]
        given[application].add(member)
        if before is not None:
            given[application].remove(before)
        member = before


def _reach(
    reference: str,
    given: Mapping[str, set[str]],
    eligible: Mapping[str, Collection[str]],
    seed: int,
) -> dict[str, tuple[str, str | None]]:
    """Every member who could take a place of *reference*, with the application that they would
    take and the member (None for a free place) who would hand it over."""
    came_from: dict[str, tuple[str, str | None]] = {}
    queue: deque[tuple[str, str | None]] = deque([(reference, None)])
    while queue:
        application, before = queue.popleft()
        takers = set(eligible.get(application, ())) - given[application]
        for member in in_order(takers, f"{seed}/{application}"):
            if member in came_from:
                continue
            came_from[member] = application, before
            held = [r for r, members in given.items() if member in members]
            queue.extend((r, member) for r in sorted(held))
    return came_from
