"""What a Word document shows of its cells, and what is set aside, in each way to write it."""

from pathlib import Path

import pytest

from dangvien_analysis.readers.grid import Grid
from dangvien_analysis.readers.office_files.legacy import convert, converted, find_office
from dangvien_analysis.readers.office_files.word_file import read_word
from dangvien_analysis.readers.set_aside import NOTHING, AsideCell, AsideRow, Form
from dangvien_analysis.text.vietnamese import clean
from tests.builders import SOUND, write_table
from tests.fixtures.forms import (
    FormFault,
    FormRow,
    FormTable,
    Piece,
    faults,
    sound,
    with_cell,
    with_row,
)
from tests.fixtures.forms_word import CARRIES, mark, run, write
from tests.fixtures.hostile import BODY, body, members_of, repacked
from tests.fixtures.word_markup import (
    DELETED,
    GONE,
    STRUCK,
    SUPER,
    WHITE,
    WORD,
    around,
    cell,
    kinds,
    of_markup,
    paragraph,
    row,
    seen,
    table,
)

FAULTS = [one for one in faults(total=True) if one.form in CARRIES]


# --- every fault ------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=[one.name for one in FAULTS])
def test_a_document_with_a_fault_shows_the_sound_table(fault: FormFault, tmp_path: Path) -> None:
    grid = read_word(write(tmp_path / "b.docx", fault.table))
    plain = read_word(write(tmp_path / "a.docx", sound(total=True)))
    assert [row.texts for row in grid.rows] == [row.texts for row in plain.rows]
    assert plain.aside == NOTHING
    told = [(one.text, one.whole) for one in grid.aside.cells]
    told += [("", " ".join(one.texts)) for one in grid.aside.rows]
    whole = " ".join(f"{text} {whole}" for text, whole in told)
    assert [words for words in fault.told if words not in whole] == []


