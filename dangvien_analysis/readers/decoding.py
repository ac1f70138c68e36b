"""The encoding of a document's letters: decided for it as a whole, never cell by cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dangvien_analysis.errors import ReadError
from dangvien_analysis.findings import Finding
from dangvien_analysis.readers.grid import Grid, Row
from dangvien_analysis.text.encodings import (
    DECODERS,
    ENCODING_NAMES,
    damaged,
    decode_mixed,
    encoding_of_fonts,
    is_mixed,
    is_unicode,
    looks_old,
)
from dangvien_analysis.text.misread import looks_misread, misreading, read_again
from dangvien_analysis.text.vietnamese import clean, has_marks

Score = Callable[[Sequence[Row]], int]
"""Counts the header columns and the unit names that are known in some rows."""

SAMPLE = 1000
"""Rows that are looked at from a file's start, and again evenly from the rest: a header stands
among the first, and one encoding holds for all. Tens of thousands would cost more than reading."""

_LONGEST_NAME = 200


def decoded(grid: Grid, score: Score) -> Grid:
    """Turn a document in an old encoding into Unicode, all of it by one decoder.

    Gives the same grid when its text is plain ASCII or Unicode. Else it is read as the encoding
    that its fonts name, unless more is known in another reading or most of it is Unicode (a
    converted document may keep its old fonts); or as the encoding in which most is known, when
    that is more than as it stands. A finding says which and why.

    A word with Vietnamese letters that no old encoding has is left: it was typed in Unicode. Fonts
    of capitals (.VnTimeH) share their codes with the small letters, and rows do not tell the font
    of a run, so that headings set in them come out in small letters. Header words are matched in
    either case; names of units are mostly set in .VnTime.
    """
    rows = sample(grid.rows)
    odd = [text for row in rows for text in row.texts if not text.isascii()]
    old = [text for text in odd if is_mixed(text) or not is_unicode(text)]
    signs = sum(map(looks_old, old))
    # A line that somebody added in Unicode does not make a document of old fonts a new one.
    named = encoding_of_fonts(grid.fonts) if len(odd) - len(old) <= signs else None
    if not signs and not (named and old):
        return grid
    stands = score(rows)
    scores = {name: score(read_as(rows, decoder)) for name, decoder in DECODERS.items()}
    best = max(scores, key=scores.__getitem__)
    if named is not None and scores[named] >= max(stands, scores[best]):
        best, why = named, f"theo phông chữ {_font(grid, named)}"
    elif scores[best] > stands:
        why = f"đọc được {scores[best]} tên cột, tên đơn vị; để nguyên thì chỉ {stands}"
    else:
        return grid
    finding = old_encoding(best, why, rows)
    whole = read_as(grid.rows, DECODERS[best])
    return replace(grid, rows=whole, findings=(*grid.findings, finding))


def reread(grid: Grid, score: Score) -> Grid:
    """Read a document again whose UTF-8 was read as something else, if more is known then.

    Before `refuse_damaged`: what a program lost in between may be found again.
    """
    rows = sample(grid.rows)
    odd = {text for row in rows for text in row.texts if looks_misread(text)}
    encodings = misreading(odd) if odd else ()
    if not encodings:
        return grid
    known: dict[str, str | None] = {}

    def read(text: str) -> str:
        if not looks_misread(text):
            return text
        if text not in known:
            known[text] = read_again(text, encodings)
        return known[text] or text

    def read_rows(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(row._replace(texts=tuple(map(read, row.texts))) for row in rows)

    if score(read_rows(rows)) <= score(rows):
        return grid
    whole = read_rows(grid.rows)
    odd_cells = [text for row in grid.rows for text in row.texts if looks_misread(text)]
    finding = _misread(odd_cells, known)
    return replace(grid, rows=whole, findings=(*grid.findings, finding))


def _misread(cells: Sequence[str], known: Mapping[str, str | None]) -> Finding:
    """Tell that texts were read again, and of how many the letters are lost."""
    again = [text for text in cells if known[text] is not None]
    lost = [text for text in cells if known[text] is None]
    message = (
        f"Chữ trong {len(again)} ô là UTF-8 nhưng đã bị một chương trình đọc nhầm bằng bảng mã "
        f"khác; đã đọc lại thành tiếng Việt."
    )
    if lost:
        message += (
            f" {len(lost)} ô không đọc lại được, để nguyên (ví dụ “{clean(lost[0])}”); xin lại "
            f"tệp gốc."
        )
    return Finding("misread_text", message, stated=again[0], computed=clean(known[again[0]] or ""))


def is_unmarked(grid: Grid) -> bool:
    """Tell a document that was typed without marks throughout, title and notes included."""
    return not any(has_marks(text) for row in grid.rows for text in row.texts)


def refuse_damaged(grid: Grid, file_name: str) -> None:
    """Refuse a table whose names have lost letters, before anything is decoded."""
    texts = [
        text
        for row in sample(grid.rows)
        if sum(map(bool, row.texts)) > 1
        for text in row.texts
        if text and len(text) <= _LONGEST_NAME
    ]
    if example := damaged(texts):
        raise ReadError(
            f"{file_name}: chữ tiếng Việt trong tệp đã mất, không khôi phục được: “"
            f"{clean(example)}”. Hãy xin lại tệp gốc, hoặc lưu lại tệp gốc bằng bảng mã Unicode "
            f"(UTF-8) rồi thử lại."
        )


def sample(rows: Sequence[Row]) -> Sequence[Row]:
    """Take the rows that an encoding is decided on.

    Gives the first `SAMPLE`, then at most as many evenly from the rest; a short file whole.
    """
    head, rest = rows[:SAMPLE], rows[SAMPLE:]
    return [*head, *rest[:: len(rest) // SAMPLE + 1]] if rest else rows


def read_as(rows: Sequence[Row], decoder: Callable[[str], str]) -> tuple[Row, ...]:
    """Read rows in another encoding.

    Gives the rows with each text decoded, but for those that are Unicode already. Of a text with
    both, the words are told apart.
    """

    def read(text: str) -> str:
        if text.isascii():
            return text
        if is_mixed(text):
            return decode_mixed(text, decoder)
        return text if is_unicode(text) else decoder(text)

    return tuple(row._replace(texts=tuple(map(read, row.texts))) for row in rows)


def old_encoding(name: str, why: str, rows: Sequence[Row]) -> Finding:
    """Tell that a file was decoded, with one text before and after."""
    example = next((text for row in rows for text in row.texts if looks_old(text)), "")
    message = (
        f"Chữ trong tệp viết bằng bảng mã cũ {ENCODING_NAMES[name]}; đã chuyển cả tệp sang "
        f"Unicode ({why})."
    )
    return Finding(
        "old_encoding", message, stated=example, computed=clean(DECODERS[name](example))
    )


def _font(grid: Grid, encoding: str) -> str:
    """Name the first font that stands for an encoding."""
    return min(font for font in grid.fonts if encoding_of_fonts([font]) == encoding)
