#!/usr/bin/env python3
"""Holds what the program writes as JSON against examples/signpost/json.schema.json.

usage: schema.py PROGRAM
What is understood here of JSON Schema is what that schema and that of FHIR (fhir.py) use, so that nothing need be installed;
anything else in a schema is an error.
"""
import json
import re
import sys

from sandbox import SOURCE, Sandbox

NEED = ('--directory sample.db --disposition Dx06 --symptom-group demo-fever --discriminator demo-primary-care --age 2y '
        '--sex female --postcode TN1 --format json ')
# A change, with another that waits for the same field.
CHANGE = ("""python3 -c "import sqlite3; sqlite3.connect('sample.db').executescript(\\"INSERT INTO change VALUES """
          """(1, 'pending', 0, 0, NULL, 1, NULL, NULL), (2, 'pending', 0, 0, NULL, 1, NULL, NULL); INSERT INTO change_field VALUES """
          """(1, 1, 'kent-utc-ed-001', 'services', '', 'state', 'active', 'closed'), """
          """(2, 1, 'kent-utc-ed-001', 'services', '', 'state', 'active', 'suspended')\\")" """)
RUNS = [
    ("directory", "signpost directory show --directory sample.db --format json"),
    ("entry", "signpost directory show kent-ooh-001 --directory sample.db --format json --role 999"),
    ("search", f"signpost search {NEED} --when 2026-11-21T18:30"),
    ("search", f"signpost search {NEED} --when 2026-12-25T18:30 --practice none"),
    ("search", f"signpost search {NEED} --when 2026-10-25T01:30+01:00"),
    ("search", f"signpost search {NEED} --when 2028-01-01T12:00 --at-place 51.13,0.26"),
    ("search-batch", "printf 'age,sex\\n2y,female\\n30y,male\\n' > needs.csv; "
                     f"signpost search {NEED} --when 2026-11-20T10:00 --batch needs.csv"),
    ("search-compare", "printf 'age,sex\\n2y,female\\n30y,male\\n' > needs.csv; "
                       f"signpost search {NEED} --when 2026-11-20T10:00 --batch needs.csv --format csv --output before.csv; "
                       f"signpost search {NEED} --when 2026-12-25T10:00 --batch needs.csv --compare before.csv || [ $? = 1 ]"),
    ("national", f"signpost search {NEED.replace('json', 'national')} --when 2026-11-21T18:30"),
    ("national", f"signpost search {NEED.replace('json', 'national')} --when 2026-12-25T18:30 --practice none --role clinician"),
    ("national", f"signpost search {NEED.replace('json', 'national')} --when 2028-01-01T12:00 --at-place 51.13,0.26"),
    ("duplicates", "signpost duplicates --directory sample.db --format json"),
    ("duplicates", "signpost duplicates --csv cases/clinics.csv --map cases/clinics.yaml --truth Same --format json"),
    ("explain-one", f"signpost explain kent-hub-001 {NEED} --when 2026-12-25T18:30"),
    ("explain-one", f"signpost explain kent-ooh-001 {NEED} --when 2026-12-25T18:30"),
    ("explain", f"signpost explain {NEED} --when 2026-12-25T18:30"),
    ("gaps", "signpost gaps --directory sample.db --from 2026-11-20 --format json"),
    ("gaps", "signpost gaps --directory sample.db --from 2026-12-24 --days 3 --unregistered --disposition Dx05 --format json"),
    ("overlaps", "signpost overlaps --directory sample.db --from 2026-11-20 --format json"),
    ("report", "signpost audit --directory sample.db --from 2026-11-20 --format json"),
    ("report", "signpost audit --directory sample.db --from 2026-12-24 --days 2 --disposition Dx05 --format json"),
    ("compare", "printf 'uid,name,type,state,latitude,longitude\\nkent-pharmacy-001,x,13,closed,51.1,0.2\\n' > services.csv; "
                "cp sample.db after.db; signpost directory import services.csv --directory after.db --as anne --why b "
                "> import.txt 2>&1; signpost compare sample.db after.db --from 2026-11-20 --radius 5 --format json || [ $? = 1 ]"),
    ("changes", f"{CHANGE}; signpost directory review --directory sample.db --format json"),
    ("review", f"{CHANGE}; signpost directory review 1 --directory sample.db --from 2026-11-20 --format json"),
    ("review", f"{CHANGE}; signpost directory review 1 --directory sample.db --no-effect --format json"),
    ("diff", f"cp -r {SOURCE}/algorithms old; sed -i 's/temperature >= 39 and/temperature >= 40 and/' "
             f"old/pathways/fever-child.yaml; signpost diff old {SOURCE}/algorithms --format json || [ $? = 1 ]"),
    ("quality", "signpost quality --directory sample.db --from 2026-11-20 --format json"),
    ("quality", "signpost quality --directory sample.db --from 2026-11-20 --provider none --limit 1 --format json"),
    ("remedies", "signpost remedies --directory sample.db --from 2026-11-20 --limit 3 --format json"),
    ("kpi", "signpost kpi import kpi/mds-2015-16.csv kpi/mds-2015-16-england.csv --figures figures.db --published 2016-05-13 "
            "> import.txt 2>&1; signpost kpi show --figures figures.db --contracts dos/contracts/sample.yaml --format json"),
    ("kpi-staffing", "signpost kpi staffing --arrivals examples/kpi/saturday.csv --shrinkage 30 --format json"),
    ("kpi-staffing", "printf 'half_hour,calls,handlers\\n18:00,9,\\n18:30,9,1\\n' > calls.csv; "
                     "signpost kpi staffing --arrivals calls.csv --format json"),
    ("triage", f"signpost triage --directory sample.db --answers {SOURCE}/examples/calls/fever-saturday.yaml --format json"),
    ("triage", f"signpost triage --directory sample.db --answers {SOURCE}/examples/calls/unconscious.yaml --format json"),
    ("replay", f"signpost triage --answers {SOURCE}/examples/calls/unconscious.yaml --journal call.jsonl > call.txt; "
               "signpost triage --replay call.jsonl --format json"),
]
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list, "null": type(None)}
KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "oneOf", "const", "pattern", "$ref",
         "description"}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and not (name in ("integer", "number") and isinstance(value, bool))