def of_all_forms() -> FormTable:
    """Give a table with a fault in each cell; controls and fields are not in old files."""
    table = sound(total=True)
    forms = ("raised", "lowered", "struck", "hidden", "white", "deleted", "inserted")
    for at, form in enumerate(forms):
        cell = (Piece("1", form), Piece("7")) if at > 1 else (Piece("7"), Piece("1", form))
        table = with_cell(table, 1 + at // 4, 2 + at % 4, cell)
    table = with_cell(table, 2, 5, (Piece("5"), Piece("đúng là 6", "note")))
    for form in ("struck", "hidden", "white", "deleted"):
        table = with_row(table, FormRow(tuple(map(cell_of, "9abcde")), form), 4)
    return table._replace(prose=(Piece("kết nạp 16"), Piece("1", "raised"), Piece(" người")))


def cell_of(text: str) -> tuple[Piece, ...]:
    return (Piece(text),)


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_old_word_files_keep_each_form(kind: str, tmp_path: Path) -> None:
    office = find_office()
    assert office
    path = write(tmp_path / "a.docx", of_all_forms())
    first = read_word(path)
    assert len(first.aside.cells) == 9
    assert len(first.aside.rows) == 4
    convert(path, kind, office=office)
    with converted(path.with_suffix(f".{kind}")) as document:
        found = read_word(document)
    assert texts(found) == texts(first)
    assert asides(found) == asides(first)


def texts(grid: Grid) -> list[list[str]]:
    return [[clean(one) for one in row.texts] for row in grid.rows if any(row.texts)]


def asides(grid: Grid) -> list[tuple[object, ...]]:
    """Give all that is set aside but the number of a paragraph."""
    found: list[tuple[object, ...]] = [
        (one.form, one.part, one.part and one.number, one.at, clean(one.text))
        for one in grid.aside.cells
    ]
    return found + [(one.form, one.number, *map(clean, one.texts)) for one in grid.aside.rows]


# --- what is left ---------------------------------------------------------------------------


def test_the_mark_of_a_paragraph_is_none_of_its_letters(tmp_path: Path) -> None:
    mark_of = f"<w:rPr>{STRUCK}{GONE}{SUPER}</w:rPr>"
    grid = of_markup(tmp_path, around(cell(run("7"), style=mark_of)))
    assert (seen(grid), grid.aside) == ("7", NOTHING)


@pytest.mark.parametrize("end", [GONE, "<w:del w:id='1'/>"])
def test_a_paragraph_whose_end_is_not_there_goes_on_in_its_line(end: str, tmp_path: Path) -> None:
    first = paragraph(run("1"), style=f"<w:rPr>{end}</w:rPr>")
    inner = f"<w:tc>{first}{paragraph(run('7'))}</w:tc>"
    assert seen(of_markup(tmp_path, around(inner))) == "17"
    assert seen(of_markup(tmp_path, around(inner.replace(end, "")))) == "1\n7"


@pytest.mark.parametrize(
    ("runs", "text", "aside"),
    [
        # the figure itself is raised
        ([run("7", SUPER)], "7", []),
        ([run("7", SUPER), run("1", SUPER)], "71", []),
        ([run(" "), run("7", SUPER)], " 7", []),
        # what is struck, hidden or deleted leaves an empty cell
        ([run("7", STRUCK)], "", [(Form.STRUCK, "7", True)]),
        ([run("7", GONE)], "", [(Form.HIDDEN, "7", True)]),
        # a figure raised over one that is crossed out: the right one, or a note's mark
        ([run("7", STRUCK), run("8", SUPER)], "8", [(Form.STRUCK, "7", False)]),
        ([run("7", GONE), run("8", SUPER)], "8", [(Form.HIDDEN, "7", True)]),
        # a mark on nothing but a dash
        ([run("-"), run("1", SUPER)], "-", [(Form.RAISED, "1", True)]),
        # spaces and nothing at all
        ([run("Chi", ""), run(" ", STRUCK), run("bộ")], "Chi bộ", []),
        ([run("7"), run("", SUPER), run(" ", GONE)], "7", []),
        ([run("7"), run(" ", GONE), run("1")], "71", []),
        ([run("a", STRUCK), run(" "), run("b", STRUCK)], "", [(Form.STRUCK, "a b", True)]),
        ([run("8"), run(" ", STRUCK), run("a", SUPER)], "8 ", [(Form.RAISED, "a", True)]),
        ([run("1", STRUCK), run("7"), run("2", STRUCK)], "7", [(Form.STRUCK, "12", True)]),
    ],
)
def test_what_is_left_of_a_cell(
    runs: list[str], text: str, aside: list[tuple[Form, str, bool]], tmp_path: Path
) -> None:
    grid = of_markup(tmp_path, around(cell(*runs)))
    assert seen(grid) == text
    assert [(one.form, one.text, one.certain) for one in grid.aside.cells] == aside


def test_all_of_a_cell_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    inner = cell(run("8", STRUCK), run("9"), run("a", SUPER))
    whole = "89a"
    assert of_markup(tmp_path, around(inner)).aside.cells == (
        AsideCell(Form.STRUCK, "bảng 1", 2, 1, "8", whole),
        AsideCell(Form.RAISED, "bảng 1", 2, 1, "a", whole),
    )


# --- marks of notes, ruby, signs --------------------------------------------------------------


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_s_own_mark(kind: str, tmp_path: Path) -> None:
    sign = f'<w:{kind}Reference w:id="2" w:customMarkFollows="{{}}"/><w:t>1</w:t>'
    inner = f"<w:r>{sign.format(1)}</w:r>"
    grid = of_markup(tmp_path, around(cell(run("7"), inner)))
    assert (seen(grid), kinds(grid)) == ("7", [(Form.RAISED, "1")])
    # It is no figure where it stands alone.
    grid = of_markup(tmp_path, around(cell(inner)))
    assert (seen(grid), kinds(grid)) == ("", [(Form.RAISED, "1")])
    grid = of_markup(tmp_path, around(cell(run("7"), f"<w:r>{sign.format(0)}</w:r>")))
    assert (seen(grid), kinds(grid)) == ("71", [])
    plain = f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
    assert seen(of_markup(tmp_path, around(cell(run("7"), plain)))) == "7"


def test_letters_over_letters(tmp_path: Path) -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('1')}</w:rt><w:rubyBase>{run('7')}</w:rubyBase></w:ruby></w:r>"
    )
    grid = of_markup(tmp_path, around(cell(ruby)))
    assert (seen(grid), kinds(grid)) == ("7", [(Form.RAISED, "1")])


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        ("Symbol", "F031", "71"),
        ("Arial", "0031", "71"),
        ("Wingdings", "F031", "7"),
        ("a", "x", "7"),
    ],
)
def test_a_figure_as_a_sign(font: str, code: str, text: str, tmp_path: Path) -> None:
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert seen(of_markup(tmp_path, around(cell(run("7"), sign)))) == text


