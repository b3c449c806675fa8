/* Exploring a scope: breadth first by questions, so that the first way found to a place is a shortest one. */
#include "proof/explore.h"

#include <string.h>

bool sgp_exploration_init(sgp_exploration *e, const sgp_scope *scope, size_t most_nodes)
{
    *e = (sgp_exploration){
        .most_nodes = most_nodes,
        .nodes = SGP_ARRAY_OF(sgp_node),
        .edges = SGP_ARRAY_OF(sgp_edge),
        .now = SGP_ARRAY_OF(int32_t),
        .later = SGP_ARRAY_OF(int32_t),
    };
    return sgp_stander_init(&e->stander, scope);
}

void sgp_exploration_release(sgp_exploration *e)
{
    sgp_stander_release(&e->stander);
    sgp_sets_release(&e->places);
    sgp_array_release(&e->nodes);
    sgp_array_release(&e->edges);
    sgp_array_release(&e->now);
    sgp_array_release(&e->later);
}

void sgp_exploration_standing(const sgp_exploration *e, size_t node, sgp_standing *standing)
{
    sgp_stand_unpack(&e->stander, sgp_sets_at(&e->places, node), standing);
}

/* The way is known from its end: it is written backwards, and then turned. */
bool sgp_exploration_way(const sgp_exploration *e, int32_t node, sgp_array *given)
{
    size_t first = given->count;
    for (const sgp_node *at = sgp_node_at(e, (size_t)node); at->parent >= 0; at = sgp_node_at(e, (size_t)at->parent)) {
        sgp_standing standing;
        sgp_exploration_standing(e, (size_t)at->parent, &standing);
        bool asks = e->stander.scope->algorithms->steps.at[standing.step].kind <= SGP_STEP_TOGETHER;
        if (asks && !sgp_array_append(given, &(sgp_given){standing.step, at->reply}, 1))
            return false;
    }
    for (size_t i = first, j = given->count; i + 1 < j--; i++) {
        sgp_given swapped = *SGP_AT(given, sgp_given, i);
        *SGP_AT(given, sgp_given, i) = *SGP_AT(given, sgp_given, j);
        *SGP_AT(given, sgp_given, j) = swapped;
    }
    return true;
}

int32_t sgp_exploration_by(sgp_exploration *e, int32_t node, const sgp_reply *reply)
{
    sgp_word place[SGP_MOST_PLACE];
    sgp_standing standing;
    sgp_exploration_standing(e, (size_t)node, &standing);
    sgp_stand_reply(&e->stander, &standing, reply);
    sgp_stand_pack(&e->stander, &standing, place);
    int32_t index = sgp_sets_add(&e->places, place);
    return index < 0 || (size_t)index >= e->nodes.count ? -1 : index;
}

/* One arrival: from where, by what reply, after how many questions. */
typedef struct arrival {
    int32_t parent;
    sgp_reply reply;
    int32_t questions;
    bool is_later; /* by a reply to a question */
    const uint8_t *patient;
} arrival;

/* The node of a standing, made when it is new; nearer ways replace longer ones while it is not done. -1 when memory ran
 * out. */
static int32_t arrive(sgp_exploration *e, const sgp_standing *standing, const arrival *how)
{
    sgp_word place[SGP_MOST_PLACE];
    sgp_stand_pack(&e->stander, standing, place);
    int32_t index = sgp_sets_add(&e->places, place);
    if (index < 0)
        return -1;
    bool is_new = (size_t)index == e->nodes.count;
    sgp_node *node = is_new ? sgp_array_add(&e->nodes) : SGP_AT(&e->nodes, sgp_node, (size_t)index);
    if (!node)
        return -1;
    if (!is_new && (node->is_done || node->questions <= how->questions))
        return index;
    node->parent = how->parent;
    node->reply = how->reply;
    node->questions = how->questions;
    memcpy(node->patient, how->patient, sizeof node->patient);
    return sgp_array_append(how->is_later ? &e->later : &e->now, &index, 1) ? index : -1;
}

/* A node while its edges are found. */
typedef struct expanding {
    sgp_exploration *e;
    sgp_standing from;
    uint8_t patient[SGP_PATIENT_VARIABLES]; /* the nodes may move */
    arrival how;
} expanding;

static bool add_edge(expanding *x, const sgp_standing *next, const sgp_reply *reply)
{
    x->how.reply = *reply;
    const sgp_edge edge = {arrive(x->e, next, &x->how), *reply};
    return edge.to >= 0 && sgp_array_append(&x->e->edges, &edge, 1);
}

static bool add_reply(void *context, const sgp_reply *reply)
{
    expanding *x = context;
    sgp_standing next = x->from;
    sgp_stand_reply(&x->e->stander, &next, reply);
    return add_edge(x, &next, reply);
}

static bool expand(sgp_exploration *e, int32_t index)
{
    expanding x = {.e = e};
    sgp_node *node = SGP_AT(&e->nodes, sgp_node, (size_t)index);
    sgp_exploration_standing(e, (size_t)index, &x.from);
    memcpy(x.patient, node->patient, sizeof x.patient);
    bool asks = e->stander.scope->algorithms->steps.at[x.from.step].kind <= SGP_STEP_TOGETHER;
    x.how = (arrival){index, {0, SGP_NOTHING}, node->questions + asks, asks, x.patient};
    node->is_done = true;
    node->first_edge = (int32_t)e->edges.count;
    bool good;
    if (asks) {
        good = sgp_replies(e->stander.scope, &x.from, add_reply, &x);
    } else {
        sgp_standing next = x.from;
        signpost_status status = sgp_stand_on(&e->stander, &next);
        good = status == SIGNPOST_NONE || (status == SIGNPOST_OK && add_edge(&x, &next, &(sgp_reply){0, SGP_NOTHING}));
    }
    node = SGP_AT(&e->nodes, sgp_node, (size_t)index);
    node->edge_count = (int32_t)e->edges.count - node->first_edge;
    return good;
}

/* A root for every class of patients that matters. */
static bool plant(sgp_exploration *e)
{
    sgp_standing standing = sgp_stand_first(&e->stander);
    do {
        if (arrive(e, &standing, &(arrival){-1, {0, SGP_NOTHING}, 0, false, standing.classes}) < 0)
            return false;
    } while (sgp_stand_next_patient(&e->stander, &standing));
    return true;
}

static void begin(sgp_exploration *e, sgp_index watched)
{
    sgp_sets_release(&e->places);
    sgp_stander_reset(&e->stander, watched);
    e->places = (sgp_sets){.words = sgp_place_words(&e->stander)};
    e->nodes.count = e->edges.count = e->now.count = e->later.count = 0;
    e->is_too_large = false;
}

bool sgp_explore(sgp_exploration *e, sgp_index watched)
{
    begin(e, watched);
    if (!plant(e))
        return false;
    for (int32_t questions = 0; e->now.count; questions++) {
        while (e->now.count) {
            int32_t index = *SGP_AT(&e->now, int32_t, --e->now.count);
            const sgp_node *node = sgp_node_at(e, (size_t)index);
            if (node->is_done || node->questions != questions)
                continue;
            if (!expand(e, index))
                return false;
            if (e->nodes.count > e->most_nodes || e->edges.count > 16 * e->most_nodes) {
                e->is_too_large = true;
                return true;
            }
        }
        sgp_array swapped = e->now;
        e->now = e->later;
        e->later = swapped;
    }
    return true;
}
