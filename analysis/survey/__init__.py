"""Estimates from sample surveys, by their design."""

from analysis.survey.design import Design, Sample, SurveyError
from analysis.survey.estimate import ESTIMATE, mean, median, proportion, ratio, total
from analysis.survey.published import (
    PARTS,
    domain_shares,
    judged,
    respondents_sql,
    sample,
    shown,
)
from analysis.survey.reliability import MINIMUM, TOO_UNRELIABLE, USE_WITH_CARE
from analysis.survey.tables import Tables, tables

__all__ = [
    "ESTIMATE",
    "MINIMUM",
    "PARTS",
    "TOO_UNRELIABLE",
    "USE_WITH_CARE",
    "Design",
    "Sample",
    "SurveyError",
    "Tables",
    "domain_shares",
    "judged",
    "mean",
    "median",
    "proportion",
    "ratio",
    "respondents_sql",
    "sample",
    "shown",
    "tables",
    "total",
]
