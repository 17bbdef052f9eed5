/* SPDX-License-Identifier: MIT */
/* Lines into devices. Of a CSV line the first column counts, of a JSON object the member that is called so; no more of
 * either format is needed, and what a maker's table has beside it is left alone. */
#include "device-table.h"

#include <string.h>

#include "cmd.h"

static const char *const kinds[] = {"device", "imei", "meid", "esn"};

static void free_row(gpointer data)
{
    struct device_row *row = data;
    g_free(row->device);
    g_free(row);
}

/* "imei" and a number without its kind: "IMEI:…". */
static char *with_kind(const char *kind, const char *number)
{
    if (g_ascii_strcasecmp(kind, kinds[0]) == 0 || strchr(number, ':'))
        return g_strdup(number);
    char *upper = g_ascii_strup(kind, -1), *whole = g_strconcat(upper, ":", number, NULL);
    g_free(upper);
    return whole;
}

static char *json_device(const char *line)
{
    GRegex *regex =
        g_regex_new("\"(device|imei|meid|esn)\"\\s*:\\s*\"?([0-9A-Za-z:]+)\"?\\s*[,}]", G_REGEX_CASELESS, 0, NULL);
    GMatchInfo *match = NULL;
    char *device = NULL;
    if (g_regex_match(regex, line, 0, &match)) {
        char *kind = g_match_info_fetch(match, 1), *number = g_match_info_fetch(match, 2);
        device = with_kind(kind, number);
        g_free(kind);
        g_free(number);
    }
    g_match_info_unref(match);
    g_regex_unref(regex);
    return device;
}

/* The first column, without blanks and quotes around it. */
static char *first_column(const char *line)
{
    char *column = g_strstrip(g_strndup(line, strcspn(line, ",;\t")));
    size_t length = strlen(column);
    if (length >= 2 && column[0] == '"' && column[length - 1] == '"') {
        memmove(column, column + 1, length - 2);
        column[length - 2] = '\0';
    }
    return column;
}

static const char *heading(const char *column)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_ascii_strcasecmp(column, kinds[i]) == 0)
            return kinds[i];
    return NULL;
}

static char *csv_device(const char *line, const char *kind)
{
    char *column = first_column(line), *device = column[0] ? with_kind(kind, column) : NULL;
    g_free(column);
    return device;
}

static void fail_line(const struct messages *messages, const struct input *input, unsigned line)
{
    const struct message_place place = {.file = input->name, .line = line, .column = 1};
    message_fail(messages, TOOL_DEVICE_ID, place, "the first column, or the member device, imei, meid or esn",
                 "the line names no device");
}

static bool add_line(GPtrArray *rows, const char *line, unsigned number, const char **kind)
{
    if (line[0] == '\0' || line[0] == '#')
        return true;
    char *column = first_column(line);
    const char *named = rows->len == 0 ? heading(column) : NULL;
    g_free(column);
    if (named) {
        *kind = named;
        return true;
    }
    struct device_row *row = g_new0(struct device_row, 1);
    row->line = number;
    row->device = line[0] == '{' ? json_device(line) : csv_device(line, *kind);
    g_ptr_array_add(rows, row);
    return row->device != NULL;
}

GPtrArray *device_table_read(const struct messages *messages, const struct input *input)
{
    if (input->length && memchr(input->octets, '\0', input->length)) {
        message_fail(messages, TOOL_DEVICE_ID, (struct message_place){.file = input->name}, NULL,
                     "the table of devices holds a NUL");
        return NULL;
    }
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);
    char *text = g_strndup(input->octets, input->length), **lines = g_strsplit(text, "\n", -1);
    const char *kind = kinds[0];
    bool sound = true;
    for (unsigned i = 0; lines[i]; i++)
        if (!add_line(rows, g_strstrip(lines[i]), i + 1, &kind)) {
            fail_line(messages, input, i + 1);
            sound = false;
        }
    g_strfreev(lines);
    g_free(text);
    if (sound)
        return rows;
    g_ptr_array_unref(rows);
    return NULL;
}
