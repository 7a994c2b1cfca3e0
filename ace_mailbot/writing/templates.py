"""The organisation's templates: finding them, rendering them, and saying what is wrong with one.

A template sees only the values it is given; what a person wrote is always such a value and never
becomes a template itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ace_mailbot.config import Config, shipped_folder
from ace_mailbot.writing.words import filters, unbroken

# Values come guarded into the prose of documents, so that a line of somebody's can't become a
# heading or a table; `documents.prose` takes the guards off again.
GUARD, GUARDED_BAR = "\ue000", "\ue001"


def shipped_templates() -> Path:
    """The folder of the templates that come with ace-mailbot."""
    return shipped_folder() / "templates"


class _Compiled(BytecodeCache):
    """What this process compiled once, by its source: whoever opens the templates anew has it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code, "it was compiled"
        self._kept[bucket.key] = bucket.checksum, bucket.code


_LETTERS, _PROSE = _Compiled(), _Compiled()  # what is compiled depends on how values are set


class Templates:
    """The templates of one config: its own folder first, the shipped one for what it lacks."""

    def __init__(self, config: Config) -> None:
        self._folder = config.templates
        self._base = config.path.resolve().parent
        self._loader = ChoiceLoader(
            [FileSystemLoader(f) for f in (self._folder, shipped_templates())]
        )
        self._letters = _environment(config, self._loader, unbroken, _LETTERS)
        self._prose = _environment(config, self._loader, _guard, _PROSE)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The template *name* (`pack/body.txt`) with *values*; raises jinja2.TemplateError."""
        environment = self._prose if name.startswith("documents/") else self._letters
        return environment.get_template(name).render(values)

    def names(self) -> tuple[str, ...]:
        """Every template there is, the configured folder's and the shipped ones, sorted."""
        return tuple(n for n in self._letters.list_templates() if n.endswith((".txt", ".html")))

    def problems_of(self, name: str, known: set[str] | None) -> Iterator[str]:
        """What can be told of the template *name* without rendering it, branch by branch.

        *known* are the values it may use; None when that can't be told.
        """
        try:
            source = self._loader.get_source(self._letters, name)[0]
            tree = self._letters.parse(source, name)
            used = find_undeclared_variables(tree)
        except TemplateSyntaxError as error:
            yield f"{self.where(name)} line {error.lineno}: {error.message}"
            return
        except (TemplateError, UnicodeDecodeError) as error:
            yield self.sentence(name, error)
            return
        for value in sorted(used - known) if known else ():
            line = next(n.lineno for n in tree.find_all(nodes.Name) if n.name == value)
            yield f"{self.where(name)} line {line}: unknown value '{value}'"

    def sentence(self, name: str, error: Exception) -> str:
        """What *error* says is wrong with the template *name*, or with one that it includes."""
        if isinstance(error, TemplateNotFound):
            return f"{self.where(name)}: there is no template '{error.message}'"
        if isinstance(error, TemplateSyntaxError):
            return f"{self.where(error.name or name)} line {error.lineno}: {error.message}"
        place, line = self._place(name, error)
        return f"{self.where(place)} line {line}: {_complaint(error)}"

    def where(self, name: str) -> str:
        """The path of the template *name* as an operator would type it."""
        own = self._folder / name
        path = own if own.is_file() else shipped_templates() / name
        return str(path.relative_to(self._base) if path.is_relative_to(self._base) else path)

    def _place(self, name: str, error: Exception) -> tuple[str, int]:
        """The template and line where *error* was raised: jinja puts both into the traceback."""
        place, line, step = name, 1, error.__traceback__
        while step:
            filename = Path(step.tb_frame.f_code.co_filename)
            for folder in (self._folder, shipped_templates()):
                if filename.is_relative_to(folder):
                    place, line = str(filename.relative_to(folder)), step.tb_lineno
            step = step.tb_next
        return place, line


def _environment(
    config: Config, loader: BaseLoader, finalize: Callable[[Any], Any], compiled: BytecodeCache
) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # an edit counts from the next start, when `check` has seen it
        finalize=finalize,
        bytecode_cache=compiled,
    )
    environment.filters.update(filters(config))
    return environment


def _guard(value: Any) -> Any:
    return GUARD + " ".join(str(value).splitlines()).replace("|", GUARDED_BAR)


def _complaint(error: Exception) -> str:
    message = str(error) or type(error).__name__
    if isinstance(error, UndefinedError):
        found = re.search(r"(?:attribute|element) '(\w+)'|'(\w+)' is undefined", message)
        if found:
            return f"unknown value '{found[1] or found[2]}'"
    return " ".join(message.split())