# --- changes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        DELETED.format(run("1", tag="delText")),
        DELETED.format(run("1")),  # as other programs write it
        run("1", tag="delText"),
        f"<w:moveFrom w:id='1'>{run('1')}</w:moveFrom>",
        f"<w:ins w:id='1'>{DELETED.format(run('1', tag='delText'))}</w:ins>",
        DELETED.format(f"<w:hyperlink>{run('1', SUPER)}</w:hyperlink>"),
    ],
)
def test_deleted_letters(change: str, tmp_path: Path) -> None:
    grid = of_markup(tmp_path, around(cell(change, run("7"))))
    assert (seen(grid), kinds(grid)) == ("7", [(Form.DELETED, "1")])


@pytest.mark.parametrize("kind", ["ins", "moveTo"])
def test_inserted_letters_stand(kind: str, tmp_path: Path) -> None:
    change = f"<w:{kind} w:id='1'>{run('7')}{run('2', SUPER)}</w:{kind}>"
    grid = of_markup(tmp_path, around(cell(change)))
    assert seen(grid) == "7"
    assert kinds(grid) == [(Form.INSERTED, "7"), (Form.RAISED, "2")]


def test_a_paragraph_within_a_change(tmp_path: Path) -> None:
    inner = f"<w:tc>{DELETED.format(paragraph(run('1')))}{paragraph(run('7'))}</w:tc>"
    grid = of_markup(tmp_path, around(inner))
    assert (seen(grid).strip(), kinds(grid)) == ("7", [(Form.DELETED, "1")])


@pytest.mark.parametrize(("change", "text"), [("cellDel", ""), ("cellIns", "7")])
def test_a_cell_that_was_deleted_or_inserted(change: str, text: str, tmp_path: Path) -> None:
    grid = of_markup(tmp_path, around(cell(run("7"), own=f"<w:{change} w:id='1'/>")))
    form = Form.INSERTED if text else Form.DELETED
    assert (seen(grid), kinds(grid)) == (text, [(form, "7")])


# --- rows -------------------------------------------------------------------------------------

HEAD = row(cell(run("Tên")), cell(run("Chỉ tiêu")))
LAST = row(cell(run("xã B")), cell(run("8")))
OLD = ("xã A", "7")


def gone(look: str = "", own: str = "", tag: str = "t") -> str:
    inner = [run(text, look, tag) for text in OLD]
    return row(*(cell(DELETED.format(one) if tag == "delText" else one) for one in inner), own=own)


@pytest.mark.parametrize(
    ("line", "form"),
    [
        (gone(own="<w:del w:id='1'/>"), Form.DELETED),
        (gone(own="<w:del w:id='1'/>", tag="delText"), Form.DELETED),
        (gone(tag="delText"), Form.DELETED),
        (gone(STRUCK), Form.STRUCK),
        (gone(GONE), Form.HIDDEN),
        (gone(WHITE), Form.HIDDEN),
        (gone('<w:sz w:val="2"/>'), Form.HIDDEN),
        (gone(own="<w:hidden/>"), Form.HIDDEN),
        (gone(own='<w:trHeight w:val="1" w:hRule="exact"/>'), Form.HIDDEN),
        (gone(own='<w:trHeight w:val="1" w:hRule="atLeast"/>'), None),
        (gone(own='<w:hidden w:val="0"/>'), None),
        (gone(own="<w:trPrChange w:id='1'><w:trPr><w:hidden/></w:trPr></w:trPrChange>"), None),
        (gone(SUPER), None),
    ],
)
def test_a_row_that_is_none(line: str, form: Form | None, tmp_path: Path) -> None:
    for rows in ((HEAD, line, LAST), (line, HEAD, LAST), (line,)):
        grid = of_markup(tmp_path, table(*rows))
        at = rows.index(line) + 1
        kept = [(one.number, one.texts[0]) for one in grid.rows]
        assert ((at, "xã A") in kept) is (form is None)
        assert len(kept) == len(rows) - (form is not None)
        expected = () if form is None else (AsideRow(form, "bảng 1", at, OLD),)
        assert (grid.aside.rows, grid.aside.cells) == (expected, ())


