/* SPDX-License-Identifier: MIT */
/* One load of a table: its memory, and its findings sorted into the order of the text. */
#include "map-work.h"

#include <stdio.h>

#include "diag.h"

void *map_new(struct map_work *work, size_t count, size_t size)
{
    void *memory = arena_array(&work->scratch, count ? count : 1, size);
    if (!memory)
        work->no_memory = true;
    return memory;
}

cpdm_slice map_keep(struct map_work *work, cpdm_slice text)
{
    cpdm_slice copy = arena_copy(&work->tables->arena, text);
    if (!copy.data)
        work->no_memory = true;
    return copy;
}

static size_t file_order(const struct map_work *work, const char *name)
{
    size_t order = 0;
    for (const struct map_read_file *file = work->files; file && file->name != name; file = file->next)
        order++;
    return order;
}

static bool stands_after(const struct map_finding *a, const struct map_finding *b)
{
    if (a->file != b->file)
        return a->file > b->file;
    if (a->diagnostic.line != b->diagnostic.line)
        return a->diagnostic.line > b->diagnostic.line;
    return a->diagnostic.column > b->diagnostic.column;
}

/* Puts a finding behind all that do not stand after it. */
static void insert(struct map_work *work, struct map_finding *finding)
{
    struct map_finding **link = &work->findings;
    while (*link && !stands_after(*link, finding))
        link = &(*link)->next;
    finding->next = *link;
    *link = finding;
    work->finding_count++;
}

static const char *format_sentence(struct map_work *work, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = length < 0 ? NULL : map_new(work, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

static void find(struct map_work *work, cpdm_severity severity, enum map_rule rule, struct map_place place,
                 const char *sentence)
{
    struct map_finding *finding = sentence ? map_new(work, 1, sizeof *finding) : NULL;
    if (!finding)
        return;
    *finding = (struct map_finding){
        .diagnostic = {.rule = rule,
                       .table = true,
                       .status = CPDM_ERROR_TABLE,
                       .severity = severity,
                       .line = place.line,
                       .column = place.column,
                       .source = place.file,
                       .path = "",
                       .sentence = sentence,
                       .hint = ""},
        .file = file_order(work, place.file),
    };
    insert(work, finding);
}

void map_error(struct map_work *work, enum map_rule rule, struct map_place place, const char *format, ...)
{
    va_list arguments;
    work->error_count++;
    if (work->finding_count > MAP_FINDINGS_MAX)
        return;
    if (work->finding_count == MAP_FINDINGS_MAX) {
        find(work, CPDM_SEVERITY_ERROR, MAP_RULE_LIMIT, place, "there are more findings than can be told");
        return;
    }
    va_start(arguments, format);
    find(work, CPDM_SEVERITY_ERROR, rule, place, format_sentence(work, format, arguments));
    va_end(arguments);
}

void map_warning(struct map_work *work, enum map_rule rule, struct map_place place, const char *format, ...)
{
    va_list arguments;
    if (work->finding_count >= MAP_FINDINGS_MAX)
        return;
    va_start(arguments, format);
    find(work, CPDM_SEVERITY_WARNING, rule, place, format_sentence(work, format, arguments));
    va_end(arguments);
}

void map_work_report(const struct map_work *work, cpdm_diagnostic_function *report, void *data)
{
    for (const struct map_finding *finding = work->findings; report && finding; finding = finding->next)
        report(data, &finding->diagnostic);
}

bool map_number(cpdm_slice text, int64_t *number)
{
    uint64_t digits;
    bool minus = slice_starts_with(text, SLICE("-"));
    if (!slice_to_number(minus ? slice(text.data + 1, text.length - 1) : text, INT64_MAX, &digits))
        return false;
    *number = minus ? -(int64_t)digits : (int64_t)digits;
    return true;
}
