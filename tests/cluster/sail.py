"""Sail on this machine: one process; or a driver and workers that are processes of their own.

Sail starts workers through Kubernetes. Here stands an HTTP server that takes the requests for pods
as Kubernetes does and starts what each pod would run: Sail's own worker, with the environment that
Sail wrote into it. Driver and workers are real, and so is what they say to each other.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SAIL = Path(sys.executable).with_name("sail")


class Pods(http.server.ThreadingHTTPServer):
    """Takes requests for pods and starts their processes."""

    def __init__(self, logs: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.logs = logs
        self.workers: list[subprocess.Popen] = []

    def start(self, pod: dict) -> None:
        """Run the pod's container as a process."""
        (container,) = pod["spec"]["containers"]
        # What Kubernetes would fill in, such as the pod's address, is this machine's.
        env = {one["name"]: one.get("value") or "127.0.0.1" for one in container["env"]}
        log = (self.logs / f"{pod['metadata']['name']}.log").open("wb")
        command = [_SAIL, *container["args"]]
        with log:
            self.workers.append(
                subprocess.Popen(command, env=os.environ | env, stdout=log, stderr=log)
            )

    def stop(self) -> None:
        """End every process that was started."""
        for worker in self.workers:
            worker.kill()
            worker.wait()


class _Asked(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Pods

    def do_POST(self) -> None:
        pod = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.start(pod)
        self._answer(201, pod)

    def do_DELETE(self) -> None:
        self._answer(200, {"kind": "Status", "apiVersion": "v1", "status": "Success"})

    def _answer(self, status: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@dataclass(frozen=True)
class Sail:
    """Sail that listens at an address; workers: its workers so far, where they are processes."""

    address: str
    server: subprocess.Popen
    workers: list[subprocess.Popen]


@contextlib.contextmanager
def one_process(logs: Path) -> Iterator[Sail]:
    """Sail as one process."""
    with _server(logs, {}) as (address, server):
        yield Sail(address, server, [])


@contextlib.contextmanager
def with_workers(logs: Path, n: int) -> Iterator[Sail]:
    """Sail with so many worker processes a session. One that died is missed after seconds."""
    with Pods(logs) as pods:
        thread = threading.Thread(target=pods.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            config = logs / "kubeconfig"
            config.write_text(json.dumps(_kubeconfig(pods.server_port)))
            env = {
                "KUBECONFIG": str(config),
                "SAIL_MODE": "kubernetes-cluster",
                "SAIL_CLUSTER__WORKER_INITIAL_COUNT": str(n),
                "SAIL_CLUSTER__WORKER_MAX_COUNT": str(n),
                "SAIL_CLUSTER__WORKER_TASK_SLOTS": "256",
                "SAIL_CLUSTER__WORKER_HEARTBEAT_INTERVAL_SECS": "1",
                "SAIL_CLUSTER__WORKER_HEARTBEAT_TIMEOUT_SECS": "4",
                "SAIL_CLUSTER__TASK_LAUNCH_TIMEOUT_SECS": "20",
                "SAIL_CLUSTER__TASK_STREAM_CREATION_TIMEOUT_SECS": "10",
            }
            with _server(logs, env) as (address, server):
                yield Sail(address, server, pods.workers)
        finally:
            pods.stop()
            pods.shutdown()
            thread.join()


def _kubeconfig(port: int) -> dict:
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "here", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
        "users": [{"name": "tests", "user": {}}],
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "tests"}}],
        "current-context": "here",
    }


@contextlib.contextmanager
def _server(logs: Path, env: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [_SAIL, "spark", "server", "--port", str(port)]
    with (logs / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | env, stdout=log, stderr=log)
    try:
        _await(server, port)
        yield f"sc://127.0.0.1:{port}", server
    finally:
        server.kill()
        server.wait()


def _await(server: subprocess.Popen, port: int) -> None:
    """Come back once it listens."""
    while True:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"Sail ended with {server.wait(0.05)}")
