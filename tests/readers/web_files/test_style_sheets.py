from pathlib import Path

import pytest

from dangvien_analysis.errors import ReadError
from dangvien_analysis.readers.web_files import style_matching
from tests.readers.web_files.pages import Told, read, read_cell


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        *((".a{display:none}", "<i class='b a'>1</i>0"), ("#a{display:none}", "<i id=a>1</i>0")),
        *(("i{display:none}", "<i>1</i>0"), ("I.a{display:none}", "<i class=a>1</i>0")),
        *(("b,.x , i{display:none}", "<i>1</i>0"), ("td i{display:none}", "<i>1</i>0")),
        *(("td>i{display:none}", "<i>1</i>0"), ("b + i{display:none}", "<b>0</b><i>1</i>")),
        *(
            ("b~i{display:none}", "<b>0</b><u></u><i>1</i>"),
            ("*.a{display:none}", "<i class=a>1</i>0"),
        ),
        *(
            ("[data-x]{display:none}", "<i data-x>1</i>0"),
            ('[class^="no"]{display:none}', "<i class=no-x>1</i>0"),
        ),
        *(("i:not(.b){display:none}", "<i>1</i><i class=b>0</i>"),),
        *(("i:first-child{display:none}", "<i>1</i><i>0</i>"),),
        *(("i:nth-child(2n+1){display:none}", "<i>1</i><i>0</i>"),),
        *(("@media screen{i{display:none}}", "<i>1</i>0"),),
        *(("@media (min-width:768px){i{display:none}}", "<i>1</i>0"),),
        *(("@media all and (max-width:3000px){i{display:none}}", "<i>1</i>0"),),
        *(("@import url(a;b); i{display:none}", "<i>1</i>0"),),
        *(("<!-- i{mso-style:'}';display:none} -->", "<i>1</i>0"),),
        *(("/* } */i{/*;*/display:none", "<i>1</i>0"),),
        *(("i{color:white}", "<i>1</i>0"),),
        *(("@font-face{font-family:a;src:url(x)}i{display:none}", "<i>1</i>0"),),
        # the last one, the more precise one, the important one
        *(("i{display:inline}i{display:none}", "<i>1</i>0"),),
        *((".a{display:none}i{display:inline}", "<i class=a>1</i>0"),),
        *(
            (
                "i{display:none!important}.a{display:inline}",
                "<i class=a style='display:block'>1</i>0",
            ),
        ),
        *((r".a\:b{display:none}", "<i class='a:b'>1</i>0"),),
    ],
)
def test_rules_that_hold(tmp_path: Path, rule: str, content: str) -> None:
    told = read_cell(tmp_path, content, f"<style>{rule}</style>")
    assert (told.seen, told.aside) == ("0", {"hidden": "1"})


@pytest.mark.parametrize(
    "rule",
    [
        *(".b{display:none}", "b{display:none}", "#i{display:none}", "th i{display:none}"),
        *("table > i{display:none}", "i:hover{display:none}", "i::before{display:none}"),
        *("@media print{i{display:none}}", "@media (max-width:600px){i{display:none}}"),
        *(
            "@media (prefers-color-scheme:dark){i{color:white}}",
            "i{display:none}i{display:inline}",
        ),
        *("i{color:var(--white)}", "i{color:white;background:#333}", "@keyframes a{i{opacity:0}}"),
        *("i{", "{display:none}", "i{display:none;;display:inline", ".a.b{display:none}"),
        *("/* i{display:none} */", "i:nth-child(2){display:none}", "i{}}}{{"),
    ],
)
def test_rules_that_do_not_hold(tmp_path: Path, rule: str) -> None:
    head = f"<style>{rule}</style><style media=print>i{{display:none}}</style>"
    assert read_cell(tmp_path, "<i class=a>17</i>", head) == Told("17", {})


def test_a_style_of_the_element_comes_before_sheets(tmp_path: Path) -> None:
    head = "<style>#a.b{display:none}</style>"
    page = "<i id=a class=b style='display:inline'>17</i>"
    assert read_cell(tmp_path, page, head) == Told("17", {})


@pytest.mark.parametrize(
    "sheet",
    [
        "i{display:none}" * 30_000,
        ",".join(["i"] * 3000) + "{display:none}",
        "url(" * 200_000,
        "/*" * 200_000,
        '"' * 200_001 + "{" * 100_000,
        "a " * 9_000 + "{display:none}",
        "i{display:none;" * 50_000,
        "(,)" * 6_000 + "{display:none}",
        "\\" * 200_000 + "{display:none}",
    ],
    ids=range(9),
)
def test_sheets_are_bounded(tmp_path: Path, sheet: str) -> None:
    try:
        read(tmp_path, f"<style>{sheet}</style><table><tr><td>7<td><i>1</i></table>")
    except ReadError as error:
        assert str(error).startswith("trang.html: ")


def test_rules_that_every_element_is_compared_with_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style_matching, "_STEPS", 100_000)
    sheet = "".join(f"[a{at}] ~ * *{{display:none}}" for at in range(300))
    with pytest.raises(ReadError, match="định kiểu"):
        read(tmp_path, f"<style>{sheet}</style>" + "<p>1<b>2</b></p>" * 500)
