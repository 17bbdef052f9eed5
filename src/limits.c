/* SPDX-License-Identifier: MIT */
/* The limits in force for an input of a given size. */
#include "limits.h"

static size_t or_default(size_t given, size_t standard)
{
    return given ? given : standard;
}

/* factor x input + floor, without wrapping */
static size_t scaled(size_t input, size_t factor, size_t floor)
{
    size_t product, sum;
    if (__builtin_mul_overflow(input, factor, &product) || __builtin_add_overflow(product, floor, &sum))
        return SIZE_MAX;
    return sum;
}

void limits_change(cpdm_limits *limits, const cpdm_limits *given, size_t input)
{
    size_t text = scaled(input, LIMIT_TEXT_FACTOR, LIMIT_TEXT_FLOOR);
    limits->text = or_default(given->text, text < LIMIT_TEXT ? text : LIMIT_TEXT);
    limits->memory = or_default(given->memory, scaled(input, LIMIT_MEMORY_FACTOR, LIMIT_MEMORY_FLOOR));
}

static size_t at_most(size_t given, size_t standard, size_t most)
{
    size_t limit = or_default(given, standard);
    return limit < most ? limit : most;
}

cpdm_limits limits_for(const cpdm_limits *given, size_t input)
{
    static const cpdm_limits none;
    const cpdm_limits *g = given ? given : &none;
    cpdm_limits limits = {
        .document = at_most(g->document, LIMIT_DOCUMENT, LIMIT_DOCUMENT_MAX),
        .depth = at_most(g->depth, LIMIT_DEPTH, LIMIT_DEPTH_MAX),
        .parms = at_most(g->parms, LIMIT_PARMS, LIMIT_COUNT_MAX),
        .value = or_default(g->value, LIMIT_VALUE),
        .attributes = at_most(g->attributes, LIMIT_ATTRIBUTES, LIMIT_ATTRIBUTES),
        .connections = at_most(g->connections, LIMIT_CONNECTIONS, LIMIT_COUNT_MAX),
        .nodes = at_most(g->nodes, LIMIT_NODES, LIMIT_COUNT_MAX),
        .same_name = at_most(g->same_name, LIMIT_SAME_NAME, LIMIT_COUNT_MAX),
    };
    limits_change(&limits, g, input);
    return limits;
}
