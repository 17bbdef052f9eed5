/* SPDX-License-Identifier: MIT */
/* The translator: everything that is kept from one document to the next. For the files of the API only. */
#ifndef TRANSLATOR_H
#define TRANSLATOR_H

#include "cp-doc.h"
#include "digest.h"
#include "dm-tree.h"
#include "envelope.h"
#include "report.h"
#include "syncml-doc.h"
#include "xml-read.h"

struct cpdm_translator {
    struct job job;
    cpdm_limits given;
    cpdm_allocator allocator;
    struct xml_reader *xml; /* made when the first XML comes */
    struct mac *mac;        /* made when the first MAC is needed */
    struct digest_sha256 *sha256;
};

/* NULL after a failure has been recorded. */
struct xml_reader *translator_xml(struct cpdm_translator *translator);
struct mac *translator_mac(struct cpdm_translator *translator);

/* The body must be of the kind that is wanted, as far as that is known yet. */
cpdm_status translator_check_content(struct job *job, const struct cpdm_message *message, cpdm_content wanted);

#endif
