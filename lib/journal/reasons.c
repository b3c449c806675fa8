/* Why a service that was offered is not taken: the national list of reject reasons of the directory of services. */
#include "signpost/journal.h"

static const signpost_reject_reason reasons[] = {
    {21, "Unsuitable due to transport", "Transport not suitable", false, false, "Patient"},
    {22, "Rejected for capacity reasons", "No capacity", false, false, "Service"},
    {23, "Not clinically appropriate", "Not clinically appropriate", true, true, "Clinician"},
    {24, "Service declined referral", "Referral rejected", true, false, "Service"},
    {26, "Rejected for patient choice", "Patient choice", true, false, "Patient"},
    {27, "Service could not be contacted", "Couldn\xE2\x80\x99t contact service", false, false, "Service"},
    {31, "No appointments available", "No appointments", false, false, "Service"},
    {32, "Appointments not suitable", "Appointments not suitable", false, false, "Service"},
    {40, "Patient not eligible for service", "Not eligible", true, false, "Patient"},
    {41, "Patient requested home visit", "Requested home visit", false, false, "Patient"},
    {42, "Unsuitable due to distance", "Distance too far", false, false, "Patient"},
    {99, "Other reason", "Other reason", true, false, "Other"},
};
enum { REASONS = sizeof reasons / sizeof *reasons };

const signpost_reject_reason *signpost_reject_reason_at(size_t index)
{
    return index < REASONS ? &reasons[index] : NULL;
}

const signpost_reject_reason *signpost_reject_reason_find(int32_t code)
{
    for (size_t i = 0; i < REASONS; i++)
        if (reasons[i].code == code)
            return &reasons[i];
    return NULL;
}
