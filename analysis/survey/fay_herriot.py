"""The area-level model of Fay and Herriot (JASA 74, 1979, 269-277)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.survey.design import SurveyError

ROUNDS, CLOSE = 200, 1e-10


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
    one row per area with its constant. The variance between areas is found by Fisher scoring and
    cut at 0; the error is that of Prasad and Rao (JASA 85, 1990, 163-171) for REML, g1 + g2 + 2 g3.
    Raises SurveyError when the areas are too few or the scoring does not settle.
    """
    areas, terms = covariates.shape
    if areas <= terms + 2:
        raise SurveyError(
            f"Hanya {areas} wilayah punya taksiran langsung: terlalu sedikit untuk model dengan "
            f"{terms} koefisien. Pakai taksiran langsung dengan tandanya."
        )
    variance = float(np.median(sampling))
    for _ in range(ROUNDS):
        inverse = 1 / (variance + sampling)
        weighted = covariates * inverse[:, None]
        covariance = np.linalg.inv(covariates.T @ weighted)
        projection = np.diag(inverse) - weighted @ covariance @ weighted.T
        fitted = projection @ direct
        score = fitted @ fitted - np.trace(projection)
        step = score / np.sum(projection * projection)
        before, variance = variance, max(0.0, variance + step)
        if abs(variance - before) <= CLOSE * (variance + float(np.median(sampling))):
            break
    else:
        raise SurveyError(
            "Ragam antarwilayah tidak dapat ditaksir dari data ini. "
            "Pakai taksiran langsung dengan tandanya."
        )
    inverse = 1 / (variance + sampling)
    covariance = np.linalg.inv(covariates.T @ (covariates * inverse[:, None]))
    coefficients = covariance @ (covariates.T @ (inverse * direct))
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
