/* The first screen: which targets are missed, by how many callers, which way it goes, and whether the plan will hold.
 */
#include "kpi.h"
#include "kpi_report.h"

#include <string.h>

/* Scores, counted. */
typedef struct tally {
    size_t known, missed, worse, better, plans, plans_failing, plans_failed, plans_holding;
    int64_t late, too_many;
    signpost_month month; /* of the latest score */
} tally;

static tally count(const kpi_score *scores, size_t size)
{
    tally all = {0};
    for (size_t i = 0; i < size; i++) {
        const kpi_score *score = &scores[i];
        all.month = score->month > all.month ? score->month : all.month;
        all.known += score->judged.is_known;
        all.plans += score->outlook != PLAN_NONE;
        all.plans_failing += score->outlook == PLAN_WILL_NOT_HOLD;
        all.plans_failed += score->outlook == PLAN_HAS_FAILED;
        all.plans_holding += score->outlook == PLAN_WILL_HOLD || score->outlook == PLAN_WAS_MET;
        all.worse += score->trend == SIGNPOST_TREND_WORSE;
        all.better += score->trend == SIGNPOST_TREND_BETTER;
        if (!score->judged.is_known || score->judged.is_met)
            continue;
        all.missed++;
        all.late += score->judged.late;
        all.too_many += score->judged.too_many;
    }
    return all;
}

/* `2 are getting worse, 1 better`. */
static void write_direction(FILE *to, const tally *all)
{
    if (!all->worse && !all->better)
        fputs("None is changing by more than chance. ", to);
    else if (all->worse && all->better)
        fprintf(to, "%zu getting worse, %zu getting better. ", all->worse, all->better);
    else
        fprintf(to, "%zu getting %s. ", all->worse + all->better, all->worse ? "worse" : "better");
}

static void write_plans(FILE *to, const tally *all)
{
    if (all->plans_failed)
        fputs("<strong>The improvement plan’s deadline has passed</strong> without its target.", to);
    else if (all->plans_failing)
        fputs("<strong>The improvement plan’s deadline will not hold</strong> at this pace.", to);
    else if (all->plans_holding)
        fputs("The improvement plan’s deadline will hold at this pace.", to);
    else if (all->plans)
        fputs("Whether the improvement plan’s deadline will hold cannot be said yet.", to);
    else
        fputs("There is no improvement plan.", to);
}

static void write_lead(FILE *to, const tally *all)
{
    char month[WORDS];
    fputs("<p class=\"verdict\"><strong>", to);
    if (all->missed) {
        fprintf(to, "%zu of %zu targets missed", all->missed, all->known);
        fprintf(to, " in %s</strong>: ", month_in_words(all->month, month));
        html_count(to, all->late, "caller was", "callers were");
        fputs(" not served as promised, ", to);
        html_number(to, all->too_many);
        fputs(" more than the targets allow. ", to);
    } else {
        fprintf(to, "All %zu targets met in %s.</strong> ", all->known, month_in_words(all->month, month));
    }
    write_direction(to, all);
    write_plans(to, all);
    fputs("</p>\n", to);
    if (all->missed > 1)
        fputs("<p class=\"small\">A caller who was failed twice, such as by a late answer and a late call-back, counts "
              "twice.</p>\n",
              to);
}

/* ---- one target ---- */

static void write_verdict(FILE *to, const kpi_score *score)
{
    const signpost_definition *definition = score->figure->definition;
    char value[WORDS], target[WORDS];
    target_in_words(score->figure->target, definition, target);
    if (!score->judged.is_known) {
        fprintf(to, "<p><strong>Not known</strong>; the target is %s.</p>\n", target);
        return;
    }
    fprintf(to, "<p><strong class=\"%s\">%s</strong> target %s", score->judged.is_met ? "met" : "missed",
            score->judged.is_met ? "✓ Met:" : "✗ Missed:", target);
    if (!score->judged.is_met) {
        fprintf(to, ", by %s", difference_in_words(definition, score->judged.missed_by, true, value));
    }
    fputs(".</p>\n", to);
}

static void write_late(FILE *to, const kpi_score *score)
{
    if (!score->judged.is_known || !score->figure->definition->is_share)
        return;
    fputs("<p>", to);
    html_number(to, score->judged.late);
    fprintf(to, " %s", late_in_words(score->figure->definition));
    if (score->judged.too_many) {
        fputs(": ", to);
        html_number(to, score->judged.too_many);
        fputs(" too many", to);
    }
    fputs(".</p>\n", to);
}

static const char *reliance_in_words(signpost_assurance assurance)
{
    switch (assurance) {
    case SIGNPOST_ASSURANCE_HITS:
        return "meets the target whatever chance does";
    case SIGNPOST_ASSURANCE_MISSES:
        return "misses the target whatever chance does";
    case SIGNPOST_ASSURANCE_HIT_AND_MISS:
        return "meets or misses the target by chance";
    case SIGNPOST_ASSURANCE_NOT_KNOWN:
    default:
        return "too few months to say what is chance";
    }
}

