"""Settings of Streamlit's that the environment gives, as `streamlit run` would read them."""

from __future__ import annotations

from typing import Any

from streamlit import config
from streamlit.web import cli


def given_settings(port: int | None) -> dict[str, Any]:
    """What STREAMLIT_SERVER_ADDRESS and the like set, by name ("server.address"), and the port.

    Streamlit itself reads them on its own command line only: python serve.py would go by
    config.toml alone, and listen elsewhere than its owner thinks. From here on they count.
    """
    context = cli.main_run.make_context("run", ["serve.py"])
    given = {
        name.replace("_", "."): value
        for name, value in context.params.items()
        if name.replace("_", ".") in _options() and value not in (None, ())
    }
    if port is not None:
        given["server.port"] = port
    config.get_config_options(force_reparse=True, options_from_flags=given)
    return given


def _options() -> frozenset[str]:
    """All but passwords, which Streamlit reads from the environment by itself."""
    every = config._config_options_template
    return frozenset(name for name, option in every.items() if not option.sensitive)
