/* Slips of those who type. */
#include "corrupt.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 400 };

static const char *keep(sgp_arena *arena, const char *text)
{
    return sgp_arena_text(arena, text, strlen(text));
}

static size_t letter_of(test_random *random, const char *text)
{
    size_t length = strlen(text);
    return length ? (size_t)test_random_from(random, 0, (int)length - 1) : 0;
}

/* One letter put in, left out, changed, or swapped with the next. */
static void slip(test_random *random, char *text)
{
    size_t length = strlen(text), at = letter_of(random, text);
    char letter = (char)test_random_from(random, 'a', 'z');
    if (length < 3)
        return;
    switch (test_random_from(random, 0, 3)) {
    case 0:
        memmove(text + at + 1, text + at, length - at + 1);
        text[at] = letter;
        break;
    case 1:
        memmove(text + at, text + at + 1, length - at);
        break;
    case 2:
        text[at] = letter;
        break;
    default:
        at = at + 1 < length ? at : at - 1;
        letter = text[at];
        text[at] = text[at + 1];
        text[at + 1] = letter;
    }
}

static void swap_words(test_random *random, char *text)
{
    char made[LONGEST + 8], *space = strchr(text, ' ');
    if (!space)
        return;
    if (test_random_one_in(random, 3) && strchr(space + 1, ' '))
        space = strchr(space + 1, ' ');
    *space = '\0';
    snprintf(made, sizeof made, "%s %s", space + 1, text);
    strcpy(text, made);
}

static void drop_word(char *text)
{
    char *last = strrchr(text, ' ');
    if (last && strchr(text, ' ') != last)
        *last = '\0';
}

static void abbreviate(char *text)
{
    static const char *const words[][2] = {{"Street", "St"},  {"Road", "Rd"},       {"Avenue", "Ave"}, {"Lane", "Ln"},
                                           {"Centre", "Ctr"}, {"Health", "Hlth"},   {" and ", " & "},  {"Court", "Ct"},
                                           {"Saint", "St"},   {"Practice", "Prac"}, {"Doctor", "Dr"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char *found = strstr(text, words[i][0]);
        size_t from = strlen(words[i][0]), to = strlen(words[i][1]);
        if (!found)
            continue;
        memcpy(found, words[i][1], to);
        memmove(found + to, found + from, strlen(found + from) + 1);
        return;
    }
    drop_word(text);
}

static void move_comma(test_random *random, char *text)
{
    char *comma = strchr(text, ',');
    if (comma) {
        *comma = ' ';
        return;
    }
    char *space = strchr(text, ' ');
    if (space && test_random_one_in(random, 2)) {
        memmove(space + 1, space, strlen(space) + 1);
        *space = ',';
    }
}

/* A text of the record, changed. */
static void change(test_random *random, sgp_arena *arena, const char **text, void (*how)(test_random *, char *))
{
    char made[LONGEST + 8];
    if (!*text || strlen(*text) >= LONGEST)
        return;
    strcpy(made, *text);
    how(random, made);
    *text = keep(arena, made);
}

static void abbreviate_any(test_random *random, char *text)
{
    (void)random;
    abbreviate(text);
}

static void renumber(test_random *random, char *text)
{
    for (size_t at = strlen(text); at-- > 0;)
        if (text[at] >= '0' && text[at] <= '9' && !test_random_one_in(random, 3))
            text[at] = (char)test_random_from(random, '0', '9');
}

static void one_slip(test_random *random, sgp_arena *arena, signpost_duplicate_record *record)
{
    const char *spare = record->address;
    switch (test_random_from(random, 0, 11)) {
    case 0:
    case 1:
    case 2:
        change(random, arena, &record->name, slip);
        break;
    case 3:
        change(random, arena, &record->name, swap_words);
        break;
    case 4:
        change(random, arena, &record->name, abbreviate_any);
        break;
    case 5:
        change(random, arena, &record->address, slip);
        break;
    case 6:
        change(random, arena, &record->address, abbreviate_any);
        break;
    case 7:
        change(random, arena, &record->address, move_comma);
        break;
    case 8:
        change(random, arena, &record->phone, renumber);
        break;
    case 9:
        record->phone = NULL;
        break;
    case 10:
        record->postcode = NULL;
        break;
    default: /* the town where the address belongs, and the other way round */
        record->address = record->town;
        record->town = spare;
    }
}

void corrupt_record(test_random *random, sgp_arena *arena, signpost_duplicate_record *record)
{
    int slips = test_random_from(random, 1, 3);
    for (int i = 0; i < slips; i++)
        one_slip(random, arena, record);
    record->latitude += test_random_from(random, -90, 90) / 1e5;
    record->longitude += test_random_from(random, -120, 120) / 1e5;
    if (test_random_one_in(random, 3))
        record->hours = keep(arena, "Mo-Fr 09:00-17:00");
    if (test_random_one_in(random, 2))
        record->ods_code = NULL;
}
