"""A small sweep, and the digest by which its figures are compared."""

from __future__ import annotations

import hashlib

PLACES = "programmes/visits/offered/a_month"
TAKE_UP = "programmes/visits/taken_up/chance"
OPTIONS = {"sample": 0.5, "progress": False, "until": "2025-07-01"}


def digest(result) -> str:
    """Of the tidy table."""
    return hashlib.sha256(result.to_df().to_csv(index=False).encode()).hexdigest()


def sweep_of(study):
    """Six points."""
    return study.sweep(parameters={PLACES: [20, 40, 80], TAKE_UP: [0.3, 0.9]})
