"""Many readers of one address at once, each on a connection that it keeps: ``python -m
bench.hammer HOST PORT PATH CONNECTIONS SECONDS [RATE]`` prints what they got, as JSON.

Each asks again as soon as it is answered, or all together at most RATE times a second.

A process of its own, so that its work does not slow the reader that is measured beside it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter

REQUEST = "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br, gzip\r\n\r\n"
PATIENCE_SECONDS = 20.0


async def hammer(
    host: str, port: int, path: str, connections: int, seconds: float, rate: float = float("inf")
) -> Counter[str]:
    """Return how many answers came, by status; ``putus`` counts broken connections."""
    found: Counter[str] = Counter()
    begin = time.monotonic()
    end, pace = begin + seconds, connections / rate
    question = REQUEST.format(path=path, host=f"{host}:{port}").encode()
    await asyncio.gather(
        *(
            # Spread, or a paced crowd would ask in one moment and be silent for the rest.
            _reader(host, port, question, (begin + pace * number / connections, end, pace), found)
            for number in range(connections)
        ),
    )
    return found


async def _reader(
    host: str, port: int, question: bytes, times: tuple[float, float, float], found: Counter[str]
) -> None:
    """Ask until the end; ``times`` is when to begin, when to end, and the seconds from one question
    to the next."""
    due, end, pace = times
    while max(due, time.monotonic()) < end:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answers, writer = await asyncio.open_connection(host, port)
                try:
                    while max(due, time.monotonic()) < end:
                        await asyncio.sleep(max(0.0, due - time.monotonic()))
                        due += pace
                        writer.write(question)
                        head = await answers.readuntil(b"\r\n\r\n")
                        named = head.lower()
                        length = named.partition(b"content-length:")[2].split(b"\r\n")[0]
                        await answers.readexactly(int(length))
                        found[head[9:12].decode()] += 1
                        if b"connection: close" in named:
                            break  # a server ends a connection after so many answers
                finally:
                    writer.close()
        except (OSError, EOFError, ValueError, TimeoutError):
            found["putus"] += 1


def main(arguments: list[str]) -> int:
    """Ask as the arguments say, and print the counts."""
    host, port, path, connections, *numbers = arguments
    counts = asyncio.run(hammer(host, int(port), path, int(connections), *map(float, numbers)))
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
