/* SPDX-License-Identifier: MIT */
/* What a tree meets, as sentences at the parm that stands behind the node. */
#include "cp-doc.h"
#include "dm-meet.h"

/* The parm to be blamed: the one that says `server`, else the first that made a node of the object. NULL: the tree was
 * read. */
static const struct cp_node *find_parm(const struct cpdm_tree *tree, const struct dm_meeting *meeting)
{
    const struct cp_node *first = NULL;
    for (const struct dm_node *node = meeting->node; tree->document && node;
         node = dm_tree_next_in(meeting->node, node)) {
        const struct cp_node *parm = node->format == CPDM_FORMAT_NODE ? NULL : node->source;
        if (parm && meeting->kind == DM_MEET_SERVER && slice_equal(node->value, meeting->server))
            return parm;
        first = first ? first : parm;
    }
    return first;
}

static char *print_uri(struct job *job, const struct dm_node *node)
{
    cpdm_slice uri = dm_node_uri(&job->arena, node);
    return uri.data ? arena_printf(&job->arena, "%.*s", (int)uri.length, uri.data) : NULL;
}

/* What a store refuses for reasons of its own: a sentence about what is there; NULL for what is refused anyway. */
static const char *tell_refusal(struct job *job, unsigned refusal, const char *there)
{
    static const struct {
        enum diag_rule rule;
        const char *sentence;
    } rows[] = {
        {CPDM_RULE_CONTEXT_OTHER, "belongs to no configuration context of this server"},
        {CPDM_RULE_CONTEXT_PRIVILEGED, "belongs to the privileged configuration context"},
        {CPDM_RULE_USER_NODE, "was not set by the user"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (refusal == rows[i].rule)
            return arena_printf(&job->arena, "the node %s %s", there, rows[i].sentence);
    return NULL;
}

static const char *tell_meeting(struct arena *arena, const struct dm_meeting *meeting, const char *uri,
                                const char *there)
{
    switch (meeting->kind) {
    case DM_MEET_SERVER:
        return arena_printf(arena, "the server \"%.*s\" is known already: its account is %s",
                            DIAG_TEXT(meeting->server), there);
    case DM_MEET_ELSEWHERE:
        return arena_printf(arena, "the server \"%.*s\" is known already, and its account %s cannot become %s",
                            DIAG_TEXT(meeting->server), there, uri);
    case DM_MEET_OTHER_SERVER:
        return arena_printf(arena, "the node %s is there already, in the account of another server, \"%.*s\"", uri,
                            DIAG_TEXT(meeting->server));
    case DM_MEET_INSIDE: return arena_printf(arena, "the node %s belongs to %s, which is there already", uri, there);
    case DM_MEET_LEAF: return arena_printf(arena, "the node %s has no place: %s is a leaf", uri, there);
    case DM_MEET_NODE:
    case DM_MEET_NOTHING: break;
    }
    return arena_printf(arena, "the node %s is there already", uri);
}

/* The sentence; NULL when there is no memory. */
static const char *tell(struct job *job, const struct dm_meeting *meeting)
{
    const char *uri = print_uri(job, meeting->node);
    const char *there = print_uri(job, meeting->there ? meeting->there : meeting->above);
    if (!uri || !there)
        return NULL;
    const char *refusal = tell_refusal(job, meeting->refusal, there);
    return refusal ? refusal : tell_meeting(&job->arena, meeting, uri, there);
}

static enum diag_rule rule_of(const struct dm_meeting *meeting)
{
    return (enum diag_rule)(meeting->refusal ? meeting->refusal : dm_meeting_refusal(meeting, false));
}

static const char *hint_of(const struct dm_meeting *meeting)
{
    bool could = meeting->refusal && meeting->refusal == dm_meeting_refusal(meeting, false) &&
                 !dm_meeting_refusal(meeting, true);
    if (meeting->refusal == CPDM_RULE_CONTEXT_PRIVILEGED)
        return DM_MEET_VOUCH;
    if (meeting->refusal == CPDM_RULE_ACCOUNT_ELSEWHERE)
        return "--to names the target whose accounts stand where the device has them";
    return could ? "--rebootstrap allows it, as a device does that was put into that state" : NULL;
}

static void say(struct diag *diag, cpdm_severity severity, enum diag_rule rule, const struct cp_node *parm,
                const char *path, const char *hint, const char *format, ...) __attribute__((format(printf, 7, 8)));

static void say(struct diag *diag, cpdm_severity severity, enum diag_rule rule, const struct cp_node *parm,
                const char *path, const char *hint, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    diag_say(diag, severity, rule, parm ? parm->offset : DIAG_NO_OFFSET, path, hint, format, arguments);
    va_end(arguments);
}

static cpdm_status say_one(struct job *job, const struct cpdm_tree *tree, const struct dm_meeting *meeting, bool last)
{
    const struct cp_node *parm = find_parm(tree, meeting);
    const char *path = parm ? cp_doc_path(&job->arena, parm) : "";
    const char *sentence = tell(job, meeting), *hint = hint_of(meeting);
    if (!path || !sentence)
        return diag_no_memory(&job->diag);
    if (last)
        return diag_fail(&job->diag, rule_of(meeting), parm ? parm->offset : DIAG_NO_OFFSET, path, hint, "%s",
                         sentence);
    if (meeting->refusal)
        say(&job->diag, CPDM_SEVERITY_ERROR, rule_of(meeting), parm, path, hint, "%s", sentence);
    else
        say(&job->diag, CPDM_SEVERITY_WARNING, rule_of(meeting), parm, path, hint, "%s; it is overwritten", sentence);
    return CPDM_OK;
}

static const struct dm_meeting *find_last(const struct dm_meeting *meetings)
{
    const struct dm_meeting *last = NULL;
    for (; meetings; meetings = meetings->next)
        last = meetings->refusal ? meetings : last;
    return last;
}

cpdm_status dm_meet_say(struct job *job, const struct cpdm_tree *tree, const struct dm_meeting *meetings, bool warn)
{
    const struct dm_meeting *last = find_last(meetings);
    cpdm_status status = CPDM_OK;
    unsigned said = 0;
    for (; meetings && !status; meetings = meetings->next) {
        bool worth = meetings->refusal || (warn && !last && meetings->kind != DM_MEET_NOTHING);
        if (worth && (meetings == last || said++ < DIAG_WARNINGS_MAX))
            status = say_one(job, tree, meetings, meetings == last);
    }
    return status;
}
