/* Reads policies. Rules kept here:
 *  - every mistake of the file is reported in one run, with its position;
 *  - what a key leaves out is never guessed at: all keys are required. */
#include "search/policy.h"

#include "base/error.h"
#include "base/strings.h"
#include "base/text.h"
#include "care/care.h"
#include "formats/file.h"
#include "formats/yaml.h"
#include "hours/hours.h"

#include <stdio.h>
#include <string.h>

enum { LARGEST_FILE = 64 * 1024, MOST_LIMIT = 1000, MOST_METRES_PER_MINUTE = 5000 };

typedef struct loader {
    sgp_yaml yaml;
    signpost_policy *policy;
    signpost_diagnostics *list;
    bool out_of_memory;
} loader;

static void report(loader *in, const sgp_yaml_node *node, const char *expected)
{
    const char *text = node->text ? node->text : "";
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_POLICY_VALUE, sgp_yaml_spot(&in->yaml, node), "\"%.80s\" is not %s",
                 text, expected);
}

/* Reports what is none of some words, with the nearest of them. */
static void report_word(loader *in, const sgp_yaml_node *node, const char *const *words, int count,
                        const char *expected)
{
    char suggestion[96];
    const char *text = node->text ? node->text : "";
    sgp_nearest nearest = sgp_nearest_to(text);
    for (int i = 0; i < count; i++)
        sgp_nearest_offer(&nearest, words[i]);
    sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_POLICY_VALUE, sgp_yaml_spot(&in->yaml, node), "\"%.80s\" is not %s%s",
                 text, expected, sgp_nearest_suggestion(&nearest, suggestion, sizeof suggestion));
}

/* Reports a value that is good by itself, but not beside another one. */
static void contradict(loader *in, const sgp_yaml_node *map, const char *key, const char *what)
{
    const sgp_yaml_node *node = sgp_yaml_get(&in->yaml, map, key);
    if (node)
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_POLICY_VALUE, sgp_yaml_spot(&in->yaml, node), "\"%.80s\" %s",
                     node->text ? node->text : "", what);
}

/* The node of a required text; NULL, with a report, when there is none. */
static const sgp_yaml_node *need(loader *in, const sgp_yaml_node *map, const char *key)
{
    if (!sgp_yaml_need_text(&in->yaml, map, key, "the policy", in->list))
        return NULL;
    return sgp_yaml_get(&in->yaml, map, key);
}

static int32_t need_integer(loader *in, const sgp_yaml_node *map, const char *key, int32_t least, int32_t most)
{
    char expected[64];
    int64_t value;
    const sgp_yaml_node *node = need(in, map, key);
    if (!node)
        return least;
    if (sgp_parse_integer(node->text, &value) && value >= least && value <= most)
        return (int32_t)value;
    snprintf(expected, sizeof expected, "a whole number from %d to %d", least, most);
    report(in, node, expected);
    return least;
}

/* `60 km` or `37 miles` in whole metres; 0 when it is neither. */
static int64_t parse_distance(const char *text)
{
    static const struct {
        const char *name;
        int64_t millimetres;
    } units[] = {{" km", 1000000}, {" miles", 1609344}};
    char number[16] = "";
    int64_t thousandths;
    size_t length = strcspn(text, " ");
    if (length >= sizeof number)
        return 0;
    memcpy(number, text, length);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(text + length, units[i].name) == 0 && sgp_parse_fixed(number, 3, &thousandths) && thousandths > 0 &&
            thousandths <= SGP_MOST_RADIUS_M) /* of kilometres, which are the shortest */
            return (thousandths * units[i].millimetres + 500000) / 1000000;
    return 0;
}

static int32_t need_distance(loader *in, const sgp_yaml_node *map, const char *key)
{
    const sgp_yaml_node *node = need(in, map, key);
    if (!node)
        return 1;
    int64_t metres = parse_distance(node->text);
    if (metres > 0 && metres <= SGP_MOST_RADIUS_M)
        return (int32_t)metres;
    report(in, node, "a distance such as 60 km or 37 miles, of up to 1000 km");
    return 1;
}

