/* Whether outcomes have services, for `signpost check --directory`. */
#ifndef SIGNPOST_CHECK_SERVICES_H
#define SIGNPOST_CHECK_SERVICES_H

#include "program.h"

/* Lists the needs of outcomes that are looked up for which no service is profiled in some area; FOUND_SOMETHING when one
 * has none anywhere. */
int check_services(const arguments *given, signpost_algorithms *algorithms);

#endif
