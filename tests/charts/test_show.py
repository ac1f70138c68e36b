"""Charts in a notebook."""

from dataclasses import replace
from importlib import import_module
from io import BytesIO
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image, ImageColor

import dangvien_analysis as dva
from dangvien_analysis.charts import Options, options_of, progress, show
from dangvien_analysis.gather.gathering import gather
from dangvien_analysis.office.settings import Levels
from tests.conftest import AS_OF, DEADLINE


def test_options_of_the_shipped_case(snapshot: dva.Snapshot) -> None:
    assert options_of(gather(snapshot)) == Options(
        stated_quota=280, as_of=AS_OF, deadline=DEADLINE
    )


def test_options_without_a_printed_total_and_with_other_limits(snapshot: dva.Snapshot) -> None:
    fast = dva.Assumptions(pace=2.0)
    other = replace(
        snapshot,
        stated=snapshot.stated.mask(snapshot.stated.notna()),
        settings=replace(
            snapshot.settings, levels=Levels(small_quota=1, ranked_quota=9), forecast=fast
        ),
    )
    assert options_of(gather(other)) == Options(
        as_of=AS_OF, small_quota=1, ranked_quota=9, deadline=DEADLINE, assumptions=fast
    )


def test_show_displays_one_picture_with_its_alt_text_and_closes_it(
    assessed: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    displayed: list[Any] = []
    # The package gives the name of the module to its function.
    module = import_module("dangvien_analysis.charts.show")
    monkeypatch.setattr(module, "display", displayed.append)
    show(progress(assessed), "Thanh ngang.")
    (picture,) = displayed
    with Image.open(BytesIO(picture.data)) as drawn:
        assert (drawn.format, drawn.width) == ("PNG", picture.width)
        colours = {colour for _, colour in drawn.convert("RGB").getcolors()}
    # few, and those of the surfaces among them
    assert len(colours) <= 64
    assert colours > {*map(ImageColor.getrgb, ("white", "#24405f", "#c3d0df"))}
    assert picture.alt == "Thanh ngang."
    assert plt.get_fignums() == []