static int32_t need_minutes(loader *in, const sgp_yaml_node *map, const char *key, int32_t least, int32_t most)
{
    const sgp_yaml_node *node = need(in, map, key);
    signpost_timeframe time;
    if (!node)
        return least;
    if (sgp_timeframe_parse(node->text, &time) && time.unit == SIGNPOST_MINUTES && time.amount >= least &&
        time.amount <= most)
        return time.amount;
    report(in, node, "a time such as 30 minutes, within its limits");
    return least;
}

/* Which of some words; 0 with a report when it is none. */
static int need_word(loader *in, const sgp_yaml_node *map, const char *key, const char *const *words, int count,
                     const char *expected)
{
    const sgp_yaml_node *node = need(in, map, key);
    for (int i = 0; node && i < count; i++)
        if (strcmp(node->text, words[i]) == 0)
            return i;
    if (node)
        report_word(in, node, words, count, expected);
    return 0;
}

static const sgp_yaml_node *need_part(loader *in, const char *key, sgp_yaml_kind kind, const char *const *keys)
{
    const sgp_yaml_node *root = sgp_yaml_root(&in->yaml), *node = sgp_yaml_get(&in->yaml, root, key);
    if (!node) {
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_POLICY_VALUE, sgp_yaml_spot(&in->yaml, root),
                     "the policy has no \"%s\"", key);
        return NULL;
    }
    if (!sgp_yaml_is(&in->yaml, node, kind, key, in->list))
        return NULL;
    if (keys)
        sgp_yaml_check_keys(&in->yaml, node, keys, in->list);
    return node;
}

static void read_distance(loader *in)
{
    static const char *const keys[] = {"shape", "radius", "near_miss", NULL};
    static const char *const shapes[] = {"circle", "square"};
    signpost_policy *policy = in->policy;
    const sgp_yaml_node *part = need_part(in, "distance", SGP_YAML_MAP, keys);
    if (!part)
        return;
    policy->square = need_word(in, part, "shape", shapes, 2, "circle or square") == 1;
    policy->radius_m = need_distance(in, part, "radius");
    policy->near_miss_times = need_integer(in, part, "near_miss", 1, 10);
}

static void read_travel(loader *in)
{
    static const char *const keys[] = {"used", "metres_per_minute", NULL};
    static const char *const answers[] = {"no", "yes"};
    const sgp_yaml_node *part = need_part(in, "travel", SGP_YAML_MAP, keys);
    if (!part)
        return;
    in->policy->travel_used = need_word(in, part, "used", answers, 2, "yes or no") == 1;
    in->policy->metres_per_minute = need_integer(in, part, "metres_per_minute", 1, MOST_METRES_PER_MINUTE);
}

static void read_opening(loader *in)
{
    static const char *const keys[] = {"at_least", "grace", "lead", "timeframe", "holidays", NULL};
    static const char *const beginnings[] = {"from disposition", "from search"};
    static const char *const orders[] = {"before 24/7", "after 24/7"};
    signpost_policy *policy = in->policy;
    size_t mistakes = signpost_diagnostics_count_of(in->list, SIGNPOST_ERROR);
    const sgp_yaml_node *part = need_part(in, "opening", SGP_YAML_MAP, keys);
    if (!part)
        return;
    policy->at_least = need_minutes(in, part, "at_least", 1, SGP_MINUTES_PER_DAY);
    policy->grace = need_minutes(in, part, "grace", 0, 7 * SGP_MINUTES_PER_DAY);
    policy->lead = need_minutes(in, part, "lead", 0, SGP_MINUTES_PER_DAY);
    policy->from_search =
        need_word(in, part, "timeframe", beginnings, 2, "\"from disposition\" or \"from search\"") == 1;
    policy->all_hours_first = need_word(in, part, "holidays", orders, 2, "\"before 24/7\" or \"after 24/7\"") == 1;
    if (signpost_diagnostics_count_of(in->list, SIGNPOST_ERROR) > mistakes)
        return;
    if (policy->grace < policy->at_least)
        contradict(in, part, "grace", "is shorter than at_least: what is due now could never be met");
    if (policy->lead && policy->lead < policy->at_least)
        contradict(in, part, "lead", "is shorter than at_least: what opens then has not that long left");
}

