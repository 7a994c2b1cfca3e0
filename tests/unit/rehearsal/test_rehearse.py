"""The whole season, rehearsed: everyone plays their part, and the pages hold together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.model import Address, ConfigError
from ace_mailbot.rehearsal import cast, deeds, rehearse

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.fixture(scope="module")
def season(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one rehearsal of the shipped season."""
    return rehearse(config, tmp_path_factory.mktemp("season"), progress=False).parent


def test_everyone_does_what_the_cast_says(config: Config, season: Path) -> None:
    nobody = Address("nobody@funder.example")
    players = cast.load(config.programme, {"organiser": nobody, "approver": nobody})
    # A panel member scores as many papers as there are: one that another took over is not scored.
    scored = _letters(season, "paper") - _letters(season, "paper-ended")
    once = [deed for deed in players.deeds if deed.what != "assesses"]
    assert len(list((season / "mails").iterdir())) == len(once) + scored


def test_the_panel_the_board_and_the_money_are_part_of_the_story(season: Path) -> None:
    assert _letters(season, "panel-list") == 8
    assert _letters(season, "paper") == 96 + 12  # 12 were another's, who fell ill
    assert _letters(season, "scores-read") == 96 + 1  # one was corrected
    assert _letters(season, "meeting-pack") == 1
    assert _letters(season, "place-free") == 1
    assert _letters(season, "mou-received") == 10
    assert _letters(season, "award-paid") == 10
    assert _letters(season, "introduction") == 10
    assert _letters(season, "learning-asked") == 10
    assert _letters(season, "learning-shared") >= 10


def _letters(season: Path, obligation: str) -> int:
    """How many letters of *obligation* went out."""
    pattern = re.compile(rf"\d+-\d{{4}}-{obligation}-(?!ended)")
    return sum(1 for path in (season / "letters").glob("*.eml") if pattern.match(path.name))


def test_two_projects_are_supported_in_each_footprint(season: Path) -> None:
    index = (season / "index.html").read_text(encoding="utf-8")
    cards = index.split('<section class="card">')[1:]
    assert [card.count('<div class="slot">') for card in cards] == [2, 2, 2, 2, 2]


def test_outcomes_are_told_to_each_application_once_and_together(season: Path) -> None:
    told = [path.name for path in (season / "letters").glob("*outcome*.eml")]
    days = Counter(re.findall(r"-(\d{4})-", name)[0] for name in told)
    assert days == {"0927": 33, "1001": 1}  # a reserve took up a place that was given back
    stages = Counter(re.findall(r"outcome-([a-z]+)", name)[0] for name in told)
    assert stages == {"accepted": 11, "reserved": 5, "declined": 18}


def test_every_link_of_every_page_leads_somewhere_here(season: Path) -> None:
    for page in season.rglob("*.html"):
        if page.parent.name == "letters":
            continue
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            path, _, anchor = unquote(link).partition("#")
            target = page.parent / path if path else page
            assert target.is_file(), f"{page.name} links to {link}"
            assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8")


def test_no_page_knows_where_it_was_made_or_fetches_anything(season: Path) -> None:
    for page in season.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert str(season) not in text
        assert not re.search(r'(?:src|href)="https?:', text) or page.parent.name == "letters"
        assert "<script" not in text


def test_letters_are_shown_so_that_nothing_in_them_can_run(season: Path) -> None:
    assert all("default-src 'none'" in p.read_text() for p in (season / "letters").glob("*.html"))
    person = (season / "people" / "amara.html").read_text(encoding="utf-8")
    assert person.count("<iframe sandbox ") == person.count("<iframe")


def test_given_mail_goes_through_the_same_season_with_the_same_bytes_each_time(
    config: Config, tmp_path: Path
) -> None:
    short = replace(config.programme, decisions=config.programme.opens.replace(day=12))
    brief = replace(config, programme=replace(short, closes=short.opens.replace(day=9)))
    given = tmp_path / "given"
    given.mkdir()
    for sample in ("01-amara-okafor.eml", "06-helen-brody.eml"):
        (given / sample).write_bytes((deeds.SAMPLES / sample).read_bytes())
    first = _contents(rehearse(brief, tmp_path / "first", given, progress=False).parent)
    second = _contents(rehearse(brief, tmp_path / "second", given, progress=False).parent)
    assert first == second
    index = first["index.html"].decode()
    assert "Amara Okafor" in index
    assert "made up" not in index


def test_it_writes_over_an_earlier_rehearsal_and_over_nothing_else(
    config: Config, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ConfigError, match="holds other things"):
        rehearse(config, tmp_path, progress=False)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_without_mail_is_no_season(config: Config, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no mail"):
        rehearse(config, tmp_path / "out", tmp_path, progress=False)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
