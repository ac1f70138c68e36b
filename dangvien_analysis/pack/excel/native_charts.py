"""Native Excel charts over the workbook's own cells, in fills that survive a grey print."""

from typing import Any

from dangvien_analysis.pack.excel.sheet_writer import layout
from dangvien_analysis.report.tables.one_sheet import FONT

_FILLS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": "#24405F"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#24405F", "bg_color": "white"}},
    {"fill": {"color": "white"}},
)
"""Admitted, pending, what remains: from dark to light, and one of them hatched."""
_SERIES = ("Đã kết nạp", "Đang trình duyệt", "Còn thiếu")
_ROW, _AROUND, _TALLEST = 15.0, 110.0, 940.0
"""Height of a bar with its name, of title and key, and of a page [pixels]."""
_SECOND_PAGE = 40
"""First row of the second page."""


def add_charts(book: Any, sectors: int, units: int) -> None:
    """Add a sheet with a bar for each kind of units and one for each unit."""
    sheet = book.add_worksheet("Biểu đồ")
    places = (
        ("Theo nhóm", "A", "EFH", sectors, "Kết quả theo nhóm đơn vị", "B2", 7),
        ("Đơn vị", "B", "FGJ", units, "Kết quả của từng đơn vị", f"B{_SECOND_PAGE + 1}", 0),
    )
    for name, names, letters, rows, title, corner, least in places:
        if not rows:
            continue
        chart = book.add_chart({"type": "bar", "subtype": "stacked"})
        for words, at, fill in zip(_SERIES, letters, _FILLS, strict=True):
            chart.add_series(
                {
                    "name": words,
                    "categories": f"='{name}'!${names}$2:${names}${rows + 1}",
                    "values": f"='{name}'!${at}$2:${at}${rows + 1}",
                    "border": {"color": "#24405F", "width": 0.75},
                    "gap": 40,
                    **fill,
                }
            )
        font = {"name": FONT, "size": 9}
        chart.set_title({"name": title, "name_font": {"name": FONT, "size": 12}, "overlay": False})
        chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1})
        lines = {"visible": True, "line": {"color": "#D9D9D9"}}
        chart.set_x_axis({"num_font": font, "num_format": "0", "major_gridlines": lines})
        chart.set_legend({"position": "bottom", "font": font})
        height = min(max(rows, least) * _ROW * (2 if least else 1) + _AROUND, _TALLEST)
        chart.set_size({"width": 720, "height": height})
        sheet.insert_chart(
            corner, chart, {"description": f"{title}: đã kết nạp, đang trình, thiếu"}
        )
    sheet.hide_gridlines(2)
    sheet.set_h_pagebreaks([_SECOND_PAGE])
    layout(sheet, wide=False)
