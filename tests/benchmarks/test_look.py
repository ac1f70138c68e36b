"""Charts as committed and as they are now: what the page tells, and when there is none."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import look
from benchmarks.look_page import Drawn, Pair, changed_points, page, result, where
from benchmarks.shown import ENDING
from tests.conftest import ROOT

REAL, MADE_UP = "2023-09-13", f"2023-10-31{ENDING}"


def png(width: int = 8, height: int = 4, points: int = 0, colors: int = 0) -> bytes:
    """Draw a white picture with some black points; with few colours it is packed otherwise."""
    picture = Image.new("RGB", (width, height), "white")
    for at in range(points):
        picture.putpixel((at, 0), (0, 0, 0))
    stream = io.BytesIO()
    (picture.quantize(colors) if colors else picture).save(stream, "PNG")
    return stream.getvalue()


def drawn(points: int = 0, alt: str = "Lời") -> Drawn:
    return Drawn("Tên", alt, png(points=points))


ALIKE = Pair(REAL, "progress", drawn(), drawn())
FAILED = Drawn("Tên", error="KeyError: <x>")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (drawn(), drawn(), []),
        (drawn(), drawn(3), ["hình khác ở 3 điểm ảnh"]),
        (drawn(), drawn(3, "Khác"), ["hình khác ở 3 điểm ảnh", "lời mô tả khác"]),
        (drawn(), drawn(alt="Khác"), ["lời mô tả khác"]),
        (None, drawn(), ["chỉ có ở bản đang sửa"]),
        (drawn(), None, ["không còn ở bản đang sửa"]),
        (drawn(), FAILED, ["bản đang sửa không vẽ được"]),
        (FAILED, FAILED, ["bản đã lưu không vẽ được", "bản đang sửa không vẽ được"]),
    ],
)
def test_what_differs_is_said(old: Drawn | None, new: Drawn | None, words: list[str]) -> None:
    assert Pair(REAL, "progress", old, new).differences == words


def test_pictures_are_compared_by_their_points() -> None:
    plain, packed = png(), png(colors=2)
    assert plain != packed
    assert changed_points(plain, packed) == 0
    assert changed_points(plain, png(points=5)) == 5
    # What one picture has beyond the edge of the other differs.
    assert changed_points(png(8, 4), png(10, 4)) == 8


def test_what_differs_is_red() -> None:
    picture = Image.open(io.BytesIO(where(png(), png(points=2)))).convert("RGB")
    row = [picture.getpixel((x, 0)) for x in range(4)]
    assert row == [(200, 0, 0), (200, 0, 0), (255, 255, 255), (255, 255, 255)]


def test_the_page_shows_first_what_differs() -> None:
    moved = Pair(MADE_UP, "coverage", drawn(), drawn(3, 'Lời "mới" <b>'))
    text = page([ALIKE, Pair(REAL, "units", drawn(), FAILED), moved], "abc1234")
    said = "2 trong 3 biểu đồ khác nhau: units (13/9/2023), coverage (31/10/2023, mô phỏng)."
    assert said in text
    assert re.findall(r"· (\w+),", text) == ["units", "coverage", "progress"]
    assert "Khác nhau (2)" in text
    assert "Giống nhau (1)" in text
    assert text.count("SỐ LIỆU MÔ PHỎNG") == 1
    assert text.count("<img") == 1 + 3 + 2
    assert "KeyError: &lt;x&gt;" in text
    assert "Lời &quot;mới&quot; &lt;b&gt;" in text


def test_a_page_without_differences_says_so() -> None:
    assert result([ALIKE]) == "Cả 1 biểu đồ giống nhau."
    assert "Khác nhau (" not in page([ALIKE], "abc1234")


in_checkout = pytest.mark.skipif(not look.committed(ROOT), reason="not a git checkout")


@in_checkout
def test_a_chart_is_drawn_by_what_is_committed_and_by_the_work_tree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "so-sanh.html"
    assert look.main(["--chart", "progress", "--page", str(path)]) == 0
    said, shown = capsys.readouterr().out.splitlines()
    assert "biểu đồ" in said
    assert shown == str(path)
    text = path.read_text(encoding="utf-8")
    assert look.committed(ROOT) in text
    assert text.count("<section>") == 2
    assert text.count('<figcaption>Đã lưu</figcaption><img src="data:image/png;base64,') == 2
    assert text.count('<figcaption>Đang sửa</figcaption><img src="data:image/png;base64,') == 2
    assert len(re.findall("<span[^>]*>SỐ LIỆU MÔ PHỎNG</span>, số liệu đến 31/10/2023", text)) == 1
    # Nothing of it is fetched.
    assert set(re.findall(r'(?:src|href)="(\w+:)', text)) == {"data:"}
    assert "http" not in re.sub('base64,[^"]*', "", text)


def refusal(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert look.main([], root) == 2
    assert not (root / "work").exists()
    out, err = capsys.readouterr()
    assert out == ""
    return str(err).splitlines()


def test_without_a_checkout_there_is_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    said = refusal(tmp_path, capsys)
    assert len(said) == 2
    assert said[0].startswith("Không có bản đã lưu để so sánh")
    assert said[1].startswith("Nothing to compare with")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(tmp_path, capsys) == said


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_a_checkout_without_a_commit_and_a_folder_within_one_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert refusal(tmp_path, capsys)
    inside = tmp_path / "inside"
    inside.mkdir()
    assert refusal(inside, capsys)


def test_a_side_that_cannot_be_drawn_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sides = tmp_path / "head", tmp_path / "tree"
    for folder in sides:
        folder.mkdir()
    with pytest.raises(SystemExit) as end:
        look.both(*sides, tmp_path, [])
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert "HEAD: không vẽ được" in said
    assert "work tree: không vẽ được" in said
