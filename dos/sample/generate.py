#!/usr/bin/env python3
"""Writes the sample directory, CSV by CSV, beside itself: fictional services on true geography.

Everything is invented but the postcode districts with their centres and towns (facts/districts.csv) and the rough
numbers of people. Names say so, phones are of the ranges that Ofcom keeps for drama, and organisation codes are made
up. The same seed gives the same files, on any Python from 3.8 on: only random() is drawn from.

    python3 dos/sample/generate.py [--check]      with --check nothing is written: are the files what it would write?
"""
import csv
import io
import math
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
SEED = 111
rng = random.Random(SEED)

# county: name, commissioner, region, people, search distance of its places in metres
COUNTIES = {
    "kent": ("Kent and Medway", "XKM01", "south-east", 1_870_000, 40_000),
    "surrey": ("Surrey", "XSY01", "south-east", 1_200_000, 30_000),
    "sussex": ("Sussex", "XSX01", "south-east", 1_710_000, 40_000),
    "norfolk": ("Norfolk", "XNK01", "east-of-england", 920_000, 50_000),
    "kingston-richmond": ("Kingston and Richmond", "XKR01", "london", 365_000, 15_000),
}
REGIONS = {"south-east": "South East", "east-of-england": "East of England", "london": "London"}

# age band, share of the people; half of each sex, but for the oldest
BANDS = [("under 1 year", .011), ("1 year to under 5 years", .047), ("5 years to under 16 years", .132),
         ("16 years to under 65 years", .605), ("65 years to under 80 years", .148), ("80 years and over", .057)]

HOSPITALS = """
    TN2 ME16 TN24 CT9 ME7 DA2 GU2 RH1 KT16 KT18 BN2 BN11 PO19 BN21 TN37 NR4 PE30 NR31 KT2
""".split()
URGENT = """
    TN13 ME14 CT17 DA12 ME10 GU15 GU21 GU9 RH4 RH11 BN7 TN40 PO21 NR1 NR19 NR27 PE37 TW11 KT6
""".split()
MINOR_INJURIES = """
    TN6 CT14 CT6 GU6 RH17 NR28
""".split()
OUT_OF_HOURS = """
    TN4 ME15 CT1 TN23 CT10 ME8 DA1 GU1 GU22 RH2 KT17 BN3 BN14 RH12 BN23 TN38 NR5 PE30 NR31 NR26 KT1 TW1
""".split()

ADJECTIVES = """
    Alder Ashen Barley Beacon Birch Bramble Brook Cedar Chalk Clover Copper Dove Elm Fern Field Garden Hawthorn
    Hazel Heather Holly Juniper Lark Laurel Lime Linden Maple Marsh Meadow Mill Oak Orchard Poplar Quarry Rowan
    Sorrel Thistle Walnut Willow Windmill Yew
""".split()
PLACES = """
    Court Cross Gate Green Hill House Lane Lodge Park Rise Road Row Street Way
""".split()

WEEKDAY_SURGERY = ["Mo-Fr 08:00-18:30; PH off", "Mo-Fr 08:00-18:30; PH off", "Mo-Fr 08:00-18:00; PH off",
                   "Mo-Fr 08:00-13:00,14:00-18:30; PH off", "Mo-Fr 08:00-18:30; Sa 08:30-11:30; PH off",
                   "Mo 07:00-20:00; Tu-Fr 08:00-18:30; PH off", "Mo-We,Fr 08:00-18:30; Th 08:00-13:00; PH off"]
SHOPS = ["Mo-Fr 09:00-17:30; Sa 09:00-13:00; PH off", "Mo-Fr 09:00-18:00; Sa 09:00-17:00; PH off",
         "Mo-Fr 09:00-13:00,14:00-17:30; PH off", "Mo-Fr 08:30-18:30; Sa 09:00-17:30; PH off",
         "Mo-Sa 09:00-17:30; Su 10:00-16:00; PH 10:00-16:00; Dec 25 off",
         "Mo-Sa 08:00-20:00; Su 10:00-16:00; PH 10:00-16:00; Dec 25 off; Dec 24 08:00-18:00"]
