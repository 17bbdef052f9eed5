/* SPDX-License-Identifier: MIT */
/* XML out: escaping. What is written here reads back the same, CR, LF and TAB in attributes included. */
#ifndef XML_WRITE_H
#define XML_WRITE_H

#include "bytes.h"

void xml_put_attribute_value(struct bytes_writer *writer, cpdm_slice text); /* without the quotes; for "…" */
void xml_put_text(struct bytes_writer *writer, cpdm_slice text);

/* Whether an element or attribute can be called so: production 5 of XML 1.0, in well-formed UTF-8. */
bool xml_is_name(cpdm_slice text);

#endif