static void read_ranking(loader *in)
{
    static const char *const names[SGP_RANK_KEYS] = {"promotion", "type rank", "affiliation", "distance"};
    const sgp_yaml_node *part = need_part(in, "ranking", SGP_YAML_LIST, NULL);
    bool used[SGP_RANK_KEYS] = {false};
    int count = 0;
    for (const sgp_yaml_node *node = sgp_yaml_first(&in->yaml, part); node; node = sgp_yaml_next(&in->yaml, node)) {
        int key = 0;
        while (key < SGP_RANK_KEYS && (!node->text || strcmp(node->text, names[key]) != 0))
            key++;
        if (key == SGP_RANK_KEYS || used[key]) {
            report_word(in, node, names, SGP_RANK_KEYS, "promotion, type rank, affiliation or distance, each once");
            return;
        }
        used[key] = true;
        in->policy->ranking[count++] = (sgp_rank_key)key;
    }
    if (part && count < SGP_RANK_KEYS)
        sgp_diagnose(in->list, SIGNPOST_ERROR, SGP_POLICY_VALUE, sgp_yaml_spot(&in->yaml, part),
                     "the ranking leaves out %d of its four keys", SGP_RANK_KEYS - count);
}

static bool is_listed(const signpost_policy *policy, int64_t type)
{
    for (size_t i = 0; i < policy->emergency_type_count; i++)
        if (policy->emergency_types[i] == type)
            return true;
    return false;
}

static void read_emergency_types(loader *in, const sgp_yaml_node *part)
{
    const sgp_yaml_node *types = sgp_yaml_get(&in->yaml, part, "emergency_types");
    signpost_policy *policy = in->policy;
    if (!sgp_yaml_is(&in->yaml, types, SGP_YAML_LIST, "emergency_types", in->list))
        return;
    for (const sgp_yaml_node *node = sgp_yaml_first(&in->yaml, types); node; node = sgp_yaml_next(&in->yaml, node)) {
        int64_t type;
        if (policy->emergency_type_count < SGP_MOST_EMERGENCY_TYPES && node->text &&
            sgp_parse_integer(node->text, &type) && type >= 0 && type <= INT32_MAX && !is_listed(policy, type))
            policy->emergency_types[policy->emergency_type_count++] = (int32_t)type;
        else
            report(in, node, "the number of a service type, each once (at most 8 of them)");
    }
}

static void read_nothing_left(loader *in)
{
    static const char *const keys[] = {"emergency_types", "services", "radius", "in_hours", "clinician_in_hours", NULL};
    signpost_policy *policy = in->policy;
    const sgp_yaml_node *part = need_part(in, "nothing_left", SGP_YAML_MAP, keys);
    if (!part)
        return;
    read_emergency_types(in, part);
    policy->catch_all_services = need_integer(in, part, "services", 1, 10);
    policy->catch_all_radius_m = need_distance(in, part, "radius");
    const sgp_yaml_node *hours = need(in, part, "in_hours");
    if (hours) {
        sgp_hours_draft draft;
        signpost_error error = SIGNPOST_ERROR_INIT;
        signpost_status status = sgp_hours_read(hours->text, &draft, &error);
        in->out_of_memory = status == SIGNPOST_NO_MEMORY;
        if (status == SIGNPOST_INVALID)
            sgp_diagnose(in->list, SIGNPOST_ERROR, error.id, sgp_yaml_spot(&in->yaml, hours), "%s", error.message);
        sgp_hours_draft_release(&draft);
        policy->in_hours = hours->text; /* in the policy's arena */
    }
    const sgp_yaml_node *settings = sgp_yaml_get(&in->yaml, part, "clinician_in_hours");
    if (!sgp_yaml_is(&in->yaml, settings, SGP_YAML_LIST, "clinician_in_hours", in->list))
        return;
    for (const sgp_yaml_node *node = sgp_yaml_first(&in->yaml, settings); node; node = sgp_yaml_next(&in->yaml, node)) {
        signpost_setting setting;
        if (node->text && sgp_setting_parse(node->text, &setting))
            policy->clinician_in_hours |= 1u << setting;
        else
            report(in, node, "a care setting, such as primary care");
    }
}

/* As names elsewhere, but versions have dots: `uec-dos-1.5`. */
static bool is_policy_name(const char *text)
{
    size_t length = strlen(text);
    return *text >= 'a' && *text <= 'z' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.") == length &&
           text[length - 1] != '.' && text[length - 1] != '-';
}

