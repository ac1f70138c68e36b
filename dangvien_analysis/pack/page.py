"""The page bao-cao.html: an executed notebook, self-contained, printable, without network."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from mistune import html as markdown

from dangvien_analysis.report.tables.markup import element

_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #111; font: 17px/1.5 Cambria,
  "DejaVu Serif", "Times New Roman", serif; }
main { max-width: 54rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; }
p { margin: 0 0 .5rem; text-align: justify; }
.co-quan { text-transform: none; font-weight: bold; margin: 0; }
.nguon { color: #333; font-style: italic; }
img { max-width: 100%; height: auto; display: block; margin: .8rem auto; }
.bang { border-collapse: collapse; width: 100%; margin: .8rem 0 1.2rem; font-size: .85rem;
  line-height: 1.3; }
.bang caption { text-align: left; font-weight: bold; padding: .3rem 0; }
.bang th, .bang td { border: 1px solid #777; padding: .15rem .4rem; vertical-align: top; }
.bang th { background: #e6e6e6; text-align: center; }
.bang .so { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bang th.so { white-space: normal; width: 1%; }
.bang .chu { text-align: left; overflow-wrap: break-word; }
@media (max-width: 40rem) { .bang { display: block; overflow-x: auto; } }
@page { size: A4; margin: 20mm 15mm 20mm 30mm; }
@page ngang { size: A4 landscape; margin: 30mm 20mm 15mm 20mm; }
@media print {
  body { font-size: 12pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  img, tr { break-inside: avoid; }
  img { max-height: 235mm; width: auto; }
  thead { display: table-header-group; }
  .bang.ngan { break-inside: avoid; }
  .bang.rong { page: ngang; }
  .bang { font-size: 9pt; }
  .bang th { background: #e6e6e6; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def render_page(notebook: Any, title: str) -> str:
    """Turn an executed notebook into a page; its code is not shown.

    Gives a whole HTML document in Vietnamese, with its pictures and style in it. It loads nothing
    and runs nothing: what a library makes of notebooks loads scripts from the network, and leaves
    out the alt text of pictures.
    """
    body = "\n".join(part for cell in notebook.cells for part in _parts(cell))
    return _PAGE.format(title=escape(title), style=_STYLE, body=body)


def _parts(cell: Any) -> Iterator[str]:
    """Give what a cell shows, piece by piece."""
    if cell.cell_type == "markdown":
        yield str(markdown(cell.source)).strip()
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield element("pre", output.text)
        elif shown := _shown(output.get("data", {}), output.get("metadata", {})):
            yield shown


def _shown(data: Mapping[str, str], about: Mapping[str, Mapping[str, Any]]) -> str:
    """Give an output in the richest of its forms."""
    if "text/html" in data:
        return data["text/html"]
    if "image/png" in data:
        told = {name: about.get("image/png", {}).get(name) for name in ("alt", "width")}
        said = "".join(
            f' {name}="{escape(str(value))}"' for name, value in told.items() if value is not None
        )
        return f'<img src="data:image/png;base64,{data["image/png"].strip()}"{said}>'
    return element("pre", data["text/plain"]) if "text/plain" in data else ""
