"""A TOML file read, or one line about why it can't be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ace_mailbot.model import ConfigError


def read_toml(path: Path) -> dict[str, Any]:
    """The file as TOML; ConfigError with one line where it can't be read as such."""
    try:
        # Notepad puts a byte order mark before a file that people save as UTF-8.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        advice = "`ace-mailbot init DIR` lays one out, `--config FILE` names another"
        raise ConfigError(f"{path}: there is no such file; {advice}") from None
    except OSError as error:
        raise ConfigError(f"{path}: it can't be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}: line {line} is not UTF-8; expected a UTF-8 text file") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {_syntax(str(error))}") from None


def _syntax(error: str) -> str:
    """tomllib's message with its line first: `line 12: ...; expected ...`."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", error, re.S)
    what, line = (found[1], found[2]) if found else (error, None)
    place = f"line {line}" if line else "the end of the file"
    if "overwrite" in what or "declare" in what or "mutate" in what:
        return f"{place}: a key or table stands here that stood before; expected each of them once"
    return f'{place} is not TOML ({what.lower()}); expected a line such as key = "value"'
