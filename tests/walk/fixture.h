/* A small content that uses every kind of step, for the tests of the walk. */
#ifndef SIGNPOST_TESTS_WALK_FIXTURE_H
#define SIGNPOST_TESTS_WALK_FIXTURE_H

#include <signpost.h>
#include <string.h>

static const char fixture_shared[] =
    "dispositions:\n"
    "  Dx011: {title: Ambulance, say: Call 999., urgency: 1, within: 0 minutes, setting: ambulance, lookup: no, if_none: clinician, worsening: general}\n"
    "  Dx32: {title: Clinician now, say: Speak now., urgency: 2, within: 0 minutes, setting: clinician, lookup: yes, if_none: clinician, worsening: general}\n"
    "  Dx06: {title: Primary care in 6 hours, say: See a GP., urgency: 3, within: 6 hours, setting: primary care, lookup: yes, if_none: emergency department, worsening: general}\n"
    "  Dx39: {title: Self-care, say: Stay at home., urgency: 4, within: 0 minutes, setting: self-care, lookup: no, if_none: advice, worsening: general}\n"
    "facts:\n"
    "  temperature: {title: Temperature, type: number, unit: celsius, from: 30, to: 45, precision: 0.1}\n"
    "  breathless: {title: Breathless, type: choice, of: [yes, not sure, no], severity: yes}\n"
    "groups: {demo-fever: {title: Fever, national: 1152}}\n"
    "discriminators: {demo-care: {title: care}, demo-rash: {title: rash}}\n"
    "pairs: {demo-fever: [demo-care, demo-rash]}\n"
    "care_advice:\n"
    "  general: {kind: worsening, title: If it gets worse, say: [Call back.]}\n"
    "  cool: {kind: interim, title: Keep cool, say: [Take off a layer., Open a window.]}\n"
    "  fever: {kind: care, title: Fever, say: [Drink.]}\n"
    "  skin: {kind: care, title: Skin, say: [Do not scratch.], keywords: [rash], dispositions: [Dx06], age: under 16 years}\n";

static const char fixture_module[] =
    "module: breathing\ntitle: Breathing\nstate: demonstration\nversion: 1\nreview_by: 2027-11-01\nsources: [a test]\nstart: short\n"
    "questions:\n"
    "  short:\n    ask: Is it hard to breathe?\n    fact: breathless\n    answers: {yes: return, no: return, not sure: return}\n";

static const char fixture_pathway[] =
    "pathway: fever\ncomplaint: fever\ntitle: Fever\nstate: demonstration\nversion: 1\nreview_by: 2027-11-01\nsources: [a test]\n"
    "patients: {age: any, sex: any}\nkeywords: [hot]\nsymptom_group: demo-fever\nred_flags: [awake, safe]\n"
    "interim: {disposition: Dx32, because: no red flag yet}\nstart: awake\n"
    "questions:\n"
    "  awake: {ask: Awake?, why: It matters., help: Speak loudly., answers: {yes: {go: check, negative: yes}, no: ambulance, not sure: ambulance}}\n"
    "  safe:\n    together: To be safe.\n    questions: {fit: {ask: A fit?}, stiff: {ask: A stiff neck?}}\n    any: ambulance\n    none: rash\n"
    "  rash: {ask: A rash?, answers: {yes: {go: signs, discriminator: demo-rash, keywords: [rash]}, no: signs, not sure: signs}}\n"
    "  signs: {ask: Any of these?, choose: many, of: {cough: a cough, pain: a pain}, go: heat, not sure: heat}\n"
    "  heat: {measure: How hot?, fact: temperature, go: how-hot, not known: how-hot}\n"
    "  breath: {ask: Still breathless?, fact: breathless, answers: {yes: gp, not sure: gp, no: last}}\n"
    "decisions:\n"
    "  check:\n    - {if: age < 30 months, go: small}\n    - otherwise: jump\n"
    "  how-hot:\n    - {if: known(temperature) and temperature >= 39, go: cool-down}\n    - otherwise: last\n"
    "  last:\n    ordered: true\n    rules:\n"
    "      - {if: breathless is yes or signs has pain, go: gp}\n      - {if: contacts >= 3, go: clinician}\n      - otherwise: home\n"
    "advice: {cool-down: {say: cool, go: breath}}\n"
    "jumps: {jump: {module: breathing, go: safe}, small: {module: breathing, go: gp}}\n"
    "outcomes:\n"
    "  ambulance: {disposition: Dx011}\n  clinician: {disposition: Dx32, discriminator: demo-care}\n"
    "  gp: {disposition: Dx06, care_advice: [fever]}\n  home: {disposition: Dx39}\n";

static inline signpost_algorithms *fixture_load(signpost_error *error)
{
    const signpost_source sources[] = {
        {"shared.yaml", fixture_shared, strlen(fixture_shared)},
        {"breathing.yaml", fixture_module, strlen(fixture_module)},
        {"fever.yaml", fixture_pathway, strlen(fixture_pathway)},
    };
    signpost_algorithms *algorithms;
    signpost_diagnostics *diagnostics;
    signpost_algorithms_compile(sources, 3, NULL, &algorithms, &diagnostics, error);
    signpost_diagnostics_free(diagnostics);
    return algorithms;
}

#endif