def test_an_inserted_row_stands_and_is_told(tmp_path: Path) -> None:
    grid = of_markup(tmp_path, table(HEAD, gone(own="<w:ins w:id='1'/>"), LAST))
    assert [one.texts[0] for one in grid.rows] == ["Tên", "xã A", "xã B"]
    assert [(one.form, one.number, one.at, one.text) for one in grid.aside.cells] == [
        (Form.INSERTED, 2, 0, "xã A"),
        (Form.INSERTED, 2, 1, "7"),
    ]


def test_a_row_with_something_left_stays(tmp_path: Path) -> None:
    line = row(cell(run("xã A")), cell(run("7", STRUCK)))
    grid = of_markup(tmp_path, table(HEAD, line, LAST))
    assert [one.texts for one in grid.rows][1] == ("xã A", "")
    assert grid.aside.cells == (AsideCell(Form.STRUCK, "bảng 1", 2, 1, "7", "7"),)


def test_texts_of_such_a_row_are_as_they_would_be_read(tmp_path: Path) -> None:
    line = row(
        cell(run("xã A", STRUCK)),
        cell(run("7", STRUCK), run("1", STRUCK + SUPER)),
        cell(run("8", STRUCK + SUPER)),
        f"<w:tc>{paragraph(run('a', STRUCK))}{paragraph(run('b', STRUCK))}</w:tc>",
        cell(),
        own="<w:gridBefore w:val='1'/>",
    )
    (found,) = of_markup(tmp_path, table(HEAD, line)).aside.rows
    assert found.texts == ("", "xã A", "7", "8", "a\nb", "")


def test_cells_merged_down_do_not_reach_over_a_row_that_left(tmp_path: Path) -> None:
    def line(merge: str, figure: str, own: str = "") -> str:
        high = cell(run("khối") if merge == "restart" else "", own=f'<w:vMerge w:val="{merge}"/>')
        return row(high, cell(run(figure)), own=own)

    deleted = "<w:del w:id='1'/>"
    rows = [line("restart", "1"), line("continue", "2", deleted), line("continue", "3")]
    found = of_markup(tmp_path, table(*rows)).rows
    assert [(one.number, dict(one.spans)) for one in found] == [(1, {0: (2, 1)}), (3, {})]
    # One that begins in it is none of the one before.
    rows = [line("restart", "1"), line("restart", "2", deleted), line("continue", "3")]
    found = of_markup(tmp_path, table(*rows)).rows
    assert [(one.number, dict(one.spans)) for one in found] == [(1, {0: (1, 1)}), (3, {})]


# --- controls and fields ----------------------------------------------------------------------


def control(inner: str, properties: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "inner",
    [
        cell(control(run("0"))),
        f"<w:tc>{control(paragraph(run('0')))}</w:tc>",
        control(cell(run("0"))),
        cell(control(control(run("0"), ""))),
    ],
)
def test_an_unfilled_control_is_an_empty_cell(inner: str, tmp_path: Path) -> None:
    grid = of_markup(tmp_path, around(inner))
    assert (seen(grid), kinds(grid)) == ("", [(Form.HIDDEN, "0")])
    filled = inner.replace("<w:showingPlcHdr/>", "<w:showingPlcHdr w:val='0'/>")
    grid = of_markup(tmp_path, around(filled))
    assert (seen(grid), kinds(grid)) == ("0", [])


def test_a_row_of_unfilled_controls_is_an_empty_row(tmp_path: Path) -> None:
    grid = of_markup(tmp_path, table(HEAD, row(*[cell(control(run("0")))] * 2), LAST))
    assert [one.texts for one in grid.rows][1] == ("", "")
    assert grid.aside.rows == ()


def test_what_was_chosen_of_a_list_is_text(tmp_path: Path) -> None:
    entries = "".join(f'<w:listItem w:value="{one}"/>' for one in "678")
    inner = cell(control(run("7"), f"<w:dropDownList>{entries}</w:dropDownList>"))
    assert seen(of_markup(tmp_path, around(inner))) == "7"
    entries = "".join(f'<w:listEntry w:val="{one}"/>' for one in "678")
    chosen = f"<w:ffData><w:ddList>{{}}{entries}</w:ddList></w:ffData>"
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{chosen}</w:fldChar></w:r>'
    code = run(" FORMDROPDOWN ", tag="instrText")
    for result, text in (('<w:result w:val="1"/>', "7"), ("", "6"), ('<w:result w:val="9"/>', "")):
        empty = begin.format(result) + code + mark("end")
        assert seen(of_markup(tmp_path, around(cell(empty)))) == text
        filled = begin.format(result) + code + mark("separate") + run("5") + mark("end")
        assert seen(of_markup(tmp_path, around(cell(filled)))) == "5"


