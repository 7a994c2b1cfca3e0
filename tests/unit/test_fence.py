"""The fence: files are read in a process of their own, and nothing they do gets out."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.fence import Fence
from ace_mailbot.model import Attachment, Contents, Unreachable

ROOT = Path(__file__).parents[2]
ASKS_FOR_ANOTHER = (
    "Please send it as a Word (.docx) or OpenDocument (.odt) file, "
    "or paste your answers into an email."
)

_TOO_MUCH = "it needs more time or memory than any form does"


@pytest.fixture(scope="module")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.fixture(scope="module")
def fence() -> Iterator[Fence]:
    with Fence(seconds=5) as made:
        yield made


def opened(fence: Fence, config: Config, name: str, data: bytes) -> Contents:
    attachment = Attachment(name, "application/octet-stream", data)
    (found,) = fence.opened((attachment,), config.form, config.programme.key)
    assert found.contents
    return found.contents


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_plain_file_is_read(fence: Fence, config: Config) -> None:
    assert opened(fence, config, "idea.txt", b"Falls in Brent\n") == Contents(text="Falls in Brent")


def test_a_torn_pdf_gets_a_kind_sentence(fence: Fence, config: Config) -> None:
    assert opened(fence, config, "form.pdf", b"%PDF-1.7\n...").problem == (
        f"We could not read the file form.pdf: it is damaged. {ASKS_FOR_ANOTHER}"
    )


def test_a_zip_bomb_is_refused(fence: Fence, config: Config) -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})
    assert len(bomb) < 100_000
    contents = opened(fence, config, "form.docx", bomb)
    assert "it expands to far more than it should hold" in contents.problem


def test_entities_expand_to_nothing(fence: Fence, config: Config) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    xml = f"<!DOCTYPE d [{laughs}]><d>&l9;</d>".encode()
    contents = opened(fence, config, "form.docx", zipped({"word/document.xml": xml}))
    assert "haha" not in contents.text


def test_a_file_on_the_machine_is_not_read(fence: Fence, config: Config) -> None:
    xml = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    contents = opened(fence, config, "form.docx", zipped({"word/document.xml": xml}))
    assert "root:" not in contents.text


def test_a_file_that_takes_too_long_gets_a_sentence_and_the_next_is_read(config: Config) -> None:
    with Fence(seconds=0.0) as impatient:
        contents = opened(impatient, config, "slow.docx", b"words " * 2_000_000)
        assert (
            contents.problem
            == f"We could not read the file slow.docx: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
        )
    with Fence() as patient:
        assert opened(patient, config, "idea.txt", b"Falls").text == "Falls"


def test_a_file_that_needs_too_much_memory_gets_a_sentence(config: Config) -> None:
    with Fence(megabytes=1) as small:
        contents = opened(small, config, "large.txt", b"words in a line\n" * 2_000_000)
        assert (
            contents.problem
            == f"We could not read the file large.txt: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
        )


def test_an_answer_that_is_too_long_gets_a_sentence(fence: Fence, config: Config) -> None:
    contents = opened(fence, config, "long.txt", b"word\n" * 1_200_000)
    assert (
        contents.problem == f"We could not read the file long.txt: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
    )


def test_a_closed_fence_opens_again(config: Config) -> None:
    fence = Fence()
    assert opened(fence, config, "a.txt", b"one").text == "one"
    fence.close()
    assert opened(fence, config, "a.txt", b"two").text == "two"
    fence.close()


def test_it_works_below_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from ace_mailbot.config import load\n"
        "from ace_mailbot.fence import Fence\n"
        "from ace_mailbot.model import Attachment\n"
        f"form = load(Path({str(ROOT / 'config.toml')!r}), {{}}).form\n"
        "with Fence() as fence:\n"
        "    files = (Attachment('a.txt', 'text/plain', b'one'),)\n"
        "    print(fence.opened(files, form, 'ACE')[0].contents.text)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "one\n"


def test_a_reader_that_cannot_start_is_our_trouble_and_no_files_fault(config: Config) -> None:
    with Fence(python="/bin/false") as broken, pytest.raises(Unreachable, match="can't be started"):
        opened(broken, config, "idea.txt", b"Falls in Brent\n")
