"""A server that begins with few open files lets itself have as many as it may."""

import subprocess
import sys

import pytest

SCRIPT = """
import resource, sys
from bridgeboard.ui.server.many_connections import allow_many_connections
resource.setrlimit(resource.RLIMIT_NOFILE, (256, int(sys.argv[1])))
allow_many_connections()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_as_many_files_may_be_open_as_the_system_allows():
    command = [sys.executable, "-c", SCRIPT, "512"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "512"
