"""Settings of Streamlit's without which the server would be less safe than its docs say."""

from __future__ import annotations

from typing import Any

from streamlit import config

#: As .streamlit/config.toml has them. What would weaken one (an environment variable, the command
#: line, a config.toml in the home folder) keeps the server from starting.
_NEEDED: dict[str, Any] = {
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.corsAllowedOrigins": [],
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": {},
    "server.unsafeMetricsUserAttributes": [],
    "client.showErrorDetails": "none",
    "client.disableDataExport": True,
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "logger.enableRich": False,
    "global.developmentMode": False,
    "global.e2eTest": False,
}
#: In megabytes: of a file, and of a message to and from the browser.
_MOST = {"server.maxUploadSize": 50, "server.maxWidgetStateSize": 5, "server.maxMessageSize": 50}

_WEAKER = (
    "{name} is {found!r} (set by: {where}), and the server is only safe with {needed!r}: take that "
    "setting away."
)
_LARGER = "{name} is {found} MB; more than {needed} MB is not safe. Set it lower."
_ANY_HOST = (
    "server.allowedHosts lets any name in, so a foreign page could make its own name lead here: "
    "write the names under which people open the server."
)


def weakened() -> str | None:
    """A sentence on the first setting that is weaker than it must be; None if none is."""
    for name, needed in _NEEDED.items():
        found = config.get_option(name)
        if (found or None) != (needed or None):
            where = config.get_where_defined(name)
            return _WEAKER.format(name=name, found=found, needed=needed, where=where)
    for name, most in _MOST.items():
        if (found := config.get_option(name)) > most:
            return _LARGER.format(name=name, found=found, needed=most)
    if any(host.strip() in ("*", "") for host in config.get_option("server.allowedHosts")):
        return _ANY_HOST
    return None
