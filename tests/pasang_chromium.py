"""Make sure that a Chromium is there for the browser tests, or say plainly how to get one.

Where Debian packages can be had, also nginx, which one test file runs and skips without.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.browser import SHELL, chromium

NGINX = ["nginx-light", "libnginx-mod-http-brotli-static"]


def main() -> int:
    """Install Chromium where it is missing; return the exit code."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        _install_packages()
    if chromium():
        return 0
    print("Memasang Chromium (Playwright)", file=sys.stderr)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode == 0:
        return 0
    print(
        "Chromium tidak ada dan tidak dapat dipasang. Pasang sendiri, misalnya "
        "'sudo apt-get install chromium', lalu ulangi 'make test'.",
        file=sys.stderr,
    )
    return 1


def _install_packages() -> None:
    """Install what Debian has of it: the browser's shell, else the whole of it; and nginx."""
    wanted = [(not shutil.which(SHELL), [SHELL]), (not shutil.which("nginx"), NGINX)]
    missing = [packages for is_missing, packages in wanted if is_missing]
    if missing:
        _run_apt("update")
    for packages in missing:
        print(f"Memasang {', '.join(packages)} (paket Debian)", file=sys.stderr)
        _run_apt("install", "-y", *packages)
    if not chromium():
        _run_apt("install", "-y", "chromium")


def _run_apt(*words: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", *words, "-qq"], env=quiet, check=False)


if __name__ == "__main__":
    sys.exit(main())
