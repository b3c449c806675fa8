/* Pass 5: the structure, as a graph of steps. Every step can be reached, every way ends, none is endless; and the
 * lengths of the ways, which bound what a walk needs.
 *
 * An edge leads from a step to each step that may come next; from a jump also to the start of where it jumps. Leaving a
 * module has no edge: the jump's own goes on. Depth first, without recursion: content may be long. */
#include "algorithms/loader.h"

#include <stdlib.h>
#include <string.h>

enum { WHITE, GREY, BLACK }; /* not seen; on the way to here; done */

typedef struct frame {
    sgp_index step;
    int32_t edge;
} frame;

typedef struct graph {
    sgp_loader *loader;
    signpost_algorithms view; /* of the loader's tables, which do not grow any more */
    unsigned char *colours;
    frame *stack; /* the way to here: at most every step once */
    int32_t depth;
} graph;

static const sgp_step *step_at(const sgp_loader *loader, sgp_index index)
{
    return SGP_ITEM(loader, steps, sgp_step, index);
}

/* Questions, at least and at most, and steps at most, from a step to where its pathway or module ends. */
typedef struct length {
    int32_t fewest, most, steps;
} length;

static length length_from(const sgp_loader *loader, sgp_index index)
{
    if (index < 0)
        return (length){0, 0, 0};
    const sgp_step *step = step_at(loader, index);
    return (length){step->fewest, step->most, step->longest};
}

/* A walk this long would have no end for a caller; modules that open modules twice over would go past any number. */
enum { LONGEST_WALK = 100000 };

static int32_t sum(int32_t a, int32_t b)
{
    return a + b < 2 * LONGEST_WALK ? a + b : 2 * LONGEST_WALK; /* each is at most that, so that nothing overflows */
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Lengths of the ways from a step, when those of all that follow it are known. A jump goes one way and then the other.
 */
static void measure(const graph *g, sgp_step *step)
{
    const sgp_loader *loader = g->loader;
    length all = {INT32_MAX, 0, 0};
    sgp_index next = sgp_step_edge(&g->view, step, 0);
    if (step->kind == SGP_STEP_JUMP) {
        length inside = length_from(loader, SGP_ITEM(loader, pathways, sgp_pathway, step->target)->start);
        length after = length_from(loader, step->next);
        all = (length){sum(inside.fewest, after.fewest), sum(inside.most, after.most), sum(inside.steps, after.steps)};
        next = SGP_NOTHING;
    }
    for (int32_t edge = 0; next != SGP_NOTHING; next = sgp_step_edge(&g->view, step, ++edge)) {
        length after = length_from(loader, next);
        all.fewest = after.fewest < all.fewest ? after.fewest : all.fewest;
        all.most = larger(all.most, after.most);
        all.steps = larger(all.steps, after.steps);
    }
    bool asks = step->kind <= SGP_STEP_TOGETHER;
    step->fewest = sum(all.fewest == INT32_MAX ? 0 : all.fewest, asks);
    step->most = sum(all.most, asks);
    step->longest = sum(all.steps, 1);
}

static void complain_of_circle(graph *g, sgp_index closing)
{
    char way[SIGNPOST_TEXT_SIZE / 2] = "";
    bool inside = false;
    for (int32_t i = 0; i < g->depth; i++) {
        inside = inside || g->stack[i].step == closing;
        const char *name = step_at(g->loader, g->stack[i].step)->name;
        if (inside && strlen(way) + strlen(name) + 8 < sizeof way) {
            strcat(way, name);
            strcat(way, " -> ");
        }
    }
    const sgp_step *step = step_at(g->loader, closing);
    const sgp_pathway *pathway = SGP_ITEM(g->loader, pathways, sgp_pathway, step->pathway);
    sgp_diagnose(g->loader->list, SIGNPOST_ERROR, SGP_ENDLESS, (sgp_spot){pathway->file, step->line, step->column},
                 "endless: %s%s", way, step->name);
}

/* Follows everything from a start. */
static void visit(graph *g, sgp_index start)
{
    if (start < 0 || g->colours[start] != WHITE)
        return;
    g->colours[start] = GREY;
    g->stack[g->depth++] = (frame){start, 0};
    while (g->depth) {
        frame *top = &g->stack[g->depth - 1];
        sgp_step *step = SGP_ITEM(g->loader, steps, sgp_step, top->step);
        sgp_index next = sgp_step_edge(&g->view, step, top->edge++);
        if (next == SGP_NOTHING) {
            measure(g, step);
            g->colours[top->step] = BLACK;
            g->depth--;
        } else if (next >= 0 && g->colours[next] == GREY) {
            complain_of_circle(g, next);
        } else if (next >= 0 && g->colours[next] == WHITE) {
            g->colours[next] = GREY;
            g->stack[g->depth++] = (frame){next, 0};
        }
    }
}

/* Steps that nothing leads to, the parts of a together excepted. */
static void complain_of_unreached(const graph *g)
{
    for (size_t i = 0; i < g->loader->steps.count; i++) {
        const sgp_step *step = step_at(g->loader, (sgp_index)i);
        const sgp_pathway *pathway = SGP_ITEM(g->loader, pathways, sgp_pathway, step->pathway);
        if (g->colours[i] != BLACK && step->kind != SGP_STEP_PART)
            sgp_diagnose(g->loader->list, SIGNPOST_ERROR, SGP_UNREACHABLE,
                         (sgp_spot){pathway->file, step->line, step->column}, "nothing leads to %s", step->name);
    }
}

/* A module that no pathway goes through is content that nobody meets. */
static void complain_of_unused_modules(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->pathways.count; i++) {
        const sgp_pathway *module = SGP_ITEM(loader, pathways, sgp_pathway, i);
        bool is_used = !module->is_module;
        for (size_t j = 0; j < loader->steps.count && !is_used; j++)
            is_used = step_at(loader, (sgp_index)j)->kind == SGP_STEP_JUMP &&
                      step_at(loader, (sgp_index)j)->target == (sgp_index)i;
        if (!is_used)
            sgp_diagnose(loader->list, SIGNPOST_WARNING, SGP_UNREACHABLE, (sgp_spot){module->file, module->line, 0},
                         "no pathway goes through the module %s", module->name);
    }
}

