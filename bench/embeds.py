"""What an embed weighs, and how fast the server answers it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx

from bench.server import Server

PATH = "/sematan/batang-berusaha-daring"
REQUESTS = 400
SECONDS = 8.0


@dataclass(frozen=True)
class Rate:
    """Answers a second to one client that keeps its connection, and what each costs the server."""

    per_second: float
    cpu_ms: float


def weights(server: Server) -> dict[str, int]:
    """Return the bytes of the body by content coding, as they are sent."""
    with _client(server) as client:
        return {coding: _weight(client, coding) for coding in ("br", "gzip", "identity")}


def rate(server: Server) -> Rate:
    """Return how fast the embed is answered over one connection; the client is half of it."""
    with _client(server) as client:
        client.get(PATH).raise_for_status()
        before, begin, done = server.cpu_seconds(), time.perf_counter(), 0
        while done < REQUESTS and time.perf_counter() - begin < SECONDS:
            client.get(PATH).raise_for_status()
            done += 1
        seconds = time.perf_counter() - begin
        return Rate(done / seconds, 1000 * (server.cpu_seconds() - before) / done)


def _client(server: Server) -> httpx.Client:
    headers = {"accept-encoding": "br"}
    return httpx.Client(base_url=server.address, headers=headers, timeout=30, trust_env=False)


def _weight(client: httpx.Client, coding: str) -> int:
    with client.stream("GET", PATH, headers={"accept-encoding": coding}) as answer:
        answer.raise_for_status()
        sent = answer.headers.get("content-encoding", "identity")
        if sent != coding:
            raise RuntimeError(f"{PATH}: asked for {coding}, answered in {sent}")
        return sum(len(part) for part in answer.iter_raw())
