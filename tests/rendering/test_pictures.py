"""Letters in a real browser: nothing runs off a phone, and dark mode is dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rendering.picture import LOOKS, browser, overflow, pages, take

_CHROMIUM = browser()

pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="Chromium is not installed")


def test_letters_fit_a_phone_and_can_be_looked_at(tmp_path: Path) -> None:
    assert _CHROMIUM
    phone, _, dark = LOOKS
    too_wide = {}
    for page in pages(tmp_path):
        too_wide[page.stem] = overflow(page, phone, _CHROMIUM)
    assert too_wide == dict.fromkeys(too_wide, 0)
    light = take(tmp_path / "pack.html", phone, _CHROMIUM)
    night = take(tmp_path / "pack.html", dark, _CHROMIUM)
    assert light.read_bytes() != night.read_bytes()
