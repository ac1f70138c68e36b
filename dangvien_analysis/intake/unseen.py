"""What a file holds and a reader of the page does not see, told with both readings."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import NamedTuple

from dangvien_analysis.columns import COUNTS, label
from dangvien_analysis.findings import Finding, listed
from dangvien_analysis.intake.headings.column_words import meaning
from dangvien_analysis.intake.table import Table, TableLine
from dangvien_analysis.intake.values import figure
from dangvien_analysis.readers.grid import Row
from dangvien_analysis.readers.set_aside import AsideCell, AsideColumn, AsideRow, Form
from dangvien_analysis.text.patterns import pattern
from dangvien_analysis.text.quoting import visible
from dangvien_analysis.text.vietnamese import clean, fold

_SEVERAL = 8
"""Cells of one kind from which they are one finding."""
_AROUND = 20
"""Letters of a paragraph that are quoted on either side."""
# A note may name somebody, and no person is to stand in a report.
_PERSON = pattern(r".*\b(dong chi|d c|ho (va )?ten|sinh (ngay|nam)|ngay sinh)\b.*")

_CODES = {
    Form.RAISED: "raised_mark",
    Form.STRUCK: "struck_text",
    Form.HIDDEN: "hidden_text",
    Form.DELETED: "pending_revision",
    Form.INSERTED: "pending_revision",
    Form.DOUBLED: "doubled_text",
    Form.CHOSEN: "not_chosen",
    Form.SHOWN: "shown_otherwise",
    Form.UNCALCULATED: "not_calculated",
    Form.NOTED: "cell_note",
}
_WORDS = {
    Form.RAISED: "trong “{whole}” có “{text}” là dấu nhỏ đặt cao hoặc thấp (như số chú thích)",
    Form.STRUCK: "trong “{whole}” có “{text}” đã bị gạch bỏ",
    Form.HIDDEN: "trong “{whole}” có “{text}” không phải là chữ đang hiện của ô (chữ ẩn, trắng, "
    "bị che, lời nhắc, mã trường hoặc định dạng không hiện)",
    Form.DELETED: "đang có sửa đổi chưa được chấp nhận, bỏ “{text}”",
    Form.INSERTED: "đang có sửa đổi chưa được chấp nhận, thêm “{text}”",
    Form.DOUBLED: "có chữ in chồng nhiều lần (“{whole}”)",
    Form.CHOSEN: "là danh sách chọn, còn giá trị khác là “{text}”",
    Form.SHOWN: "tệp lưu “{text}” nhưng trang hiện “{whole}”",
}
_GROUPED = {
    Form.RAISED: "có dấu nhỏ đặt cao hoặc thấp (như số chú thích); dấu đó không đọc vào số và tên",
    Form.STRUCK: "có chữ đã bị gạch bỏ; phần gạch bỏ không được đọc",
    Form.HIDDEN: "có chữ không hiện (ẩn, trắng, bị che, lời nhắc); phần đó không được đọc",
    Form.DELETED: "có sửa đổi chưa được chấp nhận; đọc theo bản đã sửa. Hãy chấp nhận hoặc từ "
    "chối các sửa đổi trong tệp",
    Form.DOUBLED: "có chữ in chồng nhiều lần cho đậm; mỗi chữ chỉ đọc một lần",
    Form.CHOSEN: "là danh sách chọn; chỉ đọc giá trị đang chọn",
    Form.SHOWN: "lưu một số nhưng hiện số khác; để trống",
    Form.UNCALCULATED: "là công thức chưa được tính (tệp ghi tạm 0 hoặc không có giá trị); để "
    "trống. Mở tệp bằng Excel hoặc Word, lưu lại rồi đọc lại",
    Form.NOTED: "có lời nhắn kèm theo; số trong bảng giữ nguyên, hãy mở tệp xem lời nhắn",
}
_ALWAYS_GROUPED = frozenset({Form.DOUBLED, Form.UNCALCULATED})
_ROWS = {
    Form.STRUCK: "đã bị gạch bỏ",
    Form.HIDDEN: "không hiện trên trang (dòng ẩn, chữ trắng hoặc bị che)",
    Form.DELETED: "đã bị xóa bằng một sửa đổi chưa được chấp nhận",
    Form.INSERTED: "mới được thêm bằng một sửa đổi chưa được chấp nhận",
}

_ROW_ENDS = {
    False: ("unseen_row", "không được tính là đơn vị"),
    True: ("pending_revision", "vẫn được tính là một đơn vị"),
}
_COUNTED = " Dòng tổng cộng của bảng lại có tính cả phần này."


class _Cell(NamedTuple):
    """What is set aside of one cell or passage, with where it belongs."""

    aside: AsideCell
    unit_id: str
    column: str
    who: str  # How a message begins
    place: str
    seen: str


class UnseenParts:
    """What is set aside of the rows of a table and of the words around it."""

    def __init__(self, table: Table, rows: Mapping[str, TableLine]) -> None:
        self.table, self.rows = table, rows
        self.aside = table.grid.aside
        self.lines: dict[tuple[str, int], list[tuple[str, TableLine]]] = {}
        sums = (("", part.line) for part in table.sums)
        for unit_id, line in (*rows.items(), *sums):
            self.lines.setdefault((line.row.part, line.number), []).append((unit_id, line))

    def doubtful(self) -> Iterator[tuple[str, str]]:
        """Give unit_id and column of the figures that are not sure."""
        for one in self.aside.cells:
            if not one.certain and (at := self._of_unit(one)) is not None:
                yield at[0], at[2]

    def findings(self) -> Iterator[Finding]:
        """Tell everything."""
        cells = [cell for one in self.aside.cells if (cell := self._located(one)) is not None]
        changed = {
            (one.aside.part, one.aside.number, one.aside.at): one.aside.text
            for one in cells
            if one.aside.form is Form.INSERTED
        }
        replaced = {cell.aside[1:4] for cell in cells if cell.aside.form is Form.DELETED}
        cells = [
            one
            for one in cells
            if one.aside.form is not Form.INSERTED or one.aside[1:4] not in replaced
        ]
        for _, group in groupby(sorted(cells, key=_order), key=_order):
            yield from _told(list(group), changed)
        yield from self._of_rows()
        yield from self._of_columns()
        for page in self.aside.recognised:
            message = (
                f"{page[:1].upper()}{page[1:]} là bản quét, chữ do máy nhận dạng từ ảnh nên có "
                f"thể sai; hãy đối chiếu từng số với bản gốc."
            )
            yield Finding("recognised_text", message, place=page)

    # --- cells -----------------------------------------------------------------------------

    def _of_unit(self, one: AsideCell) -> tuple[str, TableLine, str] | None:
        """Find the unit or total whose cell it is: its unit_id, its row and the column."""
        for unit_id, line in self.lines.get((one.part, one.number), ()):
            column = next((name for name, at in line.positions.items() if at == one.at), "")
            if column:
                return unit_id, line, "unit_name" if column == "unit_no" else column
        return None

    def _located(self, one: AsideCell) -> _Cell | None:
        """Say where it belongs; None for what nobody asks for, such as a letter in the prose."""
        if (found := self._of_unit(one)) is not None:
            unit_id, line, column = found
            is_total = line is self.table.total
            name = "Dòng tổng cộng" if is_total else line.text("unit_name") or "Dòng cộng"
            who = name if column == "unit_name" else f"{name}: {label(column)}"
            place = self.table.place(line, column)
            return _Cell(one, unit_id, column, who, place, clean(line.row.text(one.at)))
        row = self._around.get((one.part, one.number))
        touched = one.form is Form.NOTED or any(map(str.isdigit, one.text))
        if row is None or not touched:
            return None
        whole = len(row.texts) == 1
        place = self.table.grid.place(row, None if whole else one.at)
        return _Cell(one, "", "", f"{place[:1].upper()}{place[1:]}", place, row.text(one.at))

    @cached_property
    def _around(self) -> Mapping[tuple[str, int], Row]:
        """The rows of the prose and the header."""
        first = min((line.number for line in self.table.units), default=0)
        parts = {line.row.part for line in self.table.units}
        headings = (
            row for row in self.table.grid.rows if row.part in parts and row.number < first
        )
        return {(row.part, row.number): row for row in [*self.table.prose, *headings]}

    # --- rows and columns --------------------------------------------------------------------

    def _of_rows(self) -> Iterator[Finding]:
        """Tell whole rows, and whether the printed total includes them."""
        parts = {line.row.part for line in self.table.units}
        found = [one for one in self.aside.rows if any(map(clean, one.texts))]
        # Of sheets and tables that are not read nothing is told.
        yield from (self._beside(one) for one in found if not one.part and "" not in parts)
        found = [one for one in found if one.part in parts]
        if filtered := [one for one in found if one.form is Form.FILTERED]:
            places = [self._place(one) for one in filtered]
            message = (
                f"{len(filtered)} dòng đang bị bộ lọc che; vẫn được tính. Hãy bỏ lọc rồi xem lại."
            )
            yield Finding("filtered_rows", message, place=listed(places))
        gone = [one for one in found if one.form in _ROWS and one.form is not Form.INSERTED]
        together = self._in_total(gone)
        yield from (self._beside(one) for one in found if one.form is Form.NOTED)
        for form in _ROWS:
            rows = [one for one in found if one.form is form]
            if len(rows) >= _SEVERAL:
                yield self._rows_told(rows, _COUNTED if together and rows[0] in gone else "")
                continue
            for one in rows:
                counted = one in gone and (together or self._in_total([one]))
                yield self._row_told(one, _COUNTED if counted else "")

    def _beside(self, one: AsideRow) -> Finding:
        """Tell a paragraph that is not shown, or a note that hangs on nothing."""
        place, text = self._place(one), _in_line(one)
        if one.form is Form.NOTED:
            return Finding("cell_note", f"Tệp có lời nhắn {_quoted(text)}.", place=place)
        why = _ROWS.get(one.form, "")
        message = f"{place[:1].upper()}{place[1:]}: “{visible(text)}” {why}."
        return Finding("hidden_text", message, place=place, stated=text)

    def _row_told(self, one: AsideRow, counted: str) -> Finding:
        code, end = _ROW_ENDS[one.form is Form.INSERTED]
        texts = _in_line(one)
        message = f"Dòng “{visible(texts)}” {_ROWS[one.form]}; {end}.{counted}"
        return Finding(code, message, place=self._place(one), stated=texts)

    def _rows_told(self, rows: Sequence[AsideRow], counted: str) -> Finding:
        code, end = _ROW_ENDS[rows[0].form is Form.INSERTED]
        named = listed([f"“{visible(_in_line(one))}”" for one in rows])
        message = f"{len(rows)} dòng {_ROWS[rows[0].form]}; {end}: {named}.{counted}"
        return Finding(code, message, place=listed([self._place(one) for one in rows]))

    def _place(self, one: AsideRow) -> str:
        return self.table.grid.place(Row(one.texts, one.number, one.part))

    def _in_total(self, rows: Sequence[AsideRow]) -> bool:
        """Tell whether the printed total is the units' sum and these rows together."""
        total = self.table.total
        if total is None or not rows:
            return False
        lines = [TableLine(Row(one.texts, one.number, one.part), total.positions) for one in rows]
        counted = False
        for column in COUNTS:
            stated, own = figure(total.text(column)).value, _sum(self.table.units, column)
            more = _sum(lines, column)
            if stated is None or column not in total.positions:
                continue
            if stated != own + more:
                return False
            counted |= more > 0
        return counted

    def _of_columns(self) -> Iterator[Finding]:
        """Tell columns that are not shown."""
        first = self.table.units[0]
        for one in self.aside.columns:
            if one.part == first.row.part and any(map(clean, one.texts.values())):
                place = self.table.grid.place(first.row, one.at)
                column = place.rpartition("!")[2].rstrip("0123456789") or str(one.at + 1)
                title = _title(one, first.number)
                named = f"{column} “{visible(title)}”" if title else column
                message = (
                    f"Cột {named} đang ẩn nên không được đọc{self._otherwise(one, title)}; nếu "
                    f"bảng cần cột đó, hãy cho hiện lại rồi đọc lại."
                )
                yield Finding("unseen_column", message, place=place, stated=title)

    def _otherwise(self, one: AsideColumn, title: str) -> str:
        """Say what a hidden column holds, beside the one that is read in its place."""
        column = meaning(title) or ""
        told = []
        for line in self.table.units:
            hidden, seen = clean(one.texts.get(line.number, "")), line.text(column)
            if hidden and hidden != seen and any(map(str.isdigit, hidden)):
                beside = f", cột đang hiện ghi “{visible(seen)}”" if seen else ""
                told.append(f"{line.text('unit_name')} ghi “{visible(hidden)}”{beside}")
        return f" ({listed(told)})" if told else ""


