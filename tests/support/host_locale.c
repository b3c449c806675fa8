/* Preloaded into the tests of the run under a foreign locale: sets it as a host that speaks its user's language would, before
 * main begins. Without the locale the run would try nothing, so that is a failure. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((constructor)) static void set_locale_of_host(void)
{
    const char *wanted = getenv("LC_ALL");
    if (!wanted || !setlocale(LC_ALL, wanted) || strcmp(localeconv()->decimal_point, ",") != 0) {
        fprintf(stderr, "the locale \"%s\" is not there, or writes no decimal comma\n", wanted ? wanted : "");
        exit(99);
    }
}
