/* SPDX-License-Identifier: MIT */
/* A line of `cpdm batch`: what the flat scanner takes, the JSON library takes too, and both say the same; what the
 * scanner does not take it leaves as it was. */
#include "../../tools/batch-library.h"
#include "../../tools/batch-scan.h"
#include "fuzz.h"

static const struct member *find(const struct member_list *list, cpdm_slice name)
{
    for (size_t i = 0; i < list->count; i++)
        if (fuzz_equal(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}

static void demand_same_list(const struct member_list *scanned, const struct member_list *read)
{
    fuzz_demand(scanned->count == read->count);
    for (size_t i = 0; i < scanned->count; i++) {
        const struct member *one = &scanned->items[i], *other = find(read, one->name);
        fuzz_demand(other && one->kind == other->kind);
        if (one->kind != MEMBER_TEXT && one->kind != MEMBER_INTEGER)
            continue;
        fuzz_demand(one->length == other->length && memcmp(one->text, other->text, one->length) == 0);
        fuzz_demand(one->text[one->length] == '\0');
    }
}

static void demand_same(const struct members *scanned, const struct members *read)
{
    fuzz_demand(scanned->has_secret == read->has_secret && scanned->has_options == read->has_options);
    demand_same_list(&scanned->top, &read->top);
    demand_same_list(&scanned->secret, &read->secret);
    demand_same_list(&scanned->options, &read->options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct members scanned, read;
    struct batch_library library = {0};
    char *line = malloc(size + 1);
    fuzz_demand(line);
    if (size)
        memcpy(line, data, size);
    if (!batch_scan(line, size, &scanned))
        fuzz_demand(size == 0 || memcmp(line, data, size) == 0);
    else if (batch_library_is_there()) {
        fuzz_demand(batch_library_read((const char *)data, size, &library, &read));
        demand_same(&scanned, &read);
    }
    batch_library_clear(&library);
    free(line);
    return 0;
}
