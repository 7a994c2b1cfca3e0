"""Every shipped template renders in the house's language; check() finds what an edit broke."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ace_mailbot.config import Config
from ace_mailbot.model import Letter
from ace_mailbot.writing import samples
from ace_mailbot.writing.templates import shipped_templates
from ace_mailbot.writing.writer import Writer
from tests.unit.writing.conftest import SECRET, body

_MOST_WORDS = 20


def folders() -> list[str]:
    named = (p for p in shipped_templates().iterdir() if p.is_dir() and p.name != "documents")
    return sorted(p.name for p in named)


def letters(config: Config, template: str) -> list[Letter]:
    return [letter for letter in samples.letters(config) if letter.template == template]


def test_the_shipped_templates_are_in_order(writer: Writer) -> None:
    assert writer.check() == []


def test_every_folder_has_a_sample_and_every_sample_a_folder(config: Config) -> None:
    assert sorted({letter.template for letter in samples.letters(config)}) == folders()


@pytest.mark.parametrize("template", folders())
def test_text_and_html_say_the_same_in_plain_english(
    config: Config, writer: Writer, template: str
) -> None:
    for letter in letters(config, template):
        outgoing = writer.compose(letter, samples.state(config), config.programme.opens)
        text, html = body(outgoing, "plain"), body(outgoing, "html")
        assert not re.search(r"\n{3,}", text)
        assert not re.search(r"[<{]/?[a-z%{]+[ >]", text.replace("<amara.okafor@", ""))
        assert "<b>" not in html and "<strong>" not in html
        assert [s for s in _sentences(text) if len(s.split()) > _MOST_WORDS] == []
        assert [w for w in _words(text) if w not in _words(html)] == []


def _sentences(text: str) -> list[str]:
    """Our own sentences: no quotes, no lines of facts, and not the names that config gives."""
    ours = (line for line in text.splitlines() if line.strip() and not line.startswith(">"))
    ours = (line for line in ours if not re.match(r"[A-Z]\d\. |\d+\. |\w[\w ]+: ", line))
    return [s for line in ours for s in re.split(r"(?<=[.?!:;])\s+", line)]


def _words(text: str) -> list[str]:
    """The longer words; markup and quotes apart, both parts of a letter should hold the same."""
    ours = (line for line in text.splitlines() if not line.startswith(">"))
    return re.findall(r"[a-z]{6,}", " ".join(ours).lower())


@pytest.mark.parametrize(
    ("file", "source", "problem"),
    [
        (
            "reminder/body.txt",
            "{{ token_line }}\n\n\n{{ days_lft }}",
            "line 4: unknown value 'days_lft'",
        ),
        (
            "reminder/body.txt",
            "{{ token_line }}{{ application.led }}",
            "line 1: unknown value 'led'",
        ),
        ("reminder/body.html", "{{ token_line }}\n{% if missing %}", "line 2: "),
        (
            "reminder/body.html",
            "{% if false %}\n{{ gone }}{% endif %}",
            "line 2: unknown value 'gone'",
        ),
        ("reminder/body.txt", "{{ due|daay }}", "line 1: No filter named 'daay'."),
        ("reminder/body.txt", "Hello", "token_line is missing"),
        ("reminder/subject.txt", " ", "it comes out empty"),
        (
            "reminder/body.txt",
            "{% include 'privacie.txt' %}",
            "there is no template 'privacie.txt'",
        ),
        (
            "layout.txt",
            "{{ sender }}{% block content %}{% endblock %}",
            "line 1: unknown value 'sender'",
        ),
        (
            "documents/guidance.txt",
            "# Guidance\n\n{{ programe.key }}",
            "line 3: unknown value 'programe'",
        ),
    ],
)
def test_check_names_the_file_the_line_and_what_stands_there(
    own_templates: Config, file: str, source: str, problem: str
) -> None:
    (own_templates.templates / file).write_text(source)
    problems = Writer(own_templates, SECRET).check()
    assert problems
    assert all(p.startswith(f"templates/{file}") for p in problems)
    assert problem in problems[0]
    assert all("\n" not in p for p in problems)


def test_a_file_that_is_not_text_is_a_problem_in_one_line(own_templates: Config) -> None:
    (own_templates.templates / "lapsed/body.txt").write_bytes(b"\xff\xfe\x00")
    problems = Writer(own_templates, SECRET).check()
    assert len(problems) == 1
    assert problems[0].startswith("templates/lapsed/body.txt")


def test_what_the_folder_lacks_is_taken_from_the_shipped_templates(
    config: Config, own_templates: Config
) -> None:
    own = own_templates.templates
    for path in sorted(own.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (own / "lapsed").mkdir()
    (own / "lapsed/subject.txt").write_text("Our own words")
    writer = Writer(own_templates, SECRET)
    assert writer.check() == []
    (letter,) = letters(config, "lapsed")
    subject, text = writer.text_of(letter, samples.state(config), config.programme.opens)
    assert subject == "[ACE-001] Our own words"
    assert text.startswith("Dear Amara Okafor,\n\nWe did not get your application form.")


def test_an_edited_template_counts_from_the_next_start(own_templates: Config) -> None:
    state, now = samples.state(own_templates), own_templates.programme.opens
    (letter,) = letters(own_templates, "lapsed")
    for words in ("Our own words", "Better words"):
        (own_templates.templates / "lapsed/subject.txt").write_text(words)
        subject, _ = Writer(own_templates, SECRET).text_of(letter, state, now)
        assert subject == f"[ACE-001] {words}"


def test_a_template_reaches_nothing_but_its_values(own_templates: Config) -> None:
    evil = "{{ token_line }}{{ application.__class__.__mro__ }}"
    (own_templates.templates / "lapsed/body.txt").write_text(evil)
    (problem, *_) = Writer(own_templates, SECRET).check()
    assert problem.startswith("templates/lapsed/body.txt line 1: ")


def test_the_wheel_and_the_checkout_name_a_folder_that_is_there() -> None:
    assert (shipped_templates() / "form.toml").is_file()
    assert isinstance(shipped_templates(), Path)
