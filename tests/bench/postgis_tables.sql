-- The tables that bench-sql writes, for PostgreSQL.
SET client_min_messages = warning;
CREATE EXTENSION postgis;
CREATE EXTENSION btree_gist;
CREATE UNLOGGED TABLE question (number int PRIMARY KEY, symptom_group text, discriminator text, disposition text,
    UNIQUE (symptom_group, discriminator, disposition));
CREATE UNLOGGED TABLE open (hours int, until bigint, since bigint, PRIMARY KEY (hours, until) INCLUDE (since));
CREATE UNLOGGED TABLE red (service int PRIMARY KEY, since bigint, until bigint);
CREATE UNLOGGED TABLE spot (name text PRIMARY KEY, number int, latitude float8, longitude float8, commissioner int,
    strategy int);
CREATE UNLOGGED TABLE spot_area (spot int, area text, PRIMARY KEY (spot, area));
CREATE UNLOGGED TABLE service_area (service int, use text, area text, PRIMARY KEY (service, use, area));
CREATE UNLOGGED TABLE plan (question int, strategy int, rank int, type int, keep int,
    PRIMARY KEY (question, strategy, rank, type) INCLUDE (keep));
CREATE UNLOGGED TABLE shelf (question int, type int, commissioner int, number int, south float8, west float8,
    height float8, width float8, rows int, columns int, PRIMARY KEY (question, type, commissioner) INCLUDE (number));
CREATE UNLOGGED TABLE need (shelf int, cell int, id int, from_days int, to_days int, latitude float8, longitude float8,
    cosine float8, commissioner int, roles int, sexes int, hours int, soon int, valid_from int, valid_to int,
    flags int);
CREATE UNLOGGED TABLE of_practice (practice text, question int, type int, id int, from_days int, to_days int,
    latitude float8, longitude float8, cosine float8, commissioner int, roles int, sexes int, hours int, soon int,
    valid_from int, valid_to int, flags int, own int, PRIMARY KEY (practice, question, id, from_days));
CREATE UNLOGGED TABLE asked (number int PRIMARY KEY, symptom_group text, discriminator text, disposition text,
    postcode text, age int, sex int, role int, date int, moment bigint, deadline bigint, practice text, answer text);
