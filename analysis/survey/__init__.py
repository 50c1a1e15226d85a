"""Estimates from sample surveys, by their design."""

from analysis.survey.design import Design, Sample, SurveyError
from analysis.survey.estimate import ESTIMATE, mean, median, proportion, ratio, total
from analysis.survey.published import (
    PARTS,
    build_respondents_sql,
    estimate_domain_shares,
    judge_estimates,
    make_sample,
    mask_estimates,
)
from analysis.survey.reliability import MINIMUM, TOO_UNRELIABLE, USE_WITH_CARE
from analysis.survey.tables import Tables, make_tables

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
    "build_respondents_sql",
    "estimate_domain_shares",
    "judge_estimates",
    "make_sample",
    "make_tables",
    "mask_estimates",
    "mean",
    "median",
    "proportion",
    "ratio",
    "total",
]
