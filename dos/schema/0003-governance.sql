-- The directory of services: from schema 2 to schema 3, which adds changes that wait to be signed off, how long an
-- entry stays verified, and the history.
PRAGMA user_version = 3;

-- After how many months the entries of a type are to be verified again; 12 for a type without a row.
CREATE TABLE verification_rule (
    service_type INTEGER NOT NULL PRIMARY KEY REFERENCES service_type (id),
    months       INTEGER NOT NULL CHECK (months BETWEEN 1 AND 120)
) STRICT;

-- A change that was submitted: what it would do stands in change_field. It is pending until a second person decides;
-- approved until its moment comes; live when it was carried out. An emergency change, which only narrows, is live at
-- once, and decided_by stays NULL until somebody signs it off.
CREATE TABLE change (
    id           INTEGER NOT NULL PRIMARY KEY,
    state        TEXT    NOT NULL CHECK (state IN ('pending', 'approved', 'live', 'rejected', 'withdrawn')),
    emergency    INTEGER NOT NULL CHECK (emergency IN (0, 1)),
    effective_at INTEGER NOT NULL,                 -- moment from which it is to be live
    evidence     TEXT,                             -- when a commissioner acts for a provider
    submitted_by INTEGER NOT NULL REFERENCES act (id),
    decided_by   INTEGER REFERENCES act (id),      -- approved, rejected or withdrawn; the act says why
    live_by      INTEGER REFERENCES act (id)
) STRICT;
CREATE INDEX change_by_state ON change (state);

-- One value of one row of the exchanged tables, before and after; as CSV has it, NULL for nothing. The field '' is the
-- row itself: 'there', or NULL where it is not.
CREATE TABLE change_field (
    change   INTEGER NOT NULL REFERENCES change (id),
    position INTEGER NOT NULL,
    service  TEXT    NOT NULL, -- uid; of a service that is not there yet, too
    part     TEXT    NOT NULL, -- the table: 'services', 'capacities', 'endpoints' ...
    row      TEXT    NOT NULL, -- the rest of the row's key, such as an endpoint's position; '' where there is none
    field    TEXT    NOT NULL, -- the column
    before   TEXT,
    after    TEXT,
    PRIMARY KEY (change, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_field_by_service ON change_field (service, part, row, field);

-- What every act did, chained: each hash is BLAKE2b-256 of the hash before (32 zeros for the first), of
-- 'signpost-history 1', number, moment, kind, who, why and what, each text behind its length, and of the content.
-- Rows are added, never changed. Content of
--   * a baseline, which begins what can be undone: a line for each table with its name, rows and digest;
--   * changes: all that the act wrote, row by row, before and after, as a changeset of SQLite;
--   * a refusal: why it was refused.
CREATE TABLE history (
    number  INTEGER NOT NULL PRIMARY KEY, -- from 1, without gaps
    act     INTEGER NOT NULL UNIQUE REFERENCES act (id),
    kind    TEXT    NOT NULL CHECK (kind IN ('baseline', 'changes', 'refusal')),
    content BLOB    NOT NULL,
    hash    BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
