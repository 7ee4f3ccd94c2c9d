"""Other ways to score a table: what one writes by hand for Polars, pandas, DuckDB, NumPy, numba, OpenFisca.

Goes in: a scheme and its columns, in the form that a peer likes best; making it is not measured. Comes out: a
call that gives every score, the tiers, the total and the grade as columns, and what makes arrays of them for
the comparison. Nobody but the library checks the data. NumPy, numba and OpenFisca have texts and grades as
numbers, pandas grades as categories, which only helps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from attrs import frozen
from dialects import NumPy, Polars, PolarsEnum, Python, body, select
from engines import compiled
from forms import arrow, plain
from scheme import Columns, Scheme, plain_name

Scored = Mapping[str, Any]


@frozen
class Frame:
    """A way to score a table.

    Args:
        run: Scores it.
        arrays: The scores as arrays by name, the grades as their places in the list of the scheme.
    """

    run: Callable[[], Any]
    arrays: Callable[[Any], Scored]


def codes(scheme: Scheme, grades: Any) -> Any:
    """Grades given as texts, as numbers."""
    found = np.full(len(grades), -1)
    texts = np.asarray(grades, dtype=object)
    for code, grade in enumerate(scheme.grades):
        found[texts == grade] = code
    return found


def polars_query(scheme: Scheme, lazy: Any, *, enum: bool = False) -> Any:
    """All stages over a lazy frame: the results only, grades as texts or as an Enum."""
    import polars as pl

    dialect = PolarsEnum(scheme) if enum else Polars(scheme)
    names = {"pl": pl, "grades": pl.Enum(scheme.grades)}
    for stage in scheme.stages:
        texts = {f"score.{name}": dialect.formula(text) for name, text in stage.items()}
        lazy = lazy.with_columns(**{name: _expression(text, names) for name, text in texts.items()})
    return lazy.select(pl.col([f"score.{name}" for name in (*scheme.results, "grade")]))


def _expression(text: str, names: dict[str, Any]) -> Any:
    found = eval(text, names)  # noqa: S307 - our own formulas
    return found if isinstance(found, names["pl"].Expr) else names["pl"].lit(found)


def _polars(
    scheme: Scheme, columns: Columns, _threads: int | None, *, engine: str = "in-memory", enum: bool = False
) -> Frame:
    import polars as pl

    frame = pl.from_arrow(arrow(scheme, columns))
    assert isinstance(frame, pl.DataFrame)

    def run() -> Any:
        return polars_query(scheme, frame.lazy(), enum=enum).collect(engine=engine)

    def arrays(found: Any) -> Scored:
        numbers = {name: found[f"score.{name}"].to_numpy() for name in scheme.results}
        return {**numbers, "grade": codes(scheme, found["score.grade"].to_list())}

    return Frame(run, arrays)


def _numpy_body(scheme: Scheme, *, coded: bool) -> Callable[..., Any]:
    dialect = NumPy(scheme, coded=coded, graded=True)
    names = [name for name in (*scheme.places, *scheme.flags, *scheme.texts) if not name.endswith(".remark")]
    reading = [f"{plain_name(name)} = given[{name!r}]" for name in names]
    found = ", ".join(f"{name!r}: s_{name}" for name in (*scheme.results, "grade"))
    return compiled("given", [*reading, *body(dialect)], f"{{{found}}}", {"np": np})


def _numpy(scheme: Scheme, columns: Columns, _threads: int | None) -> Frame:
    given, score = plain(scheme, columns), _numpy_body(scheme, coded=True)
    return Frame(lambda: score(given), lambda found: found)


def _pandas(scheme: Scheme, columns: Columns, _threads: int | None) -> Frame:
    import pandas as pd

    frame, score = arrow(scheme, columns).to_pandas(), _numpy_body(scheme, coded=False)

    def run() -> Any:
        found = score(frame)
        found["grade"] = pd.Categorical.from_codes(found["grade"], scheme.grades, ordered=True)
        return pd.DataFrame(found, index=frame.index)

    def arrays(found: Any) -> Scored:
        numbers = {name: found[name].to_numpy() for name in scheme.results}
        return {**numbers, "grade": found["grade"].cat.codes.to_numpy()}

    return Frame(run, arrays)


def _duckdb(scheme: Scheme, columns: Columns, threads: int | None) -> Frame:
    import duckdb

    connection = duckdb.connect()
    connection.register("drawn", arrow(scheme, columns))
    connection.execute("CREATE TABLE given AS SELECT * FROM drawn")
    connection.unregister("drawn")
    if threads is not None:
        connection.execute(f"SET threads = {threads}")
    query = select(scheme)

    def run() -> Any:
        return connection.sql(query).to_arrow_table()

    def arrays(found: Any) -> Scored:
        numbers = {name: found[f"score.{name}"].to_numpy().astype(np.float64) for name in scheme.results}
        return {**numbers, "grade": codes(scheme, found["score.grade"].to_pylist())}

    return Frame(run, arrays)


def _numba(scheme: Scheme, columns: Columns, threads: int | None) -> Frame:
    import numba

    given, dialect = plain(scheme, columns), Python(scheme, coded=True)
    names = (*scheme.results, "grade")
    loop = "prange" if threads is None else "range"
    reading = [f"{plain_name(name)} = in_{plain_name(name)}[row]" for name in given]
    writing = [f"out_{name}[row] = s_{name}" for name in names]
    inner = "".join(f"\n        {line}" for line in (*reading, *body(dialect), *writing))
    arguments = [*(f"in_{plain_name(name)}" for name in given), *(f"out_{name}" for name in names)]
    score = compiled(
        ", ".join(arguments), [f"for row in {loop}(len(out_total)):{inner}"], "None", {"prange": numba.prange}
    )
    fast = numba.njit(parallel=threads is None)(score)
    length = len(columns[next(iter(columns))])

    def run() -> Any:
        found = {name: np.empty(length) for name in scheme.results} | {"grade": np.empty(length, np.int8)}
        fast(*given.values(), *found.values())
        return found

    return Frame(run, lambda found: found)


def _openfisca(scheme: Scheme, columns: Columns, _threads: int | None) -> Frame:
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system = TaxBenefitSystem([person])
    given, period = plain(scheme, columns), "2019"

    def variable(name: str, formula: Callable[..., Any] | None, kind: type) -> None:
        parts = {"value_type": kind, "entity": person, "definition_period": DateUnit.YEAR, "label": name}
        parts |= {} if formula is None else {"formula": formula}
        system.add_variable(type(name, (Variable,), parts))

    class Asking(NumPy):
        """A formula asks for what it needs."""

        def column(self, name: str) -> str:
            return f"person('{plain_name(name)}', period)"

        def score(self, name: str) -> str:
            return f"person('s_{name}', period)"

    for name, values in given.items():
        variable(plain_name(name), None, {"b": bool, "i": int, "f": float}[values.dtype.kind])
    dialect = Asking(scheme, coded=True)
    for stage in scheme.stages:
        for name, text in stage.items():
            formula = compiled("person, period", [], dialect.formula(text), {"np": np})
            variable(f"s_{name}", formula, int if name == "grade" else float)
    names, length = (*scheme.results, "grade"), len(next(iter(given.values())))

    def run() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, length)
        for name, values in given.items():
            simulation.set_input(plain_name(name), period, values)
        return {name: simulation.calculate(f"s_{name}", period) for name in names}

    return Frame(run, lambda found: {name: one.astype(np.float64) for name, one in found.items()})


FRAMES: dict[str, tuple[str, Callable[[Scheme, Columns, int | None], Frame]]] = {
    "by hand, Polars": ("polars", _polars),
    "by hand, Polars, streaming": ("polars", partial(_polars, engine="streaming")),
    "by hand, Polars, grade as Enum": ("polars", partial(_polars, enum=True)),
    "by hand, pandas": ("pandas", _pandas),
    "by hand, DuckDB": ("duckdb", _duckdb),
    "by hand, NumPy": ("numpy", _numpy),
    "by hand, numba": ("numba", _numba),
    "OpenFisca": ("openfisca-core", _openfisca),
}
"""By the name that the table shows: the distribution, and what makes the peer."""


def installed(distribution: str) -> str | None:
    """The version of a distribution that is there."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
