import numpy as np
import pytest

from dangvien_analysis.forecasting.delay import Openings, infer_delay
from dangvien_analysis.office.settings import Assumptions

EVEN = Openings(np.array([256.0]), np.zeros(1), np.ones(1))
DEFAULT = Assumptions()


def test_known_lead_time_by_hand() -> None:
    known = Assumptions(lead_days=45, lead_sd=0, approval=0.95)
    found = infer_delay(29, 164, EVEN, 109, known)
    decided = 1 - np.exp(-109 / 45)
    assert found.days == pytest.approx(45)
    assert list(found.landing) == pytest.approx([0.95 * decided])
    assert list(found.effective) == pytest.approx([109 - 45 * decided])
    assert list(found.weight) == [1]


def test_nothing_opened_leaves_the_prior() -> None:
    found = infer_delay(0, 0, EVEN, 109, DEFAULT)
    assert found.days == pytest.approx(45, rel=0.01)
    logs = np.log(109 - found.effective)
    assert found.weight.sum() == pytest.approx(1)
    # a long wait leaves fewer days, in order
    assert np.all(np.diff(logs) > 0)


def test_a_large_stock_settles_it() -> None:
    # of 100,000 dossiers opened evenly over 256 days with a mean of 30 days, so many still wait
    share = 30 / 256 * (1 - np.exp(-256 / 30))
    found = infer_delay(100_000 * share, 100_000, EVEN, 109, DEFAULT)
    assert found.days == pytest.approx(30, rel=0.01)
    assert np.ptp(found.landing) < 0.01


def test_more_waiting_means_longer_waits() -> None:
    days = [infer_delay(waiting, 164, EVEN, 109, DEFAULT).days for waiting in (0, 10, 29, 80, 164)]
    assert days == sorted(days)
    assert len(set(days)) == len(days)


def test_on_the_deadline_nothing_lands() -> None:
    found = infer_delay(29, 164, EVEN, 0, DEFAULT)
    assert list(found.landing) == pytest.approx([0, 0, 0])
    assert list(found.effective) == pytest.approx([0, 0, 0])


def test_dossiers_opened_lately_wait_without_long_lead_times() -> None:
    late = Openings(np.array([256.0, 30.0]), np.array([30.0, 0.0]), np.array([0.5, 0.5]))
    assert (
        infer_delay(60, 164, late, 109, DEFAULT).days
        < infer_delay(60, 164, EVEN, 109, DEFAULT).days
    )


def test_dossiers_carried_over_have_mostly_been_decided() -> None:
    carried = Openings(np.array([256.0]), np.zeros(1), np.ones(1), carried=0.5)
    # the same stock among fewer young dossiers means longer waits
    assert (
        infer_delay(29, 164, carried, 109, DEFAULT).days
        > infer_delay(29, 164, EVEN, 109, DEFAULT).days
    )
