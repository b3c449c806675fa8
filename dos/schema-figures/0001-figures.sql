-- The figures database: schema 1. A public contract: commissioners query it with SQL.
--
-- What holds for every table
--   * An hour is its first minute, in whole minutes since 1970-01-01T00:00Z (INTEGER). A date is text, '2026-12-24'; a
--     month is text, '2015-09', by the local clock.
--   * A count that is not known is NULL, and never 0.
--   * is_current is 0 where a file that was published later (or on the same day, and imported later) has the same
--     contract and month, or the same contract, provider and hour (and call). Sum up only rows where it is 1.
--   * Collections are never summed up together: they count different things under like names.
--
-- PRAGMA application_id says that a file is a figures database, PRAGMA user_version which schema it has.
PRAGMA application_id = 1397182534; -- 'SGPF'
PRAGMA user_version = 1;

-- Every file that was imported. A file is known by its digest: it is never imported twice.
CREATE TABLE file (
    id         INTEGER NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,                    -- as it was named when it was imported
    digest     TEXT    NOT NULL UNIQUE,             -- BLAKE2b-256, in hexadecimal
    collection TEXT    NOT NULL CHECK (collection IN ('calls', 'journals', 'mds', 'iuc')),
    published  TEXT    NOT NULL,                    -- date
    row_count  INTEGER NOT NULL CHECK (row_count >= 0) -- rows that count
) STRICT;

-- What a published file says of a contract, a provider and a month; its counts are in month_count.
CREATE TABLE month_row (
    id            INTEGER NOT NULL PRIMARY KEY,
    file          INTEGER NOT NULL REFERENCES file (id),
    collection    TEXT    NOT NULL,
    contract      TEXT    NOT NULL,
    contract_name TEXT    NOT NULL,
    provider      TEXT    NOT NULL, -- '' when the file does not say
    provider_name TEXT    NOT NULL,
    month         TEXT    NOT NULL,
    first_line    INTEGER NOT NULL, -- of the file
    last_line     INTEGER NOT NULL,
    is_current    INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    UNIQUE (file, contract, provider, month)
) STRICT;
CREATE INDEX month_row_by_contract ON month_row (collection, contract, month);

CREATE TABLE month_count (
    row   INTEGER NOT NULL REFERENCES month_row (id),
    item  TEXT    NOT NULL, -- such as 'offered', 'A03'
    value INTEGER CHECK (value >= 0),
    line  INTEGER NOT NULL, -- of the file
    PRIMARY KEY (row, item)
) STRICT, WITHOUT ROWID;

-- What calls were counted to, by contract, provider and the hour in which they were offered. A journal is a row of its
-- own, whose `call` is the digest of its first line. An item that the file cannot tell (a column that it has not, when a
-- call was answered in a journal) is NULL.
CREATE TABLE hour_row (
    contract               TEXT    NOT NULL,
    provider               TEXT    NOT NULL,
    hour                   INTEGER NOT NULL,
    file                   INTEGER NOT NULL REFERENCES file (id),
    call                   TEXT    NOT NULL DEFAULT '',
    collection             TEXT    NOT NULL,
    month                  TEXT    NOT NULL,
    first_line             INTEGER NOT NULL,
    last_line              INTEGER NOT NULL,
    is_current             INTEGER NOT NULL DEFAULT 1 CHECK (is_current IN (0, 1)),
    offered                INTEGER,
    answered               INTEGER,
    answered_60            INTEGER, -- within 60 seconds
    abandoned              INTEGER, -- after more than 30 seconds
    abandoned_early        INTEGER, -- within 30 seconds
    triaged                INTEGER,
    transferred            INTEGER, -- to a clinician: live, or offered a call-back
    warm                   INTEGER, -- live
    callback_offered       INTEGER,
    callback_made          INTEGER,
    callback_10            INTEGER, -- within 10 minutes
    ambulance              INTEGER, -- from here on: by disposition
    emergency              INTEGER,
    primary_care           INTEGER,
    other                  INTEGER,
    not_recommended        INTEGER, -- the next three together
    information            INTEGER,
    self_care              INTEGER,
    non_clinical           INTEGER,
    closed                 INTEGER, -- answered calls whose end is known
    answer_seconds         INTEGER, -- waited by those who were answered
    handling_seconds       INTEGER, -- from answer to end, of those closed
    callback_seconds       INTEGER, -- from the offer of a call-back to it
    searched               INTEGER, -- searches of the directory, from journals
    searched_catch_all     INTEGER, -- that offered an emergency department for want of a service
    searched_nothing       INTEGER, -- that offered nothing
    PRIMARY KEY (contract, provider, hour, file, call)
) STRICT, WITHOUT ROWID;

-- Searches that found nothing, or a catch-all, from journals.
CREATE TABLE empty_search (
    file          INTEGER NOT NULL REFERENCES file (id),
    line          INTEGER NOT NULL,
    call          TEXT    NOT NULL,
    contract      TEXT    NOT NULL,
    provider      TEXT    NOT NULL,
    place         TEXT    NOT NULL, -- district or town
    disposition   TEXT    NOT NULL,
    symptom_group TEXT    NOT NULL,
    hour_of_day   INTEGER NOT NULL CHECK (hour_of_day BETWEEN 0 AND 23), -- local
    is_catch_all  INTEGER NOT NULL CHECK (is_catch_all IN (0, 1)),
    PRIMARY KEY (file, line)
) STRICT, WITHOUT ROWID;

-- Identities that do not hold in a row of a published file. The counts are kept; figures over them are marked.
CREATE TABLE broken_identity (
    row      INTEGER NOT NULL REFERENCES month_row (id),
    identity TEXT    NOT NULL, -- such as 'transferred = warm + callback_offered'
    lhs      INTEGER NOT NULL, -- the values of its two sides
    rhs      INTEGER NOT NULL,
    line     INTEGER NOT NULL, -- of the file
    PRIMARY KEY (row, identity)
) STRICT, WITHOUT ROWID;