static void read_policy(loader *in)
{
    static const char *const keys[] = {"policy",  "title", "distance",     "travel", "opening",
                                       "ranking", "limit", "nothing_left", NULL};
    const sgp_yaml_node *root = sgp_yaml_root(&in->yaml);
    if (!sgp_yaml_is(&in->yaml, root, SGP_YAML_MAP, "the policy", in->list))
        return;
    sgp_yaml_check_keys(&in->yaml, root, keys, in->list);
    in->policy->name = sgp_yaml_need_text(&in->yaml, root, "policy", "the policy", in->list);
    in->policy->title = sgp_yaml_need_text(&in->yaml, root, "title", "the policy", in->list);
    if (in->policy->name && !is_policy_name(in->policy->name))
        report(in, sgp_yaml_get(&in->yaml, root, "policy"), "a name of lower-case letters, digits, hyphens and dots");
    read_distance(in);
    read_travel(in);
    read_opening(in);
    read_ranking(in);
    in->policy->limit = need_integer(in, root, "limit", 1, MOST_LIMIT);
    read_nothing_left(in);
}

static signpost_status parse(signpost_policy *policy, const char *file, const char *bytes, size_t size,
                             signpost_diagnostics *list, signpost_error *error)
{
    loader in = {.policy = policy, .list = list};
    size_t before = signpost_diagnostics_count_of(list, SIGNPOST_ERROR);
    snprintf(policy->fingerprint, sizeof policy->fingerprint, "%016llx", (unsigned long long)sgp_hash(bytes, size));
    signpost_status status = sgp_yaml_parse(&in.yaml, &policy->arena, file, bytes, size, list);
    if (status == SIGNPOST_OK)
        read_policy(&in);
    sgp_yaml_release(&in.yaml);
    if (status == SIGNPOST_NO_MEMORY || in.out_of_memory || sgp_diagnostics_lost(list))
        return sgp_fail_memory(error);
    return signpost_diagnostics_count_of(list, SIGNPOST_ERROR) > before ? sgp_fail_content(error, list) : status;
}

static signpost_status load(const char *path, signpost_policy *policy, signpost_diagnostics *list,
                            signpost_error *error)
{
    if (!path)
        return parse(policy, "default.yaml", sgp_default_policy, sgp_default_policy_size, list, error);
    char *bytes;
    size_t size;
    signpost_status status = sgp_file_read(path, LARGEST_FILE, &bytes, &size, error);
    if (status != SIGNPOST_OK)
        return status;
    status = parse(policy, path, bytes, size, list, error);
    sgp_release(bytes);
    return status;
}

signpost_status signpost_policy_load(const char *path, signpost_policy **policy, signpost_diagnostics *diagnostics,
                                     signpost_error *error)
{
    *policy = NULL;
    signpost_diagnostics *own = NULL; /* what decides is counted, whether the caller listens or not */
    if (!diagnostics && signpost_diagnostics_new(&own) != SIGNPOST_OK)
        return sgp_fail_memory(error);
    signpost_policy *made = sgp_allocate_zeroed(1, sizeof *made);
    signpost_status status = SIGNPOST_NO_MEMORY;
    if (made) {
        atomic_init(&made->owners, 1);
        status = load(path, made, own ? own : diagnostics, error);
    } else {
        sgp_fail_memory(error);
    }
    signpost_diagnostics_free(own);
    if (status == SIGNPOST_OK)
        *policy = made;
    else
        signpost_policy_free(made);
    return status;
}

signpost_policy *signpost_policy_ref(const signpost_policy *policy)
{
    signpost_policy *shared = (signpost_policy *)policy; /* immutable but for the count */
    atomic_fetch_add_explicit(&shared->owners, 1, memory_order_relaxed);
    return shared;
}

void signpost_policy_free(signpost_policy *policy)
{
    if (!policy || atomic_fetch_sub_explicit(&policy->owners, 1, memory_order_acq_rel) > 1)
        return;
    sgp_arena_release(&policy->arena);
    sgp_release(policy);
}

const char *signpost_policy_name(const signpost_policy *policy)
{
    return policy->name;
}

const char *signpost_policy_fingerprint(const signpost_policy *policy)
{
    return policy->fingerprint;
}
