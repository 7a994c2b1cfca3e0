"""What a panel member gets to read and to fill in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.reading.attachments import open_attachment
from ace_mailbot.rehearsal import forms
from ace_mailbot.writing import samples
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.sample_papers import MEMBER
from ace_mailbot.writing.templates import Templates

CONFIG = load(shipped_folder() / "config.toml", {})


def built(name: str, config: Config = CONFIG, **changes: object) -> File:
    application = replace(samples.full(config), **changes)  # type: ignore[arg-type]
    occasion = Occasion(application, config.programme.closes, {"member": MEMBER})
    return Cabinet(config, Templates(config)).build(name, occasion)


def text_of(file: File) -> str:
    form, key = CONFIG.form, CONFIG.programme.key
    return open_attachment(file.filename, file.content_type, file.data, form, key).text


def test_the_scoring_form_comes_back_as_it_was_filled_in() -> None:
    blank = built("scoring-form")
    filled = forms.fill(blank.data, {"C4_score": "2 solid", "C4_evidence": "A stop\nday."})
    form, key = CONFIG.form, CONFIG.programme.key
    read = open_attachment(blank.filename, blank.content_type, filled, form, key)
    assert read.scoring == {"C4_score": "2 solid", "C4_evidence": "A stop\nday."}
    assert (read.reference, read.answers, read.problem) == ("ACE-001", {}, "")


def test_an_empty_scoring_form_says_nothing() -> None:
    blank = built("scoring-form")
    form, key = CONFIG.form, CONFIG.programme.key
    read = open_attachment(blank.filename, blank.content_type, blank.data, form, key)
    assert (read.scoring, read.answers) == ({}, {})


def test_the_scoring_form_names_its_application_and_its_assessor() -> None:
    text = text_of(built("scoring-form"))
    for words in ("ACE-001", "Joan Price", "C6. Lead and senior coaching", "Small enough to fail"):
        assert words in text


@pytest.mark.parametrize("name", ["paper-docx", "paper-odt"])
def test_a_paper_has_every_answer_but_contacts_and_access_needs(name: str) -> None:
    text = text_of(built(name))
    for words in ("Steady on your feet", "Answer to C1.", "Answer to B4_1_agency.", "18500"):
        assert words in text
    for hidden in ("B1_email", "B1_phone", "D5_email", "E3", "Access needs?"):
        assert f"Answer to {hidden}" not in text


def test_a_paper_is_the_same_bytes_each_time() -> None:
    for name in ("paper-docx", "paper-odt", "scoring-form"):
        assert built(name).data == built(name).data


def test_the_columns_of_an_open_document_are_of_one_width() -> None:
    content = forms.unzip(built("paper-odt").data)["content.xml"].decode()
    assert 'table:style-name="Of4" table:number-columns-repeated="4"' in content
    assert 'style:name="Of4"' in content
    assert 'style:column-width="4.15cm"' in content
