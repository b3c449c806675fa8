/* Pass 5, complaints: each has exactly one pathway for every age and sex. Ages are looked at between the boundaries
 * that its pathways make, so that every age is covered. */
#include "algorithms/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const sgp_pathway *pathway_at(const sgp_loader *loader, sgp_index index)
{
    return SGP_ITEM(loader, pathways, sgp_pathway, index);
}

/* A complaint while its pathways are gathered. */
static sgp_index complaint_of(sgp_loader *loader, const sgp_pathway *pathway)
{
    for (size_t i = 0; i < loader->complaints.count; i++)
        if (strcmp(SGP_ITEM(loader, complaints, sgp_complaint, i)->name, pathway->complaint) == 0)
            return (sgp_index)i;
    return sgp_loader_add(loader, &loader->complaints, &(sgp_complaint){.name = pathway->complaint});
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const sgp_complaint *)a)->name, ((const sgp_complaint *)b)->name);
}

/* Title of a complaint: its name with a capital and spaces. */
static const char *title_of(sgp_loader *loader, const char *name)
{
    char title[128];
    snprintf(title, sizeof title, "%s", name);
    for (char *at = title; *at; at++)
        if (*at == '-')
            *at = ' ';
    if (*title >= 'a' && *title <= 'z')
        *title = (char)(*title - 'a' + 'A');
    return sgp_loader_text(loader, title);
}

static void gather(sgp_loader *loader)
{
    for (size_t i = 0; i < loader->pathways.count; i++)
        if (!pathway_at(loader, (sgp_index)i)->is_module)
            complaint_of(loader, pathway_at(loader, (sgp_index)i));
    if (loader->complaints.count)
        qsort(loader->complaints.items, loader->complaints.count, sizeof(sgp_complaint), by_name);
    for (size_t i = 0; i < loader->complaints.count && !loader->out_of_memory; i++) {
        sgp_complaint complaint = *SGP_ITEM(loader, complaints, sgp_complaint, i);
        complaint.title = title_of(loader, complaint.name);
        complaint.pathways.first = (int32_t)loader->numbers.count;
        for (size_t j = 0; j < loader->pathways.count; j++) {
            const sgp_pathway *pathway = pathway_at(loader, (sgp_index)j);
            if (!pathway->is_module && strcmp(pathway->complaint, complaint.name) == 0)
                complaint.pathways.count += sgp_loader_add(loader, &loader->numbers, &(sgp_index){(sgp_index)j}) >= 0;
        }
        *SGP_ITEM(loader, complaints, sgp_complaint, i) = complaint;
    }
}

static sgp_index pathway_of(const sgp_loader *loader, const sgp_complaint *complaint, int32_t index)
{
    return *SGP_ITEM(loader, numbers, sgp_index, complaint->pathways.first + index);
}

/* First boundary of the complaint's pathways after an age. */
static int32_t next_boundary(const sgp_loader *loader, const sgp_complaint *complaint, int32_t after)
{
    int32_t nearest = sgp_age_any().below;
    for (int32_t i = 0; i < complaint->pathways.count; i++) {
        sgp_age_range ages = pathway_at(loader, pathway_of(loader, complaint, i))->ages;
        if (ages.from > after && ages.from < nearest)
            nearest = ages.from;
        if (ages.below > after && ages.below < nearest)
            nearest = ages.below;
    }
    return nearest;
}

/* Which pathways take a sex at an age: how many, and the first two. */
static int takers(const sgp_loader *loader, const sgp_complaint *complaint, signpost_sex sex, int32_t age,
                  sgp_index found[2])
{
    int count = 0;
    for (int32_t i = 0; i < complaint->pathways.count; i++) {
        sgp_index index = pathway_of(loader, complaint, i);
        const sgp_pathway *pathway = pathway_at(loader, index);
        if (!(pathway->sexes >> sex & 1) || age < pathway->ages.from || age >= pathway->ages.below)
            continue;
        if (count < 2)
            found[count] = index;
        count++;
    }
    return count;
}

/* What is found of one run of ages. */
typedef struct finding {
    int count; /* of pathways; 1 is as it should be */
    sgp_index pathways[2];
} finding;

static void report(sgp_loader *loader, const sgp_complaint *complaint, signpost_sex sex, sgp_age_range ages,
                   const finding *found)
{
    char words[128];
    sgp_age_range_format(ages, words, sizeof words);
    const sgp_pathway *first = pathway_at(loader, found->count ? found->pathways[0] : pathway_of(loader, complaint, 0));
    sgp_spot spot = {first->file, first->line, 0};
    if (!found->count)
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_NO_PATHWAY, spot,
                     "the complaint %s has no pathway for age %s, sex %s", complaint->name, words,
                     signpost_sex_name(sex));
    else
        sgp_diagnose(loader->list, SIGNPOST_ERROR, SGP_TWO_PATHWAYS, spot,
                     "the complaint %s has two pathways, %s and %s, for age %s, sex %s", complaint->name, first->name,
                     pathway_at(loader, found->pathways[1])->name, words, signpost_sex_name(sex));
}

static bool is_same(const finding *a, const finding *b)
{
    int shown = a->count < 2 ? a->count : 2;
    return a->count == b->count && memcmp(a->pathways, b->pathways, (size_t)shown * sizeof *a->pathways) == 0;
}

/* Goes through all ages; neighbouring ages with the same finding are reported as one. */
static void check_ages(sgp_loader *loader, const sgp_complaint *complaint, signpost_sex sex)
{
    sgp_age_range run = {0, 0};
    finding before = {1, {0}};
    for (int32_t age = 0; age < sgp_age_any().below; age = run.below) {
        finding here = {0, {0}};
        here.count = takers(loader, complaint, sex, age, here.pathways);
        if (!is_same(&here, &before)) {
            if (before.count != 1)
                report(loader, complaint, sex, run, &before);
            run.from = age;
            before = here;
        }
        run.below = next_boundary(loader, complaint, age);
    }
    if (before.count != 1)
        report(loader, complaint, sex, run, &before);
}

void sgp_check_complaints(sgp_loader *loader)
{
    gather(loader);
    for (size_t i = 0; i < loader->complaints.count && !loader->out_of_memory; i++)
        for (int sex = 0; sex < SIGNPOST_SEX_COUNT; sex++)
            check_ages(loader, SGP_ITEM(loader, complaints, sgp_complaint, i), (signpost_sex)sex);
}

sgp_index sgp_pathway_for(const signpost_algorithms *algorithms, const char *complaint, const signpost_patient *patient,
                          int32_t *boundary)
{
    *boundary = -1;
    for (int32_t i = 0; i < algorithms->complaints.count; i++) {
        const sgp_complaint *there = &algorithms->complaints.at[i];
        if (strcmp(there->name, complaint) != 0)
            continue;
        for (int32_t j = 0; j < there->pathways.count; j++) {
            sgp_index index = algorithms->numbers.at[there->pathways.first + j];
            const sgp_pathway *pathway = &algorithms->pathways.at[index];
            sgp_fit fit = pathway->sexes >> patient->sex & 1 ? sgp_age_fits(patient->age, pathway->ages) : SGP_FITS_NOT;
            if (fit == SGP_FITS)
                return index;
            if (fit == SGP_FITS_PARTLY)
                *boundary = pathway->ages.from > patient->age.from_days ? pathway->ages.from : pathway->ages.below;
        }
    }
    return SGP_NOTHING;
}
