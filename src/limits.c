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

cpdm_limits limits_for(const cpdm_limits *given, size_t input)
{
    static const cpdm_limits none;
    const cpdm_limits *g = given ? given : &none;
    size_t text = scaled(input, LIMIT_TEXT_FACTOR, LIMIT_TEXT_FLOOR);
    cpdm_limits limits = {
        .document = or_default(g->document, LIMIT_DOCUMENT),
        .depth = or_default(g->depth, LIMIT_DEPTH),
        .parms = or_default(g->parms, LIMIT_PARMS),
        .value = or_default(g->value, LIMIT_VALUE),
        .text = or_default(g->text, text < LIMIT_TEXT ? text : LIMIT_TEXT),
        .memory = or_default(g->memory, scaled(input, LIMIT_MEMORY_FACTOR, LIMIT_MEMORY_FLOOR)),
        .attributes = or_default(g->attributes, LIMIT_ATTRIBUTES),
    };
    if (limits.document > LIMIT_DOCUMENT_MAX)
        limits.document = LIMIT_DOCUMENT_MAX;
    if (limits.depth > LIMIT_DEPTH_MAX)
        limits.depth = LIMIT_DEPTH_MAX;
    if (limits.attributes > LIMIT_ATTRIBUTES)
        limits.attributes = LIMIT_ATTRIBUTES;
    return limits;
}
