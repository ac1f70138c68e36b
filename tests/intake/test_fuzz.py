"""Damaged files of each format end in a table or in an error meant for the user."""

import random
from pathlib import Path

import pytest

import dangvien_analysis as dva
from dangvien_analysis.errors import DangvienError
from dangvien_analysis.office.settings import Settings
from tests.fixtures.damage import one_case, seed_files

RUNS = {"xlsx": 60, "docx": 50, "html": 50, "tsv": 40, "csv": 40, "txt": 40, "xls": 30, "ods": 30}
RUNS |= {"pdf": 12}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    return seed_files(tmp_path_factory.mktemp("lanh"))


@pytest.mark.parametrize("kind", RUNS)
def test_damage_gives_a_table_or_an_error(
    kind: str, seeds: dict[str, list[Path]], tmp_path: Path
) -> None:
    ends = []
    for number in range(RUNS[kind]):
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(one_case(seeds, kind, random.Random(f"{kind} {number}")))
        try:
            dva.read(path, settings=Settings(root=tmp_path))
        except DangvienError as error:
            assert path.name in str(error)
            ends.append("refused")
        else:
            ends.append("read")
    # damage that always stops a file, or never does, would test nothing
    assert set(ends) == {"read", "refused"}


@pytest.mark.parametrize("kind", RUNS)
def test_the_seeds_are_sound(kind: str, seeds: dict[str, list[Path]], tmp_path: Path) -> None:
    for path in seeds[kind]:
        assert len(dva.read(path, settings=Settings(root=tmp_path)).units) >= 3