static void write_course(FILE *to, const kpi_score *score)
{
    static const char *const arrows[] = {
        [SIGNPOST_TREND_BETTER] = "▲ ", [SIGNPOST_TREND_WORSE] = "▼ ", [SIGNPOST_TREND_SAME] = "▬ "};
    char words[WORDS];
    fprintf(to, "<p><strong>%s%c%s</strong>; %s.</p>\n",
            score->trend == SIGNPOST_TREND_NONE ? "" : arrows[score->trend],
            trend_in_words(score->trend)[0] - 'a' + 'A', trend_in_words(score->trend) + 1,
            reliance_in_words(score->assurance));
    if (score->outlook != PLAN_NONE) {
        outlook_in_words(score, words);
        fprintf(to, "<p>%c%s.</p>\n", words[0] - 'a' + 'A', words + 1);
    }
}

static void write_card(const kpi_report *made, const kpi_score *score)
{
    FILE *to = made->to;
    char words[WORDS], id[WORDS];
    fprintf(to, "<li><h3><a href=\"#%s\">", kpi_anchor(made->latest, score->figure, id));
    html_name(to, score->figure->definition->title);
    fprintf(to, "</a></h3>\n<span class=\"big\">%s</span>\n<span class=\"small\">",
            figure_in_words(&score->figure->now, words));
    html_number(to, score->figure->now.numerator);
    fputs(" of ", to);
    html_number(to, score->figure->now.denominator);
    fprintf(to, ", %s</span>\n", month_in_words(score->month, words));
    write_verdict(to, score);
    write_late(to, score);
    write_course(to, score);
    fputs("</li>\n", to);
}

/* ---- what must stand beside it ---- */

/* The call-back figure never stands without the two others. */
static void write_trio(const kpi_report *made)
{
    FILE *to = made->to;
    static const char *const ids[] = {"callback-10", "warm-transfer", "timely"};
    char words[WORDS];
    if (!kpi_find(made->latest, ids[0]))
        return;
    fputs("<p><strong>Clinicians, all three figures together:</strong> ", to);
    for (int i = 0; i < 3; i++) {
        const kpi_figure *figure = kpi_find(made->latest, ids[i]);
        fputs(i ? "; " : "", to);
        html_name(to, figure ? figure->definition->title : ids[i]);
        fprintf(to, " %s", figure ? figure_in_words(&figure->now, words) : "not known");
    }
    signpost_clinician found;
    signpost_date date = signpost_contract_change(made->contract, 0);
    fputs(".", to);
    if (date != SIGNPOST_NO_DATE && signpost_kpi_clinician(made->latest->counts, made->contract->code,
                                                           signpost_month_of(date), &found, NULL) == SIGNPOST_OK) {
        fputs(" ", to);
        html_sentence(to, found.sentence);
    }
    fputs("</p>\n", to);
}

static void write_caution(const kpi_report *made)
{
    FILE *to = made->to;
    size_t breaks = 0, revised = 0;
    for (size_t i = 0; i < made->latest->rows; i++)
        breaks += signpost_counts_get(made->latest->counts, made->latest->first + i).breaks > 0;
    for (size_t i = 0; i < signpost_counts_size(made->latest->older); i++)
        revised += !signpost_counts_get(made->latest->older, i).is_current;
    if (!breaks && !revised)
        return;
    fputs("<p>Beware: ", to);
    if (breaks) {
        fprintf(to, "the counts of %zu of %zu rows contradict each other", breaks, made->latest->rows);
        fputs(revised ? "; " : "", to);
    }
    if (revised)
        fprintf(to, "%zu %s published anew since", revised, revised == 1 ? "row was" : "rows were");
    fputs(". <a href=\"#rows\">Which</a>.</p>\n", to);
}

void kpi_scorecard(const kpi_report *made)
{
    FILE *to = made->to;
    kpi_score scores[MOST_SCORES];
    size_t size = kpi_scores(made, scores);
    html_section(to, "scorecard", "In short");
    if (size) {
        tally all = count(scores, size);
        write_lead(to, &all);
        fputs("<ul class=\"figures\">\n", to);
        for (size_t i = 0; i < size; i++)
            write_card(made, &scores[i]);
        fputs("</ul>\n", to);
    } else {
        fputs("<p class=\"lead\">No target of this contract is in force in these months: the figures stand below, and "
              "nothing is judged.</p>\n",
              to);
    }
    write_trio(made);
    write_caution(made);
    if (made->book_count > 1)
        fprintf(to,
                "<p>Judged by the %s, the latest of %zu collections. Their definitions differ, so they are never "
                "joined.</p>\n",
                signpost_collection_title(made->latest->collection), made->book_count);
    fputs("</section>\n", to);
}
