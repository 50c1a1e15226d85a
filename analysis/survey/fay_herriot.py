"""The area-level model of Fay and Herriot (JASA 74, 1979, 269-277)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.design import SurveyError

CLOSE = 1e-10
"""How near to its root the score is followed, relative to the variance."""


@dataclass(frozen=True)
class Fit:
    """A fitted model: ``areas`` and their mean squared errors ``mse`` in the order of the direct
    estimates, the ``variance`` between areas, the coefficients and their covariance."""

    areas: np.ndarray
    mse: np.ndarray
    variance: float
    coefficients: np.ndarray
    covariance: np.ndarray

    def predict(self, covariates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return estimates and mean squared errors of areas without a direct estimate."""
        error = np.einsum("ij,jk,ik->i", covariates, self.covariance, covariates)
        return covariates @ self.coefficients, self.variance + error


def fit(direct: np.ndarray, sampling: np.ndarray, covariates: np.ndarray) -> Fit:
    """Return the best linear unbiased predictor of each area, its parameters by REML.

    ``direct`` are the areas' estimates, ``sampling`` their known sampling variances, ``covariates``
    one row per area with its constant. The variance between areas is where the restricted score is
    0, or 0 where the score is below 0 from there on; the error is that of Prasad and Rao (JASA 85,
    1990, 163-171) for REML, g1 + g2 + 2 g3. Raises SurveyError when the areas are too few.
    """
    areas, terms = covariates.shape
    if areas <= terms + 2:
        raise SurveyError(
            f"Hanya {areas} wilayah punya taksiran langsung: terlalu sedikit untuk model dengan "
            f"{terms} koefisien. Pakai taksiran langsung dengan tandanya."
        )
    variance = _estimate_between(direct, sampling, covariates)
    inverse = 1 / (variance + sampling)
    covariance = np.linalg.inv(covariates.T @ (covariates * inverse[:, None]))
    coefficients = covariance @ (covariates.T @ (inverse * direct))
    # ``trusted`` is how far an area's own estimate counts, ``shrunk`` how far the line does;
    # together they are one. g1 is the error that would remain if the line and the variance were
    # known, g2 what the line's coefficients add, g3 what the variance between areas adds. For REML
    # g3 counts twice, since putting an estimated variance into g1 makes it too small by about g3.
    trusted, shrunk = variance * inverse, sampling * inverse
    g1 = trusted * sampling
    g2 = shrunk**2 * np.einsum("ij,jk,ik->i", covariates, covariance, covariates)
    g3 = sampling**2 * inverse**3 * 2 / np.sum(inverse**2)
    synthetic = covariates @ coefficients
    return Fit(
        synthetic + trusted * (direct - synthetic),
        g1 + g2 + 2 * g3,
        variance,
        coefficients,
        covariance,
    )


def _estimate_between(direct: np.ndarray, sampling: np.ndarray, covariates: np.ndarray) -> float:
    """Return the variance between areas at which the restricted likelihood is highest.

    That is where the derivative of the restricted likelihood (the score) is zero. It is found by
    bracketing: an upper end is doubled until the score is below zero there, and the root between is
    closed in on. Fisher scoring, the usual way, can jump to and fro between 0 and beyond. Where the
    score is not above zero at 0 the areas differ no more than their samples do by chance, and the
    variance between them is 0.
    """
    from scipy.optimize import brentq

    def score(variance: float) -> float:
        inverse = 1 / (variance + sampling)
        weighted = covariates * inverse[:, None]
        covariance = np.linalg.inv(covariates.T @ weighted)
        projection = np.diag(inverse) - weighted @ covariance @ weighted.T
        fitted = projection @ direct
        return float(fitted @ fitted - np.trace(projection))

    if score(0) <= 0:
        return 0.0
    high = float(np.median(sampling))
    while score(high) > 0:
        high *= 2
    return float(brentq(score, 0, high, xtol=CLOSE * high))
