"""Names that a page must not take as its own, nor a spreadsheet as a formula."""
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
