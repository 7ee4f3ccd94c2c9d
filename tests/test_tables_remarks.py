"""Whether a remark says something is seen in every form that texts have in Arrow."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from scorerules.tables.remarks import said_in

TEXTS = [
    None,
    "",
    " ",
    "材料不全",
    "\u3000",
    "　材料不全，酌情扣分。",
    "x",
    "\t\n",
    "a longer remark of many words",
    "\xa0",
]
SAID = [False, False, False, True, False, True, True, False, True, False]


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
@pytest.mark.parametrize("start", [0, 1, 5])
def test_what_is_more_than_blanks(type_: pa.DataType, start: int) -> None:
    """Blanks of every kind say nothing, whatever the form and wherever a column begins."""
    column = pa.array(TEXTS, type_)[start:]
    assert said_in(column).tolist() == SAID[start:]
    asked = np.arange(len(column)) % 2 == 0
    assert (said_in(column, asked) & asked).tolist() == (np.array(SAID[start:]) & asked).tolist()


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_columns_without_texts(type_: pa.DataType) -> None:
    """A column of no rows, and one of empty cells and texts, say nothing."""
    assert said_in(pa.array([], type_)).tolist() == []
    assert said_in(pa.nulls(2, type_)).tolist() == [False, False]
    assert said_in(pa.array(["", None, ""], type_)).tolist() == [False, False, False]