@pytest.mark.parametrize(
    ("runs", "text", "aside"),
    [
        # what Word works out, and the words it is worked out of
        (["begin", "=SUM(ABOVE)", "separate", "7", "end"], "7", []),
        (
            ["begin", "IF", "begin", "X", "separate", "1", "end", "separate", "7", "end"],
            "7",
            ["1"],
        ),
        (["5", "begin", "SET", "begin", "X", "separate", "1", "end", "end", "7"], "57", ["1"]),
        # a field that never ends is none
        (["begin", "X", "7"], "7", []),
        (["separate", "end", "7"], "7", []),
    ],
)
def test_fields(runs: list[str], text: str, aside: list[str], tmp_path: Path) -> None:
    def piece(one: str) -> str:
        if one in ("begin", "separate", "end"):
            return mark(one)
        return run(one) if one.isdigit() else run(one, tag="instrText")

    grid = of_markup(tmp_path, around(cell(*map(piece, runs))))
    assert (seen(grid), kinds(grid)) == (text, [(Form.HIDDEN, one) for one in aside])


@pytest.mark.parametrize(
    ("code", "result", "text"),
    [
        (" =SUM(ABOVE) ", "0", ""),
        ("=SUM(ABOVE)", "** Expression is faulty **", ""),
        (" =SUM(ABOVE) ", "16", "16"),
        (" DATE ", "0", "0"),
    ],
)
def test_a_formula_that_libreoffice_did_not_understand(
    code: str, result: str, text: str, tmp_path: Path
) -> None:
    field = [mark("begin"), run(code, tag="instrText"), mark("separate"), run(result), mark("end")]
    # Word's own 0 is a figure.
    assert seen(of_markup(tmp_path, around(cell(*field)))) == result
    program = "<Properties><Application>LibreOffice/7.4</Application></Properties>"
    path = tmp_path / "van-ban.docx"
    grid = read_word(repacked(path, tmp_path / "b.docx", {"docProps/app.xml": program}))
    assert seen(grid) == text
    told = [(one.form, one.text, one.certain) for one in grid.aside.cells]
    assert told == ([] if text else [(Form.UNCALCULATED, result, False)])


def test_a_simple_field_is_its_result(tmp_path: Path) -> None:
    field = f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{run("7")}</w:fldSimple>'
    grid = of_markup(tmp_path, around(cell(field, run("1", STRUCK))))
    assert (seen(grid), kinds(grid)) == ("7", [(Form.STRUCK, "1")])


# --- comments ---------------------------------------------------------------------------------


def comment(number: int, text: str) -> str:
    return f'<w:comment w:id="{number}">{paragraph(run(text))}</w:comment>'


