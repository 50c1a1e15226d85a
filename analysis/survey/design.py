"""How a sample was drawn, and a sample that has been held against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from data.errors import DasborError

if TYPE_CHECKING:
    import svy

SINGLETON: Final = "center"
"""How a stratum with one sampled unit is treated: as deviating from the mean of all (in R's survey
package ``lonely.psu = "adjust"``). Its variance is then rather too large than nothing at all."""
SHOWN = 3
"""How many offenders an error names."""
WEIGHT, STRATUM, CLUSTER, UNIT = "bobot", "strata", "klaster", "unit"
POPULATION, CLUSTER_POPULATION = "populasi", "populasi_klaster"
RAKED, MARGIN = "bobot_kalibrasi", "margin_{}"
RAKING_TOLERANCE, RAKING_ROUNDS = 1e-10, 1000
"""The largest relative misfit of a raked total, and the sweeps after which raking gives up."""


class SurveyError(DasborError):
    """A sample does not say what its estimate needs, or contradicts itself."""


@dataclass(frozen=True)
class Design:
    """The names of the columns that say how a sample was drawn, one row per respondent.

    ``weight`` is how many of the population a respondent stands for. ``stratum`` is what was drawn
    from apart, ``cluster`` the primary sampling unit within it (None where respondents were drawn
    directly). ``population`` counts the first-stage units of a stratum (clusters, else
    respondents), ``cluster_population`` the units of a cluster; without them no finite population
    correction is made, which is the cautious side.
    """

    weight: str
    stratum: str | None = None
    cluster: str | None = None
    population: str | None = None
    cluster_population: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        named = (
            self.weight,
            self.stratum,
            self.cluster,
            self.population,
            self.cluster_population,
        )
        return tuple(name for name in named if name is not None)


@dataclass(frozen=True)
class Sample:
    """Respondents with their design; ``margins`` are the totals that their weights are raked to.

    ``margins`` maps a column to the population of each of its categories; see ``calibrate``. Raises
    SurveyError where the design is incomplete, impossible or contradicts itself.
    """

    rows: pd.DataFrame
    design: Design
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self.rows, self.design)

    def list_keys(self) -> pd.DataFrame:
        """Return stratum, cluster and unit of each respondent as text, constant where undrawn."""
        rows, design = self.rows, self.design
        unit = pd.Series(np.arange(len(rows)).astype(str), index=rows.index)
        stratum = rows[design.stratum].astype(str) if design.stratum else "semua"
        cluster = rows[design.cluster].astype(str) if design.cluster else unit
        return pd.DataFrame({STRATUM: stratum, CLUSTER: cluster, UNIT: unit}, index=rows.index)

    def open_for_estimation(self, values: Mapping[str, np.ndarray]) -> svy.Sample:
        """Return the sample for the estimation library with columns of values beside its design."""
        # Imported here: two seconds that only estimating should pay.
        import polars as pl
        import svy

        rows, design = self.rows, self.design
        columns: dict[str, np.ndarray] = {WEIGHT: rows[design.weight].to_numpy(float)}
        columns |= {name: keys.to_numpy(object) for name, keys in self.list_keys().items()}
        if design.population:
            columns[POPULATION] = rows[design.population].to_numpy(float)
        if design.cluster_population:
            columns[CLUSTER_POPULATION] = rows[design.cluster_population].to_numpy(float)
        columns |= {
            MARGIN.format(name): rows[name].astype(str).to_numpy(object) for name in self.margins
        }
        sizes = {"psu": POPULATION, "ssu": CLUSTER_POPULATION}
        known_sizes = {stage: name for stage, name in sizes.items() if name in columns}
        opened = svy.Sample(
            pl.DataFrame(columns | dict(values)),
            svy.Design(
                wgt=WEIGHT,
                stratum=STRATUM,
                psu=CLUSTER if design.cluster else None,
                # Without a named unit the library leaves the second stage out of the variance.
                ssu=UNIT if "ssu" in known_sizes else None,
                pop_size=svy.PopSize(**known_sizes) if "psu" in known_sizes else None,
                singleton=SINGLETON,
            ),
        )
        if not self.margins:
            return opened
        controls: dict[Any, Any] = {
            MARGIN.format(name): dict(counts) for name, counts in self.margins.items()
        }
        return opened.weighting.rake(
            controls=controls,
            wgt_name=RAKED,
            tol=RAKING_TOLERANCE,
            max_iter=RAKING_ROUNDS,
        )


def _check(rows: pd.DataFrame, design: Design) -> None:
    """Raise SurveyError for a design that no estimate may be made from."""
    missing = [name for name in design.columns if name not in rows.columns]
    if missing:
        raise SurveyError(
            f"Survei tidak punya kolom {', '.join(missing)}, yang disebut rancangannya. "
            "Lengkapi kolomnya di berkas survei."
        )
    if design.cluster_population and not (design.cluster and design.population):
        raise SurveyError(
            "Populasi klaster hanya berarti bersama klaster dan populasi stratanya. "
            "Lengkapi keduanya, atau hapus populasi klasternya."
        )
    for name in design.columns:
        _refuse(rows, rows[name].isna(), f"{name} kosong", "Isi untuk setiap responden.")
    weight = rows[design.weight].astype(float)
    _refuse(
        rows,
        ~(np.isfinite(weight) & (weight > 0)),
        f"{design.weight} bukan angka lebih dari 0",
        "Bobot adalah banyaknya usaha yang diwakili responden; perbaiki atau keluarkan barisnya.",
    )
    stratum = [design.stratum] if design.stratum else []
    if design.population:
        units = [design.cluster] if design.cluster else []
        _check_population(rows, stratum, units, design.population)
    if design.cluster_population:
        assert design.cluster is not None
        _check_population(rows, [*stratum, design.cluster], [], design.cluster_population)


def _check_population(
    rows: pd.DataFrame, within: list[str], units: list[str], population: str
) -> None:
    """Raise SurveyError where a population varies within its group, or the sample exceeds it."""
    groups = rows.groupby(within) if within else rows.groupby(lambda _: "semua survei")
    sizes = groups[population].agg(["min", "max"])
    drawn = groups[units[0]].nunique() if units else groups.size()
    where = " dan ".join(within) or "seluruh sampel"
    _name(
        sizes.index[sizes["min"] != sizes["max"]],
        f"{population} berbeda-beda dalam satu {where}",
        "Tulis satu angka yang sama untuk semua respondennya.",
    )
    _name(
        sizes.index[sizes["max"] < drawn],
        f"{population} lebih kecil dari yang ditarik dalam {where}",
        "Populasi tidak mungkin lebih kecil dari sampelnya; perbaiki salah satunya.",
    )


def _refuse(rows: pd.DataFrame, broken: pd.Series, fault: str, step: str) -> None:
    if broken.any():
        places = rows.index[broken] if "baris" not in rows else rows.loc[broken, "baris"]
        _name([f"baris {place}" for place in places], fault, step)


def _name(offenders: pd.Index | list[str], fault: str, step: str) -> None:
    """Raise SurveyError naming the first offenders, if there are any."""
    if not len(offenders):
        return
    named = [" / ".join(map(str, o)) if isinstance(o, tuple) else str(o) for o in offenders]
    more = f" dan {len(named) - SHOWN} lainnya" if len(named) > SHOWN else ""
    raise SurveyError(f"Survei, {', '.join(named[:SHOWN])}{more}: {fault}. {step}")
