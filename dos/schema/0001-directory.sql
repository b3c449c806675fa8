-- The directory of services: schema 1. A public contract: commissioners query it with SQL.
--
-- What holds for every table
--   * A moment is whole minutes since 1970-01-01T00:00Z (INTEGER). A date is text, '2026-12-24', local to its calendar.
--   * Yes and no are 1 and 0. A text that is not known is NULL, never ''.
--   * Places are WGS84 degrees, kept to six decimals (0.1 m). Distances are whole metres, ages whole days.
--   * Every writing transaction adds one row to `act` and raises directory.content_version by one. Other programs
--     that write must do the same, or readers will not notice; better, let them write through libsignpost.
--
-- PRAGMA application_id says that a file is a directory, PRAGMA user_version which schema it has.
PRAGMA application_id = 1397182546; -- 'SGPR'
PRAGMA user_version = 1;

-- ---------------------------------------------------------------------------------------------------------------
-- The directory itself, and who wrote in it
-- ---------------------------------------------------------------------------------------------------------------

-- One row.
CREATE TABLE directory (
    id              INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    name            TEXT    NOT NULL,
    calendar        TEXT    REFERENCES calendar (name) DEFERRABLE INITIALLY DEFERRED, -- unless a service says another
    content_version INTEGER NOT NULL DEFAULT 1 CHECK (content_version >= 1) -- raised by every writing transaction
) STRICT;

-- Every write: who, when, why. Rows are added, never changed.
CREATE TABLE act (
    id   INTEGER NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL, -- moment
    who  TEXT    NOT NULL CHECK (who <> ''),
    why  TEXT    NOT NULL CHECK (why <> ''),
    what TEXT    NOT NULL  -- what was done, such as 'import dos/sample'
) STRICT;

-- ---------------------------------------------------------------------------------------------------------------
-- Organisations, areas, places
-- ---------------------------------------------------------------------------------------------------------------

-- Who runs services, pays for them, or registers patients (a GP practice). The code is the ODS code.
CREATE TABLE organisation (
    code      TEXT NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('provider', 'commissioner', 'practice', 'other')),
    postcode  TEXT,
    latitude  REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180)
) STRICT, WITHOUT ROWID;

-- Where people are counted, and what services are limited or promoted to.
CREATE TABLE area (
    code         TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('region', 'commissioner', 'district', 'small')),
    parent       TEXT REFERENCES area (code) DEFERRABLE INITIALLY DEFERRED,
    commissioner TEXT REFERENCES organisation (code), -- who pays for services to the people of this area
    latitude     REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude    REAL CHECK (longitude BETWEEN -180 AND 180),
    polygon      TEXT  -- 'latitude,longitude' pairs with spaces between, the first not repeated; NULL when not known
) STRICT, WITHOUT ROWID;
CREATE INDEX area_parent ON area (parent);

-- People living in an area, by sex and age; bands of one area and sex do not overlap.
CREATE TABLE area_population (
    area      TEXT    NOT NULL REFERENCES area (code),
    sex       TEXT    NOT NULL CHECK (sex IN ('female', 'male')),
    from_days INTEGER NOT NULL CHECK (from_days >= 0),
    to_days   INTEGER NOT NULL CHECK (to_days BETWEEN from_days AND 99999), -- inclusive; 99999: and over
    people    INTEGER NOT NULL CHECK (people >= 0),
    PRIMARY KEY (area, sex, from_days)
) STRICT, WITHOUT ROWID;

