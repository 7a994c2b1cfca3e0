"""The configs that docs/mailboxes.md shows are ones that load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.config_files import EXAMPLE, loaded

PAGE = Path(__file__).parents[3] / "docs" / "mailboxes.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
SECRETS = dict.fromkeys(re.findall(r'_env = "(\w+)"', TEXT), "s3cret")


@pytest.mark.parametrize("block", BLOCKS, ids=[str(n) for n in range(len(BLOCKS))])
def test_every_config_shown_loads_in_place_of_the_shipped_mailbox(
    tmp_path: Path, block: str
) -> None:
    before, _, rest = EXAMPLE.partition("[mailbox]")
    after = rest[rest.index("[schedule]") :]
    config = loaded(tmp_path, f"{before}{block}\n{after}", SECRETS)
    assert f'backend = "{config.mailbox.backend}"' in block
    assert config.mailbox.address == "ace@funder.example"


def test_every_backend_has_a_config_shown() -> None:
    shown = {match for block in BLOCKS for match in re.findall(r'backend = "(\w+)"', block)}
    assert shown == {"graph", "imap", "exchange", "maildir"}


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}
    assert set(re.findall(r"\(#([^)]+)\)", TEXT)) <= anchors
