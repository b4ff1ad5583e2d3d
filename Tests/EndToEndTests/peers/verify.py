"""Judges what a client sent, with joserfc: DPoP proofs (RFC 9449), client assertions (RFC 7523), and its published keys.

usage: verify.py FILE; the JSON in FILE has issuer, clientID, jwks, assertions and proofs. Prints how many of each were verified.
Exits 77 if joserfc is missing.
"""

import base64
import hashlib
import json
import sys
import time

try:
    from joserfc import jwt
    from joserfc.jwk import KeySet, import_key
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def header(token):
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


with open(sys.argv[1]) as file:
    world = json.load(file)

keys = KeySet.import_key_set(world["jwks"])
for key in keys:
    assert not key.is_private, "a private key was published"
    assert key.kid and key.as_dict().get("key_ops", ["verify"]) == ["verify"], key.as_dict()

identifiers = set()
for text in world["assertions"]:
    token = jwt.decode(text, keys, algorithms=["ES256"])
    claims = token.claims
    assert claims["iss"] == claims["sub"] == world["clientID"] and claims["aud"] == world["issuer"], claims
    assert claims["iat"] <= time.time() < claims["exp"], claims
    assert claims["jti"] not in identifiers, "an assertion was used twice"
    identifiers.add(claims["jti"])

bound = set()
for proof in world["proofs"]:
    head = header(proof["proof"])
    assert head["typ"] == "dpop+jwt" and set(head) == {"typ", "alg", "jwk"}, head
    assert set(head["jwk"]) == {"kty", "crv", "x", "y"}, head["jwk"]
    key = import_key(head["jwk"])
    claims = jwt.decode(proof["proof"], key, algorithms=["ES256"]).claims
    assert claims["htm"] == proof["method"] and claims["htu"] == proof["url"].split("?")[0], claims
    assert abs(claims["iat"] - time.time()) < 60 and claims["jti"] not in identifiers, claims
    identifiers.add(claims["jti"])
    token = proof.get("token")
    assert claims.get("ath") == (b64(hashlib.sha256(token.encode()).digest()) if token else None), claims
    if token:
        # The server bound the token to this key, by the thumbprint that joserfc computes.
        part = token.split(".")[1]
        bound.add((json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["cnf"]["jkt"], key.thumbprint()))
assert all(server == ours for server, ours in bound), bound

print(len(keys.keys), len(world["assertions"]), len(world["proofs"]))
