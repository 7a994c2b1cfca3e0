"""The collections of real mail in ../shared/corpora, and what is true of each message in them.

Truth comes from the collections' own labels and files and from the bare bytes, never from how our
code reads them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
_EXPECTED = re.compile(r"(?:permanent|temporary):(.*)", re.IGNORECASE)
_GROUP = re.compile(rb"(?:\r?\n){2,}")
_FAILED = re.compile(rb"^final-recipient:[^;\n]*;\s*<?([^\s<>;]+@[^\s<>;,]+)", re.I | re.M)
_SUCCESS = re.compile(rb"^action:\s*(?:relayed|delivered|expanded)", re.I | re.M)
_NAMED = re.compile(rb"^x-failed-recipients:\s*(.*(?:\r?\n[ \t].*)*)", re.I | re.M)
_ADDRESS = re.compile(rb"[^\s<>,;]+@[^\s<>,;]+")


@dataclass(frozen=True)
class Sample:
    """One message: *kind* is the index's word; *failed* None where no recipient is given."""

    collection: str
    path: Path
    kind: str
    failed: frozenset[str] | None = None
    trimmed: str | None = None

    @property
    def name(self) -> str:
        return self.path.name


def samples() -> list[Sample]:
    """Every message of the index; files of forms are not messages and are left out."""
    with (CORPORA / "index.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [[*row, "", ""][:3] for row in csv.reader(lines, delimiter="\t")][1:]
    return [_sample(file, kind, expected) for file, kind, expected in rows if kind != "form"]


def _sample(file: str, kind: str, expected: str) -> Sample:
    path = CORPORA / file
    failed = _failed(path.read_bytes(), expected) if kind == "bounce" else None
    trimmed = re.search(r"trimmed=([^;]+)", expected)
    collection = file.partition("/")[0]
    answer = (CORPORA / collection / trimmed[1]).read_text("utf-8") if trimmed else None
    return Sample(collection, path, kind, failed, answer)


def _failed(data: bytes, expected: str) -> frozenset[str] | None:
    """Whom the label names; without a label, whom a report's own fields name; else None."""
    if labels := [m[1] for part in expected.split("|") if (m := _EXPECTED.match(part))]:
        named = {e.lower() for label in labels for e in label.split(",") if e}
    else:
        groups = [g for g in _GROUP.split(data) if not _SUCCESS.search(g)]
        found = [m for group in groups for m in _FAILED.findall(group)]
        found += [e for value in _NAMED.findall(data) for e in _ADDRESS.findall(value)]
        named = {e.decode("ascii", "replace").lower().strip(".>") for e in found}
    return frozenset(named) or None