LONG_SHOP = "Mo-Fr 07:00-23:00; Sa 07:00-22:00; Su 10:00-16:00; PH 10:00-16:00; Dec 25 off"
ON_ROTA = "Mo-Fr 09:00-18:00; Sa 09:00-17:00; PH off; 2026-12-25 11:00-14:00; 2027-03-28 11:00-14:00"
DENTISTS = ["Mo-Fr 09:00-17:00; PH off", "Mo-Th 08:30-17:30; Fr 08:30-13:00; PH off",
            "Mo-Fr 08:30-18:00; Sa 09:00-12:30; PH off"]
BASE = "Mo-Fr 18:30-23:00; Sa,Su 08:00-23:00; PH 08:00-23:00"
HUBS = ["Mo-Fr 18:30-20:00; Sa 09:00-20:00; PH off", "Mo-Fr 17:00-20:30; Sa 09:00-17:00; PH off",
        "Mo-Fr 18:30-20:30; Sa,Su 09:00-17:00; PH off; Dec 24 17:00-18:30"]
CENTRES = ["Mo-Su 08:00-20:00; Dec 25 10:00-16:00", "Mo-Su 08:00-22:00; Dec 25 off", "Mo-Su 07:00-22:00"]


def pick(items):
    return items[int(rng.random() * len(items))]


def shuffled(items):
    return [item for _, item in sorted((rng.random(), item) for item in items)]


class Directory:
    """Rows by table, and the counters that make names, codes and phones differ."""

    def __init__(self):
        self.tables = {}
        self.names = set()
        self.phone = 0
        self.codes = 0
        self.numbers = {}
        self.practices = {}  # county: [(code, latitude, longitude)]

    def add(self, table, **row):
        self.tables.setdefault(table, []).append(row)

    def new_phone(self):
        """01632 960000-960999 and 0808 157 0000-0999 are kept by Ofcom for drama."""
        self.phone += 1
        return f"01632 960{self.phone:03}" if self.phone < 1000 else f"0808 157 0{self.phone - 1000:03}"

    def new_name(self, what, town):
        while True:
            name = f"{pick(ADJECTIVES)} {pick(PLACES)} {what}, {town} (fictional)"
            if name not in self.names:
                self.names.add(name)
                return name

    def street(self):
        count = len(self.names)
        return f"{ADJECTIVES[count * 7 % len(ADJECTIVES)]} {('Road', 'Street', 'Lane', 'Avenue', 'Close')[count % 5]}"

    def new_code(self, letter):
        self.codes += 1
        return f"{letter}9{self.codes:04}"

    def organisation(self, code, name, kind, where=None):
        row = {"code": code, "name": name, "kind": kind}
        if where:
            row.update(postcode=where["postcode"], latitude=where["latitude"], longitude=where["longitude"])
        self.add("organisations", **row)
        return code

    def service(self, district, kind, what, type_, hours, profile, spread=1500, **more):
        where = spot(district, spread)
        number = self.numbers[kind, district["county"]] = self.numbers.get((kind, district["county"]), 0) + 1
        uid = f"{district['county']}-{kind}-{number:03}"
        name = self.new_name(what, district["town"])
        row = {"uid": uid, "name": name, "public_name": name, "type": type_, "state": "active",
               "commissioner": COUNTIES[district["county"]][1], "town": district["town"], **where,
               "address": f"{1 + int(rng.random() * 90)} {self.street()}",
               "phone": self.new_phone(), "hours": hours, "profile": profile, "restricted": "no",
               "web": f"https://{uid}.example.org/", **verification(), **more}
        self.add("services", **row)
        return row


def spot(district, spread):
    """A point at most `spread` metres from the district's centre, and a postcode of the form that none uses there."""
    distance, angle = spread * math.sqrt(rng.random()), 2 * math.pi * rng.random()
    latitude = district["latitude"] + distance * math.cos(angle) / 111_195
    longitude = district["longitude"] + distance * math.sin(angle) / (111_195 * math.cos(math.radians(latitude)))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return {"postcode": f"{district['district']} 0{pick(letters)}{pick(letters)}",
            "latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"}


