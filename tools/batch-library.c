/* SPDX-License-Identifier: MIT */
/* JSON by jansson, which takes RFC 8259 as it is: no name twice, only UTF-8, and a length for every string. Of what it
 * says about errors only the kind is taken: its texts quote the line, and a line holds secrets. */
#include "batch-library.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_JANSSON
#include <jansson.h>
#endif

#ifndef HAVE_JANSSON

bool batch_library_is_there(void)
{
    return false;
}

void batch_library_prepare(void)
{
}

bool batch_library_read(const char *line, size_t length, struct batch_library *library, struct members *members)
{
    (void)line;
    (void)length;
    (void)members;
    *library = (struct batch_library){.sentence = "the line is not plain JSON, and cpdm was built without the library "
                                                  "that reads the rest of JSON"};
    return false;
}

const char *batch_library_text(const struct batch_library *library, const char *outer, const char *inner)
{
    (void)library;
    (void)outer;
    (void)inner;
    return NULL;
}

void batch_library_clear(struct batch_library *library)
{
    (void)library;
}

#else

bool batch_library_is_there(void)
{
    return true;
}

/* The size stands before the memory, so that all of it can be overwritten. */
static void *allocate(size_t size)
{
    size_t *memory = size <= SIZE_MAX - _Alignof(max_align_t) ? malloc(size + _Alignof(max_align_t)) : NULL;
    if (!memory)
        return NULL;
    *memory = size;
    return (char *)memory + _Alignof(max_align_t);
}

static void release(void *memory)
{
    if (!memory)
        return;
    size_t *start = (void *)((char *)memory - _Alignof(max_align_t));
    explicit_bzero(memory, *start);
    free(start);
}

void batch_library_prepare(void)
{
    json_set_alloc_funcs(allocate, release);
}

static const char *sentence_of(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_duplicate_key: return "a name stands twice in an object";
    case json_error_invalid_utf8: return "the line is not UTF-8";
    case json_error_stack_overflow: return "the line is nested too deeply";
    case json_error_out_of_memory: return "there is no memory for the line";
    case json_error_numeric_overflow: return "a number is too large";
    case json_error_null_byte_in_key: return "a name holds U+0000";
    case json_error_premature_end_of_input: return "the line ends inside a JSON value";
    case json_error_end_of_input_expected: return "something stands behind the JSON object";
    case json_error_unknown:
    case json_error_cannot_open_file:
    case json_error_invalid_argument:
    case json_error_invalid_syntax:
    case json_error_invalid_format:
    case json_error_wrong_type:
    case json_error_null_character:
    case json_error_null_value:
    case json_error_item_not_found:
    case json_error_index_out_of_range: return "the line is not JSON";
    }
    return "the line is not JSON";
}

static bool fail(struct batch_library *library, const char *sentence)
{
    library->sentence = sentence;
    return false;
}

/* The text of a string is ours to write to: nobody else has the value. */
static void take_text(struct member *member, const json_t *value)
{
    member->kind = MEMBER_TEXT;
    member->text = (char *)(uintptr_t)json_string_value(value);
    member->length = json_string_length(value);
}

static void take_integer(struct member *member, const json_t *value)
{
    member->kind = MEMBER_INTEGER;
    member->length =
        (size_t)snprintf(member->digits, sizeof member->digits, "%lld", (long long)json_integer_value(value));
    member->text = member->digits;
}

static void take_value(struct member *member, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING: take_text(member, value); return;
    case JSON_INTEGER: take_integer(member, value); return;
    case JSON_TRUE: member->kind = MEMBER_TRUE; return;
    case JSON_FALSE: member->kind = MEMBER_FALSE; return;
    case JSON_NULL: member->kind = MEMBER_NULL; return;
    case JSON_REAL:
    case JSON_OBJECT:
    case JSON_ARRAY: member->kind = MEMBER_OTHER; return;
    }
}

static bool take_list(json_t *object, struct member_list *list)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        struct member *member = member_add(list);
        if (!member)
            return false;
        member->name = (cpdm_slice){.data = name, .length = strlen(name)};
        take_value(member, value);
    }
    return true;
}

static bool take_inner(json_t *root, const char *name, struct member_list *list, bool *has)
{
    json_t *object = json_object_get(root, name);
    *has = json_is_object(object);
    return !*has || take_list(object, list);
}

bool batch_library_read(const char *line, size_t length, struct batch_library *library, struct members *members)
{
    json_error_t error;
    json_t *root = json_loadb(line, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    *library = (struct batch_library){.root = root};
    members_clear(members);
    if (!root) {
        library->offset = error.position > 0 ? (size_t)error.position : 0;
        return fail(library, sentence_of(&error));
    }
    if (!json_is_object(root))
        return fail(library, "the line is JSON, but no object");
    if (!take_list(root, &members->top) || !take_inner(root, "secret", &members->secret, &members->has_secret) ||
        !take_inner(root, "options", &members->options, &members->has_options))
        return fail(library, "an object has more than 32 members");
    return true;
}

const char *batch_library_text(const struct batch_library *library, const char *outer, const char *inner)
{
    return json_string_value(json_object_get(json_object_get(library->root, outer), inner));
}

void batch_library_clear(struct batch_library *library)
{
    json_decref(library->root);
    library->root = NULL;
}

#endif