def _in_line(row: AsideRow) -> str:
    return " | ".join(filter(None, map(clean, row.texts)))


def _sum(lines: Sequence[TableLine], column: str) -> int | float:
    return sum(figure(line.text(column)).value or 0 for line in lines)


def _title(column: AsideColumn, first: int) -> str:
    """Give the words over a column: those above the first unit that hold no figure alone."""
    above = [text for number, text in sorted(column.texts.items()) if number < first]
    words = [clean(text) for text in above if not clean(text).strip("()").isdecimal()]
    return next(filter(None, reversed(words)), "")


def _order(one: _Cell) -> tuple[int, bool, str]:
    """Put together what is told together."""
    form = Form.DELETED if one.aside.form is Form.INSERTED else one.aside.form
    column = one.column if form is Form.UNCALCULATED else str(bool(one.column))
    return list(Form).index(form), one.aside.certain, column


def _told(
    cells: Sequence[_Cell], changed: Mapping[tuple[str, int, int], str]
) -> Iterator[Finding]:
    """Tell the cells of one kind, each alone as long as they are few."""
    form, certain = cells[0].aside.form, cells[0].aside.certain
    if form is Form.SHOWN and certain:
        message = f"{len(cells)} ô lưu số 0 nhưng trang không hiện số 0; hiểu là 0."
        yield Finding("zero_not_shown", message, place=listed([one.place for one in cells]))
    elif form in _ALWAYS_GROUPED or len(cells) >= _SEVERAL:
        yield _grouped(cells)
    else:
        yield from map(partial(_alone, changed=changed), cells)


