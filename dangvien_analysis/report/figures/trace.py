"""Where a figure of the pack comes from, down to cells of the received file."""

from collections.abc import Iterator

from dangvien_analysis.columns import label
from dangvien_analysis.findings import SEVERITIES
from dangvien_analysis.gather.meeting import Meeting
from dangvien_analysis.report.figures.origins import Origin, origin_of
from dangvien_analysis.report.sentences.narrative import told_of
from dangvien_analysis.snapshot import Snapshot
from dangvien_analysis.text.numbers import format_count
from dangvien_analysis.text.vietnamese import fold

MOST_CELLS, MOST_FIGURES = 12, 20
"""Most cells told one by one, and most figures told for one question."""


def trace(meeting: Meeting, shown: str, about: str = "") -> list[str]:
    """Tell where figures come from that are shown so.

    `about`: words that the figure's label must hold, such as a unit's name; case and tone marks do
    not matter.
    """
    figures = told_of(meeting).table
    wanted = shown.strip()
    if not wanted:
        return []
    same = figures[figures["shown"] == wanted]
    if about:
        same = same[[fold(about) in fold(text) for text in same["label"]]]
    # The district's own before those of units.
    order = sorted(same.index, key=lambda key: str(key).startswith("unit."))
    lines: list[str] = []
    for key in order[:MOST_FIGURES]:
        lines += _figure(meeting.snapshot, str(key), str(same.at[key, "label"]), wanted)
    if len(order) > MOST_FIGURES:
        more = format_count(len(order) - MOST_FIGURES)
        lines.append(
            f"… và {more} con số khác cũng là {wanted}; ghi thêm tên đơn vị hoặc tên chỉ số để "
            "tìm hẹp hơn."
        )
    return lines + list(_findings(meeting, wanted, about))


def _figure(snapshot: Snapshot, key: str, title: str, shown: str) -> list[str]:
    origin = origin_of(key, snapshot)
    other = f" [{origin.other}]" if origin.other else ""
    return [f"{title}: {shown}", f"  cách tính: {origin.how}{other}", *_cells(snapshot, origin)]


def _cells(snapshot: Snapshot, origin: Origin) -> Iterator[str]:
    """Tell the cells a figure is made of: each of a few, else their number and their sum."""
    units, places = snapshot.units, snapshot.places
    for column, ids in origin.cells.items():
        name, where = label(column), list(map(str, places.reindex(ids, fill_value="")[column]))
        if list(ids) == [""]:
            total = format_count(snapshot.stated[column])
            yield f"  dòng tổng cộng, {name}: {total}{_at(where[0])}"
            continue
        cells = units.loc[ids, column]
        if len(ids) > MOST_CELLS:
            known, whole = cells.notna().sum(), cells.sum(min_count=1)
            there = [place for place in where if place]
            yield (
                f"  {name}: {format_count(known)} ô có số, tổng {format_count(whole)}"
                f"{_at(*there[:1], *there[1:][-1:])}"
            )
            continue
        for unit, value, place in zip(units.loc[ids, "unit_name"], cells, where, strict=True):
            yield f"  {unit}, {name}: {format_count(value)}{_at(place)}"


def _at(*places: str) -> str:
    """Tell the first and the last place; a unit that sent nothing, or a lost file, has none."""
    known = " … ".join(place for place in places if place)
    return f" [{known}]" if known else " [không có ô nào trong tệp]"


def _findings(meeting: Meeting, shown: str, about: str) -> Iterator[str]:
    """Tell the findings that state or work out the figure."""
    for row in meeting.findings.to_dict(orient="records"):
        if shown in (row["stated"], row["computed"]) and fold(about) in fold(row["message"]):
            yield f"{SEVERITIES[row['severity']]} {row['code']}: {row['message']} [{row['place']}]"
