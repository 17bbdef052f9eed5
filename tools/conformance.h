/* SPDX-License-Identifier: MIT */
/* The conformance page: tests/conformance as a text, made at build time. */
#ifndef CONFORMANCE_H
#define CONFORMANCE_H

extern const char conformance_text[];

#endif