def problems(value, schema, definitions, where):
    """Where the value is not as the schema says."""
    assert set(schema) <= KNOWN, f"schema.py does not know {set(schema) - KNOWN}"
    if "$ref" in schema:
        return problems(value, definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, where)
    if "anyOf" in schema:
        tried = [problems(value, one, definitions, where) for one in schema["anyOf"]]
        return [] if [] in tried else tried[0]
    if "oneOf" in schema:
        tried = [problems(value, one, definitions, where) for one in schema["oneOf"]]
        fitting = tried.count([])
        return [] if fitting == 1 else [f"{where}: {fitting} of {len(tried)} ways fit"] + min(tried, key=len)
    if "const" in schema and value != schema["const"]:
        return [f"{where}: {value!r} is not {schema['const']!r}"]
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return [f"{where}: {value!r} does not fit {schema['pattern']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, name) for name in types):
        return [f"{where}: {value!r} is no {' or '.join(types)}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where}: \"{name}\" is missing" for name in schema.get("required", []) if name not in value]
        for name, member in value.items():
            if name in schema.get("properties", {}):
                found += problems(member, schema["properties"][name], definitions, f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where}: \"{name}\" is not in the schema")
    if isinstance(value, list) and "properties" in schema:
        return [f"{where}: a list where an object is meant"]
    if isinstance(value, list):
        for number, item in enumerate(value):
            found += problems(item, schema["items"], definitions, f"{where}[{number}]")
    return found


def main():
    with open(f"{SOURCE}/examples/signpost/json.schema.json", encoding="utf-8") as file:
        definitions = json.load(file)["definitions"]
    with open(f"{SOURCE}/examples/signpost/national.schema.json", encoding="utf-8") as file:
        definitions.update(json.load(file)["definitions"])
    failed = 0
    with Sandbox(sys.argv[1]) as sandbox:
        for name, command in RUNS:
            out, errors, status = sandbox.run(command)
            try:
                found = [f"exit {status}: {errors}"] if status else problems(json.loads(out), definitions[name], definitions, name)
            except json.JSONDecodeError as error:
                found = [f"no JSON: {error}"]
            failed += bool(found)
            for problem in found[:10]:
                print(f"$ {command}\n{problem}")
    print(f"{len(RUNS)} documents, {failed} that are not as the schema says")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
