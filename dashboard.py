"""The program: ``streamlit run dashboard.py``.

It only assembles: Streamlit's script (``pages/_bingkai.py``), the routes that need no Streamlit,
and what wraps every response. The script lies inside ``pages/`` on purpose: beside a script, a
folder of that name would let a first deep link run a page without the frame.
"""

from __future__ import annotations

import gc
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from data import store
from data.errors import StoreError
from pages.publik import aset, sehat, sematan
from server.nodelay import send_at_once
from server.stack import middleware

SCRIPT = Path(__file__).parent / "pages" / "_bingkai.py"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Before the first reader: import what pages need, open the cube, and freeze it all.

    Streamlit collects garbage after every script run; what is frozen is not walked again, which
    makes a run about ten times cheaper. It must come after the imports.
    """
    import pages._persiapan  # noqa: F401  (imports and warms what the pages share)

    try:
        store.publik()
    except StoreError as error:
        # The program starts all the same: pages and /healthz say what is missing.
        logging.getLogger(__name__).warning("%s", error)
    send_at_once()
    gc.collect()
    gc.freeze()
    yield


def on_script_error(error: Exception) -> bool:
    """Tell the reader a number to quote, and the log what happened under that number."""
    number = secrets.token_hex(4)
    logging.getLogger(__name__).error("script error %s", number, exc_info=error)
    st.error(
        f"Halaman ini terhenti karena gangguan di program. Muat ulang halaman; bila berulang, "
        f"laporkan nomor {number} kepada pengelola."
    )
    return True


app = st.App(
    SCRIPT,
    routes=[*sematan.ROUTES, *sehat.ROUTES, *aset.ROUTES],
    middleware=middleware(preload_font=False),
    lifespan=lifespan,
    on_script_error=on_script_error,
)
