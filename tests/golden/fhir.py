#!/usr/bin/env python3
"""Holds what `signpost fhir` writes against HL7's schema of FHIR R4, and against itself: every reference resolves, what enables
an item is an item of the same form, and every answer of a call is to an item of its pathway's form, with one of its options.
The same for the bundle of the sample directory, which must have an entry for every service, and no clinicians' number outside of
its extension.

usage: fhir.py PROGRAM
"""
import csv
import glob
import json
import os
import re
import sys

from sandbox import SOURCE, Sandbox
from schema import problems

with open(f"{SOURCE}/tests/golden/fhir/fhir.schema.json", encoding="utf-8") as file:
    SCHEMA = json.load(file)

# Calls: answers file, and options of triage. The second ends in an ambulance, the third is dropped.
CALLS = [
    (f"{SOURCE}/examples/calls/fever-saturday.yaml", "--directory sample.db --choose 1"),
    (f"{SOURCE}/examples/calls/unconscious.yaml", ""),
    (f"{SOURCE}/tests/golden/fhir/dropped.yaml", ""),
]


def items_of(resource):
    """Every item, nested ones included, by linkId; a linkId that stands twice is wrong."""
    found = {}
    waiting = list(resource.get("item", []))
    while waiting:
        item = waiting.pop(0)
        assert item["linkId"] not in found, f"{item['linkId']} stands twice"
        found[item["linkId"]] = item
        waiting += item.get("item", [])
    return found


def codes_of(item):
    return {option["valueCoding"]["code"] for option in item.get("answerOption", [])}


def check_form(form):
    """What is wrong with a Questionnaire beyond the schema."""
    items = items_of(form)
    starts = 0
    for name, item in items.items():
        starts += "enableWhen" not in item
        for when in item.get("enableWhen", []):
            asked = items.get(when["question"])
            if asked is None:
                yield f"{name} is enabled by {when['question']}, which is no item"
            elif "answerCoding" in when and when["answerCoding"]["code"] not in codes_of(asked):
                yield f"{name} is enabled by {when['question']} = {when['answerCoding']['code']}, which is no option"
        if len(item.get("enableWhen", [])) > 1 and "enableBehavior" not in item:
            yield f"{name} does not say how its conditions are joined"
        if item["type"] == "choice" and not codes_of(item):
            yield f"{name} has no options"
    if not starts:
        yield "nothing is enabled at the start"


def check_response(response, form):
    """What is wrong with a QuestionnaireResponse of a form."""
    items = items_of(form)
    for name, item in items_of(response).items():
        if name not in items:
            yield f"{name} is no item of {response['questionnaire']}"
            continue
        for answer in item.get("answer", []):
            if "valueCoding" in answer and answer["valueCoding"]["code"] not in codes_of(items[name]):
                yield f"{name} is answered {answer['valueCoding']['code']}, which is no option"
        if len(item.get("answer", [])) > 1 and not items[name].get("repeats"):
            yield f"{name} has several answers"


def references_of(value):
    if isinstance(value, dict):
        if "reference" in value:
            yield value["reference"]
        for member in value.values():
            yield from references_of(member)
    elif isinstance(value, list):
        for member in value:
            yield from references_of(member)


def check_references(bundle):
    places = {entry["fullUrl"] for entry in bundle["entry"]}
    if len(places) != len(bundle["entry"]):
        yield "two entries have one address"
    for reference in references_of(bundle):
        if reference not in places:
            yield f"{reference} is no entry"


def without_extensions(value):
    """What a reader sees that knows no extension."""
    if isinstance(value, dict):
        return {name: without_extensions(member) for name, member in value.items() if name != "extension"}
    if isinstance(value, list):
        return [without_extensions(member) for member in value]
    return value


def check_directory(bundle, services):
    """What is wrong with the bundle of a directory, whose services.csv has these rows."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    yield from check_references(bundle)
    uids = [resource["identifier"][0]["value"] for resource in resources if resource["resourceType"] == "HealthcareService"]
    if uids != sorted(row["uid"] for row in services):
        yield "it has other services than the directory"
    seen = json.dumps(without_extensions([resource for resource in resources if resource["resourceType"] != "Endpoint"]))
    for row in services:
        for column in ("clinician_phone", "email", "referral_text"):
            if row[column] and json.dumps(row[column])[1:-1] in seen:
                yield f"{row['uid']}: {column} {row[column]} stands where the public reads"


def check_bundle(bundle, forms):
    yield from check_references(bundle)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    if kinds.count("ServiceRequest") != 1 or kinds.count("Patient") != 1 or "QuestionnaireResponse" not in kinds:
        yield f"it holds {kinds}"
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "QuestionnaireResponse":
            yield from check_response(entry["resource"], forms[entry["resource"]["questionnaire"]])


def by_schema(resource, kind):
    return problems(resource, SCHEMA["definitions"][kind], SCHEMA["definitions"], kind)


def main():
    failed = 0
    forms = {}

    def tell(what, found):
        nonlocal failed
        found = list(found)
        failed += bool(found)
        for problem in found[:5]:
            print(f"{what}: {problem}")

    with Sandbox(sys.argv[1]) as sandbox:
        for path in sorted(glob.glob(f"{SOURCE}/algorithms/pathways/*.yaml")):
            name = os.path.basename(path)[:-5]
            out, errors, status = sandbox.run(f"signpost fhir pathway {name}")
            if status or not re.fullmatch(r"(.*: note: .* \[SP1309\]\n)*", errors):
                tell(name, [f"exit {status}: {errors}"])
                continue
            form = json.loads(out)
            forms[f"{form['url']}|{form['version']}"] = form
            tell(name, by_schema(form, "Questionnaire") + list(check_form(form)))
        for number, (answers, options) in enumerate(CALLS):
            ran = sandbox.run(f"signpost triage --answers {answers} --journal {number}.jsonl {options}")
            out, errors, status = sandbox.run(f"signpost fhir journal {number}.jsonl")
            if status:
                tell(answers, [f"exit {status}: {errors} after {ran}"])
                continue
            bundle = json.loads(out)
            tell(answers, by_schema(bundle, "Bundle") + list(check_bundle(bundle, forms)))
        for options in ("", " --public"):
            errors = sandbox.run(f"signpost directory export bundle.json --format fhir --directory sample.db{options}")[1]
            sandbox.run("signpost directory export csv --directory sample.db")
            with open(f"{sandbox.folder}/bundle.json", encoding="utf-8") as file, \
                    open(f"{sandbox.folder}/csv/services.csv", encoding="utf-8") as rows:
                bundle = json.load(file)
                tell(f"bundle{options}", by_schema(bundle, "Bundle") + list(check_directory(bundle, list(csv.DictReader(rows)))))
            if options and any(entry["resource"]["resourceType"] == "Endpoint" for entry in bundle["entry"]):
                tell("bundle --public", [f"it has endpoints: {errors}"])
    print(f"{len(forms)} forms, {len(CALLS)} calls and a directory twice, {failed} of them wrong")
    return failed > 0 or not forms


if __name__ == "__main__":
    sys.exit(main())
