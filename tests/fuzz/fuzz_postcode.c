/* Checks of what people write: any text has at most one form, which is its own form; and no check reads past the end.
 */
#include "directory/validate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_form(bool (*parse)(const char *, char *), const char *text)
{
    char form[SGP_POSTCODE_SIZE], again[SGP_POSTCODE_SIZE];
    if (parse(text, form) && (!parse(form, again) || strcmp(form, again) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), room[SGP_FLAW_SIZE], form[SGP_POSTCODE_SIZE], part[SGP_POSTCODE_SIZE];
    double degrees, again;
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    check_form(sgp_postcode_parse, text);
    check_form(sgp_sector_parse, text);
    check_form(sgp_district_parse, text);
    if (sgp_postcode_parse(text, form)) {
        sgp_postcode_sector(form, part);
        if (!sgp_sector_parse(part, room) && strcmp(form, "GIR 0AA") != 0)
            abort();
        sgp_postcode_district(form, part);
        if (!sgp_district_parse(part, room) && strcmp(form, "GIR 0AA") != 0)
            abort();
    }
    sgp_phone_check(text, room);
    sgp_ods_code_check(text);
    sgp_url_check(text);
    sgp_email_check(text);
    if (sgp_degrees_parse(text, 180, &degrees)) {
        char written[32];
        sgp_degrees_format(degrees, written, sizeof written);
        if (!sgp_degrees_parse(written, 180, &again) || again < degrees || again > degrees)
            abort();
    }
    free(text);
    return 0;
}
