/* --as-of: a directory as it was. */
#include "directory_life.h"

#include <stdlib.h>
#include <string.h>

int read_local_moment(signpost_directory *directory, const char *text, signpost_minute *moment)
{
    signpost_calendar *calendar;
    signpost_error error = SIGNPOST_ERROR_INIT;
    signpost_status status = signpost_directory_calendar(directory, &calendar, &error);
    if (status == SIGNPOST_OK)
        status = signpost_calendar_moment(calendar, text, moment, &error);
    signpost_calendar_free(calendar);
    return status == SIGNPOST_OK ? DONE : could_not(&error);
}

int look_as_of(const arguments *given, signpost_directory *directory, signpost_look *look, void *context)
{
    const char *text = given->values[OPTION_AS_OF];
    signpost_minute moment;
    signpost_status status;
    signpost_error error = SIGNPOST_ERROR_INIT;
    if (*text && strspn(text, "0123456789") == strlen(text)) {
        status = signpost_directory_as_of_entry(directory, strtoll(text, NULL, 10), look, context, &error);
    } else {
        int result = read_local_moment(directory, text, &moment);
        if (result != DONE)
            return result;
        status = signpost_directory_as_of(directory, moment, look, context, &error);
    }
    return status ? could_not(&error) : DONE;
}
