"""An AT Protocol OAuth client that shares nothing with the sandbox, the package atproto-oauth, signs in at it.

usage: sdk.py ORIGIN; exits 0 if public and confidential client went through the whole flow, 77 if the package is missing.

The package talks https to public hosts only. Its two checks of that are widened to this machine; the rest of it runs as it is.
"""

import asyncio
import base64
import html
import os
import re
import sys
from urllib.parse import parse_qs, urlencode, urlsplit

# The sandbox is on this machine, and no proxy is asked for it.
os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost"

try:
    import httpx
    from atproto_identity.resolver import AsyncIdResolver
    from atproto_oauth import OAuthClient, client as client_module, metadata as metadata_module, security
    from atproto_oauth.stores import MemorySessionStore, MemoryStateStore
    from cryptography.hazmat.primitives.asymmetric import ec
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

origin = sys.argv[1]
scope = "atproto transition:generic"
is_safe_url, validate = security.is_safe_url, security.validate_authserver_metadata


def on_this_machine(url, allow_localhost=False):
    return url.startswith(origin + "/") or url == origin or is_safe_url(url, allow_localhost)


def validate_as_https(metadata, fetch_url):
    assert metadata["issuer"] == origin and fetch_url.startswith(origin), metadata
    validate(metadata | {"issuer": "https://sandbox.example"}, "https://sandbox.example/.well-known/oauth-authorization-server")


for module in (security, client_module, metadata_module):
    module.is_safe_url = on_this_machine
metadata_module.validate_authserver_metadata = validate_as_https


def submit(browser, page, **filled):
    """Posts the first form of a page as a browser would."""
    action, body = re.search(r"<form method=\"post\" action=\"([^\"]+)\">(.*?)</form>", page, re.S).groups()
    fields = {}
    for tag in re.findall(r"<input[^>]*>", body, re.S):
        name, value = re.search(r"name=\"([^\"]*)\"", tag), re.search(r"value=\"([^\"]*)\"", tag)
        fields[name.group(1)] = html.unescape(value.group(1)) if value else ""
    return browser.post(origin + action, data=fields | filled)


def authorize(url):
    """Signs in and consents; returns what comes back."""
    with httpx.Client() as browser:
        signed_in = submit(browser, browser.get(url).text, username="alice.test", password="sandbox")
        assert signed_in.status_code == 303, signed_in.text
        back = submit(browser, browser.get(origin + signed_in.headers["location"]).text, decision="accept")
        assert back.status_code == 303, back.text
        return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}


async def go_through(client):
    client._id_resolver = AsyncIdResolver(plc_url=origin)
    did = httpx.get(f"{origin}/xrpc/com.atproto.identity.resolveHandle?handle=alice.test").json()["did"]
    url, state = await client.start_authorization(did)
    answer = authorize(url)
    assert answer["state"] == state, answer
    session = await client.handle_callback(code=answer["code"], state=state, iss=answer["iss"])
    assert session.did == did and session.handle == "alice.test" and session.scope == scope, session

    async def call(method, name, **kwargs):
        return await client.make_authenticated_request(session=session, method=method, url=f"{session.pds_url}/xrpc/{name}", **kwargs)

    assert (await call("GET", "com.atproto.server.getSession")).json()["did"] == did
    record = {"repo": did, "collection": "app.bsky.feed.post", "record": {"$type": "app.bsky.feed.post", "text": "Hello"}}
    written = (await call("POST", "com.atproto.repo.createRecord", json=record)).json()
    assert written["uri"].startswith(f"at://{did}/app.bsky.feed.post/"), written

    before = session.access_token
    session = await client.refresh_session(session)
    assert session.access_token != before
    assert (await call("GET", "com.atproto.server.getSession")).status_code == 200
    await client.revoke_session(session)
    assert (await call("GET", "com.atproto.server.getSession")).status_code == 401


def public_client():
    redirect = "http://127.0.0.1/callback"
    client_id = "http://localhost?" + urlencode({"scope": scope, "redirect_uri": redirect})
    return OAuthClient(client_id, redirect, scope, MemoryStateStore(), MemorySessionStore())


def confidential_client():
    key, redirect = ec.generate_private_key(ec.SECP256R1()), "https://sdk.example.com/callback"
    client_id = "https://sdk.example.com/oauth-client-metadata.json"
    client = OAuthClient(client_id, redirect, scope, MemoryStateStore(), MemorySessionStore(), key, "one")
    document = {
        "client_id": client_id, "redirect_uris": [redirect], "scope": scope, "application_type": "web", "response_types": ["code"],
        "grant_types": ["authorization_code", "refresh_token"], "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [public_jwk(key) | {"kid": "one"}]},
    }
    answer = httpx.post(f"{origin}/_sandbox/clients", json=document)
    assert answer.status_code < 300, answer.text
    return client


def public_jwk(key):
    numbers = key.public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


for make in (public_client, confidential_client):
    asyncio.run(go_through(make()))
    print(f"{make.__name__}: the whole flow, as atproto-oauth sees it")
