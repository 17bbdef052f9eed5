/* SPDX-License-Identifier: MIT */
/* The SyncML message as a tree of elements (SyncML Representation Protocol 1.1 section 5): adding, finding, walking. */
#include "syncml-doc.h"

struct cpdm_package *syncml_new(struct job *job, const struct wbxml_language *language)
{
    struct cpdm_package *package = job_alloc(job, sizeof *package);
    if (package)
        *package = (struct cpdm_package){.language = language};
    return package;
}

static void append(struct syncml_node *parent, struct syncml_node *node)
{
    node->parent = parent;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

struct syncml_node *syncml_add(struct job *job, struct cpdm_package *package, struct syncml_node *parent, unsigned tag,
                               cpdm_slice text)
{
    struct syncml_node *node = job_alloc(job, sizeof *node);
    if (!node)
        return NULL;
    *node = (struct syncml_node){.tag = &package->language->pages[tag >> 8].tags[tag & 0x3F],
                                 .text = text,
                                 .page = (uint8_t)(tag >> 8),
                                 .token = (uint8_t)tag};
    if (parent)
        append(parent, node);
    else
        package->root = node;
    package->count++;
    return node;
}

struct syncml_node *syncml_next(const struct syncml_node *node)
{
    if (node->first)
        return node->first;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

/* The number of an element among those of its name in one parent, from 1; 0 when it is the only one. */
static unsigned number_of(const struct syncml_node *node)
{
    unsigned number = 0, count = 0;
    for (const struct syncml_node *other = node->parent->first; other; other = other->next) {
        if (syncml_tag(other) != syncml_tag(node))
            continue;
        count++;
        if (other == node)
            number = count;
    }
    return count > 1 ? number : 0;
}

const char *syncml_path(struct arena *arena, const struct syncml_node *node)
{
    const char *path = "", *slash = "";
    for (; path && node && node->parent; node = node->parent, slash = "/") {
        unsigned number = number_of(node);
        cpdm_slice name = syncml_name(node);
        int length = (int)name.length;
        path = number ? arena_printf(arena, "%.*s[%u]%s%s", length, name.data, number, slash, path)
                      : arena_printf(arena, "%.*s%s%s", length, name.data, slash, path);
    }
    return path;
}

unsigned syncml_find_tag(const struct wbxml_language *language, unsigned page, cpdm_slice name)
{
    if (page >= language->page_count || !language->pages[page].tags)
        return 0;
    const struct wbxml_tag_token *tags = language->pages[page].tags;
    for (unsigned token = 0x05; token < 0x40; token++)
        if (tags[token].name && slice_equal(slice(tags[token].name, tags[token].length), name))
            return page << 8 | token;
    return 0;
}
