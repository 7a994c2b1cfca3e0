"""RFC 3676: text that mail programs wrapped softly is put back into whole lines."""

from __future__ import annotations

import re

_QUOTES = re.compile(r"^>*")


def unfold(text: str, parameters: dict[str, str]) -> str:
    """*text* with soft line breaks removed where its Content-Type says format=flowed."""
    text = text.replace("\r\n", "\n")
    if parameters.get("format", "").lower() != "flowed":
        return text
    delete_space = parameters.get("delsp", "").lower() == "yes"
    lines: list[str] = []
    open_depth = -1  # quote depth of the line that still waits for its continuation
    for line in text.split("\n"):
        depth, content = _depth(line)
        if open_depth == depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth and content else "") + content)
        open_depth = -1
        if content.endswith(" ") and content != "-- ":
            open_depth = depth
            if delete_space:
                lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _depth(line: str) -> tuple[int, str]:
    match = _QUOTES.match(line)
    depth = match.end() if match else 0
    content = line[depth:]
    return depth, content[1:] if content.startswith(" ") else content
