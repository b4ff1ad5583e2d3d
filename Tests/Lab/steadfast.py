#!/usr/bin/env python3
"""steadfast.py SOCKET ACCOUNT URL REPORT [IDLE]: one connection, subscribed to events, that signs until SIGTERM asks for REPORT.

It never connects again: whatever happens to the daemon, its next call is answered on the same socket or counts as failed. IDLE more
connections of the same process are silent meanwhile, and must all answer in the end. One call in ten is sent in two halves.
"""

import json
import signal
import socket
import sys
import time

path, account, url, report, idle = (sys.argv[1:] + ["0"])[:5]
counts = {"calls": 0, "answered": 0, "halves": 0, "slowest": 0.0, "idle": int(idle), "idle answered": 0, "events lost": 0, "errors": []}
ended = False


def end(*_):
    global ended
    ended = True


class Connection:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        # Before that a timeout would make it refuse to wait for its turn (connect(2), EAGAIN).
        self.socket.connect(path)
        self.socket.settimeout(60)
        self.lines = self.socket.makefile("r")

    def call(self, number, method, params, pause=0):
        line = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"
        half = len(line) // 2 if pause else 0
        self.socket.sendall(line[:half])
        time.sleep(pause)
        self.socket.sendall(line[half:])
        while True:
            answer = self.lines.readline()
            if not answer:
                raise ConnectionError("the connection ended")
            answer = json.loads(answer)
            if answer.get("method") == "events.lost":
                counts["events lost"] += answer["params"]["count"]
            if answer.get("id") == number:
                return answer


signal.signal(signal.SIGTERM, end)
connection = Connection()
others = [Connection() for _ in range(int(idle))]
assert "result" in connection.call(0, "events.subscribe", {})
for other in others:
    assert "result" in other.call(0, "session.list", {})
open(f"{report}.ready", "w").close()
while not ended:
    counts["calls"] += 1
    number = counts["calls"]
    started = time.monotonic()
    pause = 0.02 if number % 10 == 0 else 0
    try:
        answer = connection.call(number, "session.signRequest", {"account": account, "method": "GET", "url": url}, pause)
    except OSError as error:
        counts["errors"].append(f"{error}")
        break
    if "result" in answer:
        counts["answered"] += 1
        counts["halves"] += 1 if pause else 0
    else:
        counts["errors"].append(answer["error"]["message"])
    counts["slowest"] = max(counts["slowest"], round(time.monotonic() - started, 3))
    time.sleep(0.002)
for other in others:
    try:
        counts["idle answered"] += "result" in other.call(1, "session.list", {})
    except OSError as error:
        counts["errors"].append(f"idle: {error}")

with open(report, "w") as file:
    json.dump(counts, file)
