"""Make sure that a Chromium is there for the browser tests, or say plainly how to get one.

Where Debian packages can be had, also nginx, which one test file runs and skips without.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.browser import chromium

NGINX = ["nginx-light", "libnginx-mod-http-brotli-static"]


def main() -> int:
    """Install Chromium where it is missing; return the exit code."""
    missing = [*([] if chromium() else ["chromium"]), *([] if shutil.which("nginx") else NGINX)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Memasang {', '.join(missing)} (paket Debian)", file=sys.stderr)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", *missing], env=quiet, check=False)
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


if __name__ == "__main__":
    sys.exit(main())
