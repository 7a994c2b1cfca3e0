"""`init DIR`: lay out config.toml, templates/ and data/ for an organiser to edit."""

from __future__ import annotations

import shutil
from pathlib import Path

from ace_mailbot.config import shipped_folder
from ace_mailbot.model import ConfigError


def lay_out(folder: Path) -> tuple[Path, ...]:
    """Copy what is shipped into *folder*, which is made if need be; the paths that are new.

    Raises ConfigError, with nothing changed, where anything of the kind stands there already.
    """
    config, templates, data = (folder / name for name in ("config.toml", "templates", "data"))
    there = [path for path in (config, templates, data) if path.exists()]
    if there:
        raise ConfigError(
            *(
                f"{path} stands there already; init overwrites nothing, so name another folder"
                for path in there
            )
        )
    shipped = shipped_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # copyfile leaves the mode behind: what was installed read-only is to be edited here.
        shutil.copyfile(shipped / "config.toml", config)
        shutil.copytree(
            shipped / "templates",
            templates,
            copy_function=shutil.copyfile,
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
        data.mkdir(mode=0o700)
    except OSError as error:
        raise ConfigError(f"{error.filename or folder} can't be made: {error.strerror}") from None
    return config, templates, data