-- What a postcode or a town's name resolves to: postcode 'TN1 2AB', sector 'TN1 2', district 'TN1', town
-- 'Tunbridge Wells'.
CREATE TABLE place (
    kind              TEXT NOT NULL CHECK (kind IN ('postcode', 'sector', 'district', 'town')),
    name              TEXT NOT NULL,
    latitude          REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude         REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    search_distance_m INTEGER CHECK (search_distance_m > 0), -- radius of searches from here; NULL: the policy's
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- The areas that a place lies in. Their parents are implied.
CREATE TABLE place_area (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    area TEXT NOT NULL REFERENCES area (code),
    PRIMARY KEY (kind, name, area),
    FOREIGN KEY (kind, name) REFERENCES place (kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_area_by_area ON place_area (area);

-- ---------------------------------------------------------------------------------------------------------------
-- Calendars and hours
-- ---------------------------------------------------------------------------------------------------------------

-- Which bank holidays and which clock.
CREATE TABLE calendar (
    name           TEXT NOT NULL PRIMARY KEY, -- 'england-and-wales'
    division       TEXT NOT NULL,             -- of the published list of bank holidays
    clock          TEXT NOT NULL,             -- POSIX rule: 'GMT0BST,M3.5.0/1,M10.5.0'
    holidays_from  TEXT NOT NULL,             -- dates: the published list covers them and all between
    holidays_until TEXT NOT NULL CHECK (holidays_until >= holidays_from)
) STRICT, WITHOUT ROWID;

-- Bank holidays, as published, substitute days included.
CREATE TABLE holiday (
    calendar TEXT NOT NULL REFERENCES calendar (name),
    date     TEXT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (calendar, date)
) STRICT, WITHOUT ROWID;

-- Opening hours, shared by the services that keep them. The text is the canonical form that libsignpost writes;
-- `digest` is BLAKE2b-256 of calendar, line feed, text.
CREATE TABLE hours (
    id       INTEGER NOT NULL PRIMARY KEY,
    digest   BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    calendar TEXT    NOT NULL REFERENCES calendar (name),
    text     TEXT    NOT NULL -- 'Mo-Fr 08:00-18:30; Sa 09:00-13:00; PH off'
) STRICT;

-- The same, session by session, for those who query; derived from hours.text, and never read by libsignpost.
-- One with `opens` NULL says closed. For one moment, the kind that decides is the first of: dated, yearly, holiday,
-- always, weekday.
CREATE TABLE hours_session (
    hours    INTEGER NOT NULL REFERENCES hours (id),
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('dated', 'yearly', 'holiday', 'always', 'weekday')),
    weekday  INTEGER CHECK (weekday BETWEEN 1 AND 7), -- Monday is 1; of kind weekday
    first    TEXT,                                    -- of kind yearly, '12-25', or dated, '2026-12-25'
    last     TEXT,                                    -- the same, inclusive: mostly the same day
    opens    INTEGER CHECK (opens BETWEEN 0 AND 1439),              -- minutes after midnight
    closes   INTEGER CHECK (closes > opens AND closes - opens <= 1440), -- past 1440: on the next day
    PRIMARY KEY (hours, position)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------
-- Service types and their ranking
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE service_type (
    id            INTEGER NOT NULL PRIMARY KEY, -- the national number: 100 is a GP practice
    name          TEXT    NOT NULL UNIQUE,
    national_rank INTEGER NOT NULL CHECK (national_rank BETWEEN 1 AND 10), -- 1 comes first
    keep          INTEGER NOT NULL CHECK (keep IN (1, 2))                  -- how many of this type a search returns
) STRICT;

-- A ranking strategy: rank of a type for people of an area; else the parent area's, else the national rank.
CREATE TABLE ranking (
    area         TEXT    NOT NULL REFERENCES area (code),
    service_type INTEGER NOT NULL REFERENCES service_type (id),
    rank         INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 10),
    PRIMARY KEY (area, service_type)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------
-- Clinical profiles: what a service can take
-- ---------------------------------------------------------------------------------------------------------------

-- What a complaint is, and what makes it need a particular skill; and which belong together.
CREATE TABLE symptom_group (
    code  TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE symptom_discriminator (
    code  TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE symptom_pair (
    symptom_group TEXT NOT NULL REFERENCES symptom_group (code),
    discriminator TEXT NOT NULL REFERENCES symptom_discriminator (code),
    PRIMARY KEY (symptom_group, discriminator)
) STRICT, WITHOUT ROWID;

-- A profile, shared by the services that name it. `digest` is BLAKE2b-256 of its rows below in a canonical text, so
-- that no two profiles say the same.
CREATE TABLE profile (
    id     INTEGER NOT NULL PRIMARY KEY,
    digest BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    name   TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE profile_disposition (
    profile     INTEGER NOT NULL REFERENCES profile (id),
    disposition TEXT    NOT NULL, -- 'Dx06'
    PRIMARY KEY (profile, disposition)
) STRICT, WITHOUT ROWID;

CREATE TABLE profile_pair (
    profile       INTEGER NOT NULL REFERENCES profile (id),
    symptom_group TEXT    NOT NULL,
    discriminator TEXT    NOT NULL,
    PRIMARY KEY (profile, symptom_group, discriminator),
    FOREIGN KEY (symptom_group, discriminator) REFERENCES symptom_pair (symptom_group, discriminator)
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_pair_by_pair ON profile_pair (symptom_group, discriminator);

-- Ages taken: ranges that neither overlap nor touch.
CREATE TABLE profile_age (
    profile   INTEGER NOT NULL REFERENCES profile (id),
    from_days INTEGER NOT NULL CHECK (from_days >= 0),
    to_days   INTEGER NOT NULL CHECK (to_days BETWEEN from_days AND 99999), -- inclusive; 99999: and over
    PRIMARY KEY (profile, from_days)
) STRICT, WITHOUT ROWID;

CREATE TABLE profile_sex (
    profile INTEGER NOT NULL REFERENCES profile (id),
    sex     TEXT    NOT NULL CHECK (sex IN ('female', 'male', 'indeterminate', 'unknown')),
    PRIMARY KEY (profile, sex)
) STRICT, WITHOUT ROWID;

-- Who may refer: '111-telephone', '111-online', '999', 'clinician'.
CREATE TABLE profile_role (
    profile INTEGER NOT NULL REFERENCES profile (id),
    role    TEXT    NOT NULL,
    PRIMARY KEY (profile, role)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------
-- Services
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE service (
    -- identity
    id                     INTEGER NOT NULL PRIMARY KEY,
    uid                    TEXT    NOT NULL UNIQUE,  -- stable: the same in every directory and for ever
    name                   TEXT    NOT NULL,         -- for professionals
    public_name            TEXT,                     -- for patients; NULL: the name
    type                   INTEGER NOT NULL REFERENCES service_type (id),
    state                  TEXT    NOT NULL CHECK (state IN ('draft', 'active', 'suspended', 'closed')),
    ods_code               TEXT,
    provider               TEXT    REFERENCES organisation (code),
    commissioner           TEXT    REFERENCES organisation (code),
    valid_from             TEXT,                     -- dates, both inclusive; NULL: no limit
    valid_to               TEXT,
    -- place
    address                TEXT,                     -- lines with ', ' between, without town and postcode
    town                   TEXT,
    postcode               TEXT,
    latitude               REAL    NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude              REAL    NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    easting                INTEGER,                  -- metres, British National Grid, where known
    northing               INTEGER,
    -- contact
    phone                  TEXT,                     -- public
    clinician_phone        TEXT,                     -- for professionals only: never in public output
    email                  TEXT,
    web                    TEXT,
    public_text            TEXT,
    referral_text          TEXT,                     -- instructions for the referrer
    -- when and for whom
    hours                  INTEGER REFERENCES hours (id),   -- NULL: not known, never open
    return_if_open_minutes INTEGER CHECK (return_if_open_minutes > 0), -- replaces the timeframe where it is smaller
    profile                INTEGER REFERENCES profile (id), -- NULL: never matched
    restricted             INTEGER NOT NULL CHECK (restricted IN (0, 1)), -- 1: only for patients of service_practice
    assumed                TEXT,                     -- columns that an import supplied: 'type;hours;profile'
    -- governance
    created_by             INTEGER NOT NULL REFERENCES act (id),
    changed_by             INTEGER NOT NULL REFERENCES act (id),
    submitted_by           INTEGER REFERENCES act (id),
    signed_off_by          INTEGER REFERENCES act (id),
    verified_at            INTEGER,                  -- moment
    verified_by            TEXT,
    verified_evidence      TEXT,
    verify_due             TEXT,                     -- date
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE INDEX service_by_type ON service (type);
CREATE INDEX service_by_ods_code ON service (ods_code);
CREATE INDEX service_by_hours ON service (hours);
CREATE INDEX service_by_profile ON service (profile);

-- The practices whose registered patients a service is for.
CREATE TABLE service_practice (
    service  INTEGER NOT NULL REFERENCES service (id),
    practice TEXT    NOT NULL REFERENCES organisation (code),
    PRIMARY KEY (service, practice)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_practice_by_practice ON service_practice (practice);

-- The areas that a service is limited to (others may not use it) or promoted to (for others it comes last).
CREATE TABLE service_area (
    service INTEGER NOT NULL REFERENCES service (id),
    area    TEXT    NOT NULL REFERENCES area (code),
    use     TEXT    NOT NULL CHECK (use IN ('limited', 'promoted')),
    PRIMARY KEY (service, area, use)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_area_by_area ON service_area (area);

-- How much a service can take now. Without a row, and from `falls_back_at` on, it is green.
CREATE TABLE capacity (
    service       INTEGER NOT NULL PRIMARY KEY REFERENCES service (id),
    colour        TEXT    NOT NULL CHECK (colour IN ('green', 'amber', 'red')),
    set_by        TEXT    NOT NULL CHECK (set_by <> ''),
    set_at        INTEGER NOT NULL, -- moment
    why           TEXT    NOT NULL CHECK (why <> ''),
    falls_back_at INTEGER NOT NULL, -- moment; 15 minutes to 120 hours after set_at, never never
    CHECK (falls_back_at - set_at BETWEEN 15 AND 7200)
) STRICT;

-- How to refer, in the order to try.
CREATE TABLE endpoint (
    service   INTEGER NOT NULL REFERENCES service (id),
    position  INTEGER NOT NULL CHECK (position >= 1),
    transport TEXT    NOT NULL CHECK (transport IN ('telephone', 'itk', 'fhir', 'email', 'booking')),
    address   TEXT    NOT NULL,
    scenario  TEXT, -- when to use it: 'primary', 'copy' ...
    PRIMARY KEY (service, position)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------------------------
-- Stewardship
-- ---------------------------------------------------------------------------------------------------------------

CREATE TABLE user (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    organisation TEXT REFERENCES organisation (code)
) STRICT, WITHOUT ROWID;

-- What a user may do, and where: a provider's or commissioner's scope is an organisation's code, an editor's an area's,
-- an auditor's '*'.
CREATE TABLE user_right (
    user  TEXT NOT NULL REFERENCES user (id),
    role  TEXT NOT NULL CHECK (role IN ('provider', 'commissioner', 'editor', 'auditor')),
    scope TEXT NOT NULL,
    PRIMARY KEY (user, role, scope)
) STRICT, WITHOUT ROWID;

-- What a person said about two entries that look alike.
CREATE TABLE duplicate_decision (
    uid_a    TEXT    NOT NULL,
    uid_b    TEXT    NOT NULL,
    decision TEXT    NOT NULL CHECK (decision IN ('duplicate', 'different')),
    act      INTEGER NOT NULL REFERENCES act (id),
    PRIMARY KEY (uid_a, uid_b),
    CHECK (uid_a < uid_b)
) STRICT, WITHOUT ROWID;
