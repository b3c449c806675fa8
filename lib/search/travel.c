/* Travel times in a search: those of the patient's place. Rules kept here:
 *  - a pair counts from the most particular place that has it: the postcode, its sector, its district; or the town;
 *  - a place without any, and a policy that does not use them, cost a search nothing. */
#include "search/search.h"
#include "search/shelves.h"

void sgp_travel_add(signpost_results *results, int32_t place)
{
    const signpost_index *index = results->index;
    sgp_terms *terms = &results->terms;
    if (!index->policy->travel_used || !index->travel.first || terms->travel_count == SGP_MOST_PLACE_NAMES)
        return;
    size_t count = sgp_lists_count(&index->travel, (size_t)place);
    if (count)
        terms->travel[terms->travel_count++] =
            (sgp_travel_list){sgp_lists_at(&index->travel, (size_t)place, sizeof(sgp_travel)), count, place};
}

/* The first row that does not come before `wanted`. */
static const sgp_travel *first_from(const sgp_travel_list *list, sgp_travel wanted)
{
    const sgp_travel *rows = list->rows;
    for (size_t left = list->count; left;) {
        size_t half = left / 2;
        if (sgp_travel_compare(&rows[half], &wanted) < 0) {
            rows += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return rows;
}

/* The row of a service; NULL when there is none. */
static const sgp_travel *find_in(const sgp_travel_list *list, uint16_t type, int32_t service)
{
    const sgp_travel *found = first_from(list, (sgp_travel){service, type, 0});
    return found < list->rows + list->count && found->service == service ? found : NULL;
}

int32_t sgp_travel_find(const signpost_results *results, int32_t service, int32_t *place)
{
    const sgp_terms *terms = &results->terms;
    uint16_t type = results->index->services[service].type;
    for (size_t i = 0; i < terms->travel_count; i++) {
        const sgp_travel *found = find_in(&terms->travel[i], type, service);
        if (!found)
            continue;
        if (place)
            *place = terms->travel[i].place;
        return found->minutes;
    }
    return SGP_NO_TRAVEL;
}

void sgp_travel_take(const signpost_results *results, size_t type,
                     void (*take)(void *context, const sgp_shelf_item *item), void *context)
{
    const sgp_terms *terms = &results->terms;
    for (size_t i = 0; i < terms->travel_count; i++) {
        const sgp_travel_list *list = &terms->travel[i];
        const sgp_travel *end = list->rows + list->count;
        for (const sgp_travel *row = first_from(list, (sgp_travel){0, (uint16_t)type, 0});
             row < end && row->type == type; row++) {
            const sgp_service *service = &results->index->services[row->service];
            const sgp_shelf_item item = {service->at, row->service, service->profile, service->hours, 0};
            take(context, &item);
        }
    }
}
