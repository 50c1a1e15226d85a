"""The configuration file holds what Streamlit knows, and closes what must be closed."""

import json
import subprocess
import sys
import tomllib

from data.settings import ROOT

READ = """
import json
from streamlit import config
options = config.get_config_options()
print(json.dumps({name: [o.value, o.deprecated] for name, o in options.items()}, default=str))
"""

CLOSED = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.scriptHealthCheckEnabled": False,
}


def known() -> dict[str, tuple[object, bool]]:
    """Return what Streamlit makes of the file; it only warns about a name that it does not know."""
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return {name: (value, old) for name, (value, old) in json.loads(done.stdout).items()}


def test_streamlit_knows_every_option() -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    options = known()
    for section in ("server", "browser", "client", "runner"):
        for name, value in given[section].items():
            assert options[f"{section}.{name}"] == (value, False), f"{section}.{name}"


def test_what_must_be_closed_is_closed() -> None:
    options = known()
    assert {name: options[name][0] for name in CLOSED} == CLOSED
