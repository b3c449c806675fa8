/* The tables as they are exchanged: each a CSV file, with its columns and what may stand in them. Import, export,
 * digest and show all read this one description. */
#ifndef SGP_DIRECTORY_TABLES_H
#define SGP_DIRECTORY_TABLES_H

#include <stdbool.h>
#include <stddef.h>

/* What a cell says, and how it is stored. */
typedef enum sgp_cell_kind {
    SGP_CELL_TEXT,
    SGP_CELL_CODE,    /* text without white space */
    SGP_CELL_INTEGER, /* whole number; of those in `of`, such as "0 to 1440", unless that is NULL */
    SGP_CELL_YES_NO,  /* stored as 1 or 0 */
    SGP_CELL_DATE,    /* 2026-12-24 */
    SGP_CELL_MOMENT,  /* 2026-12-24T18:30Z, stored in minutes */
    SGP_CELL_LATITUDE,
    SGP_CELL_LONGITUDE,
    SGP_CELL_CHOICE,   /* one of the words of `of`, with | between */
    SGP_CELL_AGES,     /* `16 years to under 65 years`: stored as from_days and, by the next column, to_days */
    SGP_CELL_AGES_END, /* the other half; no column in CSV */
    SGP_CELL_POSTCODE, /* doubtful ones are kept, as are the next four */
    SGP_CELL_PHONE,
    SGP_CELL_EMAIL,
    SGP_CELL_URL,
    SGP_CELL_ODS_CODE,
    SGP_CELL_PLACE_NAME, /* of the kind in the cell before: postcode, sector, district, town */
    SGP_CELL_PLACE,      /* the same, and it must be there */
    SGP_CELL_REFERENCE,  /* a key that must be there: `of` is table.column */
    SGP_CELL_SERVICE,    /* a service's uid, stored as its number */
    SGP_CELL_CALENDAR,   /* of the hours in the next cell; the directory's when empty */
    SGP_CELL_HOURS,      /* opening hours, stored as a shared row */
    SGP_CELL_PROFILE,    /* a profile's name, stored as its number */
    SGP_CELL_LIST,       /* of a profile: items with ; between */
    SGP_CELL_ACT,        /* the act of the import; no column in CSV */
    SGP_CELL_FIRST_ACT   /* the same, kept when the row changes */
} sgp_cell_kind;

enum { SGP_REQUIRED = 1, SGP_KEY = 2 | SGP_REQUIRED, SGP_PROFESSIONAL = 4, SGP_NOT_DIGESTED = 8 };

typedef struct sgp_column {
    const char *name; /* in CSV */
    sgp_cell_kind kind;
    unsigned flags;
    const char *of;        /* as the kind says */
    const char *otherwise; /* what an empty cell of a new row means; NULL for nothing */
    const char *stored;    /* column of the table; NULL: the name */
} sgp_column;

typedef struct sgp_table {
    const char *name;   /* in CSV: the file is name.csv */
    const char *stored; /* in SQL */
    const sgp_column *columns;
    size_t count;
    const char *order; /* of export; NULL: by key */
    bool counted;      /* a service has so many rows that its entry says only how many */
} sgp_table;

enum { SGP_MOST_TABLE_COLUMNS = 48 };

/* In the order of import: what is referred to comes first. */
extern const sgp_table sgp_tables[];
extern const size_t sgp_table_count;

/* What each service takes, as rows of services: the lists of its profile. It is not exchanged, but changed by. */
extern const sgp_table sgp_service_profiles;

/* NULL when there is none. */
const sgp_table *sgp_table_find(const char *name);
/* Whether the column stands in CSV. */
bool sgp_column_in_csv(const sgp_column *column);
/* Whether it is part of the key. */
bool sgp_column_is_key(const sgp_column *column);
/* Its name in SQL. */
const char *sgp_column_stored(const sgp_column *column);
/* Index of the column with this name in CSV; `count` when there is none. */
size_t sgp_table_column(const sgp_table *table, const char *name);
/* Whether the rows are profiles, which are shared and kept in several SQL tables. */
bool sgp_table_is_profiles(const sgp_table *table);

#endif
