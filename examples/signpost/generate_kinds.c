/* The kinds of services of a synthetic directory: how many, for whom, when open. Shares and hours are plausible, not measured.
 * Numbers of types are those of the national list, where a kind has one there; further types of a kind are numbered from 2000. */
#include "generate.h"

#define PRIMARY "Dx05;Dx06;Dx07;Dx08;Dx11;Dx12;Dx13;Dx14;Dx15;Dx75"
#define URGENT "Dx02;Dx03;Dx05;Dx06;Dx07;Dx08;Dx89"

const kind kinds[] = {
    {"GP practice", 100, 105, 0, 3, 2, PRIMARY ";Dx80;Dx86;Dx87", "primary-care repeat-prescription", "any",
     {"Mo-Fr 08:00-18:30; PH off", "Mo-Fr 08:@-18:30; PH off", "Mo-Fr 08:00-18:30; Sa 09:00-12:@; PH off", "Mo-Fr 08:00-20:00; PH off"}, 92},
    {"Pharmacy", 13, 190, 3, 5, 2, "Dx28;Dx39;Dx80;Dx86;Dx87", "minor-condition repeat-prescription", "any;1 year and over",
     {"Mo-Fr 09:00-17:@; Sa 09:00-13:00; PH off", "Mo-Fr 08:@-18:@; Sa 09:00-17:@; PH off", "Mo-Sa 07:@-22:@; Su 10:00-16:00; PH 10:00-16:00",
      "Mo-Fr 09:00-13:00,14:00-17:@; PH off"}, 0},
    {"Dental practice", 12, 80, 1, 3, 2, "Dx17;Dx18;Dx19;Dx20;Dx21;Dx22", "dental", "any;under 18 years",
     {"Mo-Fr 09:00-17:@; PH off", "Mo-Th 08:@-17:@; Fr 08:@-13:00; PH off"}, 0},
    {"Urgent dental care", 47, 4, 0, 2, 2, "Dx17;Dx18;Dx19;Dx20;Dx21", "dental", "any",
     {"Mo-Su 08:00-22:00; PH 08:00-22:00", "Sa-Su 09:00-17:@; PH 09:00-13:00"}, 0},
    {"Urgent treatment centre", 135, 4, 1, 4, 2, URGENT, "emergency-care primary-care minor-injury minor-condition child-emergency",
     "any;1 year and over;2 years and over", {"Mo-Su 08:00-20:@; PH 08:00-20:00", "24/7", "Mo-Su 07:@-22:00; PH 08:00-20:00"}, 0},
    {"Emergency department", 105, 2, 1, 8, 2, "Dx02;Dx03;Dx89;Dx92", "emergency-care minor-injury child-emergency mental-health-crisis", "any",
     {"24/7"}, 0},
    {"Emergency department catch-all", 40, 2, 0, 10, 2, "", "", "any;under 16 years;16 years and over", {"24/7"}, 0},
    {"Out-of-hours base", 25, 6, 1, 1, 2, PRIMARY, "primary-care", "any",
     {"Mo-Fr 18:30-24:00; Sa-Su 08:00-24:00; PH 08:00-24:00", "Mo-Th 18:30-08:00; Fr 18:30-24:00; Sa-Su 00:00-24:00; PH 00:00-24:00", "Mo-Fr 18:@-23:00; Sa-Su 09:00-21:@; PH 09:00-21:00"}, 0},
    {"Evening and weekend hub", 136, 14, 0, 2, 2, "Dx05;Dx06;Dx07;Dx08;Dx75", "primary-care", "any;16 years and over",
     {"Mo-Fr 18:30-20:@; Sa 09:00-17:00; PH off", "Mo-Fr 17:@-20:00; Sa-Su 09:00-13:00; PH off"}, 0},
    {"Clinical assessment service", 133, 2, 2, 1, 1, "Dx11;Dx12;Dx13;Dx32;Dx34;Dx35", "clinical-assessment", "any", {"24/7"}, 0},
    {"Mental health crisis team", 142, 12, 2, 2, 1, "Dx92;Dx34;Dx35;Dx05;Dx06", "mental-health clinical-assessment", "18 years and over;under 18 years;any",
     {"24/7", "Mo-Su 08:00-22:@; PH 08:00-20:00"}, 0},
    {"Maternity unit", 153, 8, 2, 1, 2, "Dx30;Dx05", "midwife", "12 years to under 60 years", {"24/7", "Mo-Fr 08:00-18:@; PH off"}, 0},
    {"Optical service", 112, 70, 2, 4, 2, "Dx07;Dx08;Dx75;Dx28", "minor-condition primary-care", "any;5 years and over",
     {"Mo-Sa 09:00-17:@; PH off", "Mo-Fr 09:00-17:@; Sa 09:00-13:00; PH off"}, 0},
    {"Sexual health clinic", 29, 25, 3, 3, 2, "Dx06;Dx07;Dx08;Dx75", "primary-care", "13 years and over", {"Mo-Fr 09:00-17:@; PH off", "Mo,We,Fr 09:00-19:@; PH off"}, 0},
    {"Community nursing", 38, 130, 8, 6, 2, "Dx07;Dx08;Dx75", "primary-care", "18 years and over;any", {"Mo-Su 08:00-20:@; PH 08:00-18:00", "Mo-Fr 08:@-17:@; PH off"}, 20},
    {"Urgent community response", 146, 20, 1, 4, 2, "Dx03;Dx05;Dx06", "primary-care minor-injury", "65 years and over;18 years and over", {"Mo-Su 08:00-20:@; PH 08:00-20:00"}, 0},
    {"Community clinic", 17, 326, 29, 7, 2, "Dx75", "syn-", "any;18 years and over;under 18 years", {"Mo-Fr 09:00-17:@; PH off", "Mo-Th 08:@-16:@; PH off"}, 5},
};
const int kind_count = sizeof kinds / sizeof *kinds;

int type_count(void)
{
    int count = 0;
    for (int i = 0; i < kind_count; i++)
        count += 1 + kinds[i].further_types;
    return count;
}

const kind *type_kind(int type, int *number)
{
    int further = 2000;
    for (int i = 0; i < kind_count; i++) {
        if (type == 0) {
            *number = kinds[i].type;
            return &kinds[i];
        }
        if (type <= kinds[i].further_types) {
            *number = further + type;
            return &kinds[i];
        }
        type -= 1 + kinds[i].further_types;
        further += kinds[i].further_types;
    }
    *number = 0;
    return &kinds[0];
}
