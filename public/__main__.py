"""The public routes alone: ``python -m pages.publik --port 8502``.

The whole program serves them too, in one process that can open every store. Run by an account
that can read the published folder and no other, this one cannot, whatever goes wrong in it.
"""

from __future__ import annotations

import argparse
import sys

import uvicorn
from starlette.applications import Starlette

from data.settings import settings
from public.routes import ROUTES
from server import logs
from server.connections import bound_connections
from server.public import list_middleware


def make_program() -> Starlette:
    """Return the public routes with what wraps their responses."""
    return Starlette(routes=ROUTES, middleware=list_middleware(settings().host))


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pages.publik", description=__doc__)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8502)
    given = parser.parse_args(arguments)
    logs.configure(as_json=settings().log == "json")
    bound_connections()
    uvicorn.run(make_program(), host=given.address, port=given.port, access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
