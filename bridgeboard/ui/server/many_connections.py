"""As many people may be connected as the system lets a server have."""

from __future__ import annotations

import sys

#: Enough for some thousand sessions: each has a connection and an event loop of three files.
_ENOUGH = 16_384


def allow_many_connections() -> None:
    """Let this process have more open files than the 1024 that most systems begin with.

    Streamlit opens three for each session, and keeps them for two minutes after somebody left, so
    that some 150 people were all that fitted. Windows has no such limit.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(_ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
