import re

import pytest

from dangvien_analysis.columns import LEVELS
from dangvien_analysis.findings import CODES, SEVERITIES
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


@pytest.mark.parametrize("severity", list(SEVERITIES))
def test_page_lists_the_codes_with_their_meaning(severity: str) -> None:
    wanted = [(code, one.meaning) for code, one in CODES.items() if one.severity == severity]
    assert codes_of(severity) == wanted


def test_page_has_each_code_once_under_its_severity() -> None:
    assert sorted(re.findall(r"^\| `(\w+)`", PAGE, flags=re.MULTILINE)) == sorted(CODES)
    headings = re.findall(r"^## (.+?) \(`(\w+)`\)", PAGE, flags=re.MULTILINE)
    assert [(words.lower(), name) for words, name in headings] == [
        (words, name) for name, words in SEVERITIES.items()
    ]


def mapped() -> set[str]:
    """Give the modules of the package that the map names."""
    return set(re.findall(r"[\w-]+\.py\b", MAP))


MODULES = sorted({path.name for path in PACKAGE.rglob("*.py")})


@pytest.mark.parametrize("name", MODULES)
def test_map_names_each_module(name: str) -> None:
    assert name in mapped()


@pytest.mark.parametrize("name", sorted(mapped()))
def test_map_names_nothing_that_is_not_there(name: str) -> None:
    assert [*PACKAGE.rglob(name), *ROOT.glob(name)] != []


@pytest.mark.parametrize("name", re.findall(r"^ {4}(\w+)/", MAP, flags=re.MULTILINE))
def test_map_names_folders_of_the_package(name: str) -> None:
    assert (PACKAGE / name).is_dir()


@pytest.mark.parametrize(
    "path", re.findall(r"^([\w.]+(?:/\w+)*(?:/|\.\w+))(?:  |$)", MAP, flags=re.MULTILINE)
)
def test_map_names_places_of_the_repository(path: str) -> None:
    made_later = {"reports/", "work/"}
    assert path in made_later or (ROOT / path).exists()


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
    "name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_levels_of_the_page_are_those_of_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| ([^|]+) \|$", ARCHITECTURE, flags=re.MULTILINE))
    assert rows == LEVELS
