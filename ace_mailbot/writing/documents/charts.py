"""Pictures of figures for documents that can't draw them: light PNGs, the same bytes every time.

What they show stands in a table beside them too, so nobody depends on seeing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1660  # pixels, for 16.6 cm: what is between the margins of a page
_FONT = 40  # 11 points on the page
_ROW, _TOP, _LABEL, _RIGHT, _PLACE = 64, 64, 300, 60, 76
# All of the fixed palette that the pictures are saved with.
_INK, _BLUE, _GREY, _LIGHT = "#333333", "#0066cc", "#666666", "#cccccc"


@dataclass(frozen=True, slots=True)
class Line:
    """A score with its spread, from 0 to the scale's end."""

    label: str
    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Boxes:
    """Places as boxes: filled for *taken*, striped for *proposed*, empty for the rest."""

    label: str
    taken: int
    proposed: int
    empty: int
    note: str


def spreads(lines: Sequence[Line], most: float, threshold: float) -> bytes:
    """A dot for each mean on a line from low to high; a dashed line where fundable begins."""
    image, pen = _blank(_TOP + _ROW * len(lines) + 20)
    font = _font()
    scale = (WIDTH - _LABEL - _RIGHT) / most
    bottom = _TOP + _ROW * len(lines)
    for mark in range(int(most) + 1):
        x = _LABEL + mark * scale
        pen.line((x, _TOP - 10, x, bottom), fill=_LIGHT, width=2)
        pen.text((x, 4), str(mark), fill=_GREY, font=font, anchor="ma")
    _dashed(pen, _LABEL + threshold * scale, _TOP - 10, bottom)
    for number, line in enumerate(lines):
        y = _TOP + _ROW * number + _ROW // 2
        low, mean, high = (_LABEL + figure * scale for figure in (line.low, line.mean, line.high))
        pen.text((_LABEL - 24, y), line.label, fill=_INK, font=font, anchor="rm")
        pen.line((low, y, high, y), fill=_GREY, width=6)
        for end in (low, high):
            pen.line((end, y - 12, end, y + 12), fill=_GREY, width=4)
        pen.ellipse((mean - 13, y - 13, mean + 13, y + 13), fill=_BLUE)
    return _png(image)


def places(rows: Sequence[Boxes]) -> bytes:
    """A row of boxes for each footprint, with a few words beside it."""
    image, pen = _blank(20 + _PLACE * len(rows))
    font = _font()
    for number, row in enumerate(rows):
        y = 10 + _PLACE * number
        pen.text((560, y + 24), row.label, fill=_INK, font=font, anchor="rm")
        x = 590
        for kind in ("taken",) * row.taken + ("proposed",) * row.proposed + ("",) * row.empty:
            _box(pen, x, y, kind)
            x += 64
        pen.text((x + 20, y + 24), row.note, fill=_INK, font=font, anchor="lm")
    return _png(image)


def _box(pen: ImageDraw.ImageDraw, x: int, y: int, kind: str) -> None:
    pen.rectangle((x, y, x + 48, y + 48), outline=_GREY, width=3, fill=_BLUE if kind else None)
    if kind == "proposed":
        for step in range(8, 48, 12):
            pen.line((x + step, y + 3, x + step, y + 45), fill="#ffffff", width=5)


def _dashed(pen: ImageDraw.ImageDraw, x: float, top: int, bottom: int) -> None:
    for y in range(top, bottom, 18):
        pen.line((x, y, x, min(y + 10, bottom)), fill=_INK, width=3)


def _blank(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, height), "#ffffff")
    return image, ImageDraw.Draw(image)


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    # The one that comes with Pillow: no machine's own fonts, so the same picture everywhere.
    return ImageFont.load_default(_FONT)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    # Few colours, and a fixed set of them: small, and choosing the best ones would take longer than
    # all the rest of the document.
    image.convert("P", dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()
