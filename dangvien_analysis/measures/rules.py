"""What levels and their reasons are called, and the thresholds of their rules."""

SMALL_QUOTA = 2
"""Quotas up to this are shown in counts and not judged by pace. At the district's pace in
September 2023 eight of its 17 such units would have nobody by chance, and eight had nobody."""

RANKED_QUOTA = 5
"""Units with a smaller quota are not ranked: one person moves their rate by 20 points or more."""

LEVELS = ("met", "met_if_approved", "on_track", "not_judged", "watch", "at_risk")
"""Best first."""

REASONS = ("short_of_pool", "no_movement", "behind")
"""The facts that put a unit at ``at_risk`` or ``watch``."""

POOL_JUST_ENOUGH = "pool_just_enough"
"""A fact that is kept beside them and puts no unit anywhere."""
