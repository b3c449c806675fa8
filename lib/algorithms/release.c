/* Pass 6, the release: which content this is, from when until when it is in force, who has approved it. It covers all
 * other files by their fingerprint, so that content changed after its approval cannot pass for what was approved. */
#include "algorithms/loader.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A date; false when it is not there or, with a report, not one. */
static bool read_date(sgp_loader *loader, const sgp_yaml *yaml, const char *key, signpost_date *date)
{
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    const char *text = sgp_yaml_get_text(yaml, root, key, loader->list);
    if (!text)
        return false;
    if (signpost_date_parse(text, date) == SIGNPOST_OK)
        return true;
    sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, root, key),
                "\"%s\" is no date; write one as 2027-11-01", text);
    return false;
}

static void read_dates(sgp_loader *loader, const sgp_yaml *yaml, signpost_release *release)
{
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    if (!sgp_yaml_get(yaml, root, "from"))
        sgp_mistake(loader, SGP_YAML_MISSING, yaml, root, "the release does not say \"from\" when it is in force");
    bool has_from = read_date(loader, yaml, "from", &release->from);
    release->has_until = read_date(loader, yaml, "until", &release->until);
    if (has_from && release->has_until && release->until < release->from)
        sgp_mistake(loader, SGP_BAD_VALUE, yaml, sgp_yaml_get(yaml, root, "until"),
                    "the release ends before it begins");
}

/* What is approved must be what was approved, and in force; of a demonstration it is only said when it is not. */
static signpost_severity severity_of(const sgp_loader *loader)
{
    for (size_t i = 0; i < loader->pathways.count; i++)
        if (SGP_ITEM(loader, pathways, sgp_pathway, i)->state != SIGNPOST_CONTENT_APPROVED)
            return SIGNPOST_WARNING;
    return SIGNPOST_ERROR;
}

static void check_fingerprint(sgp_loader *loader, const sgp_yaml *yaml, signpost_release *release)
{
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    const char *text = sgp_yaml_need_text(yaml, root, "fingerprint", "the release", loader->list);
    release->fits = text && strcmp(text, loader->out->fingerprint) == 0;
    if (text && !release->fits)
        sgp_diagnose_hint(loader->list, severity_of(loader), SGP_RELEASE_DIFFERS,
                          sgp_yaml_spot(yaml, sgp_yaml_get(yaml, root, "fingerprint")),
                          "go back to the content that was released, or release this: signpost check --release",
                          "the content is not what release %s covers: its fingerprint is %s", release->id,
                          loader->out->fingerprint);
}

static void check_date(sgp_loader *loader, const sgp_yaml *yaml, const signpost_release *release)
{
    char date[SIGNPOST_MOMENT_SIZE], bound[SIGNPOST_MOMENT_SIZE];
    const sgp_yaml_node *root = sgp_yaml_root(yaml);
    bool is_early = loader->options.on < release->from;
    bool is_late = release->has_until && loader->options.on > release->until;
    if (!loader->options.has_date || (!is_early && !is_late))
        return;
    sgp_diagnose(loader->list, severity_of(loader), SGP_RELEASE_NOT_IN_FORCE,
                 sgp_yaml_spot(yaml, sgp_yaml_get(yaml, root, is_early ? "from" : "until")),
                 "release %s is not in force on %s: %s %s", release->id, signpost_date_format(loader->options.on, date),
                 is_early ? "it begins on" : "it ended after",
                 signpost_date_format(is_early ? release->from : release->until, bound));
}

static void load_release(sgp_loader *loader, const sgp_yaml *yaml)
{
    static const char *const keys[] = {"release", "title", "from", "until", "approved_by", "fingerprint", NULL};
    const sgp_yaml_node *root = sgp_yaml_root(yaml), *id = sgp_yaml_get(yaml, root, "release");
    signpost_release *release = &loader->out->release;
    if (release->id) {
        sgp_mistake(loader, SGP_NAME_TAKEN, yaml, id, "another file is a release, too");
        return;
    }
    sgp_yaml_check_keys(yaml, root, keys, loader->list);
    release->id = sgp_loader_text(loader, sgp_yaml_need_text(yaml, root, "release", "the release", loader->list));
    release->title = sgp_loader_text(loader, sgp_yaml_need_text(yaml, root, "title", "the release", loader->list));
    release->approved_by =
        sgp_loader_text(loader, sgp_yaml_need_text(yaml, root, "approved_by", "the release", loader->list));
    read_dates(loader, yaml, release);
    check_fingerprint(loader, yaml, release);
    check_date(loader, yaml, release);
}

void sgp_load_release(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->documents.count && !loader->options.ignore_release; i++) {
        const sgp_document *document = SGP_AT(&loader->documents, sgp_document, i);
        if (sgp_document_kind_of(document) == SGP_DOCUMENT_RELEASE)
            load_release(loader, &document->yaml);
    }
}

bool signpost_algorithms_release(const signpost_algorithms *algorithms, signpost_release *release)
{
    if (!algorithms->release.id)
        return false;
    *release = algorithms->release;
    return true;
}
