/* SPDX-License-Identifier: MIT */
/* Options as rows: what a device holds already, and its store. */
#include "option-rows.h"

#include "cpdm.h"
#include "options.h"

#define MEMBER(name) offsetof(struct options, name)

static const struct option_row rows[] = {
    {.name = "store",
     .kind = ROW_TEXT,
     .member = MEMBER(store),
     .verbs = VERB_APPLY,
     .argument = "FILE",
     .file = true,
     .help = "The device's tree, and what is known of its nodes; made where it is not there"},
    {.name = "source",
     .kind = ROW_TEXT,
     .member = MEMBER(source),
     .verbs = VERB_APPLY,
     .argument = "NAME",
     .help = "Where the messages came from; user: what the user adds (default: ota)"},
    {.name = "forget-source",
     .kind = ROW_LIST,
     .member = MEMBER(forget_sources),
     .verbs = VERB_APPLY,
     .argument = "NAME",
     .help = "First delete what came from there, a smart card for one; can be repeated"},
    {.name = "tps",
     .kind = ROW_TEXT,
     .member = MEMBER(tps),
     .verbs = VERB_APPLY,
     .argument = "PROVURL",
     .help = "The trusted provisioning server that the messages belong to (default: as the document says, or none)"},
    {.name = "context",
     .kind = ROW_TEXT,
     .member = MEMBER(context),
     .verbs = VERB_APPLY,
     .argument = "NAME",
     .help = "The name of its configuration context (default: as the document says, or none)"},
    {.name = "privileged",
     .kind = ROW_FLAG,
     .member = MEMBER(privileged),
     .verbs = VERB_APPLY,
     .help = "The messages may change the privileged context, though no network key protects them"},
    {.name = "precedence",
     .kind = ROW_CHOICE,
     .member = MEMBER(precedence),
     .verbs = VERB_APPLY,
     .argument = "none|dm-over-cp",
     .help = "Whose node it is that both a CP and a DM message bring (default: none, the first)"},
    {.name = "existing",
     .kind = ROW_TEXT,
     .member = MEMBER(existing),
     .verbs = VERB_TRANSLATE,
     .argument = "FILE",
     .file = true,
     .help = "The tree that is there already: what meets it is refused"},
    {.name = "rebootstrap",
     .kind = ROW_FLAG,
     .member = MEMBER(rebootstrap),
     .verbs = VERB_TRANSLATE | VERB_APPLY,
     .help = "The device is in the state in which the next message may overwrite what is there"},
    {.name = "nonce-reset",
     .kind = ROW_FLAG,
     .member = MEMBER(nonce_reset),
     .verbs = VERB_TRANSLATE,
     .help = "With --existing: only the nonces, for the accounts that are there"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

const struct option_row *option_row_of_device(unsigned index)
{
    return index < ROWS ? &rows[index] : NULL;
}

unsigned option_rows_of_device(void)
{
    return ROWS;
}
