/* What is to be drawn, and in which order: scope, reading order, numbers. */
#include "drawing/drawing.h"

#include <stdlib.h>
#include <string.h>

const sgp_step *sgp_drawn_step(const sgp_drawing *drawing, sgp_index step)
{
    return &drawing->algorithms->steps.at[step];
}

static const sgp_pathway *pathway_at(const sgp_drawing *drawing, sgp_index pathway)
{
    return &drawing->algorithms->pathways.at[pathway];
}

static bool in_scope(const sgp_drawing *drawing, sgp_index pathway)
{
    for (int32_t i = 0; i < drawing->scope_count; i++)
        if (drawing->scope[i] == pathway)
            return true;
    return false;
}

/* The pathway, and the modules that it and they go through, each once. */
static void find_scope(sgp_drawing *drawing)
{
    drawing->scope[drawing->scope_count++] = drawing->pathway;
    for (int32_t done = 0; done < drawing->scope_count && drawing->expands; done++) {
        const sgp_run steps = pathway_at(drawing, drawing->scope[done])->steps;
        for (int32_t i = 0; i < steps.count; i++) {
            const sgp_step *step = sgp_drawn_step(drawing, steps.first + i);
            if (step->kind == SGP_STEP_JUMP && pathway_at(drawing, step->target)->is_module &&
                !in_scope(drawing, step->target))
                drawing->scope[drawing->scope_count++] = step->target;
        }
    }
}

/* A step on the way while its ways are followed. */
typedef struct frame {
    sgp_index step;
    int32_t edge;
} frame;

/* Steps of one pathway, each after all that may follow it: read from the end, every way leads forward, and the first
 * answer's way comes last, as what is urgent ends soon. Depth first, without recursion: content may be long. */
static int32_t follow(sgp_drawing *drawing, sgp_index start, frame *stack, unsigned char *seen, sgp_index *finished)
{
    int32_t depth = 0, count = 0;
    sgp_drawn_edge edge;
    stack[depth++] = (frame){start, 0};
    seen[start] = 1;
    while (depth) {
        frame *top = &stack[depth - 1];
        sgp_index pathway = sgp_drawn_step(drawing, start)->pathway;
        if (!sgp_edge_next(drawing, top->step, &top->edge, &edge)) {
            finished[count++] = top->step;
            depth--;
            continue;
        }
        if (edge.to < 0 || seen[edge.to] || sgp_drawn_step(drawing, edge.to)->pathway != pathway)
            continue;
        seen[edge.to] = 1;
        stack[depth++] = (frame){edge.to, 0};
    }
    return count;
}

static int urgency_of(const sgp_drawing *drawing, sgp_index step)
{
    return drawing->algorithms->outcomes.at[sgp_drawn_step(drawing, step)->outcome].disposition;
}

/* Outcomes after all else, most urgent first: a few, sorted by insertion. */
static void add_outcomes(sgp_drawing *drawing, const sgp_index *finished, int32_t count)
{
    int32_t first = drawing->count;
    for (int32_t i = count - 1; i >= 0; i--) {
        if (sgp_drawn_step(drawing, finished[i])->kind != SGP_STEP_OUTCOME)
            continue;
        int32_t at = drawing->count++;
        for (; at > first && urgency_of(drawing, drawing->order[at - 1]) > urgency_of(drawing, finished[i]); at--)
            drawing->order[at] = drawing->order[at - 1];
        drawing->order[at] = finished[i];
    }
}

static void count_incoming(sgp_drawing *drawing)
{
    sgp_drawn_edge edge;
    for (int32_t i = 0; i < drawing->count; i++)
        for (int32_t at = 0; sgp_edge_next(drawing, drawing->order[i], &at, &edge);)
            if (edge.to >= 0)
                drawing->incoming[edge.to]++;
}

signpost_status sgp_drawing_prepare(sgp_drawing *drawing, sgp_arena *arena, signpost_error *error)
{
    size_t steps = (size_t)drawing->algorithms->steps.count;
    drawing->order = sgp_arena_allocate(arena, steps, sizeof *drawing->order);
    drawing->numbers = sgp_arena_allocate(arena, steps, sizeof *drawing->numbers);
    drawing->incoming = sgp_arena_allocate(arena, steps, sizeof *drawing->incoming);
    drawing->scope = sgp_arena_allocate(arena, (size_t)drawing->algorithms->pathways.count, sizeof *drawing->scope);
    frame *stack = sgp_arena_allocate(arena, steps, sizeof *stack);
    unsigned char *seen = sgp_arena_allocate(arena, steps, 1);
    sgp_index *finished = sgp_arena_allocate(arena, steps, sizeof *finished);
    if (!drawing->order || !drawing->numbers || !drawing->incoming || !drawing->scope || !stack || !seen || !finished)
        return sgp_fail_memory(error);
    find_scope(drawing);
    for (int32_t i = 0; i < drawing->scope_count; i++) {
        int32_t count = follow(drawing, pathway_at(drawing, drawing->scope[i])->start, stack, seen, finished);
        for (int32_t j = count - 1; j >= 0; j--)
            if (sgp_drawn_step(drawing, finished[j])->kind != SGP_STEP_OUTCOME)
                drawing->order[drawing->count++] = finished[j];
        add_outcomes(drawing, finished, count);
    }
    for (int32_t i = 0; i < drawing->count; i++)
        drawing->numbers[drawing->order[i]] = i + 1;
    count_incoming(drawing);
    return SIGNPOST_OK;
}

static bool is_listed_among(const sgp_drawing *drawing, sgp_run steps)
{
    for (int32_t i = 0; i < steps.count; i++)
        if (sgp_step_is_red_flag(drawing->algorithms, drawing->pathway, steps.first + i))
            return true;
    return false;
}

/* Whether a question, one that is asked with it, or one of a module, is a red flag of the pathway that is drawn. */
bool sgp_is_drawn_red_flag(const sgp_drawing *drawing, sgp_index step)
{
    const sgp_step *s = sgp_drawn_step(drawing, step);
    return is_listed_among(drawing, (sgp_run){step, 1}) || is_listed_among(drawing, s->parts) ||
           (s->kind == SGP_STEP_JUMP && is_listed_among(drawing, pathway_at(drawing, s->target)->steps));
}