/* How many modules can be open at once: a module's jumps lead to modules that were measured before it. */
static int32_t module_depth(const sgp_loader *loader, sgp_index pathway, int32_t *depths)
{
    if (depths[pathway] >= 0)
        return depths[pathway];
    int32_t deepest = 0;
    const sgp_run steps = SGP_ITEM(loader, pathways, sgp_pathway, pathway)->steps;
    for (int32_t i = 0; i < steps.count; i++) {
        const sgp_step *step = step_at(loader, steps.first + i);
        if (step->kind != SGP_STEP_JUMP)
            continue;
        bool opens = SGP_ITEM(loader, pathways, sgp_pathway, step->target)->is_module;
        deepest = larger(deepest, module_depth(loader, step->target, depths) + opens);
    }
    return depths[pathway] = deepest;
}

static void measure_walks(sgp_loader *loader)
{
    int32_t *depths = sgp_arena_allocate(&loader->scratch, loader->pathways.count, sizeof *depths);
    if (!depths) {
        loader->out_of_memory = true;
        return;
    }
    memset(depths, -1, loader->pathways.count * sizeof *depths);
    for (size_t i = 0; i < loader->pathways.count; i++) {
        const sgp_pathway *pathway = SGP_ITEM(loader, pathways, sgp_pathway, i);
        int32_t longest = step_at(loader, pathway->start)->longest;
        if (longest > LONGEST_WALK)
            sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_TOO_LARGE, (sgp_spot){pathway->file, pathway->line, 0},
                         "a walk through %s could take more than %d steps", pathway->name, LONGEST_WALK);
        loader->out->longest_walk = larger(loader->out->longest_walk, longest);
        loader->out->deepest_jump = larger(loader->out->deepest_jump, module_depth(loader, (sgp_index)i, depths));
    }
}

void sgp_check_structure(sgp_loader *loader)
{
    graph g = {.loader = loader, .view = sgp_loader_view(loader)};
    size_t count = loader->steps.count;
    g.colours = sgp_arena_allocate(&loader->scratch, count, 1);
    g.stack = sgp_arena_allocate(&loader->scratch, count, sizeof *g.stack);
    if (!g.colours || !g.stack) {
        loader->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < loader->pathways.count; i++)
        visit(&g, SGP_ITEM(loader, pathways, sgp_pathway, i)->start);
    complain_of_unreached(&g);
    complain_of_unused_modules(loader);
    if (!signpost_diagnostics_count_of(loader->list, SIGNPOST_ERROR))
        measure_walks(loader);
}