def begins(number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def told(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


@pytest.mark.parametrize(
    "inner",
    [
        cell(begins(1), run("7"), told(1)),
        cell(run("7"), told(1)),
        begins(1) + cell(run("7"), told(1)),
        f"<w:tc>{begins(1)}{paragraph(run('7'), told(1))}</w:tc>",
        # over several cells: at the first
        cell(begins(1), run("7")) + cell(told(1)),
    ],
)
def test_a_comment_is_told_where_it_begins(inner: str, tmp_path: Path) -> None:
    found = of_markup(tmp_path, around(inner), comments=comment(1, "đúng là 6"))
    assert (seen(found), kinds(found)) == ("7", [(Form.NOTED, "đúng là 6")])
    assert found.aside.cells[0].whole == "7"


def test_comments_beside_each_other_and_on_prose(tmp_path: Path) -> None:
    inner = around(cell(begins(1), begins(2), run("7"), told(1), told(2), told(9)))
    notes = comment(1, "một") + comment(2, "hai") + comment(3, "ba")
    prose = paragraph(run("Đến 13/9"), told(3))
    found = of_markup(tmp_path, inner + prose, comments=notes).aside.cells
    assert [(one.part, one.number, one.text) for one in found] == [
        ("bảng 1", 2, "một; hai"),
        ("", 1, "ba"),
    ]


def test_the_part_of_comments_is_known_by_its_link(tmp_path: Path) -> None:
    found = of_markup(tmp_path, around(cell(run("7"), told(1))), comments=comment(1, "sáu"))
    assert kinds(found)
    path = tmp_path / "van-ban.docx"
    links = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    link = f'<Relationship Id="r99" Type="{kind}" Target="ghi-chu.xml"/></Relationships>'
    other = {
        "word/ghi-chu.xml": f"<w:comments {WORD}>{comment(1, 'bảy')}</w:comments>",
        links: members_of(path)[links].decode().replace("</Relationships>", link),
    }
    assert kinds(read_word(repacked(path, tmp_path / "b.docx", dict(other)))) == [
        (Form.NOTED, "bảy")
    ]
    other[links] = "<Relationships"
    assert kinds(read_word(repacked(path, tmp_path / "c.docx", dict(other)))) == [
        (Form.NOTED, "sáu")
    ]


# --- places -----------------------------------------------------------------------------------


def test_prose_around_the_table(tmp_path: Path) -> None:
    lines = paragraph(run("a")) + paragraph(run("kết nạp 16"), run("1", SUPER), run(" người"))
    grid = of_markup(tmp_path, lines + paragraph(run("bỏ", STRUCK)))
    assert [one.texts for one in grid.rows] == [("a",), ("kết nạp 16 người",), ("",)]
    assert grid.aside.cells == (
        AsideCell(Form.RAISED, "", 2, 0, "1", "kết nạp 161 người"),
        AsideCell(Form.STRUCK, "", 3, 0, "bỏ", "bỏ"),
    )


def test_a_table_within_a_cell_and_a_frame(tmp_path: Path) -> None:
    small = table(row(cell(run("8", STRUCK), run("9"))))
    inner = f"<w:tc>{small}<w:p/></w:tc>"
    grid = of_markup(tmp_path, around(inner))
    assert (seen(grid).strip(), kinds(grid)) == ("9", [(Form.STRUCK, "8")])
    frame = table(f"<w:tr><w:tc>{around(cell(run('8', STRUCK), run('9')))}<w:p/></w:tc></w:tr>")
    grid = of_markup(tmp_path, frame)
    assert (seen(grid), kinds(grid)) == ("9", [(Form.STRUCK, "8")])


@pytest.mark.parametrize(
    "holder", [f"<w:r><w:rPr>{GONE}</w:rPr>{{}}</w:r>", DELETED.format("<w:r>{}</w:r>")]
)
def test_a_box_that_is_not_shown(holder: str, tmp_path: Path) -> None:
    box = "<w:txbxContent>{}</w:txbxContent>"
    words = holder.format(box.format(paragraph(run("1"))))
    grid = of_markup(tmp_path, around(cell(run("7"), words)))
    assert (seen(grid), grid.findings) == ("7", ())
    assert [one.text for one in grid.aside.cells] == ["1"]
    whole = holder.format(box.format(table(row(cell(run("xã A")), cell(run("7"))))))
    grid = of_markup(tmp_path, paragraph(run("a"), whole))
    assert [one.texts for one in grid.rows] == [("a",)]
    assert [one.texts for one in grid.aside.rows] == [OLD]


def test_a_box_on_struck_letters_is_not_struck(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('1', WHITE), run('2'))}</w:txbxContent>"
    words = f"<w:r><w:rPr>{STRUCK}</w:rPr>{box}</w:r>"
    grid = of_markup(tmp_path, paragraph(run("a"), words))
    assert [one.texts for one in grid.rows] == [("a",), ("12",)]  # its ground may be dark
    assert grid.aside == NOTHING


def test_a_part_from_another_file_is_told(tmp_path: Path) -> None:
    (finding,) = of_markup(tmp_path, '<w:altChunk w:id="a"/>' + around(cell(run("7")))).findings
    assert finding.code == "form_unseen"


def test_a_page_that_is_coloured(tmp_path: Path) -> None:
    content = body(around(cell(run("1", WHITE), run("7"))))
    paper = content.replace("<w:body>", '<w:background w:color="1F4E79"/><w:body>')
    source = write_table(tmp_path, SOUND, "goc.docx")
    assert seen(read_word(repacked(source, tmp_path / "a.docx", {BODY: paper}))) == "17"
    assert seen(read_word(repacked(source, tmp_path / "b.docx", {BODY: content}))) == "7"
