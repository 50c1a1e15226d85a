"""Estimates from sample surveys, by their design."""

from analysis.survey.design import Design, Sample, SurveyError
from analysis.survey.estimate import ESTIMATE, mean, median, proportion, ratio, total
from analysis.survey.published import (
    PARTS,
    domain_shares,
    estimate,
    respondents_sql,
    sample,
)
from analysis.survey.reliability import MINIMUM, TOO_UNRELIABLE, USE_WITH_CARE

__all__ = [
    "ESTIMATE",
    "MINIMUM",
    "PARTS",
    "TOO_UNRELIABLE",
    "USE_WITH_CARE",
    "Design",
    "Sample",
    "SurveyError",
    "domain_shares",
    "estimate",
    "mean",
    "median",
    "proportion",
    "ratio",
    "respondents_sql",
    "sample",
    "total",
]
