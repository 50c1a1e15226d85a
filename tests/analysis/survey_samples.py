"""The published teaching samples, and small random samples for the twin."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.survey import Design, Sample

FILES = Path(__file__).parents[1] / "files" / "acuan_survei"


def api(name: str, corrected: bool = True) -> Sample:
    """Return a teaching sample with its design, with or without finite population correction."""
    rows = pd.read_csv(FILES / f"api{name}.csv")
    rows["capai"] = (rows["sch.wide"] == "Yes").astype(int)
    design = {
        "strat": Design("pw", stratum="stype", population="fpc"),
        "clus1": Design("pw", cluster="dnum", population="fpc"),
        "clus2": Design("pw", cluster="dnum", population="fpc1", cluster_population="fpc2"),
    }[name]
    if not corrected:
        design = Design("pw", stratum=design.stratum, cluster=design.cluster)
    return Sample(rows, design)
