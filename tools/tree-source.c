/* SPDX-License-Identifier: MIT */
/* A CP document or message, a DM package or TNDS in any of its forms, or a dump, into the tree that it means. */
#include "tree-source.h"

#include "forgive.h"

static int read_source(struct tree_source *source)
{
    const struct session *session = &source->session;
    switch (session->info.content) {
    case CPDM_CONTENT_CP:
        return session_check(session, cpdm_document_parse(session->translator, session->message, &source->document));
    case CPDM_CONTENT_DM:
    case CPDM_CONTENT_TNDS:
    case CPDM_CONTENT_TREE:
        return session_check(session, cpdm_tree_parse(session->translator, session->message, &source->tree));
    case CPDM_CONTENT_UNKNOWN:
    case CPDM_CONTENT_WBXML_OTHER: return session_refuse_content(session);
    }
    return session_refuse_content(session);
}

int tree_source_open(const struct options *options, const char *path, struct tree_source *source)
{
    *source = (struct tree_source){.document = NULL};
    int code = session_open_file(options, path, &source->session);
    return code ? code : read_source(source);
}

int tree_source_open_outline(const struct options *options, const char *path, struct tree_source *source)
{
    unsigned leniencies;
    *source = (struct tree_source){.document = NULL};
    int code = session_open_file(options, path, &source->session);
    if (!code)
        code = forgive_read(options, &leniencies);
    if (code)
        return code;
    cpdm_translator_forgive(source->session.translator, leniencies | CPDM_LENIENT_MASKED);
    return read_source(source);
}

int tree_source_map(struct tree_source *source, const cpdm_tables *tables)
{
    const struct session *session = &source->session;
    cpdm_map_options wishes = options_map(session->options);
    cpdm_report *report;
    if (source->tree)
        return EXIT_DONE;
    return session_check(
        session, cpdm_map_to_tree(session->translator, tables, source->document, &wishes, &source->tree, &report));
}

bool tree_source_try(const struct tree_source *source, const cpdm_tables *tables, struct tree_source *tried)
{
    static const struct messages silence = {.mode = MESSAGE_NONE};
    const struct session *session = &source->session;
    const cpdm_limits limits = options_limits(session->options);
    unsigned leniencies;
    *tried = *source;
    tried->session.messages = &silence;
    tried->session.translator = cpdm_translator_new(&limits, NULL);
    cpdm_message *message;
    if (!tried->session.translator || forgive_read(session->options, &leniencies) != EXIT_DONE)
        return false;
    cpdm_translator_forgive(tried->session.translator, leniencies);
    return session_open_message(session, tried->session.translator, &message) == CPDM_OK &&
           cpdm_document_parse(tried->session.translator, message, &tried->document) == CPDM_OK &&
           tree_source_map(tried, tables) == EXIT_DONE;
}

void tree_source_leave(struct tree_source *tried)
{
    cpdm_translator_free(tried->session.translator);
}

void tree_source_close(struct tree_source *source)
{
    session_close(&source->session);
}
