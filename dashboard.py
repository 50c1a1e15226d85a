"""The program: ``streamlit run dashboard.py``.

It only assembles: Streamlit's script (``pages/parts/frame.py``), the routes that need no Streamlit,
and what wraps every response. The script lies inside ``pages/`` on purpose: beside a script, a
folder of that name would let a first deep link run a page without the frame.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

# A server gives memory back; Arrow's own pool keeps what it once needed.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import streamlit as st

from data.access import demo_mode
from data.access.people import describe_lacking, read_people
from data.access.viewer import end_login
from data.errors import SettingsError, StoreError
from data.moving import move_into_var
from data.readers.confinement import describe_lack
from data.received.closing import close_to_others
from data.settings import settings
from data.store import store
from pages.parts import account, downloads, style
from public import routes
from public.corrections import correction_files
from server import logs
from server.connections import bound_connections
from server.frames import bound_frames
from server.nodelay import send_at_once
from server.stack import list_middleware

SCRIPT = Path(__file__).parent / "pages" / "parts" / "frame.py"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Before the first reader: import what pages need, open the cube, and freeze it all.

    Streamlit collects garbage after every script run; what is frozen is not walked again, which
    makes a run about ten times cheaper. It must come after the imports.
    """
    import pages.parts.preload  # noqa: F401  (imports and warms what the pages share)

    warn = logging.getLogger("dasbor").warning
    for sentence in (*close_to_others(settings().raw), *filter(None, [describe_lack()])):
        warn("%s", sentence)
    try:
        store.open_publik()
    except StoreError as error:
        # The program starts all the same: pages and /healthz say what is missing.
        warn("%s", error)
    try:
        if account.read_sign_in_settings():
            demo_mode.end(demo_mode.ACCOUNTS)
        if said := describe_lacking(read_people(settings().akses)):
            warn("%s", said)
    except SettingsError as error:
        warn("%s", error)
    send_at_once()
    gc.collect()
    gc.freeze()
    keeping = asyncio.create_task(correction_files.keep_current(settings()))
    yield
    keeping.cancel()


def on_script_error(error: Exception) -> bool:
    """Tell the reader a number to quote, and the log what happened under that number."""
    st.error(
        f"Halaman ini terhenti karena gangguan di program. Muat ulang halaman; bila berulang, "
        f"laporkan nomor {logs.log_script_error(error)} kepada pengelola."
    )
    return True


try:
    move_into_var(settings())
except StoreError as error:
    # The sentence says what to do; where it was raised would only stand in its way.
    sys.exit(str(error))
logs.configure(as_json=settings().log == "json")
bound_connections()
bound_frames()
app = st.App(
    SCRIPT,
    routes=[*routes.ROUTES, *downloads.ROUTES],
    middleware=list_middleware(
        preload_font=False,
        style=style.write(),
        hosts=settings().host,
        sessions=settings().sesi_maks,
        ended=end_login,
        secure_cookies=account.is_https(),
    ),
    lifespan=lifespan,
    on_script_error=on_script_error,
)
