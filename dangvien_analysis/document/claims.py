"""Headline figures in prose: who was admitted, of how many, and the share that is printed.

A sentence is read figure by figure (`figures`); here the figures become claims.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from dangvien_analysis.document.claimed_figures import ClaimedFigure, ClaimRole, figures_of
from dangvien_analysis.document.wording import paragraphs, sentences
from dangvien_analysis.text.numbers import agrees, format_count, format_percent
from dangvien_analysis.text.vietnamese import clean

DTYPES = {
    "text": "str",
    "admitted": "Int64",
    "quota": "Int64",
    "rate": "Float64",
    "kind": "str",
    "over_places": "Int64",
    "agrees": "boolean",
    "message": "str",
}
"""The columns of `claims`."""

# A clause without a mark is shown up to here on either side.
_CLAUSE = 200
# The comma of a decimal has no space after it.
_MARKS = (", ", "; ")


@dataclass(frozen=True)
class Claim:
    """One claim; None for what it leaves out."""

    kind: str = "of_quota"  # ``of_quota``, ``over_quota`` or ``same_period``
    admitted: int | None = None  # People
    quota: int | None = None
    rate: Decimal | None = None  # Per cent, with the digits as printed
    over_places: int | None = None  # Places above the quota
    exact: bool = True  # False for "gần 60%", which no figure can be held to
    others: bool = False  # Whether it counts something other than people, as in "45/54 chi bộ"
    text: str = ""  # The clause
    context: str = ""  # The sentence up to the clause's end

    @property
    def whole(self) -> bool:
        """Whether it says more than one count."""
        both = self.admitted is not None and self.quota is not None
        return both or self.rate is not None or self.over_places is not None

    @property
    def agrees(self) -> bool | None:
        """Whether its figures fit each other; None when that cannot be told."""
        if self.kind == "same_period" or self.admitted is None or not self.quota:
            return None
        over = self.kind == "over_quota"
        people = self.admitted - self.quota if over else self.admitted
        found = []
        if self.over_places is not None:
            found.append(self.over_places == people)
        if self.rate is not None and self.exact:
            found.append(agrees(self.rate, people, self.quota))
        return all(found) if found else None

    @property
    def stated(self) -> str:
        """What is claimed, as printed."""
        about = "" if self.exact else "khoảng "
        percent = "" if self.rate is None else f"{about}{self.rate}%".replace(".", ",")
        places = "" if self.over_places is None else f"{format_count(self.over_places)} chỉ tiêu"
        over = "vượt " if self.kind == "over_quota" else ""
        return over + " và ".join(filter(None, (percent, places)))

    @property
    def computed(self) -> str:
        """What its own counts give; empty when they do not tell."""
        if self.kind == "same_period" or self.admitted is None or not self.quota:
            return ""
        if self.kind == "of_quota":
            return format_percent(Fraction(self.admitted, self.quota))
        people = self.admitted - self.quota
        word = "vượt" if people >= 0 else "thiếu"
        places = "" if self.over_places is None else f"{format_count(abs(people))} chỉ tiêu"
        percent = "" if self.rate is None else format_percent(Fraction(abs(people), self.quota))
        return f"{word} {' và '.join(filter(None, (percent, places)))}"

    @property
    def message(self) -> str:
        """One Vietnamese sentence: what is stated and what it is."""
        counts = f"{format_count(self.admitted)}/{format_count(self.quota)}"
        if self.kind == "same_period":
            return (
                f"Văn bản nêu bằng {self.stated} so với cùng kỳ; đây không phải là tỷ lệ so với "
                f"chỉ tiêu, không kiểm tra được."
            )
        if self.agrees is False:
            return f"Văn bản nêu {self.stated}, nhưng {counts} là {self.computed}."
        if self.agrees:
            return f"Văn bản nêu {self.stated}; {counts} là {self.computed}, khớp."
        if not self.stated:
            shown = f", là {self.computed}" if self.computed else ""
            return f"Văn bản nêu {counts}{shown}; không nêu tỷ lệ."
        return f"Văn bản nêu {self.stated}; không kiểm tra được vì {self._lacking()}."

    def _lacking(self) -> str:
        if not self.exact:
            return "tỷ lệ chỉ nêu ước chừng"
        if self.quota == 0:
            return "chỉ tiêu là 0"
        names = ("số đã kết nạp", self.admitted), ("chỉ tiêu", self.quota)
        return f"không nêu {' và '.join(name for name, value in names if value is None)}"


def claims(text: str) -> pd.DataFrame:
    """Find the headline figures of a text and hold each against itself.

    Parameters
    ----------
    text : str
        Prose of a report, for example "đã kết nạp được 164 đảng viên, đạt 58,57% so với chỉ tiêu
        giao (280)".

    Returns
    -------
    DataFrame
        One row a claim, in the text's order: ``text``, the clause; ``admitted`` and ``quota``
        [people]; ``rate``, a fraction as stated; ``kind``: ``of_quota``, ``over_quota`` ("vượt
        8%": rate 0.08) or ``same_period``; ``over_places`` [people] ("vượt 2 chỉ tiêu");
        ``agrees``: True when the printed rate is the exact one rounded half up or cut at the
        printed digits, NA when that cannot be checked; ``message``. What a claim leaves out is
        NA.
    """
    rows = [_row(claim) for claim in find_claims(text)]
    columns: dict[str, Any] = {
        name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in DTYPES.items()
    }
    return pd.DataFrame(columns)


def _row(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "admitted": claim.admitted,
        "quota": claim.quota,
        "rate": None if claim.rate is None else float(claim.rate / 100),
        "kind": claim.kind,
        "over_places": claim.over_places,
        "agrees": claim.agrees,
        "message": claim.message,
    }


def find_claims(text: str) -> list[Claim]:
    """Find the headline figures of a text."""
    return [
        claim
        for paragraph in paragraphs(text)
        for sentence in sentences(clean(paragraph))
        for claim in _claims_of(sentence)
    ]


@dataclass(frozen=True)
class _Draft:
    """A claim in the making: the figures of one subject so far."""

    claim: Claim
    start: int
    end: int

    def has(self, role: ClaimRole) -> bool:
        """Tell whether the claim already says what a figure of this role would."""
        claim = self.claim
        said = {
            ClaimRole.SHARE: claim.admitted is not None,
            ClaimRole.ADMITTED: claim.admitted is not None or claim.others,
            ClaimRole.QUOTA: claim.quota is not None,
            ClaimRole.PLACES: claim.over_places is not None,
        }
        return said.get(role, claim.rate is not None)


def _claims_of(sentence: str) -> list[Claim]:
    drafts: list[_Draft] = []
    for figure in figures_of(sentence):
        last = drafts[-1] if drafts and not figure.fresh else None
        joined = _join(last, figure)
        if last is not None and joined is not None:
            drafts[-1] = replace(last, claim=joined, end=figure.end)
        else:
            start = figure.start if last is None or not _copies(last, figure) else last.start
            drafts.append(_Draft(_begin(last, figure), start, figure.end))
    return [_worded(draft, sentence) for draft in drafts if draft.claim.whole]


def _join(last: _Draft | None, figure: ClaimedFigure) -> Claim | None:
    """Add a figure to the claim it belongs to; None when it begins another."""
    if last is None:
        return None
    claim, role = last.claim, figure.role
    if role in (ClaimRole.OF_QUOTA, ClaimRole.OVER, ClaimRole.SAME_PERIOD, ClaimRole.PLACES):
        plain = claim.rate is None and claim.over_places is None
        kind = "over_quota" if role is ClaimRole.PLACES else role.value
        if last.has(role) or not (plain or claim.kind == kind):
            return None
        if role is ClaimRole.SAME_PERIOD and claim.quota is not None:
            return None
    elif role is ClaimRole.QUOTA and claim.quota == figure.quota:
        return claim
    elif last.has(role) or (role is ClaimRole.SHARE and not _fits(claim, figure)):
        return None
    return _with(claim, figure)


def _fits(claim: Claim, figure: ClaimedFigure) -> bool:
    """Tell whether counts belong to the claim before: "chỉ tiêu 280, kết nạp 164/280"."""
    if claim.rate is not None or claim.over_places is not None:
        return figure.bracket and claim.kind != "same_period" and claim.quota is None
    return claim.quota in (None, figure.quota)


def _copies(last: _Draft, figure: ClaimedFigure) -> bool:
    """Tell a second share of the same people from a new subject."""
    rates = (ClaimRole.OF_QUOTA, ClaimRole.OVER, ClaimRole.SAME_PERIOD, ClaimRole.PLACES)
    kind = "over_quota" if figure.role is ClaimRole.PLACES else figure.role.value
    return figure.role in rates and last.claim.kind != kind


def _begin(last: _Draft | None, figure: ClaimedFigure) -> Claim:
    if last is None or not _copies(last, figure):
        return _with(Claim(), figure)
    quota = None if figure.role is ClaimRole.SAME_PERIOD else last.claim.quota
    others = last.claim.others
    return _with(Claim(admitted=last.claim.admitted, quota=quota, others=others), figure)


def _with(claim: Claim, figure: ClaimedFigure) -> Claim:
    """Put a figure into a claim."""
    if figure.role is ClaimRole.PLACES:
        return replace(claim, kind="over_quota", over_places=figure.places)
    if figure.role in (ClaimRole.OF_QUOTA, ClaimRole.OVER, ClaimRole.SAME_PERIOD):
        return replace(claim, kind=figure.role.value, rate=figure.rate, exact=figure.exact)
    return replace(
        claim,
        admitted=claim.admitted if figure.admitted is None else figure.admitted,
        quota=claim.quota if figure.quota is None else figure.quota,
        others=claim.others or figure.others,
    )


def _worded(draft: _Draft, sentence: str) -> Claim:
    """Give a claim its clause: from the mark before its first figure to the one after its last."""
    low, high = max(draft.start - _CLAUSE, 0), draft.end + _CLAUSE
    start = max(sentence.rfind(mark, low, draft.start) for mark in _MARKS) + 1
    ends = [sentence.find(mark, draft.end, high) for mark in _MARKS]
    end = min((one for one in ends if one >= 0), default=min(high, len(sentence)))
    text = sentence[max(start, low) : end].strip()
    if text.startswith("(") and text.count("(") >= text.count(")"):
        text = text.removeprefix("(").removesuffix(")").strip()
    return replace(draft.claim, text=text, context=sentence[max(low - _CLAUSE, 0) : end].strip())
