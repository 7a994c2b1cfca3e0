"""The documents that letters carry, by the names that rules use in `Letter.documents`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from ace_mailbot.config import Config
from ace_mailbot.writing.documents.occasion import Build, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

__all__ = ["BUILDERS", "Cabinet", "Occasion"]

Builder = Callable[[Config, Templates], Build]

# By module and function of this package: the libraries that write documents are large, and a bot
# that waits for mail does without them until the first letter.
BUILDERS: Mapping[str, str] = {
    "form-docx": "form_word:blank",
    "form-odt": "form_odt:blank",
    "guidance": "papers:guidance",
    "calendar": "calendar:closing",
    "mou-docx": "papers:memorandum",
    "mou-odt": "papers:memorandum_odt",
    "event-request": "invitation:request",
    "event-cancel": "invitation:cancel",
    "meeting-xlsx": "meeting_sheets:workbook",
    "meeting-docx": "meeting_paper:paper",
    "paper-docx": "panel_papers:paper_docx",
    "paper-odt": "panel_papers:paper_odt",
    "returned": "returned:as_it_came",
    "scoring-form": "panel_papers:scoring_form",
}


class Cabinet:
    """Every document of one config; what applications share is built once, when first wanted."""

    def __init__(self, config: Config, templates: Templates) -> None:
        self._config = config
        self._templates = templates
        self._builds: dict[str, Build] = {}

    def build(self, name: str, occasion: Occasion) -> File:
        """The document called *name* for *occasion*; KeyError for a name that BUILDERS lacks."""
        if name not in self._builds:
            builder: Builder = resolve_name(f"{__name__}.{BUILDERS[name]}")
            self._builds[name] = builder(self._config, self._templates)
        return self._builds[name](occasion)
