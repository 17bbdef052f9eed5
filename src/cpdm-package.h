/* SPDX-License-Identifier: MIT */
/* The part of cpdm.h that writes and reads SyncML packages, and whatever else holds a management tree. Included there,
 * in C linkage; not to be included by itself. */
#ifndef CPDM_PACKAGE_H
#define CPDM_PACKAGE_H

/* How WBXML holds texts that come more than once. A receiver that cannot read one of them cannot read WBXML. */
typedef enum cpdm_strings {
    CPDM_STRINGS_AUTO,   /* as a table where that saves a segment of an SMS, see `push_head` */
    CPDM_STRINGS_INLINE, /* each in its place */
    CPDM_STRINGS_TABLE   /* in a string table, where that is shorter by an octet */
} cpdm_strings;

typedef struct cpdm_package_options { /* NULL or zero members: the defaults of the target */
    const char *device;               /* Target/LocURI; "unknown-device" */
    const char *server;               /* Source/LocURI; the first account's server address */
    const char *session_id;           /* "0" (seed 000 section 6.3.1.1) */
    bool text_binary;        /* WBXML: bin values as their base64 text, for a reader that can only make XML of it */
    bool items;              /* an item for each node, also where the target has them as one TNDS */
    bool acl_items;          /* an item NODE?prop=ACL for each object; a TNDS has its ACLs in any case */
    cpdm_strings strings;    /* WBXML */
    size_t push_head;        /* CPDM_STRINGS_AUTO: octets of the push PDU before the package, where that is cut into
                              * SMS as cpdm_sms_write() does it; 0: it is never cut, and any octet saved counts */
    unsigned reference_bits; /* of those SMS: 8 or 16; 0 means 8 */
} cpdm_package_options;

/* The tree as a SyncML package, in the manner that the tables say. `form` is CPDM_FORM_XML or CPDM_FORM_WBXML.
 * CPDM_ERROR_USAGE where the target allows no `server` but an address of an account (DM Bootstrap 1.3). */
cpdm_status cpdm_package_write(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_tree *tree,
                               const cpdm_package_options *options, cpdm_form form, cpdm_slice *octets);

typedef struct cpdm_package cpdm_package;

/* Reads any SyncML message, or a TNDS document of its own, XML or WBXML. */
cpdm_status cpdm_package_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_package **package);

typedef struct cpdm_syncml_element {
    unsigned depth;
    cpdm_slice name; /* "Replace" */
    cpdm_slice text; /* of an element without child elements; binary Data: raw octets */
    bool leaf;
    bool binary;
    bool secret; /* Data of an item whose LocURI ends in a known password or nonce node */
    bool tnds;   /* Data that is a TNDS document: cpdm_package_parse_tnds() reads it */
    size_t offset;
    unsigned line, column;
    const void *node; /* the library's own */
} cpdm_syncml_element;

typedef bool cpdm_syncml_element_function(void *data, const cpdm_syncml_element *element);
void cpdm_package_walk(const cpdm_package *package, cpdm_syncml_element_function *function, void *data);

/* The TNDS document in a Data that the walk has shown. What is wrong with it is said at the Data. */
cpdm_status cpdm_package_parse_tnds(cpdm_translator *translator, const cpdm_package *package,
                                    const cpdm_syncml_element *element, cpdm_package **tnds);

/* Lossless: Format bin OPAQUE in WBXML is Format b64 text in XML, one and the same value. `strings`: of WBXML;
 * CPDM_STRINGS_AUTO is CPDM_STRINGS_TABLE here. A TNDS in a Data stays as it is. */
cpdm_status cpdm_package_rewrite(cpdm_translator *translator, const cpdm_package *package, cpdm_form form,
                                 cpdm_strings strings, cpdm_slice *octets);

/* The management tree that a bootstrap package or a TNDS document makes. A package of SyncML 1.1 that breaks SyncML DM
 * Bootstrap 1.1 section 6.3.1 is refused by name; Add is taken for Replace, as deployed servers send it. */
cpdm_status cpdm_package_to_tree(cpdm_translator *translator, const cpdm_package *package, cpdm_tree **tree);

/* The same of a message that holds such a package or document, or the lines of `cpdm translate -f tree`. */
cpdm_status cpdm_tree_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_tree **tree);

/* Warns of each account that has no server address or no credential. A required node whose absence was told by
 * cpdm_map_to_tree() is not told again. */
cpdm_status cpdm_tree_check(cpdm_translator *translator, const cpdm_tree *tree);

/* CPDM_OK when both hold the same nodes with the same formats and values; else the first difference is the error. */
cpdm_status cpdm_tree_compare(cpdm_translator *translator, const cpdm_tree *meant, const cpdm_tree *found);

#endif
