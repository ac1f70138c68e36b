import pytest

from dangvien_analysis.readers.web_files.page_colours import CLEAR, Colour, alike, colour


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("#fff", (255, 255, 255)), (" White ", (255, 255, 255)), ("FFFFFF", (255, 255, 255))),
        *(("#12345680", (18, 52, 86)), ("#fff0", CLEAR), ("rgba(9,9,9,0)", CLEAR)),
        *(("rgb(0 128 255 / 50%)", (0, 128, 255)), ("rgb(300,-1,0)", (255, 0, 0))),
        *(("hsl(120, 100%, 50%)", (0, 255, 0)), ("hsl(120deg 100% 50% / .9)", (0, 255, 0))),
        *(("windowtext", (0, 0, 0)), ("navy", "navy"), ("var(--a)", None), ("rgb(1)", None)),
        *(("rgb(nan,0,0)", None), ("rgb(1,2,x)", None), ("rgb(1 2 3 4 5)", None), ("", "")),
    ],
)
def test_colours(text: str, found: Colour) -> None:
    assert colour(text) == found


def test_a_tint_behind_letters_is_none() -> None:
    assert colour("rgba(0,0,0,.05)", behind=True) == CLEAR
    assert colour("rgba(0,0,0,.8)", behind=True) == (0, 0, 0)


def test_what_cannot_be_told_apart() -> None:
    assert alike((255, 255, 255), (250, 250, 245))
    assert not alike((255, 255, 255), (255, 255, 0))
    assert alike("navy", "navy")
    assert not alike("navy", (255, 255, 255))
    assert not alike(None, None)
    assert alike(CLEAR, None)
