"""Judges the API's document and answers with libraries that know nothing of the daemon: jsonschema, and openrpc if it is there.

usage: discover.py META-SCHEMA FILE; the JSON in FILE has the document and exchanges [{method, params, answer}].
Prints how many schemas, methods and answers were judged. Exits 77 if jsonschema is missing.
"""

import json
import sys

try:
    from jsonschema import Draft7Validator
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

with open(sys.argv[1]) as file:
    rules = json.load(file)
with open(sys.argv[2]) as file:
    world = json.load(file)
document = world["document"]

Draft7Validator.check_schema(rules)
Draft7Validator(rules).validate(document)

try:
    # The object model of a library for OpenRPC servers, by people who have read the specification as well.
    from openrpc._objects import OpenRPC
except ImportError:
    OpenRPC = None
if OpenRPC:
    assert len(OpenRPC(**document).methods) == len(document["methods"])

schemas = 0
methods = {}
for method in document["methods"]:
    methods[method["name"]] = method
    for descriptor in method["params"] + [method["result"]]:
        # By draft 7's own meta-schema, which jsonschema brings along.
        Draft7Validator.check_schema(descriptor["schema"])
        for example in descriptor["schema"].get("examples", []):
            Draft7Validator(descriptor["schema"]).validate(example)
        schemas += 1
    codes = [error["code"] for error in method["errors"]]
    assert len(set(codes)) == len(codes), method["name"]

answers = 0
for exchange in world["exchanges"]:
    method, answer = methods[exchange["method"]], exchange["answer"]
    for descriptor in method["params"]:
        if descriptor["name"] in exchange["params"]:
            Draft7Validator(descriptor["schema"]).validate(exchange["params"][descriptor["name"]])
    if "result" in answer:
        Draft7Validator(method["result"]["schema"]).validate(answer["result"])
    else:
        assert answer["error"]["code"] in [error["code"] for error in method["errors"]] + [-32602], answer
    answers += 1

print(schemas, len(methods), answers)