def _grouped(cells: Sequence[_Cell]) -> Finding:
    form = Form.DELETED if cells[0].aside.form is Form.INSERTED else cells[0].aside.form
    named = [
        f"{one.who} (“{_short(one)}”)" if one.column and form is not Form.NOTED else one.who
        for one in cells
    ]
    what = "ô" if all(one.column for one in cells) else "ô hoặc đoạn"
    message = f"{len(cells)} {what} {_GROUPED[form]}: {listed(named)}."
    columns = {one.column for one in cells}
    column = columns.pop() if len(columns) == 1 else ""
    places = listed([one.place for one in cells])
    return Finding(_CODES[form], message, "", column, places)


def _alone(one: _Cell, changed: Mapping[tuple[str, int, int], str]) -> Finding:
    aside, whole, seen = one.aside, _short(one), visible(one.seen)
    if not one.column:
        seen = _cut(one.seen, one.aside.whole)
    if aside.form is Form.NOTED:
        figures = " số trong bảng giữ nguyên," if one.column else ""
        if not aside.certain:
            figures = " lời nhắn che số đã in nên không rõ số nào đúng, để trống;"
        message = (
            f"{one.who} có lời nhắn kèm theo: {_quoted(aside.text)};{figures} hãy mở tệp xem lời "
            f"nhắn."
        )
        return Finding("cell_note", message, one.unit_id, one.column, one.place)
    words = _WORDS[aside.form].format(whole=whole, text=visible(clean(aside.text)))
    if aside.form is Form.DELETED and (new := changed.get(aside[1:4])):
        words = f"đang có sửa đổi chưa được chấp nhận, “{visible(aside.text)}” thành “{new}”"
    end = f"đọc là “{seen}”" if seen else "ô không còn gì để đọc"
    if not aside.certain:
        end = "không rõ số nào đúng, để trống"
    message = f"{one.who}: {words}; {end}."
    return Finding(_CODES[aside.form], message, one.unit_id, one.column, one.place, whole, seen)


def _quoted(note: str) -> str:
    personal = _PERSON.match(fold(note))
    return "không ghi lại vì có thể nêu tên người" if personal else f"“{visible(note)}”"


def _short(one: _Cell) -> str:
    """Give the cell with what was set aside; of a paragraph the part around it."""
    if one.column:
        return visible(clean(one.aside.whole or one.aside.text))
    return _cut(one.aside.whole, one.seen)


def _cut(text: str, other: str) -> str:
    """Give what stands around the place where two readings part."""
    pairs = zip(text, other, strict=False)
    start = next((at for at, (one, two) in enumerate(pairs) if one != two), 0)
    first, last = max(start - _AROUND, 0), start + _AROUND
    return f"{'…' if first else ''}{clean(text[first:last])}{'…' if last < len(text) else ''}"
