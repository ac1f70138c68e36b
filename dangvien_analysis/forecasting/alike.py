"""The four counts of each unit as plain numbers, and the units that are alike in them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dangvien_analysis.forecasting.predictive import UNLIMITED
from dangvien_analysis.measures.counts import counts


@dataclass(frozen=True)
class Alike:
    """Units alike in all their counts, once each, by rising quota and dossiers."""

    quota: np.ndarray  # Their counts [people]
    admitted: np.ndarray
    pending: np.ndarray
    pool: np.ndarray
    number: np.ndarray  # How many units are alike
    of: np.ndarray  # For each known unit of the table, which of these it is
    # For each of these, which quota and dossiers it has: an index into the pairs that there are
    kind: np.ndarray

    @property
    def opened(self) -> np.ndarray:
        """Dossiers of each, decided or waiting."""
        return np.asarray(self.admitted + self.pending)

    @property
    def first(self) -> np.ndarray:
        """The first unit of each kind."""
        return np.flatnonzero(np.diff(self.kind, prepend=-1))


@dataclass(frozen=True)
class WholeCounts:
    """The counts of a table as whole numbers."""

    quota: np.ndarray  # Of each unit [people]; unknown ones are 0, an unknown pool is `UNLIMITED`
    admitted: np.ndarray
    pending: np.ndarray
    pool: np.ndarray
    known: np.ndarray  # Where quota and admitted are both known
    no_pending: np.ndarray  # Where these are not
    no_pool: np.ndarray

    @cached_property
    def alike(self) -> Alike:
        """The known units, those alike in all counts taken together."""
        parts = (self.quota, self.admitted, self.pending, self.pool)
        quota, admitted, pending, pool = given = [part[self.known] for part in parts]
        order = np.lexsort((pool, pending, admitted + pending, quota))
        ranked = np.stack(given)[:, order]
        fresh = np.ones(len(order), dtype=bool)
        fresh[1:] = (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)
        of = np.empty(len(order), dtype=np.int64)
        of[order] = np.cumsum(fresh) - 1
        number = np.diff(np.append(np.flatnonzero(fresh), len(order)))
        ranked = ranked[:, fresh]
        pairs = np.stack([ranked[0], ranked[1] + ranked[2]])
        kind = np.cumsum((np.diff(pairs, axis=1, prepend=-1) != 0).any(axis=0)) - 1
        quota, admitted, pending, pool = ranked
        return Alike(quota, admitted, pending, pool, number, of, kind)


def whole_counts(units: pd.DataFrame) -> WholeCounts:
    """Take the counts out of a table."""
    table = np.stack(counts(units))
    missing = np.isnan(table)
    quota, admitted, pending, pool = np.where(missing, 0, table).astype(np.int64)
    return WholeCounts(
        quota,
        admitted,
        pending,
        np.where(missing[3], UNLIMITED, pool),
        known=~(missing[0] | missing[1]),
        no_pending=missing[2],
        no_pool=missing[3],
    )
