"""The daemon under test: started, killed, asked over its socket, and its store read while it is dead."""
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time


class Unreachable(Exception):
    """The daemon is dead, or died while it was asked."""


class Daemon:
    def __init__(self, binaries, folder, sandbox, configuration="", log_level="debug"):
        self.folder = folder
        self.socket = os.path.join(folder, "atoauthd.sock")
        self.log = open(os.path.join(folder, "daemon.log"), "ab")
        self.process = None
        self.connections = threading.local()
        self.generation = 0
        path = os.path.join(folder, "atoauthd.toml")
        with open(path, "w") as file:
            file.write(CONFIGURATION.format(origin=sandbox.origin) + configuration)
        self.command = [
            os.path.join(binaries, "atoauthd"), "--user", "--config", path, "--state-dir", os.path.join(folder, "state"),
            "--socket", self.socket, "--log-level", log_level,
        ]

    def start(self):
        """Returns the seconds until the first answer."""
        begin = time.monotonic()
        environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, env=environment)
        self.generation += 1
        while True:
            try:
                self.attempt("broker.info")
                return time.monotonic() - begin
            except Unreachable:
                if self.process.poll() is not None or time.monotonic() > begin + 20:
                    raise SystemExit(f"the daemon does not start; see {self.log.name} (KEEP=1 keeps it)")
                time.sleep(0.005)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def call(self, method, /, **params):
        answer = self.attempt(method, **params)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def attempt(self, method, /, **params):
        """The answer to a call, on a connection of this thread's own to this incarnation of the daemon."""
        try:
            connection = self.connection()
            connection.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode() + b"\n")
            connection.flush()
            line = connection.readline()
        except OSError as error:
            self.connections.generation = None
            raise Unreachable() from error
        if not line.endswith(b"\n"):
            self.connections.generation = None
            raise Unreachable()
        return json.loads(line)

    def connection(self):
        if getattr(self.connections, "generation", None) != self.generation:
            endpoint = socket.socket(socket.AF_UNIX)
            endpoint.settimeout(60)
            endpoint.connect(self.socket)
            self.connections.file = endpoint.makefile("rwb")
            self.connections.generation = self.generation
        return self.connections.file

    def sessions(self):
        return self.call("session.list")

    def stored_sessions(self):
        """What is on disk while the daemon is dead: account to state. A copy is read, so that nothing is recovered by the way."""
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            for name in os.listdir(os.path.join(self.folder, "state")):
                if name.startswith("sessions.sqlite"):
                    shutil.copy(os.path.join(self.folder, "state", name), copy)
            with sqlite3.connect(os.path.join(copy, "sessions.sqlite")) as database:
                rows = database.execute("SELECT did, state, cause FROM session").fetchall()
            database.close()
        return {did: (state, cause) for did, state, cause in rows}

    def exposures(self):
        """The milliseconds from each token answer's last byte to its durable commit, as the daemon logged them."""
        with open(self.log.name, errors="replace") as file:
            return [float(match) for match in re.findall(r"exposed_ms=([0-9.]+)", file.read())]


CONFIGURATION = """
[identity]
plc_directory = "{origin}"
handle_resolver = "{origin}"
dns = false
allow_test_handles = true

[network]
allow_http = "loopback"
"""
