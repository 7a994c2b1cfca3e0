"""Is an export valid by a JSON Schema that somebody downloaded? 360Giving's are not ours to ship.

.venv/bin/python -m tests.schema SCHEMA [EXPORT]

SCHEMA is the standard's package schema, or that of a single grant; a schema that it refers to is
taken from the same folder, by the last part of its address. EXPORT is what `export 360giving`
wrote; without it the rehearsal's season is played and exported. Exit 0 valid, 1 not, 2 unusable.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ace_mailbot.config import Publishing, load, shipped_folder
from ace_mailbot.rehearsal import shipped
from ace_mailbot.rehearsal.season import play
from ace_mailbot.writing.grants import as_json, grants


def problems(export: Mapping[str, Any], schema: Path) -> Iterator[str]:
    """A line for each thing in *export* that the schema doesn't allow: where it stands, and why.

    Raises Unresolvable (of `referencing`) where a schema that it refers to is missing.
    """
    from jsonschema.validators import validator_for
    from referencing import Registry

    rules = json.loads(schema.read_text(encoding="utf-8"))
    chosen = validator_for(rules)
    chosen.check_schema(rules)
    registry = Registry(retrieve=_beside(schema))  # type: ignore[call-arg]
    checker = chosen(rules, registry=registry, format_checker=_formats())
    of_package = "grants" in rules.get("properties", {})
    for place, part in [("", export)] if of_package else _each_grant(export):
        for error in sorted(checker.iter_errors(part), key=lambda e: list(map(str, e.path))):
            where = "/".join([place, *map(str, error.absolute_path)]).strip("/")
            yield f"{where or 'the whole'}: {error.message}"


def of_the_rehearsal() -> Mapping[str, Any]:
    """The awards of the shipped season, as they would be published."""
    config = load(shipped_folder() / "config.toml", {}, with_secrets=False)
    publishing = Publishing("360G-example", "GB-CHC-1234567", "The Funder", config.programme.name)
    scene, cues = shipped(config)
    record = play(scene.config, cues, scene.take, progress=False)
    config = replace(scene.config, publishing=publishing)
    found, _ = grants(record.state, config)
    package: Mapping[str, Any] = json.loads(as_json(found, config, config.programme.decisions))
    return package


def _each_grant(export: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(f"grants/{n}", grant) for n, grant in enumerate(export.get("grants", []))]


def _beside(schema: Path) -> Any:
    from referencing import Resource

    def retrieve(uri: str) -> Any:
        rules = json.loads((schema.parent / uri.rpartition("/")[2]).read_text(encoding="utf-8"))
        return Resource.from_contents(rules)

    return retrieve


def _formats() -> Any:
    """Dates alone: "a date or a date-time" is only told apart where one of them is looked at."""
    from jsonschema import FormatChecker

    def is_date_time(value: object) -> bool:
        if not isinstance(value, str):
            return True
        return bool(re.match(r"\d{4}-\d\d-\d\d[Tt]", value) and datetime.fromisoformat(value))

    checker = FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(is_date_time)
    return checker


def main(arguments: Sequence[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print("expected SCHEMA, the schema that you downloaded, and perhaps EXPORT")
        return 2
    from referencing.exceptions import Unresolvable

    try:
        text = Path(arguments[1]).read_text(encoding="utf-8") if arguments[1:] else ""
        export = json.loads(text) if text else of_the_rehearsal()
        found = list(problems(export, Path(arguments[0])))
    except Unresolvable as error:
        print(f"can't be checked: {error.ref} is wanted, in the folder of the schema")
        return 2
    except (OSError, ValueError) as error:
        print(f"can't be checked: {error}")
        return 2
    print(*found, sep="\n", end="\n" if found else "")
    count = len(export.get("grants", []))
    print(f"not valid: {len(found)} problems" if found else f"valid: {count} grants")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
