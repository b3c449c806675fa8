/* Talking with the person at the terminal. */
#ifndef SIGNPOST_TALK_H
#define SIGNPOST_TALK_H

#include "searching.h"

enum { LONGEST_LINE = 512 };

/* Reads a line after a prompt, without the spaces around it; false at the end of input. */
bool ask_line(const char *prompt, char line[LONGEST_LINE]);

/* Asks for the complaint and the patient, as far as the options have not said them. False when the call was dropped. */
bool ask_complaint(const arguments *given, const signpost_algorithms *algorithms, char complaint[LONGEST_LINE]);
bool ask_patient(const arguments *given, signpost_date today, signpost_patient *patient);

/* Asks until the walk is over; false when the call was dropped. */
bool ask_walk(signpost_walk *walk);

/* What holds when the call is dropped now. */
void show_dropped(const signpost_walk *walk);

#endif
