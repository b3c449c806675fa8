/* Import of an HSDS folder, in the frame of every import. */
#include "interchange/hsds_import.h"

#include "base/civil.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

const sgp_hsds_term *sgp_hsds_term_of(const char *term_id, const char *link_type, const char *value)
{
    char id[SGP_HSDS_ID_SIZE];
    const char *kind = "term", *key = link_type ? link_type : "";
    const sgp_hsds_term *found = NULL;
    for (size_t i = 0; i < sgp_hsds_term_count && !found; i++)
        if (strcmp(sgp_hsds_terms[i].code, key) == 0)
            found = &sgp_hsds_terms[i];
    if (found && (strcmp(key, "type") == 0 || strcmp(key, "profile") == 0)) {
        kind = strcmp(key, "type") == 0 ? "service-type" : "profile";
        key = value ? value : "";
    }
    return found && strcmp(sgp_hsds_id(kind, key, id), term_id) == 0 ? found : NULL;
}

static signpost_status read_folder(sgp_import *import, void *context)
{
    sgp_hsds_import *of = context;
    of->import = import;
    signpost_status status = sgp_hsds_functions(import->db, import->error);
    if (!status)
        status = sgp_hsds_begin(of);
    if (!status)
        status = sgp_hsds_read(of);
    if (!status && !import->header_refused)
        status = sgp_hsds_check(of);
    if (!status && !import->header_refused)
        status = sgp_hsds_fill(of);
    return status ? status : sgp_hsds_end(of);
}

signpost_status signpost_hsds_import(signpost_directory *directory, const char *folder, const signpost_act *act,
                                     const signpost_import_options *options, signpost_import_report *report,
                                     signpost_diagnostics *diagnostics, signpost_error *error)
{
    char what[SIGNPOST_TEXT_SIZE];
    signpost_error own = SIGNPOST_ERROR_INIT;
    sgp_hsds_import *of = sgp_allocate_zeroed(1, sizeof *of);
    if (!of)
        return sgp_fail_memory(error);
    of->folder = folder;
    of->today = act ? sgp_date_of(act->when) : 0;
    snprintf(what, sizeof what, "import HSDS %s", folder);
    sgp_text_trim_cut(what);
    signpost_status status =
        sgp_import_all(directory, what, read_folder, of, act, options, report, diagnostics, error ? error : &own);
    sgp_release(of);
    return status;
}