def verification():
    month, day = 1 + int(rng.random() * 10), 1 + int(rng.random() * 28)
    return {"verified_at": f"2026-{month:02}-{day:02}T09:00Z", "verified_by": "directory team (fictional)",
            "verified_evidence": pick(["telephone call", "provider's letter", "site visit"]),
            "verify_due": f"2027-{month:02}-{day:02}"}


def read_districts():
    with open(HERE / "facts" / "districts.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["latitude"], row["longitude"] = float(row["latitude"]), float(row["longitude"])
    return rows


def metres(a, b):
    return math.hypot((a[0] - b[0]) * 111_195, (a[1] - b[1]) * 111_195 * math.cos(math.radians(a[0])))


# ---- geography ----

def add_geography(directory, districts):
    for code, name in REGIONS.items():
        directory.add("areas", code=code, name=name, kind="region")
    for code, (name, commissioner, region, _, _) in COUNTIES.items():
        directory.organisation(commissioner, f"{name} commissioner (fictional)", "commissioner")
        directory.add("areas", code=code, name=name, kind="commissioner", parent=region, commissioner=commissioner)
    towns = set()
    for row in districts:
        centre = {"latitude": f"{row['latitude']:.6f}", "longitude": f"{row['longitude']:.6f}"}
        radius = COUNTIES[row["county"]][4]
        directory.add("areas", code=row["district"], name=f"{row['district']} {row['town']}", kind="district",
                      parent=row["county"], **centre)
        directory.add("places", kind="district", name=row["district"], **centre, search_distance_m=radius)
        directory.add("place-areas", kind="district", name=row["district"], area=row["district"])
        if row["town"] not in towns:
            towns.add(row["town"])
            directory.add("places", kind="town", name=row["town"], **centre, search_distance_m=radius)
            directory.add("place-areas", kind="town", name=row["town"], area=row["district"])
    add_sectors(directory)
    add_population(directory, districts)


def add_sectors(directory):
    """A few sectors and postcodes, roughly where they are, so that each kind of place can be tried."""
    for name, latitude, longitude in [("TN1 1", 51.1322, .2634), ("TN1 2", 51.1376, .2668), ("TN2 3", 51.1356, .2899),
                                      ("TN4 8", 51.1385, .2520), ("NR1 3", 52.6270, 1.2930),
                                      ("KT1 1", 51.4100, -.3020)]:
        district = name.split()[0]
        directory.add("places", kind="sector", name=name, latitude=f"{latitude:.6f}", longitude=f"{longitude:.6f}",
                      search_distance_m={"TN": 40_000, "NR": 50_000, "KT": 15_000}[name[:2]])
        directory.add("place-areas", kind="sector", name=name, area=district)
    directory.add("places", kind="town", name="Tunbridge Wells", latitude="51.134900", longitude="0.270020",
                  search_distance_m=40_000)
    directory.add("place-areas", kind="town", name="Tunbridge Wells", area="TN1")
    directory.add("places", kind="postcode", name="TN1 1AA", latitude="51.132500", longitude="0.263000",
                  search_distance_m=40_000)
    directory.add("place-areas", kind="postcode", name="TN1 1AA", area="TN1")


def add_population(directory, districts):
    for county, (_, _, _, people, _) in COUNTIES.items():
        here = [row for row in districts if row["county"] == county]
        weights = [.4 + rng.random() for _ in here]
        for row, weight in zip(here, weights):
            for ages, share in BANDS:
                for sex, part in (("female", .5), ("male", .5)) if "80" not in ages else (("female", .6), ("male", .4)):
                    directory.add("area-populations", area=row["district"], sex=sex, ages=ages,
                                  people=round(people * weight / sum(weights) * share * part))


# ---- services ----

def add_practices(directory, districts):
    for row in shuffled(districts):
        if rng.random() > .62 and row["district"] not in ("TN1", "TN2", "TN4"):
            continue
        code = directory.new_code("Z")
        service = directory.service(row, "gp", "Surgery", 100, pick(WEEKDAY_SURGERY), "gp-practice", ods_code=code,
                                    provider=code, restricted="yes")
        directory.organisation(code, service["name"], "practice", service)
        directory.add("service-practices", service=service["uid"], practice=code)
        directory.practices.setdefault(row["county"], []).append(
            (code, float(service["latitude"]), float(service["longitude"])))


def add_pharmacies(directory, districts):
    for row in shuffled(districts):
        if rng.random() > .55 and row["district"] not in ("TN1", "TN4"):
            continue
        draw = rng.random()
        hours = LONG_SHOP if draw < .08 else ON_ROTA if draw < .12 else pick(SHOPS)
        code = directory.new_code("F")
        shop = directory.service(row, "pharmacy", "Pharmacy", 13, hours, "pharmacy", ods_code=code)
        if rng.random() < .4:
            supply = directory.service(row, "supply", "Pharmacy Urgent Supply", 131, hours, "pharmacy-urgent-supply",
                                       ods_code=code)
            supply.update({key: shop[key] for key in ("latitude", "longitude", "postcode", "address")})
            supply["name"] = supply["public_name"] = shop["name"].replace("Pharmacy", "Pharmacy Urgent Supply")


def add_dentists(directory, districts):
    for row in shuffled(districts)[:64]:
        directory.service(row, "dental", "Dental Practice", 12, pick(DENTISTS), "dental-practice",
                          ods_code=directory.new_code("V"))
    for county in COUNTIES:
        here = shuffled([row for row in districts if row["county"] == county])
        for row in here[:3]:
            directory.service(row, "dental-emergency", "Emergency Dental Clinic", 47,
                              "Mo-Fr 18:30-22:00; Sa,Su 09:00-17:00; PH 09:00-13:00", "dental-urgent")
        directory.service(here[3], "dental-urgent", "Urgent Dental Care", 156, "Mo-Fr 08:00-20:00; PH off",
                          "dental-urgent")


def add_hospitals(directory, by_name):
    for number, name in enumerate(HOSPITALS):
        row = by_name[name]
        trust = directory.organisation(directory.new_code("XP"), f"{row['town']} hospital trust (fictional)",
                                       "provider")
        shared = {"provider": trust, "spread": 600}
        line = {"clinician_phone": directory.new_phone()}
        # some hospitals see children elsewhere in the building, which is an entry of its own
        split = number % 6 == 3
        directory.service(row, "ed", "Emergency Department", 105, "24/7",
                          "emergency-department-adults" if split else "emergency-department", **shared, **line)
        if split:
            directory.service(row, "ed-children", "Children's Emergency Department", 105, "24/7",
                              "emergency-department-children", **shared, **line)
        directory.service(row, "ed-catch-all", "Emergency Department Catch-All", 40, "24/7", "emergency-catch-all",
                          **shared)
        directory.service(row, "maternity", "Maternity Triage", 153, "24/7", "maternity", **shared, **line)
        if number % 2 == 0:
            directory.service(row, "sdec", "Same Day Emergency Care", 140, "Mo-Fr 08:00-20:00; Sa,Su 09:00-17:00",
                              "same-day-emergency-care", **shared, **line,
                              referral_text="Telephone before sending anyone.")
        if number % 3 == 0:
            directory.service(row, "utc-ed", "Urgent Treatment Centre", 150, CENTRES[number // 3 % 3],
                              "urgent-treatment-centre-all-ages", **shared)


def add_urgent_care(directory, by_name):
    for number, name in enumerate(URGENT):
        directory.service(by_name[name], "utc", "Urgent Treatment Centre", 135, CENTRES[number % 3],
                          "urgent-treatment-centre" if number % 4 else "urgent-treatment-centre-all-ages")
    for name in MINOR_INJURIES:
        directory.service(by_name[name], "miu", "Minor Injuries Unit", 46, "Mo-Su 08:00-20:00; Dec 25 off",
                          "minor-injury-unit")
    for name in OUT_OF_HOURS:
        row = by_name[name]
        directory.service(row, "ooh", "Out-of-Hours Base", 25, BASE, "out-of-hours",
                          clinician_phone=directory.new_phone(),
                          referral_text="By appointment: book through the service's queue.", return_if_open_minutes=240)


def add_hubs(directory, districts):
    """Hubs for some practices' patients, for their county, or for anybody."""
    chosen = [row for row in districts if row["district"] in ("TN1", "TN9", "KT2")]
    chosen += shuffled([row for row in districts if row not in chosen])[:24]
    for number, row in enumerate(chosen):
        limits = ("area", "practices", "open")[number % 3]
        hub = directory.service(row, "hub", "Evening and Weekend Hub", 136, HUBS[number % 3], "gp-access-hub",
                                restricted="yes" if limits == "practices" else "no")
        here = float(hub["latitude"]), float(hub["longitude"])
        if limits == "area":
            directory.add("service-areas", service=hub["uid"], area=row["county"], use="limited")
        if limits == "practices":
            nearest = sorted(directory.practices[row["county"]], key=lambda practice: metres(here, practice[1:]))
            for code, _, _ in nearest[:6]:
                directory.add("service-practices", service=hub["uid"], practice=code)


def add_county_services(directory, districts):
    for county, (name, _, _, _, _) in COUNTIES.items():
        here = shuffled([row for row in districts if row["county"] == county])
        line = {"clinician_phone": directory.new_phone(), "spread": 3000}
        made = [
            directory.service(here[0], "cas", "Clinical Assessment Service", 133, "24/7", "clinical-assessment",
                              **line),
            directory.service(here[1], "crisis", "Mental Health Crisis Line", 142, "24/7",
                              "mental-health-crisis-adults", **line),
            directory.service(here[2], "crisis-young", "Young People's Crisis Team", 142, "Mo-Su 09:00-21:00",
                              "mental-health-crisis-young", **line),
            directory.service(here[3], "ucr", "Urgent Community Response", 146, "Mo-Su 08:00-20:00",
                              "urgent-community-response", **line),
        ]
        for service in made[1:]:
            directory.add("service-areas", service=service["uid"], area=county, use="limited")
        for row in here[4:6]:
            nursing = directory.service(row, "nursing", "District Nursing", 38, "Mo-Su 08:00-22:00", "district-nursing")
            directory.add("service-areas", service=nursing["uid"], area=row["district"], use="promoted")
        for row in here[6:9]:
            directory.service(row, "sexual-health", "Sexual Health Clinic", 29,
                              "Mo-Fr 09:00-19:00; Sa 10:00-14:00; PH off", "sexual-health")
        for row in here[9:12]:
            directory.service(row, "optical", "Minor Eye Conditions Optician", 112, "Mo-Sa 09:00-17:30; PH off", "")


# ---- what stands beside ----

def add_rankings(directory):
    strategies = {"kent": {25: 1, 136: 2, 135: 3, 150: 3}, "norfolk": {25: 1, 13: 4, 136: 3},
                  "kingston-richmond": {136: 1, 25: 2}, "south-east": {105: 8}}
    for area, ranks in strategies.items():
        for service_type, rank in ranks.items():
            directory.add("rankings", area=area, service_type=service_type, rank=rank)


def add_capacities(directory):
    """Moments of the two days that the examples speak of: Saturday 21 November and Christmas Day 2026."""
    rows = [("kent-utc-001", "amber", "2026-11-21T16:00Z", "2026-11-21T22:00Z", "waits of three hours"),
            ("kent-gp-003", "red", "2026-11-20T08:00Z", "2026-11-23T08:00Z", "flood in the building"),
            ("kent-ed-002", "amber", "2026-11-21T12:00Z", "2026-11-22T08:00Z", "no beds"),
            ("kent-hub-002", "red", "2026-11-21T09:00Z", "2026-11-21T21:00Z", "no clinician on duty"),
            ("kent-ooh-002", "red", "2026-12-25T07:00Z", "2026-12-25T23:00Z", "base closed for the day"),
            ("sussex-utc-001", "amber", "2026-12-25T10:00Z", "2026-12-25T20:00Z", "short of staff"),
            ("norfolk-ooh-001", "green", "2026-11-21T08:00Z", "2026-11-22T08:00Z", "back to normal"),
            ("surrey-pharmacy-004", "red", "2026-11-21T09:00Z", "2026-11-24T09:00Z", "pharmacist ill")]
    known = {row["uid"] for row in directory.tables["services"]}
    for service, colour, since, until, why in rows:
        assert service in known, service
        directory.add("capacities", service=service, colour=colour, set_by="duty manager (fictional)", set_at=since,
                      why=why, falls_back_at=until)


def add_travel_times(directory):
    """From a few places to the urgent services around them, by invented roads: some are quick, some lead all round."""
    places = {(row["kind"], row["name"]): row for row in directory.tables["places"]}
    for key in [("sector", "TN1 1"), ("sector", "NR1 3"), ("town", "Tunbridge Wells")]:
        here = float(places[key]["latitude"]), float(places[key]["longitude"])
        for service in directory.tables["services"]:
            distance = metres(here, (float(service["latitude"]), float(service["longitude"])))
            if service["type"] in (25, 40, 46, 105, 135, 136, 150) and distance < 25_000:
                directory.add("travel-times", kind=key[0], name=key[1], service=service["uid"],
                              minutes=round(4 + distance / 1000 * (1.1 + 1.6 * rng.random())))


def add_endpoints(directory):
    for row in directory.tables["services"]:
        if row["type"] in (25, 133, 135, 136, 150):
            directory.add("endpoints", service=row["uid"], position=1, transport="itk",
                          address=f"https://itk.example.org/{row['uid']}", scenario="primary")
            directory.add("endpoints", service=row["uid"], position=2, transport="telephone",
                          address=row.get("clinician_phone", row["phone"]), scenario="when the message fails")


# The trust whose user fills in its services: of Tunbridge Wells.
TRUST_WITH_A_USER = "XP90358"


def add_users(directory):
    for name, county in [("Avery", "kent"), ("Blake", "surrey"), ("Casey", "sussex"), ("Devon", "norfolk")]:
        commissioner = COUNTIES[county][1]
        directory.add("users", id=name.lower(), name=f"{name} (fictional)", organisation=commissioner)
        directory.add("user-rights", user=name.lower(), role="commissioner", scope=commissioner)
    directory.add("users", id="emery", name="Emery (fictional)")
    directory.add("user-rights", user="emery", role="auditor", scope="*")
    directory.add("users", id="finley", name="Finley (fictional)")
    directory.add("user-rights", user="finley", role="editor", scope="south-east")
    directory.add("users", id="anne", name="Anne (fictional)")
    directory.add("user-rights", user="anne", role="editor", scope="*")
    directory.add("users", id="harper", name="Harper (fictional)", organisation=TRUST_WITH_A_USER)
    directory.add("user-rights", user="harper", role="provider", scope=TRUST_WITH_A_USER)


def add_odd_ones(directory, by_name):
    """States other than active, and an entry that nobody may use any more."""
    directory.service(by_name["TN3"], "utc-draft", "Urgent Treatment Centre", 135, CENTRES[0],
                      "urgent-treatment-centre", state="draft")
    directory.service(by_name["TN9"], "pharmacy-shut", "Pharmacy", 13, SHOPS[0], "pharmacy", state="closed",
                      valid_to="2026-03-31")
    directory.service(by_name["TN4"], "pharmacy-ill", "Pharmacy", 13, SHOPS[0], "pharmacy", state="suspended")


def text_of(rows):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), restval="",
                            lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def write(directory):
    for table, rows in directory.tables.items():
        (HERE / f"{table}.csv").write_bytes(text_of(rows).encode())


def check(directory):
    stale = [table for table, rows in directory.tables.items()
             if (HERE / f"{table}.csv").read_bytes() != text_of(rows).encode()]
    if stale:
        sys.exit(f"dos/sample: run generate.py, which would write other rows of {', '.join(stale)}")


def main():
    directory, districts = Directory(), read_districts()
    by_name = {row["district"]: row for row in districts}
    directory.add("directory", id=1, name="Sample directory (fictional)", calendar="england-and-wales")
    add_geography(directory, districts)
    add_practices(directory, districts)
    add_pharmacies(directory, districts)
    add_dentists(directory, districts)
    add_hospitals(directory, by_name)
    add_urgent_care(directory, by_name)
    add_hubs(directory, districts)
    add_county_services(directory, districts)
    add_odd_ones(directory, by_name)
    add_rankings(directory)
    add_capacities(directory)
    add_endpoints(directory)
    add_users(directory)
    add_travel_times(directory)
    if "--check" in sys.argv:
        check(directory)
        return
    write(directory)
    services = directory.tables["services"]
    print(f"{len(services)} services of {len({row['type'] for row in services})} types")


main()
