"""The page of ``python tasks.py look``: charts of two states side by side, first what differs."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from PIL import Image, ImageChops

from benchmarks.shown import ENDING

SIMULATED = "SỐ LIỆU MÔ PHỎNG"
STYLE = """
body { font: 16px/1.5 "Liberation Sans", Arial, sans-serif; max-width: 1800px; margin: 2rem auto;
  padding: 0 1.5rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 0; }
section { border-top: 1px solid #bbb; margin-top: 1.5rem; padding-top: .5rem; }
h3 { font-size: 1.05rem; margin: .5rem 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; align-items: start; }
figure { margin: 0 0 1rem; } figcaption { font-weight: 700; margin-bottom: .25rem; }
img { max-width: 100%; border: 1px solid #ddd; box-sizing: border-box; }
.differs, .simulated { color: #9a1b1b; } .simulated { font-weight: 700; }
.where { width: calc(50% - .75rem); }
.alt { font-size: .875rem; color: #444; margin: .25rem 0 0; }
"""


@dataclass(frozen=True)
class Drawn:
    """One chart as one side draws it.

    Parameters
    ----------
    title, alt : str
        Its title, and the chart in words.
    picture : bytes
        A PNG; empty when it could not be drawn.
    error : str
        Why not; empty when it could.
    """

    title: str
    alt: str = ""
    picture: bytes = b""
    error: str = ""


@dataclass(frozen=True)
class Pair:
    """One chart of one meeting, as committed and as it is now.

    Parameters
    ----------
    meeting, chart : str
        Their names.
    old, new : Drawn or None
        As committed, and as in the work tree; None where there is no such chart.
    """

    meeting: str
    chart: str
    old: Drawn | None
    new: Drawn | None

    @cached_property
    def moved(self) -> int:
        """In how many points two pictures differ; 0 where there are not two."""
        if not (self.old and self.new and self.old.picture and self.new.picture):
            return 0
        return changed_points(self.old.picture, self.new.picture)

    @property
    def differences(self) -> list[str]:
        """What differs, in words; empty when both are alike."""
        old, new = self.old, self.new
        if old is None or new is None:
            return ["chỉ có ở bản đang sửa" if old is None else "không còn ở bản đang sửa"]
        found = ["bản đã lưu không vẽ được"] if old.error else []
        found += ["bản đang sửa không vẽ được"] if new.error else []
        found += [f"hình khác ở {self.moved} điểm ảnh"] if self.moved else []
        told = old.alt != new.alt and not (old.error or new.error)
        return found + (["lời mô tả khác"] if told else [])


def changed_points(old: bytes, new: bytes) -> int:
    """Count the points in which two pictures differ.

    Parameters
    ----------
    old, new : bytes
        Two PNG files.

    Returns
    -------
    int
        Points [pixels]; 0 when the pictures are alike, whatever their bytes are.
    """
    return 0 if old == new else _changed(*_sheets(old, new)).histogram()[255]


def _sheets(old: bytes, new: bytes) -> list[Image.Image]:
    """Open two pictures on sheets of one size; beyond its own edge a picture is transparent."""
    pictures = [Image.open(io.BytesIO(one)).convert("RGBA") for one in (old, new)]
    size = max(one.width for one in pictures), max(one.height for one in pictures)
    sheets = [Image.new("RGBA", size, (0, 0, 0, 0)) for _ in pictures]
    for sheet, picture in zip(sheets, pictures, strict=True):
        sheet.paste(picture)
    return sheets


def _changed(old: Image.Image, new: Image.Image) -> Image.Image:
    """Give a mask of the points that differ, white on black."""
    first, *others = ImageChops.difference(old, new).split()
    for band in others:
        first = ImageChops.lighter(first, band)
    return first.point(lambda value: 255 if value else 0)


def where(old: bytes, new: bytes) -> bytes:
    """Draw where two pictures differ: red, over the newer one grown pale.

    Parameters
    ----------
    old, new : bytes
        Two PNG files.

    Returns
    -------
    bytes
        A PNG.
    """
    first, second = _sheets(old, new)
    white = Image.new("RGBA", second.size, "white")
    pale = Image.blend(Image.alpha_composite(white, second), white, 0.75).convert("RGB")
    pale.paste((200, 0, 0), mask=_changed(first, second))
    stream = io.BytesIO()
    pale.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def page(pairs: Sequence[Pair], commit: str) -> str:
    """Write the page.

    Parameters
    ----------
    pairs : sequence of Pair
        The charts.
    commit : str
        What is committed, by its short hash.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    different = [_section(pair) for pair in pairs if pair.differences]
    alike = [_section(pair) for pair in pairs if not pair.differences]
    parts = [
        "<!DOCTYPE html>",
        '<html lang="vi"><head><meta charset="utf-8"><title>So sánh biểu đồ</title>',
        f"<style>{STYLE}</style></head><body>",
        "<h1>So sánh biểu đồ: bản đã lưu và bản đang sửa</h1>",
        f"<p><strong>{escape(result(pairs))}</strong></p>",
        f"<p>Bên trái là bản đã lưu (HEAD, {escape(commit)}), bên phải là thư mục đang sửa. "
        "Lưu hành nội bộ.</p>",
        *([f"<h2>Khác nhau ({len(different)})</h2>", *different] if different else []),
        *([f"<h2>Giống nhau ({len(alike)})</h2>", *alike] if alike else []),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def result(pairs: Sequence[Pair]) -> str:
    """Tell which charts differ.

    Parameters
    ----------
    pairs : sequence of Pair
        The charts.

    Returns
    -------
    str
        One Vietnamese sentence.
    """
    named = [f"{one.chart} ({_day(one.meeting)})" for one in pairs if one.differences]
    if not named:
        return f"Cả {len(pairs)} biểu đồ giống nhau."
    return f"{len(named)} trong {len(pairs)} biểu đồ khác nhau: {', '.join(named)}."


def _section(pair: Pair) -> str:
    """Show both sides of a chart and, where its picture differs, where."""
    words = pair.differences
    title = next((one.title for one in (pair.new, pair.old) if one), pair.chart)
    heading = f"{escape(title)} · {escape(pair.chart)}, {_figures_of(pair.meeting)}"
    told = f'<p class="differs">Khác: {escape("; ".join(words))}.</p>' if words else ""
    sides = _side("Đã lưu", pair.old, told=bool(words))
    sides += _side("Đang sửa", pair.new, told=bool(words))
    red = ""
    if pair.moved and pair.old and pair.new:
        picture = _image(where(pair.old.picture, pair.new.picture), "Chỗ khác nhau, màu đỏ")
        red = f'<figure class="where"><figcaption>Chỗ khác nhau</figcaption>{picture}</figure>'
    return f'<section><h3>{heading}</h3>{told}<div class="sides">{sides}</div>{red}</section>'


def _day(meeting: str) -> str:
    """Name a meeting as people do."""
    year, month, day = meeting.removesuffix(ENDING).split("-")
    return f"{int(day)}/{int(month)}/{year}{', mô phỏng' if meeting.endswith(ENDING) else ''}"


def _figures_of(meeting: str) -> str:
    """Say of which day the figures are, and whether they were made up."""
    shown = f"số liệu đến {_day(meeting.removesuffix(ENDING))}"
    made_up = meeting.endswith(ENDING)
    return f'<span class="simulated">{SIMULATED}</span>, {shown}' if made_up else shown


def _side(name: str, drawn: Drawn | None, *, told: bool) -> str:
    """Show one side; its words too where something differs."""
    if drawn is None:
        shown = "<p>Không có biểu đồ này.</p>"
    elif drawn.error:
        shown = f'<p class="differs">Không vẽ được: {escape(drawn.error)}</p>'
    else:
        shown = _image(drawn.picture, drawn.alt)
        shown += f'<p class="alt">{escape(drawn.alt)}</p>' if told else ""
    return f"<figure><figcaption>{name}</figcaption>{shown}</figure>"


def _image(picture: bytes, alt: str) -> str:
    data = base64.b64encode(picture).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}">'
