"""A message that Outlook saved (.msg): its text and its files ([MS-OXMSG])."""

from __future__ import annotations

import re

from ace_mailbot.reading.enclosed import properties
from ace_mailbot.reading.enclosed.holding import Enclosed, Holding
from ace_mailbot.reading.forms.ole import Ole

NAMES = "__nameid_version1.0"  # the storage that every .msg has
MOST_FILES = 50
DEEPEST = 4  # messages within messages
_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})")
_EMBEDDED = "__substg1.0_3701000D"
_STRING = (properties.UNICODE, properties.EIGHT_BIT)


def read(file: Ole) -> Holding:
    return _message(file, "", 0)


def _message(file: Ole, path: str, depth: int) -> Holding:
    texts = [properties.text(_properties(file, path))]
    files: list[Enclosed] = []
    storages = [n for n in file.below(path) if n.startswith("__attach_version1.0_")]
    for storage in storages[:MOST_FILES]:
        inner = f"{path}/{storage}".lstrip("/")
        if _EMBEDDED in file.below(inner) and depth < DEEPEST:
            held = _message(file, f"{inner}/{_EMBEDDED}", depth + 1)
            texts.append(held.text)
            files += held.files
        elif found := properties.file(_properties(file, inner)):
            files.append(found)
    return Holding("\n\n".join(filter(None, texts)), tuple(files))


def _properties(file: Ole, path: str) -> properties.Properties:
    found: dict[int, str | bytes] = {}
    for name in file.below(path):
        if not (match := _STREAM.fullmatch(name)):
            continue
        id, kind = int(match[1], 16), int(match[2], 16)
        if id in properties.WANTED and kind != 0x000D:  # 000D is a storage of its own
            data = file.read(f"{path}/{name}".lstrip("/"))
            found[id] = properties.string(data, kind) if kind in _STRING else data
    return found
