"""Imports what the pages use, so that the first reader does not wait for it."""

import plotly.graph_objects
import plotly.io  # noqa: F401
import pydeck  # noqa: F401

from analysis import charts, html, views  # noqa: F401
from geo import boundaries, layers  # noqa: F401

html.environment()
layers.shapes("kecamatan")
layers.shapes("kelurahan")
