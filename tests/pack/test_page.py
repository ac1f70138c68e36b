import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dangvien_analysis.pack.notebook import execute, kernel
from dangvien_analysis.pack.page import render_page

ALT = "Đã kết nạp 135, chỉ tiêu 281"
SHOW = f"""
from io import BytesIO
from IPython.display import Image, display
from PIL.Image import new
stream = BytesIO()
new("RGB", (2, 1)).save(stream, "png")
display(Image(data=stream.getvalue(), alt="{ALT}"))
"""


class Tags(HTMLParser):
    """Collect tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    cells = [
        new_markdown_cell("# Vĩnh Bảo: Đảng bộ, Ủy ban, ường"),
        new_code_cell("secret_name = 1\nprint('Chữ in: Ấ ặ ỹ')"),
        new_code_cell(SHOW),
    ]
    with kernel(tmp_path_factory.mktemp("kernel")) as manager:
        return render_page(execute(new_notebook(cells=cells), manager), "Báo cáo <A & B>")


def test_a_vietnamese_document(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert Tags(page).of("html") == [{"lang": "vi"}]
    assert Tags(page).of("meta")[0] == {"charset": "utf-8"}
    assert "<title>Báo cáo &lt;A &amp; B&gt;</title>" in page


@pytest.mark.parametrize("text", ["Vĩnh Bảo: Đảng bộ, Ủy ban, ường", "Chữ in: Ấ ặ ỹ"])
def test_letters_are_kept(page: str, text: str) -> None:
    assert text in page


def test_loads_and_runs_nothing(page: str) -> None:
    tags = Tags(page)
    assert not {tag for tag, _ in tags.found} & {"script", "link", "iframe", "object", "form"}
    for _, attributes in tags.found:
        for name in ("src", "href"):
            assert (attributes.get(name) or "data:").startswith("data:")
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import", page)


def test_code_is_hidden(page: str) -> None:
    assert "secret_name" not in page
    assert "BytesIO" not in page


def test_pictures_keep_their_alt_text(page: str) -> None:
    (picture,) = Tags(page).of("img")
    assert picture["alt"] == ALT
    assert (picture["src"] or "").startswith("data:image/png;base64,")


def test_prints_on_a4(page: str) -> None:
    assert "@page { size: A4; margin: 20mm 15mm 20mm 30mm; }" in page


def test_same_notebook_same_page(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# A")]), path)
    first, second = (render_page(nbformat.read(path, as_version=4), "A") for _ in range(2))
    assert first == second
