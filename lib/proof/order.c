/* What lies ahead of every node: nodes make no circle, so that they can be put in an order and gone through backwards.
 */
#include "proof/proving.h"

#include <string.h>

static int32_t node_in_order(const sgp_proving *p, size_t index)
{
    return *SGP_AT(&p->order, int32_t, index);
}

static void count_incoming(sgp_proving *p)
{
    const sgp_exploration *e = &p->exploration;
    for (size_t i = 0; i < e->edges.count; i++)
        sgp_mark_at(p, (size_t)SGP_AT(&e->edges, sgp_edge, i)->to)->incoming++;
}

/* Roots first, then each node of which all edges that lead to it were followed. */
static bool put_in_order(sgp_proving *p)
{
    const sgp_exploration *e = &p->exploration;
    bool good = true;
    for (int32_t i = 0; (size_t)i < e->nodes.count && good; i++)
        good = sgp_mark_at(p, (size_t)i)->incoming > 0 || sgp_array_append(&p->order, &i, 1);
    for (size_t done = 0; done < p->order.count && good; done++) {
        const sgp_node *node = sgp_node_at(e, (size_t)node_in_order(p, done));
        for (int32_t i = 0; i < node->edge_count && good; i++) {
            int32_t to = sgp_edge_at(e, node, i)->to;
            good = --sgp_mark_at(p, (size_t)to)->incoming > 0 || sgp_array_append(&p->order, &to, 1);
        }
    }
    return good;
}

static uint64_t add_up(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static void look_ahead(sgp_proving *p, int32_t index)
{
    const sgp_exploration *e = &p->exploration;
    const sgp_node *node = sgp_node_at(e, (size_t)index);
    sgp_standing standing;
    sgp_exploration_standing(e, (size_t)index, &standing);
    const sgp_step *step = &p->algorithms->steps.at[standing.step];
    sgp_mark ahead = {.worst = sgp_interim_of(p, &standing), .ways = 1}; /* where no rule fits, that holds */
    if (step->kind == SGP_STEP_OUTCOME)
        ahead.worst = p->algorithms->outcomes.at[step->outcome].disposition;
    for (int32_t i = 0; i < node->edge_count; i++) {
        const sgp_mark *next = sgp_mark_at(p, (size_t)sgp_edge_at(e, node, i)->to);
        ahead.worst = i && ahead.worst > next->worst ? ahead.worst : next->worst;
        ahead.most = ahead.most > next->most ? ahead.most : next->most;
        ahead.ways = add_up(i ? ahead.ways : 0, next->ways);
    }
    ahead.most += step->kind <= SGP_STEP_TOGETHER;
    *sgp_mark_at(p, (size_t)index) = ahead;
}

bool sgp_order_nodes(sgp_proving *p)
{
    const sgp_exploration *e = &p->exploration;
    signpost_proof_summary *summary = &p->proof->summary;
    p->order.count = 0;
    p->marks.count = 0;
    if (!sgp_array_reserve(&p->marks, e->nodes.count))
        return false;
    p->marks.count = e->nodes.count;
    memset(p->marks.items, 0, p->marks.count * sizeof(sgp_mark));
    count_incoming(p);
    if (!put_in_order(p))
        return false;
    for (size_t i = p->order.count; i-- > 0;)
        look_ahead(p, node_in_order(p, i));
    for (size_t i = 0; i < e->nodes.count && sgp_node_at(e, i)->parent < 0; i++) { /* the roots were made first */
        const sgp_mark *root = sgp_mark_at(p, i);
        summary->ways = add_up(summary->ways, root->ways);
        summary->longest = root->most > summary->longest ? root->most : summary->longest;
        summary->patients++;
    }
    summary->regions += e->nodes.count;
    return true;
}
