/* SPDX-License-Identifier: MIT */
/* Items of a SyncML message (LocURI, Format, Data) against nodes: each node once, with its format and value. */
#include "cross-items.h"

#include <string.h>

#include "text.h"

struct cross_node {
    cpdm_format format;
    GString *value; /* as a reader of the XML shall find it */
};

/* An item as it is being read: texts belong to the package. */
struct item {
    bool open;
    unsigned depth;
    cpdm_slice uri, format, data;
};

struct comparison {
    struct cross_items *items;
    struct item item;
    const char *difference;
};

static void free_node(void *data)
{
    struct cross_node *node = data;
    text_wipe(node->value);
    g_free(node);
}

void cross_items_init(struct cross_items *items)
{
    *items = (struct cross_items){.expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_node)};
}

void cross_items_clear(struct cross_items *items)
{
    g_hash_table_destroy(items->expected);
}

/* CR LF and CR are LF to a reader of XML (XML 1.0 section 2.11). */
static GString *normalise_lines(cpdm_slice text)
{
    GString *out = g_string_sized_new(text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        bool carriage_return = text.data[i] == '\r';
        if (carriage_return && i + 1 < text.length && text.data[i + 1] == '\n')
            continue;
        g_string_append_c(out, carriage_return ? '\n' : text.data[i]);
    }
    return out;
}

static GString *expected_value(const cpdm_node *node)
{
    if (node->format != CPDM_FORMAT_BIN)
        return normalise_lines(node->value);
    return g_string_new_len(node->value.length ? node->value.data : "", (gssize)node->value.length);
}

bool cross_items_expect(void *data, const cpdm_node *node)
{
    struct cross_items *items = data;
    struct cross_node *expected = g_new0(struct cross_node, 1);
    expected->format = node->format;
    expected->value = expected_value(node);
    if (node->format != CPDM_FORMAT_BIN && strstr(expected->value->str, "]]>"))
        items->uncheckable = true;
    g_hash_table_replace(items->expected, g_strndup(node->uri.data, node->uri.length), expected);
    return true;
}

static bool equal(cpdm_slice text, const char *data, size_t length)
{
    return text.length == length && (length == 0 || memcmp(text.data, data, length) == 0);
}

/* chr is what an item without Format has (design section 7). */
static bool format_is(cpdm_slice found, cpdm_format format)
{
    const char *name = cpdm_format_name(format);
    if (found.length == 0)
        return format == CPDM_FORMAT_CHR;
    return equal(found, name, strlen(name));
}

static const char *compare_item(struct cross_items *items, const struct item *item)
{
    char *uri = g_strndup(item->uri.data, item->uri.length);
    const struct cross_node *expected = g_hash_table_lookup(items->expected, uri);
    const char *difference = NULL;
    if (!expected)
        difference = "libwbxml finds an item that was not meant, or one twice";
    else if (!format_is(item->format, expected->format))
        difference = "libwbxml finds an item with another format than was meant";
    else if (!equal(item->data, expected->value->str, expected->value->len))
        difference = "libwbxml finds an item with another value than was meant";
    g_hash_table_remove(items->expected, uri);
    g_free(uri);
    return difference;
}

/* What stands behind a NODE?prop=ACL is no node. */
static bool is_acl(cpdm_slice uri)
{
    size_t length = strlen("?prop=ACL");
    return uri.length > length && memcmp(uri.data + uri.length - length, "?prop=ACL", length) == 0;
}

static void finish_item(struct comparison *comparison)
{
    if (comparison->item.open && !comparison->difference && !is_acl(comparison->item.uri))
        comparison->difference = compare_item(comparison->items, &comparison->item);
    comparison->item = (struct item){0};
}

static bool named(const cpdm_syncml_element *element, const char *name)
{
    return equal(element->name, name, strlen(name));
}

/* Item / Target / LocURI, Item / Meta / Format, Item / Data. */
static bool take_element(void *data, const cpdm_syncml_element *element)
{
    struct comparison *comparison = data;
    struct item *item = &comparison->item;
    if (item->open && element->depth <= item->depth)
        finish_item(comparison);
    if (named(element, "Item"))
        *item = (struct item){.open = true, .depth = element->depth};
    else if (item->open && element->leaf && named(element, "LocURI"))
        item->uri = element->text;
    else if (item->open && element->leaf && named(element, "Format"))
        item->format = element->text;
    else if (item->open && element->leaf && named(element, "Data"))
        item->data = element->text;
    return comparison->difference == NULL;
}

static bool take_node(void *data, const cpdm_node *node)
{
    struct comparison *comparison = data;
    const char *format = cpdm_format_name(node->format);
    const struct item item = {.uri = node->uri, .format = {format, strlen(format)}, .data = node->value};
    comparison->difference = compare_item(comparison->items, &item);
    return comparison->difference == NULL;
}

const char *cross_items_compare_tree(struct cross_items *items, cpdm_translator *translator, const cpdm_tree *tree)
{
    struct comparison comparison = {.items = items};
    if (cpdm_tree_walk(translator, tree, take_node, &comparison) != CPDM_OK)
        return "there is no memory to compare the TNDS";
    if (!comparison.difference && g_hash_table_size(items->expected) > 0)
        comparison.difference = "libwbxml does not find every node that was meant";
    return comparison.difference;
}

const char *cross_items_compare(struct cross_items *items, const cpdm_package *package)
{
    struct comparison comparison = {.items = items};
    cpdm_package_walk(package, take_element, &comparison);
    finish_item(&comparison);
    if (!comparison.difference && g_hash_table_size(items->expected) > 0)
        comparison.difference = "libwbxml does not find every item that was meant";
    return comparison.difference;
}
