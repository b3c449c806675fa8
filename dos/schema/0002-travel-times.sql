-- The directory of services: from schema 1 to schema 2, which adds travel times.
PRAGMA user_version = 2;

-- How long it takes from a place to a service, by whatever way people take. Where a row is there, a search ranks by it
-- and lets the patient arrive so much later; a pair without a row goes by the straight line.
CREATE TABLE travel_time (
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    service INTEGER NOT NULL REFERENCES service (id),
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
    PRIMARY KEY (kind, name, service),
    FOREIGN KEY (kind, name) REFERENCES place (kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX travel_time_by_service ON travel_time (service);
