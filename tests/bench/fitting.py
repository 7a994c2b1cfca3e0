"""Finds the weights of reading/weights.py, and tells how well they read what they were not made of.

A support vector machine over the pieces of `wording`, by dual coordinate descent. It prints a row a
batch: how the fit to all the others reads it. With `--write` it writes the weights of all instead.
"""

from __future__ import annotations

import random
import sys
import textwrap
from collections import Counter, defaultdict
from pathlib import Path

from ace_mailbot.reading import automatic, phrases, wording
from tests.unit.reading.batches import Batch, batches

WEIGHTS = Path(wording.__file__).with_name("weights.py")
COST = 0.5  # how much one example may pull
ROUNDS = 80
PIECES = 1500  # that the table holds
OFTEN = 2  # times a piece has to occur
STEP = 3  # weights, in hundredths, are rounded to this

Example = tuple[list[str], int]
Weights = dict[str, float]


def main() -> None:
    found = batches()
    if "--write" in sys.argv:
        weights = fit(found)
        WEIGHTS.write_text(table(weights), "utf-8")
        wrong = sum(score(weights, e) * e[1] <= 0 for b in found for s in sides(b) for e in s)
        print(f"{wrong} of those that the weights are made of are read wrongly")
        return
    for left_out in found:
        learnt = fit([batch for batch in found if batch is not left_out])
        print(row(left_out.name, *([score(learnt, e) for e in side] for side in sides(left_out))))


def sides(batch: Batch) -> tuple[list[Example], list[Example]]:
    return examples(batch.machines, 1), examples(batch.people, -1)


def examples(texts: tuple[str, ...], sign: int) -> list[Example]:
    plain = [phrases.plain(text[: automatic.READ_LETTERS]) for text in texts]
    return [
        (sorted(wording.pieces(t)), sign) for t in plain if automatic.is_english(t, automatic.SOME)
    ]


def row(name: str, machines: list[float], people: list[float]) -> str:
    def above(scores: list[float], least: float) -> str:
        return f"{sum(s >= least for s in scores)}/{len(scores)}"

    levels = (0.0, 0.25, 0.5, 0.75, 1.0)
    cells = (f"{x}: {above(machines, x)}, people {above(people, x)}" for x in levels)
    return f"{name:12}" + " | ".join(cells)


def score(weights: Weights, example: Example) -> float:
    return sum(weights.get(piece, 0) for piece in example[0])


def fit(found: list[Batch]) -> Weights:
    """Fitted to all pieces, then to the weightiest alone."""
    every = [e for batch in found for side in sides(batch) for e in side]
    counts = Counter(piece for pieces, _ in every for piece in pieces)
    first = descend(only(every, {p for p, count in counts.items() if count >= OFTEN}))
    heaviest = sorted(first, key=lambda p: (-abs(first[p]) * min(counts[p], 40) ** 0.5, p))
    return descend(only(every, {*heaviest[:PIECES], "ALL"}))


def only(every: list[Example], kept: set[str]) -> list[Example]:
    return [([p for p in pieces if p in kept], sign) for pieces, sign in every]


def descend(every: list[Example]) -> Weights:
    weights: Weights = defaultdict(float)
    pull = [0.0] * len(every)
    order = list(range(len(every)))
    chance = random.Random(1)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for n in order:
            pieces, sign = every[n]
            short_by = 1 - sign * sum(weights[p] for p in pieces)
            new = min(max(pull[n] + short_by / len(pieces), 0.0), COST)
            change, pull[n] = (new - pull[n]) * sign, new
            if change:
                for piece in pieces:
                    weights[piece] += change
    return weights


def table(weights: Weights) -> str:
    groups: dict[int, list[str]] = defaultdict(list)
    for piece in sorted(weights):
        if rounded := round(weights[piece] * 100 / STEP) * STEP:
            groups[rounded].append(piece)
    blocks = "\n".join(
        f'    {weight}: """\n{block(groups[weight])}\n""",'
        for weight in sorted(groups, reverse=True)
    )
    return f"{HEAD}\nWEIGHTS = {{\n{blocks}\n}}\n"


def block(pieces: list[str]) -> str:
    words = [piece.replace(" ", "~") for piece in pieces]
    lines = textwrap.wrap(" ".join(words), 98, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line.replace(" ", "|").replace("~", " ") for line in lines)


HEAD = '''\
"""What a word or pair weighs for an automatic reply, in hundredths: `make fit` writes it.

Below 0 are those of people. `wording` says what a piece is.
"""
'''


if __name__ == "__main__":
    main()
