"""The load: a client in C that asks one question over and over, and the bare server it is compared with."""
import collections
import json
import os
import subprocess
import time

Run = collections.namedtuple("Run", "rate median p99 longest errors")


class Load:
    def __init__(self, folder):
        self.folder = folder
        self.bare = None
        self.load = self.compile("load")

    def compile(self, name, *flags):
        source = os.path.join(os.path.dirname(os.path.realpath(__file__)), name + ".c")
        program = os.path.join(self.folder, name)
        subprocess.run(["cc", "-O2", "-o", program, source, *flags], check=True)
        return program

    def start_bare(self):
        """Returns the socket of a server that signs and does nothing else."""
        path = os.path.join(self.folder, "bare.sock")
        self.bare = subprocess.Popen([self.compile("bare", "-lcrypto"), path])
        while not os.path.exists(path):
            time.sleep(0.01)
        return path

    def stop(self):
        if self.bare:
            self.bare.terminate()
            self.bare.wait()

    @staticmethod
    def question(account, url):
        params = {"account": account, "method": "GET", "url": url}
        return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "session.signRequest", "params": params}) + "\n"

    def run(self, path, question, connections, seconds):
        output = subprocess.run(
            [self.load, path, str(connections), str(seconds)], input=question, stdout=subprocess.PIPE, text=True, check=True).stdout
        run = Run(*(int(word) for word in output.split()))
        if run.errors:
            raise SystemExit(f"{run.errors} calls were refused")
        return run


def resident(process):
    """Kilobytes of memory."""
    with open(f"/proc/{process.pid}/status") as status:
        return int(next(line for line in status if line.startswith("VmRSS")).split()[1])
