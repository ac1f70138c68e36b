import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dangvien_analysis.cli.commands import dangvien
from dangvien_analysis.columns import BANDS, LEVELS
from dangvien_analysis.findings import CODES, SETTLED, SEVERITIES
from tests.conftest import ROOT

PACKAGE = ROOT / "dangvien_analysis"
PAGE = (ROOT / "docs" / "phat-hien.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAP = ARCHITECTURE.split("```")[1]


def codes_of(severity: str) -> list[tuple[str, str]]:
    """Give the codes and meanings under the heading of a severity."""
    part = PAGE.split(f"(`{severity}`)")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \| (.+) \|$", part, flags=re.MULTILINE)


@pytest.mark.parametrize("severity", [name for name in SEVERITIES if name != SETTLED])
def test_page_lists_the_codes_with_their_meaning(severity: str) -> None:
    wanted = [(code, one.meaning) for code, one in CODES.items() if one.severity == severity]
    assert codes_of(severity) == wanted


def test_page_has_each_code_once_under_its_severity() -> None:
    assert sorted(re.findall(r"^\| `(\w+)`", PAGE, flags=re.MULTILINE)) == sorted(CODES)
    headings = re.findall(r"^## (.+?) \(`(\w+)`\)", PAGE, flags=re.MULTILINE)
    assert [(words.lower(), name) for words, name in headings] == [
        (words, name) for name, words in SEVERITIES.items() if name != SETTLED
    ]


def mapped() -> list[str]:
    """Give the modules of the package that the map names, by their paths in it."""
    part = MAP.split("\ndangvien_analysis/\n")[1]
    return re.findall(r"^ {4}([\w/]+\.py)\b", part, flags=re.MULTILINE)


def test_map_names_each_module_once_and_nothing_else() -> None:
    there = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")]
    folders = [path for path in there if path.endswith("/__init__.py")]
    assert sorted(mapped()) == sorted(set(there) - set(folders))


def test_map_names_folders_of_the_package() -> None:
    named = re.findall(r"^ {4}(\w+)/", MAP, flags=re.MULTILINE)
    assert named
    assert [name for name in named if not (PACKAGE / name).is_dir()] == []


def test_map_names_places_of_the_repository() -> None:
    named = re.findall(r"^([\w.]+(?:/\w+)*(?:/|\.\w+))(?:  |$)", MAP, flags=re.MULTILINE)
    made_later = {"reports/", "work/"}
    assert named
    assert [path for path in named if path not in made_later and not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "words",
    [
        *("make report", "make test", "py tasks.py report", "py tasks.py test"),
        *("Not yet tried on Windows", "Chưa được chạy thử trên Windows"),
    ],
)
def test_readme_says_how_and_what_is_not_known(words: str) -> None:
    assert words in README


@pytest.mark.parametrize(
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/doc-tep.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    folder = (ROOT / name).parent
    assert [target for target in targets if not (folder / target).exists()] == []


# --- what the pages show a command print -------------------------------------------------------

SHOWN = re.compile(r"^```\n\$ dangvien check (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(page, *shown, id=f"{page}-{shown[0]}")
    for page in ("README.md", "docs/doc-tep.md")
    for shown in SHOWN.findall((ROOT / page).read_text(encoding="utf-8"))
]


def matches(shown: list[str], printed: list[str]) -> bool:
    """Compare lines; "…" stands for lines left out, and at a line's end for its rest."""
    if not shown:
        return not printed
    if shown[0] == "…":
        return any(matches(shown[1:], printed[at:]) for at in range(1, len(printed) + 1))
    cut = shown[0].removesuffix(" …")
    same = bool(printed) and (
        printed[0] == cut or (cut != shown[0] and printed[0].startswith(cut))
    )
    return same and matches(shown[1:], printed[1:])


@pytest.mark.parametrize(("page", "file", "shown"), EXAMPLES)
def test_a_page_shows_what_the_command_prints(
    page: str, file: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    printed = CliRunner().invoke(dangvien, ["check", file]).stdout
    assert matches(shown.splitlines(), printed.splitlines()), printed


def test_the_pages_show_a_word_an_excel_and_a_pdf_file() -> None:
    shown = [(case.values[0], Path(str(case.values[1])).suffix) for case in EXAMPLES]
    endings = (".docx", ".xlsx", ".pdf")
    assert shown == [(page, one) for page in ("README.md", "docs/doc-tep.md") for one in endings]


def test_levels_and_bands_of_the_page_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| ([^|]+) \|$", ARCHITECTURE, flags=re.MULTILINE))
    assert rows == LEVELS | BANDS
