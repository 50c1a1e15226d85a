"""Imports what the pages use, so that the first reader does not wait for it."""

import plotly.graph_objects
import plotly.io  # noqa: F401
import pydeck  # noqa: F401

from analysis.views import charts, html, views  # noqa: F401
from geo import deck, labelled_map, ready  # noqa: F401

html.make_environment()
ready.read_shapes("kecamatan")
ready.read_shapes("kelurahan")
