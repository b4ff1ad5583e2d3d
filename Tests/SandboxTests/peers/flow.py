"""The whole flow against a sandbox, by libraries that share nothing with it: requests for HTTP, joserfc for JOSE.

usage: flow.py ORIGIN CLIENT_ID REDIRECT_URI; exits 0 if every step was answered as it must be, 77 if a library is missing.
"""

import base64
import hashlib
import html
import os
import re
import secrets
import sys
import time
from urllib.parse import parse_qs, urlencode, urlsplit

# The sandbox is on this machine, and no proxy is asked for it.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost"

try:
    import requests
    from joserfc import jwt
    from joserfc.jwk import ECKey, KeySet
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

origin, client_id, redirect_uri = sys.argv[1:]
session = requests.Session()
key = ECKey.generate_key("P-256")
nonce = None


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def request(method, url, token=None, **kwargs):
    """Sends with a proof, and once more if the server asks for a nonce."""
    global nonce
    for _ in range(2):
        claims = {"jti": secrets.token_urlsafe(16), "htm": method, "htu": url.split("?")[0], "iat": int(time.time())}
        headers = {}
        if nonce:
            claims["nonce"] = nonce
        if token:
            claims["ath"] = b64(hashlib.sha256(token.encode()).digest())
            headers["Authorization"] = f"DPoP {token}"
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.as_dict(private=False)}
        headers["DPoP"] = jwt.encode(header, claims, key)
        answer = requests.request(method, url, headers=headers, allow_redirects=False, **kwargs)
        nonce = answer.headers.get("DPoP-Nonce", nonce)
        if answer.status_code not in (400, 401) or answer.json().get("error") != "use_dpop_nonce":
            break
    return answer


def submit(page, **filled):
    """Posts the first form of a page as a browser would."""
    form = re.search(r"<form method=\"post\" action=\"([^\"]+)\">(.*?)</form>", page, re.S)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form.group(2), re.S):
        name = re.search(r"name=\"([^\"]*)\"", tag)
        value = re.search(r"value=\"([^\"]*)\"", tag)
        fields[name.group(1)] = html.unescape(value.group(1)) if value else ""
    return session.post(origin + form.group(1), data=fields | filled, allow_redirects=False)


metadata = requests.get(f"{origin}/.well-known/oauth-authorization-server").json()
assert metadata["issuer"] == origin
verifier = secrets.token_urlsafe(32)
state = secrets.token_urlsafe(16)
pushed = request("POST", metadata["pushed_authorization_request_endpoint"], data={
    "client_id": client_id, "redirect_uri": redirect_uri, "response_type": "code", "scope": "atproto transition:generic",
    "state": state, "code_challenge": b64(hashlib.sha256(verifier.encode()).digest()), "code_challenge_method": "S256",
    "login_hint": "alice.test",
})
assert pushed.status_code == 201, pushed.text

query = urlencode({"client_id": client_id, "request_uri": pushed.json()["request_uri"]})
page = session.get(f"{metadata['authorization_endpoint']}?{query}")
signed_in = submit(page.text, password="sandbox")
assert signed_in.status_code == 303, signed_in.text
consent = session.get(origin + signed_in.headers["Location"])
back = submit(consent.text, decision="accept")
assert back.status_code == 303, back.text
answer = parse_qs(urlsplit(back.headers["Location"]).query)
assert answer["iss"] == [origin] and answer["state"] == [state], answer

form = {"client_id": client_id, "grant_type": "authorization_code", "code": answer["code"][0], "code_verifier": verifier,
        "redirect_uri": redirect_uri}
tokens = request("POST", metadata["token_endpoint"], data=form).json()
claims = jwt.decode(tokens["access_token"], KeySet.import_key_set(requests.get(metadata["jwks_uri"]).json())).claims
assert claims["sub"] == tokens["sub"]
assert claims["cnf"]["jkt"] == key.thumbprint(), "the thumbprint differs from joserfc's"

def whoami(token):
    return request("GET", f"{origin}/xrpc/com.atproto.server.getSession", token)


assert whoami(tokens["access_token"]).json()["did"] == tokens["sub"]
form = {"client_id": client_id, "grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
renewed = request("POST", metadata["token_endpoint"], data=form).json()
assert whoami(tokens["access_token"]).json()["error"] == "invalid_token"
assert whoami(renewed["access_token"]).status_code == 200
gone = request("POST", metadata["revocation_endpoint"], data={"client_id": client_id, "token": renewed["refresh_token"]})
assert gone.status_code == 200 and gone.json() == {}
assert whoami(renewed["access_token"]).json()["error"] == "invalid_token"
print("the whole flow, as joserfc and requests see it")
