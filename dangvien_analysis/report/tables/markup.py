"""Text that came from outside as HTML: shown as it is, whatever stands in it."""

from html import escape


def element(tag: str, text: str, kind: str = "") -> str:
    """Put a text into an HTML element.

    Gives the element, the text escaped. JupyterLab sets what stands between two dollar signs as a
    formula, unless a class forbids it.
    """
    classes = " ".join(filter(None, (kind, "mathjax_ignore" if "$" in text else "")))
    attribute = f' class="{classes}"' if classes else ""
    return f"<{tag}{attribute}>{escape(text)}</{tag}>"
