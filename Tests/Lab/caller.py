#!/usr/bin/env python3
"""caller.py SOCKET ACCOUNT URL REPORT: signs requests until REPORT is asked for with SIGTERM, as an app with one connection would.

A call that fails because its connection ended, or with an error that says to try again, is made again on a new connection; one that
fails five times in a row has failed. The report tells how many did.
"""

import json
import signal
import socket
import sys
import time

path, account, url, report = sys.argv[1:]
AGAIN = {"network", "timeout", "locked", "rate_limited"}
counts = {"calls": 0, "connections": 0, "retries": 0, "failed": 0, "slowest": 0.0, "errors": []}
ended = False


def end(*_):
    global ended
    ended = True


signal.signal(signal.SIGTERM, end)


class Connection:
    def __init__(self):
        counts["connections"] += 1
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw")

    def call(self, number):
        call = {"jsonrpc": "2.0", "id": number, "method": "session.signRequest",
                "params": {"account": account, "method": "GET", "url": url}}
        print(json.dumps(call), file=self.lines, flush=True)
        line = self.lines.readline()
        if not line:
            raise ConnectionError("the connection ended")
        return json.loads(line)


def attempt(connection, number):
    """The connection to go on with, and why the call failed."""
    try:
        connection = connection or Connection()
        answer = connection.call(number)
    except OSError as error:
        return None, f"{error}"
    if "error" not in answer:
        return connection, None
    if answer["error"].get("data", {}).get("type") in AGAIN:
        return None, answer["error"]["message"]
    counts["errors"].append(answer["error"]["message"])
    return connection, answer["error"]["message"]


connection = None
while not ended:
    counts["calls"] += 1
    started = time.monotonic()
    for number in range(5):
        connection, failure = attempt(connection, counts["calls"])
        if not failure:
            break
        counts["retries"] += 1
        time.sleep(0.05 * 2 ** number)
    else:
        counts["failed"] += 1
    counts["slowest"] = max(counts["slowest"], round(time.monotonic() - started, 3))
    time.sleep(0.002)

with open(report, "w") as file:
    json.dump(counts, file)
