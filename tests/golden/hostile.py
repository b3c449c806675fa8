"""Names that a page must not take as its own, nor a spreadsheet as a formula."""
import csv
import json
import pathlib
import shlex
import sqlite3

NAMES = [
    "<script>window.hacked = 1</script>",
    "</title></style></script><script>window.hacked = 2</script>",
    "\"><img src=\"http://hostile.invalid/a.png\" onerror=\"window.hacked = 3\">",
    "' onfocus='window.hacked = 4' autofocus='",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe \u2066\u2067 \u200f\u0634\u0641\u0627\u0621",
    "\u0645\u0631\u0643\u0632 \u0627\u0644\u0635\u062d\u0629",
    "]]>&lt;b&gt;<b>\x01\x07\x1b[31m\u0085\u2028",
    "{{constructor.constructor('window.hacked = 5')()}}",
    "x" * 10000,
    "<svg/onload=window.hacked=6>",
    "<style>*{display:none}</style>",
    "@SUM(1)",
    "+1",
    "-1",
    "\tx",
]


def spoil(path):
    """Gives services, areas, types and the directory itself such names."""
    with sqlite3.connect(path) as database:
        for table, key, column in [("service", "id", "public_name"), ("area", "code", "name"), ("service_type", "id", "name")]:
            keys = [row[0] for row in database.execute(f"SELECT {key} FROM {table} ORDER BY {key}")]
            database.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?",
                                 [(f"{NAMES[i % len(NAMES)]} {i}", one) for i, one in enumerate(keys)])
        database.execute("UPDATE directory SET name = ?", ("".join(NAMES[:6]),))


def submit_hostile_changes(run, folder, database):
    """Changes 1 and 2 of a database in `folder`: every field of an entry, by its provider, and a conflict with the commissioner; what
    they say, and why, is hostile. `run` runs a command there."""
    columns = {"uid": "kent-utc-ed-001", "name": NAMES[0], "public_name": NAMES[1], "address": NAMES[2], "town": NAMES[3],
               "public_text": NAMES[4], "referral_text": NAMES[5] + NAMES[7], "web": NAMES[9], "email": NAMES[12], "state": "closed"}
    with open(pathlib.Path(folder) / "services.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns.keys(), columns.values()])
    why = "".join(NAMES[:9] + NAMES[10:12])
    for who, what, more in [("harper", "services.csv", ""),
                            ("avery", f"kent-utc-ed-001 public_text={shlex.quote(NAMES[11] + NAMES[5])}", f"--evidence {shlex.quote(why)}")]:
        _, errors, status = run(f"signpost directory submit {what} --directory {database} --as {who} --why {shlex.quote(why)} {more}")
        if status:
            raise SystemExit(f"exit {status}: {errors}")


def write_hostile_figures(folder):
    """A folder hostile/ with figures and contracts whose names, and those of the files, are hostile."""
    into = pathlib.Path(folder) / "hostile"
    into.mkdir()
    source = pathlib.Path(__file__).resolve().parents[2]
    rows = (source / "tests/fixtures/kpi/mds-2015-16.csv").read_text(encoding="utf-8")
    quoted = NAMES[2].replace('"', '""')
    (into / "<img src=x onerror='window.hacked = 7'>.csv").write_text(rows.replace("NORFOLK NHS 111", f'"{quoted}"'), encoding="utf-8")
    text = (source / "dos/contracts/sample.yaml").read_text(encoding="utf-8")
    for was, name in [("Norfolk NHS 111", NAMES[0]), ("the regional ambulance trust", NAMES[1]), ("a not-for-profit provider", NAMES[2]),
                      ("the contract passes to a not-for-profit provider", NAMES[4]), ("back to one minute", NAMES[5]),
                      ("dentist or pharmacist", NAMES[3]), ("callers sent to a dentist or pharmacist, of those triaged", NAMES[11])]:
        text = text.replace(f": {was}", f": {json.dumps(name)}")
    (into / "contracts.yaml").write_text(text, encoding="utf-8")
