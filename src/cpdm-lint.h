/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h that judges a document, and says why a parm became what it is. Included there, in C linkage; not
 * to be included by itself. */
#ifndef CPDM_LINT_H
#define CPDM_LINT_H

/* How a document reaches the device. */
typedef enum cpdm_delivery {
    CPDM_DELIVERY_UNKNOWN,
    CPDM_DELIVERY_ROM,  /* in the device's image */
    CPDM_DELIVERY_RAPI, /* over a cable, by the desktop's software */
    CPDM_DELIVERY_OTA,  /* WAP push */
    CPDM_DELIVERY_SIM   /* on a smart card */
} cpdm_delivery;

typedef struct cpdm_lint_options {
    cpdm_delivery delivery;      /* its rules too (Microsoft, "Bootstrapping To Use An OMA DM Server") */
    bool windows;                /* the rules of Windows' w7 and DMClient providers too */
    bool security;               /* what a reader of the message learns, how long its PIN holds */
    const cpdm_secrets *secrets; /* to judge the PIN; or NULL */
    uint64_t rate;               /* of one who tries: MACs a second; 0: 2,350,000, one core of a PC */
} cpdm_lint_options;

/* Everything suspicious about a document, each finding once, in the order of the document; rules, severities and
 * sources are in src/lint-rules.h. The warnings of cpdm_document_parse() are among the findings and no longer the
 * translator's. `message` is the one that the document came in; `options` may be NULL. CPDM_OK whatever is found. */
cpdm_status cpdm_document_lint(cpdm_translator *translator, const cpdm_message *message, const cpdm_document *document,
                               const cpdm_lint_options *options, cpdm_diagnostic_function *report, void *data);

/* A row, or the head of a section, that was looked at for a parm. */
typedef struct cpdm_trial {
    bool is_row;      /* else a section's head */
    bool took;        /* it has used the parm; the first one decided what became of it */
    const char *file; /* where it stands in the tables, from line 1; 0: they were made of no file */
    unsigned line;
    const char *text; /* in canonical form: "ADDR  <->  Addr  chr  1", "[APPLICATION/APPADDR]  same node" */
    const char *why;  /* it did or did not: "AAUTHLEVEL is \"CLIENT\""; may be empty where it did; never a secret */
} cpdm_trial;

/* False stops the walk. The texts live for the call. */
typedef bool cpdm_trial_function(void *data, const cpdm_trial *trial);

/* Why a parm has its fate: first the row that decided, with its section where there is one, then what else was looked
 * at, in the order of the tables. `parm` counts from 0 in the order of cpdm_report_walk(); the tables are those that
 * the report was made with. */
cpdm_status cpdm_report_explain(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_report *report,
                                size_t parm, cpdm_trial_function *function, void *data);

#endif
