/* cmocka wants these before it. */
#ifndef SIGNPOST_TESTS_CMOCKA_ALL_H
#define SIGNPOST_TESTS_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
