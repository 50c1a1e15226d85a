"""Who may show an embed in a frame."""

from __future__ import annotations

from data.settings import Settings


def list_frame_ancestors(settings: Settings) -> tuple[str, ...]:
    """Return who may frame an embed: whom the settings name, and the tool's own preview."""
    named = settings.bingkai
    return named if "*" in named else (*named, "'self'")
