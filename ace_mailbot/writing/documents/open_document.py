"""OpenDocument text files that everyone can read: Arial 12, real headings, repeated header rows.

Written out by hand, because a library's own blank brings its fonts and a foreign language along.
It knows OpenDocument and nothing of programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from ace_mailbot.writing.documents.controls import Control
from ace_mailbot.writing.documents.prose import Block, Heading, Paragraph, Point, Table

LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = " ".join(
    (
        *(f'xmlns:{n}="{_OASIS}:{n}:1.0"' for n in ("office", "style", "text", "table", "meta")),
        f'xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_OASIS}:svg-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        f'xmlns:loext="{LOEXT}"',
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TABLE_CM, _MOST_COLUMNS = 16.6, 12
_BORDER = "0.75pt solid #425563"


def package(title: str, author: str, footer: str, body: str) -> dict[str, bytes]:
    """The parts of the zip file, `mimetype` first as the standard wants it."""
    return {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": _manifest().encode(),
        "meta.xml": _meta(title, author).encode(),
        "styles.xml": _styles(footer).encode(),
        "content.xml": _content(body).encode(),
    }


def prose(blocks: Iterable[Block]) -> str:
    return "".join(_block(block) for block in blocks)


def heading(text: str, level: int) -> str:
    style = f"Heading_20_{level}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{escape(text)}</text:h>'


def paragraph(inner: str, style: str = "Standard") -> str:
    """A paragraph around *inner*, which is XML already."""
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells of *rows* are XML already, those of *header* are text."""
    head = _row(_cell(escape(text), "HeadCell") for text in header)
    body = "".join(_row(map(_cell, row)) for row in rows)
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="Box">'
        f'<table:table-column table:style-name="Of{len(header)}" '
        f'table:number-columns-repeated="{len(header)}"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{body}</table:table>"
    ) + paragraph("", "Gap")


def control(made: Control) -> str:
    """A content control as LibreOffice writes it; programs that don't know it show its text."""
    items = "".join(
        f"<loext:list-item loext:display-text={quoteattr(o)} loext:value={quoteattr(o)}/>"
        for o in made.options
    )
    date = ' loext:date="true" loext:date-format="D MMMM YYYY"' if made.date else ""
    language = ' loext:date-rfc-language-tag="en-GB"' if made.date else ""
    kind = ' loext:dropdown="true"' if made.options else ""
    plain = "" if made.date or made.options else ' loext:plain-text="true"'
    return (
        f"<loext:content-control loext:alias={quoteattr(made.alias)}"
        f" loext:tag={quoteattr(made.tag)}"
        f'{date}{language}{kind}{plain} loext:showing-place-holder="true">'
        f"{items}{escape(made.prompt)}</loext:content-control>"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return heading(text, level)
        case Paragraph(text):
            return paragraph(escape(text))
        case Point(text):
            return (
                f"<text:list><text:list-item>{paragraph(escape(text))}</text:list-item></text:list>"
            )
        case Table(header, rows):
            return table("Table", header, ([escape(cell) for cell in row] for row in rows))


def _row(cells: Iterable[str]) -> str:
    return f'<table:table-row table:style-name="Whole">{"".join(cells)}</table:table-row>'


def _cell(inner: str, style: str = "BoxCell") -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraph(inner, 'InCell')}</table:table-cell>"
    )


def _content(body: str) -> str:
    cell = f'<style:table-cell-properties fo:padding="0.15cm" fo:border="{_BORDER}"'
    return (
        f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3">'
        "<office:automatic-styles>"
        '<style:style style:name="Whole" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always"/></style:style>'
        '<style:style style:name="Box" style:family="table"><style:table-properties '
        f'style:width="{_TABLE_CM}cm" table:align="left" fo:margin-top="0.1cm"/></style:style>'
        f"{''.join(_column(count) for count in range(1, _MOST_COLUMNS + 1))}"
        f'<style:style style:name="BoxCell" style:family="table-cell">{cell}/></style:style>'
        f'<style:style style:name="HeadCell" style:family="table-cell">{cell} '
        'fo:background-color="#e8edee"/></style:style>'
        "</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _column(count: int) -> str:
    """The style of a column in a table of *count*. Without one LibreOffice makes the last wide."""
    return (
        f'<style:style style:name="Of{count}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_TABLE_CM / count:.2f}cm"/>'
        "</style:style>"
    )


def _styles(footer: str) -> str:
    numbered = paragraph(f"{escape(footer)} - page <text:page-number/>", "Hint")
    return (
        f'{_HEAD}<office:document-styles {_NAMESPACES} office:version="1.3">'
        '<office:font-face-decls><style:font-face style:name="Arial" svg:font-family="Arial" '
        'style:font-family-generic="swiss"/></office:font-face-decls><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties '
        'style:font-name="Arial" fo:font-size="12pt" fo:language="en" fo:country="GB" '
        'fo:color="#212b32"/></style:default-style>'
        f"{''.join(_paragraph_styles())}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2cm"/><style:footer-style/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="A4"><style:footer>{numbered}'
        "</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def _paragraph_styles() -> Iterable[str]:
    yield _style("Standard", "", 'fo:margin-top="0.1cm" fo:margin-bottom="0.2cm"')
    for level, size in enumerate((20, 16, 12), 1):
        yield _style(
            f"Heading_20_{level}",
            "Standard",
            'fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
            f'fo:font-size="{size}pt" fo:font-weight="bold" fo:color="#003087"',
            f'style:display-name="Heading {level}" style:default-outline-level="{level}"',
        )
    yield _style("Hint", "Standard", 'fo:keep-with-next="always"', 'fo:color="#425563"')
    yield _style("Answer", "Standard", f'fo:padding="0.15cm" fo:border="{_BORDER}"')
    yield _style("InCell", "Standard", 'fo:margin-top="0cm" fo:margin-bottom="0cm"')
    yield _style(
        "Gap", "Standard", 'fo:margin-top="0cm" fo:margin-bottom="0cm"', 'fo:font-size="6pt"'
    )


def _style(name: str, parent: str, paragraphs: str, text: str = "", more: str = "") -> str:
    inherits = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{inherits} {more}>'
        f"<style:paragraph-properties {paragraphs}/><style:text-properties {text}/></style:style>"
    )


def _meta(title: str, author: str) -> str:
    return (
        f'{_HEAD}<office:document-meta {_NAMESPACES} office:version="1.3"><office:meta>'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        "<dc:language>en-GB</dc:language></office:meta></office:document-meta>"
    )


def _manifest() -> str:
    parts = [(f"{part}.xml", "text/xml") for part in ("content", "styles", "meta")]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in [("/", "application/vnd.oasis.opendocument.text"), *parts]
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
