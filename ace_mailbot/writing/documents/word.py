"""Word documents that everyone can read: Arial 12, real headings, header rows that repeat.

It knows OOXML and nothing of programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO

from docx import Document as open_document
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from lxml.etree import _Element

from ace_mailbot.writing.documents import archive
from ace_mailbot.writing.documents.prose import Block, Heading, Paragraph, Point, Table

FONT = "Arial"
_INK, _BLUE, _GREY = (
    RGBColor(0x21, 0x2B, 0x32),
    RGBColor(0x00, 0x30, 0x87),
    RGBColor(0x42, 0x55, 0x63),
)
_SIZES = {"Heading 1": 20, "Heading 2": 16, "Heading 3": 12}
_KEPT = {
    *("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "List Bullet"),
    *("Footer", "Hint", "Answer", "Placeholder Text", *_SIZES),
}
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def blank(title: str, author: str, footer: str) -> Document:
    """An empty A4 document with its styles, language and properties set."""
    document: Document = open_document(BytesIO(_base()))
    _page(document, footer)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "en-GB"
    properties.last_modified_by, properties.comments = author, ""
    # A fixed time: the same document must give the same bytes on every day.
    properties.created = properties.modified = datetime(2021, 1, 1)  # noqa: DTZ001
    return document


@cache
def _base() -> bytes:
    """What all our documents begin with: made once, for to strip python-docx's own takes long."""
    document = open_document()
    _strip(document)
    _language(document)
    for name, size in {"Normal": 12, "List Bullet": 12, **_SIZES}.items():
        _style(document, name, size)
    hint = document.styles.add_style("Hint", WD_STYLE_TYPE.PARAGRAPH)
    hint.base_style = document.styles["Normal"]
    hint.font.color.rgb = _GREY
    _answer_style(document)
    _placeholder_style(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def add(document: Document, blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(text, level):
                document.add_heading(text, level)
            case Paragraph(text):
                document.add_paragraph(text)
            case Point(text):
                document.add_paragraph(text, style="List Bullet")
            case Table(header, rows):
                table = add_table(document, header, len(rows))
                for row, cells in zip(table.rows[1:], rows, strict=True):
                    for cell, text in zip(row.cells, cells, strict=False):
                        cell.text = text


def add_table(document: Document, header: Sequence[str], rows: int) -> WordTable:
    """A table with its header filled in, which repeats on every page it runs over."""
    table: WordTable = document.add_table(rows + 1, len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
        shade: _Element = cell._tc.get_or_add_tcPr()
        shade.append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E8EDEE"/>')
        )
    for number, row in enumerate(table.rows):  # python-docx has no public way to these marks
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
    return table


def parts(document: Document) -> dict[str, bytes]:
    """The document as the parts of its zip file."""
    out = BytesIO()
    document.save(out)
    return archive.unpack(out.getvalue())


def _drop_relations(relations: Relationships, *endings: str) -> None:
    for name, relation in list(relations.items()):
        if relation.reltype.endswith(endings):
            del relations[name]


def _strip(document: Document) -> None:
    """Take away what python-docx's own blank brings along: 25 times the form itself.

    That is a picture of another document and 2 copies of 160 styles, among which each paragraph
    would look for its own.
    """
    _drop_relations(document.part.package.rels, "/thumbnail")
    _drop_relations(document.part.rels, "/stylesWithEffects", "/customXml")
    for style in list(document.styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)
    for style in document.styles:
        for link in style.element.findall(qn("w:link")):  # to a style that has gone
            style.element.remove(link)


def _page(document: Document, footer: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{footer} - page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)


def _language(document: Document) -> None:
    for place in (document.styles.element, document.settings.element):
        for language in place.iter(qn("w:lang"), qn("w:themeFontLang")):
            language.set(qn("w:val"), "en-GB")


def _style(document: Document, name: str, size: int) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = _BLUE if name.startswith("Heading") else _INK
    fonts = style.element.rPr.rFonts
    for attribute in _THEMED:  # a theme's font would win over the one that is named
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for attribute in ("cs", "eastAsia"):
        fonts.set(qn(f"w:{attribute}"), FONT)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.space_before = Pt(14 if name.startswith("Heading") else 3)


def _answer_style(document: Document) -> None:
    """A box around an answer, so that it is plain where to write."""
    style = document.styles.add_style("Answer", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="425563"/>'
        for side in ("top", "left", "bottom", "right")
    )
    style.element.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _placeholder_style(document: Document) -> None:
    """The style that Word itself gives to the prompt of an empty control."""
    style = document.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
