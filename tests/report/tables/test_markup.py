import pytest

from dangvien_analysis.report.tables.markup import element


@pytest.mark.parametrize(
    ("text", "kind", "html"),
    [
        ("Đảng bộ xã", "", "<p>Đảng bộ xã</p>"),
        ("", "so", '<p class="so"></p>'),
        ('<b>x</b>&"', "chu", '<p class="chu">&lt;b&gt;x&lt;/b&gt;&amp;&quot;</p>'),
        # no formula in JupyterLab
        ("$a_b$", "", '<p class="mathjax_ignore">$a_b$</p>'),
        ("$a_b$", "chu", '<p class="chu mathjax_ignore">$a_b$</p>'),
    ],
)
def test_element(text: str, kind: str, html: str) -> None:
    assert element("p", text, kind) == html
