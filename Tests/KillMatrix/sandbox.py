"""The world of the run: a sandbox with accounts, and a browser that signs them in."""
import html
import http.client
import http.cookiejar
import json
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request

# It is on this machine, and no proxy is asked for it: not by this process, nor by those that it starts.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, [os.environ.get("no_proxy"), "127.0.0.1,localhost"]))


class Sandbox:
    def __init__(self, binaries, folder, count):
        self.accounts = [f"user{number}.test" for number in range(count)]
        output = os.path.join(folder, "sandbox.json")
        with open(output, "wb") as file, open(os.path.join(folder, "sandbox.log"), "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(binaries, "atoauthctl"), "sandbox", "--port", "0", "--json", "--separate-resource-server"] + self.accounts,
                stdout=file, stderr=log)
        deadline = time.monotonic() + 20
        while not os.path.getsize(output):
            if time.monotonic() > deadline:
                raise SystemExit("the sandbox does not start")
            time.sleep(0.05)
        with open(output) as file:
            world = json.load(file)
        self.origin = world["origin"]
        self.dids = {account["handle"]: account["did"] for account in world["accounts"]}

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def did(self, account):
        return self.dids[account]

    def turn(self, **knobs):
        request = urllib.request.Request(
            self.origin + "/_sandbox/knobs", json.dumps(knobs).encode(), {"Content-Type": "application/json"}, method="PATCH")
        urllib.request.urlopen(request, timeout=30).close()

    def journal(self):
        with urllib.request.urlopen(self.origin + "/_sandbox/journal", timeout=60) as response:
            return json.load(response)["events"]

    def browse(self, account, url):
        """Signs in and consents: fills in each form and follows where it leads, up to the daemon's own page."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        request = urllib.request.Request(url)
        for _ in range(8):
            try:
                with browser.open(request, timeout=30) as response:
                    page, url = response.read().decode(), response.url
            except (OSError, http.client.HTTPException):
                return  # The daemon was killed meanwhile; whoever wanted to sign in will try again.
            form = re.search(r'<form[^>]*method="post"[^>]*>', page)
            if not form:
                return
            fields = {}
            for tag in re.findall(r"<input[^>]*>", page):
                name = attribute(tag, "name")
                if name:
                    fields[name] = {"username": account, "password": "sandbox"}.get(name, attribute(tag, "value"))
            if 'name="decision"' in page:
                fields["decision"] = "accept"
            origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
            request = urllib.request.Request(
                urllib.parse.urljoin(url, attribute(form.group(), "action")), urllib.parse.urlencode(fields).encode(), {"Origin": origin})


def attribute(tag, name):
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(match.group(1)) if match else ""
