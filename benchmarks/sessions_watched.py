"""serve.py as it is, with an ear: each line on its standard input is answered with what it holds.

    python -m benchmarks.sessions_watched --port 8501

"count": sessions, threads, open files, entries of caches and so on, as JSON on its standard output.
"collect": the same after a full garbage collection. "later": the same after the time at which
whoever left by now is forgotten. Nothing else of the server is changed.
"""

from __future__ import annotations

import gc
import json
import runpy
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from bridgeboard.settings import PROJECT


def held() -> dict[str, int]:
    """What the server holds at this moment, by name."""
    from streamlit.runtime import Runtime

    counts = {
        "threads": threading.active_count(),
        "objects": len(gc.get_objects()),
        "open files": _open_files(),
        "resident kB": _resident(),
    }
    if not Runtime.exists():
        return counts
    runtime = Runtime.instance()
    manager = runtime._session_mgr
    media = runtime.media_file_mgr
    uploads = runtime.uploaded_file_mgr.file_storage
    kinds = Counter(type(one).__name__ for one in gc.get_objects())
    counts |= {
        "sessions open": manager.num_active_sessions(),
        "sessions resting": len(manager._session_storage._cache._data),
        "sessions in memory": kinds["AppSession"],
        "script runners": kinds["ScriptRunner"],
        "media files": len(media._storage._files_by_id),
        "media bytes": sum(len(one.content) for one in dict(media._storage._files_by_id).values()),
        "sessions with media": len(media._files_by_session_and_coord),
        "uploads": sum(len(files) for files in dict(uploads).values()),
        "snapshots": kinds["Snapshot"],
    }
    return counts | _caches() | _own()


def _caches() -> dict[str, int]:
    """Entries of st.cache_resource and st.cache_data by function, and of lru_cache."""
    from streamlit.runtime.caching import cache_data_api, cache_resource_api

    counts: Counter[str] = Counter()
    for api in (cache_resource_api._resource_caches, cache_data_api._data_caches):
        for caches in dict(api._function_caches).values():
            for cache in dict(caches).values():
                counts[f"cache {cache.display_name}"] += len(getattr(cache, "_mem_cache", ()))
    for one in gc.get_objects():
        if type(one).__name__ == "_lru_cache_wrapper":
            module = str(getattr(one, "__module__", ""))
            if module.startswith("bridgeboard"):
                counts[f"cache {module}.{one.__name__}"] += one.cache_info().currsize
    return dict(counts)


def _own() -> dict[str, int]:
    from bridgeboard.ui.remembered import MEMORY
    from bridgeboard.ui.server.whose import HOLDERS

    return {
        "remembered": len(MEMORY),
        "remembered kB": MEMORY.bytes // 1024,
        "files with holders": len(HOLDERS._given),
        "holders": sum(len(given) for given in dict(HOLDERS._given).values()),
    }


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def _resident() -> int:
    import psutil

    return psutil.Process().memory_info().rss // 1024


def _later() -> None:
    """Take whoever has left by now for gone, as two minutes would."""
    from streamlit.runtime import Runtime

    from bridgeboard.ui.server.who_left import forget

    runtime, done = Runtime.instance(), threading.Event()

    def passed() -> None:
        times = runtime._session_mgr._session_storage._cache._expirations
        times.update(dict.fromkeys(times, 0.0))
        forget()
        done.set()

    runtime._get_async_objs().eventloop.call_soon_threadsafe(passed)
    done.wait()


def _listen() -> None:
    for line in sys.stdin:
        asked = line.strip()
        if asked == "later":
            _later()
        if asked in ("later", "collect"):
            gc.collect()
        said: dict[str, Any]
        try:
            said = held()
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(f"held {json.dumps(said)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    threading.Thread(target=_listen, name="ear", daemon=True).start()
    sys.argv[0] = str(PROJECT / "serve.py")
    sys.path.insert(0, str(PROJECT))
    runpy.run_path(sys.argv[0], run_name="__main__")
