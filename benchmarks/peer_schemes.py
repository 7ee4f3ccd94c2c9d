"""The schemes that are benchmarked, the one of the targets first."""

from __future__ import annotations

from news2 import NEWS2
from plant import PLANT
from residence_card import RESIDENCE_CARD

SCHEMES = {one.id: one for one in (RESIDENCE_CARD, NEWS2, PLANT)}
