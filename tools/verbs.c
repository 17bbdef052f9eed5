/* SPDX-License-Identifier: MIT */
/* The table of verbs, and the way from a name to its row. */
#include "cmd.h"

#include <string.h>

#include "nearest.h"

static const struct verb verbs[] = {
    {"translate", VERB_TRANSLATE, cmd_translate, "[FILE]", 1,
     "Make a DM package, or its tree, of a CP document or message."},
    {"reverse", VERB_REVERSE, cmd_reverse, "[FILE]", 1,
     "Make a CP document of a DM package, a TNDS or a tree. Asks for no MAC."},
    {"inspect", VERB_INSPECT, cmd_inspect, "[FILE]", 1, "Show what a file is, layer by layer. Asks for no MAC."},
    {"convert", VERB_CONVERT, cmd_convert, "[FILE]", 1,
     "Turn a CP document or a DM package from XML into WBXML or back. Asks for no MAC."},
    {"lint", VERB_LINT, cmd_lint, "[FILE]", 1,
     "Tell everything that is suspicious about a CP document. Asks for no MAC."},
    {"verify", VERB_VERIFY, cmd_verify, "[FILE]", 1, "Check the MAC of a message over its body as received."},
    {"sign", VERB_SIGN, cmd_sign, "[FILE]", 1,
     "Make the MAC of a WBXML body; print its content type, or write a push PDU."},
    {"explain", VERB_EXPLAIN, cmd_explain, "[FILE [PARM]]", 2,
     "Show which row of a table took a parm, and why others did not. Asks for no MAC."},
    {"diff", VERB_DIFF, cmd_diff, "A B", 2,
     "Show where the trees of two documents, packages or messages differ. Asks for no MAC."},
    {"apply", VERB_APPLY, cmd_apply, "[MESSAGE…]", 1000,
     "Put bootstrap messages into the store of a device, as its client does."},
    {"batch", VERB_BATCH, cmd_batch, "[FILE]", 1,
     "Translate a stream of records, one result for each. Always asks for a MAC."},
    {"worker", VERB_WORKER, cmd_worker, "INPUT OUTPUT", 2,
     "Translate records of a Redis stream, one result for each in another. Always asks for a MAC."},
    {"credentials", VERB_CREDENTIALS, cmd_credentials, "gba | digest | factory [DEVICES]", 2,
     "Derive the keys of GBA, the digest of a Cred, or the passwords that go into devices."},
    {"tables", VERB_TABLES, cmd_tables, "check FILE… | print TARGET|FILE | list", 1000,
     "Check, print or list mapping tables."},
    {"help", VERB_HELP, cmd_help, "[VERB|RULE|conformance]", 1,
     "Show the verbs, the options of one, the explanation of a rule (CPDM-0515, M016), or conformance."},
};

const struct verb *verb_at(unsigned index)
{
    return index < sizeof verbs / sizeof verbs[0] ? &verbs[index] : NULL;
}

const struct verb *verb_find(const char *name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

const char *verb_nearest(const char *name)
{
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        nearest_try(&nearest, verbs[i].name);
    return nearest.best;
}
