#!/usr/bin/env python3
"""service_manager.py DAEMON FOLDER: plays the service manager's part for the daemon: listens for it, hears what it says of its state
(sd_notify(3)), keeps its descriptors, and starts it again. Prints what was seen as JSON.
"""

import array
import json
import os
import resource
import signal
import socket
import sys
import time

daemon, folder = sys.argv[1:]
path = os.path.join(folder, "rpc.sock")
gateway_path = os.path.join(folder, "gateway.sock")
configuration = os.path.join(folder, ".config/atoauthd/atoauthd.toml")
seen = {}


class Manager:
    def __init__(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        self.gateway = socket.socket(socket.AF_UNIX)
        self.gateway.bind(gateway_path)
        self.gateway.listen()
        self.notify_path = os.path.join(folder, "notify.sock")
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(self.notify_path)
        self.notify.settimeout(60)
        self.stored = []
        self.heard = []

    def start(self):
        passed = [(self.gateway.fileno(), "http"), (self.listener.fileno(), "rpc")] + self.stored
        os.makedirs(os.path.dirname(configuration), exist_ok=True)
        with open(configuration, "w") as file:
            file.write('[log]\nformat = "json"\nlevel = "debug"\n')
        pid = os.fork()
        if pid:
            return pid
        # Out of the way of the places where they are wanted.
        copies = [os.dup2(descriptor, 500 + index) for index, (descriptor, _) in enumerate(passed)]
        for index, descriptor in enumerate(copies):
            os.dup2(descriptor, 3 + index, inheritable=True)
            os.close(descriptor)
        os.dup2(os.open(os.path.join(folder, "log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
        environment = {
            "NOTIFY_SOCKET": self.notify_path, "WATCHDOG_USEC": "2000000", "LISTEN_FDS": str(len(passed)), "LISTEN_PID": str(os.getpid()),
            "LISTEN_FDNAMES": ":".join(name for _, name in passed), "SWIFT_BACKTRACE": "enable=no", "HOME": folder}
        # What programs are usually given, and what they may take.
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))
        os.execve(daemon, [daemon, "--user", "--state-dir", f"{folder}/state"], environment)

    def hear(self):
        """The next message: a dictionary of its lines. Descriptors that come with it are kept, or closed if that is what is asked."""
        text, control, _, _ = self.notify.recvmsg(65536, socket.CMSG_SPACE(253 * 4))
        descriptors = array.array("i")
        for _, _, data in control:
            descriptors.frombytes(data[:len(data) - len(data) % descriptors.itemsize])
        message = dict(line.split("=", 1) for line in text.decode().splitlines())
        if message.get("FDSTORE"):
            self.stored += [(descriptor, message["FDNAME"]) for descriptor in descriptors]
        else:
            for descriptor in descriptors:
                os.close(descriptor)
        self.heard.append(message)
        return message

    def hear_until(self, line):
        key, _, value = line.partition("=")
        while self.hear().get(key) != value:
            pass

    def forget(self):
        """Lets go of what the daemon asked to remove."""
        names = {message["FDNAME"] for message in self.heard if message.get("FDSTOREREMOVE")}
        for descriptor, name in self.stored:
            if name in names:
                os.close(descriptor)
        self.stored = [entry for entry in self.stored if entry[1] not in names]


class Client:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.settimeout(60)
        self.lines = self.socket.makefile("r")

    def send(self, text):
        self.socket.sendall(text.encode())

    def answer(self):
        return json.loads(self.lines.readline() or "null")


def call(number, method="broker.info", **params):
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}) + "\n"


def gateway_answer():
    """What the gateway says to a request that is none of its business."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(gateway_path)
        connection.settimeout(60)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return connection.makefile("r").readline().strip()


manager = Manager()
first = manager.start()
manager.hear_until("READY=1")
manager.hear_until("WATCHDOG=1")
os.kill(first, signal.SIGHUP)
manager.hear_until("RELOADING=1")
manager.hear_until("READY=1")
client, other = Client(), Client()
client.send(call(1, "events.subscribe") + call(2)[:20])
other.send(call(1))
info = other.answer()["result"]
seen["before"] = [client.answer().get("result"), info["name"]]
seen["gateway"] = [info["gateway"] == gateway_path, gateway_answer()]
seen["status"] = [message["STATUS"] for message in manager.heard if "STATUS" in message][0]
with open(f"/proc/{first}/limits") as limits:
    seen["files"] = [line.split()[3] for line in limits if line.startswith("Max open files")]
seen["mainpid"] = [message["MAINPID"] == str(first) for message in manager.heard if "MAINPID" in message]

# The daemon's question to itself is no client's.
manager.heard = []
manager.hear_until("WATCHDOG=1")
seen["told"] = manager.heard[-1]["STATUS"]

# A process that lives and serves its clients, but does not answer whoever connects: somebody else has the socket's place.
os.rename(path, path + ".aside")
deaf = socket.socket(socket.AF_UNIX)
deaf.bind(path)
deaf.listen()
manager.hear_until("STATUS=does not answer itself, or has stopped to look after sessions")
manager.heard = []
manager.hear_until("STATUS=does not answer itself, or has stopped to look after sessions")
seen["fed meanwhile"] = any(message.get("WATCHDOG") for message in manager.heard)
other.send(call(1))
seen["lives"] = other.answer()["result"]["name"]
# A place that nobody has says nothing about the daemon, which asks itself in another way.
os.unlink(path)
manager.hear_until("WATCHDOG=1")
os.rename(path + ".aside", path)

os.unlink(configuration)
os.kill(first, signal.SIGHUP)
manager.hear_until("RELOADING=1")
manager.hear_until("READY=1")
with open(os.path.join(folder, "log")) as log:
    seen["refused"] = [entry["remarks"] for entry in map(json.loads, log) if entry.get("message_id") == "73fb5a6645634dcd8b6d73b1eac837fe"]

os.kill(first, signal.SIGTERM)
manager.hear_until("STOPPING=1")
manager.hear_until("BARRIER=1")
seen["exit"] = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
seen["stored"] = sorted(name for _, name in manager.stored)
other.send(call(2))

manager.heard = []
second = manager.start()
manager.hear_until("READY=1")
manager.forget()
seen["left"] = len(manager.stored)
client.send(call(2)[20:])
seen["after"] = [client.answer().get("id"), other.answer().get("id")]
seen["gateway"].append(gateway_answer())
client.send(call(3, "events.unsubscribe", topics=["session"]))
seen["subscribed"] = client.answer().get("result")

os.kill(second, signal.SIGKILL)
os.waitpid(second, 0)
seen["killed"] = client.answer()
with open(os.path.join(folder, "log")) as log:
    seen["logged"] = sorted({json.loads(line)["level"] for line in log})
print(json.dumps(seen))
