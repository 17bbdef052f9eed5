/* SPDX-License-Identifier: MIT */
/*
 * libcpdm: OMA Client Provisioning (CP) documents in, OMA/SyncML DM bootstrap packages out.
 *
 * One rule of ownership: a cpdm_translator owns everything about one document. Whatever it returns
 * (message, document, tree, report, package octets, error) lives until cpdm_translator_reset(), which recycles the
 * memory, or cpdm_translator_free(). Octets handed in are not copied: they must stay valid for as long.
 * A cpdm_tables object is immutable and may be shared by all threads; a translator belongs to one thread at a time.
 *
 * The library does no I/O, keeps no global state, prints nothing and never exits.
 */
#ifndef CPDM_H
#define CPDM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Vocabulary ------------------------------------------------------------------------------------------------ */

/* Text (UTF-8, no NUL at its end) or octets. `data` is never NULL where length is not 0. */
typedef struct cpdm_slice {
    const char *data;
    size_t length;
} cpdm_slice;

/* Whose fault it is. The numbers never change. */
typedef enum cpdm_status {
    CPDM_OK = 0,
    CPDM_ERROR_DOCUMENT = 1,       /* the document or message is wrong */
    CPDM_ERROR_USAGE = 2,          /* the caller asked for something that does not exist or does not fit */
    CPDM_ERROR_AUTHENTICATION = 3, /* SEC, MAC or a secret is missing or wrong */
    CPDM_ERROR_LIMIT = 4,          /* a named limit was reached */
    CPDM_ERROR_NOTHING = 6,        /* a sound document with nothing to translate (no w7) */
    CPDM_ERROR_TABLE = 7,          /* a mapping table is wrong */
    CPDM_ERROR_MEMORY = 12,        /* the allocator gave no memory */
    CPDM_ERROR_INTERNAL = 70       /* our failure */
} cpdm_status;

typedef enum cpdm_severity {
    CPDM_SEVERITY_ERROR,
    CPDM_SEVERITY_WARNING,
    CPDM_SEVERITY_NOTE /* of cpdm_document_lint() only */
} cpdm_severity;

/* One located finding. A text document has line and column (from 1; column in characters); a binary one has line 0 and
 * its byte offset. Strings end with NUL; none is NULL, `path` and `hint` may be empty. No string holds a secret. */
typedef struct cpdm_diagnostic {
    unsigned rule; /* the nnnn of CPDM-nnnn, or of Mnnn where `table` is set */
    bool table;    /* a finding in a mapping table: printed as error[Mnnn] */
    cpdm_status status;
    cpdm_severity severity;
    size_t offset;
    unsigned line;
    unsigned column;
    const char *source;   /* name of the table file; empty for a document */
    const char *path;     /* in the document, like APPLICATION[1]/APPAUTH[2]/AAUTHSECRET */
    const char *sentence; /* what is wrong */
    const char *hint;     /* what to do */
} cpdm_diagnostic;

/* The explanation of a rule, for `cpdm help CPDM-nnnn` (or Mnnn with `table`); NULL when there is no such rule. */
const char *cpdm_rule_explanation(unsigned rule, bool table);

/* The library's version, like "0.1.0". */
const char *cpdm_version(void);

/* Where the memory comes from. Every member is given, or the whole pointer is NULL for malloc and free. */
typedef struct cpdm_allocator {
    void *(*allocate)(void *data, size_t size); /* NULL when there is none */
    void (*release)(void *data, void *memory);
    void *data;
} cpdm_allocator;

/* Limits on received bytes and on what is made of them; 0 in a member means its default (src/limits.h). */
typedef struct cpdm_limits {
    size_t document;    /* octets of one message or document: 64 KiB; 1 GiB at most */
    size_t depth;       /* nested elements: 32; 64 at most */
    size_t parms;       /* parms, and as many characteristics: 4,096 */
    size_t value;       /* octets of one value: 8 KiB */
    size_t text;        /* decoded text: min(256 KiB, 64 x input + 4 KiB) */
    size_t memory;      /* octets for one document, and as many for its nodes: 16 x input + 64 KiB */
    size_t attributes;  /* attributes of one element: 16, which is also the most */
    size_t connections; /* NAPDEFs, and PXPHYSICALs with each NAPDEF they lead to: 256 */
    size_t nodes;       /* of a tree: 16,384; 64 at least */
    size_t same_name;   /* objects of a tree that want the same node name: 256 */
} cpdm_limits;

/* ---- Tables ---------------------------------------------------------------------------------------------------- */

typedef struct cpdm_tables cpdm_tables;

/* Called once for each finding in a table file, in the order of the file. */
typedef void cpdm_diagnostic_function(void *data, const cpdm_diagnostic *diagnostic);

/* Called for the file that an `extends` names. Returns false where there is none. The text stays valid during the load.
 */
typedef bool cpdm_table_open_function(void *data, const char *name, cpdm_slice *text);

typedef struct cpdm_table_file {
    const char *name; /* as messages shall call it */
    cpdm_slice text;
} cpdm_table_file;

/* Loads a table and then overlays over it (files[1] ..). Where `open` is NULL or finds nothing, `extends` is looked for
 * among the embedded tables. Every finding is reported; CPDM_ERROR_TABLE when one of them is an error. */
cpdm_status cpdm_tables_load(cpdm_tables **tables, const cpdm_table_file *files, size_t count,
                             cpdm_table_open_function *open, cpdm_diagnostic_function *report, void *data,
                             const cpdm_allocator *allocator);

/* The embedded tables, from index 0; NULL behind the last one. */
const cpdm_table_file *cpdm_tables_embedded(size_t index);

/* The embedded table whose target is called so ("dm-1.1.2"); NULL when there is none. */
const cpdm_table_file *cpdm_tables_find_embedded(const char *target);

/* The table as text that loads to the same table. The text belongs to the tables. CPDM_ERROR_MEMORY or CPDM_OK. */
cpdm_status cpdm_tables_print(cpdm_tables *tables, cpdm_slice *text);

const char *cpdm_tables_target(const cpdm_tables *tables);  /* "dm-1.1.2" */
cpdm_slice cpdm_tables_protocol(const cpdm_tables *tables); /* VerProto of its packages, "DM/1.1" */
const char *cpdm_tables_title(const cpdm_tables *tables);
void cpdm_tables_free(cpdm_tables *tables);

/* ---- Translator ------------------------------------------------------------------------------------------------ */

typedef struct cpdm_translator cpdm_translator;

/* NULL when there is no memory. `limits` and `allocator` may be NULL. A reset cleanses what it recycles; the XML
 * reader's buffers and the key of the last MAC are kept for the next document, and cleansed when the translator is
 * freed. */
cpdm_translator *cpdm_translator_new(const cpdm_limits *limits, const cpdm_allocator *allocator);
void cpdm_translator_reset(cpdm_translator *translator);
void cpdm_translator_free(cpdm_translator *translator);

/* The last failure since the reset; NULL when nothing failed. */
const cpdm_diagnostic *cpdm_translator_error(const cpdm_translator *translator);

/* The warnings since the reset, from index 0; NULL behind the last one. */
const cpdm_diagnostic *cpdm_translator_warning(const cpdm_translator *translator, size_t index);

/* What real documents get wrong and the reader may forgive, each time with a warning. Nothing unless asked for. */
typedef enum cpdm_leniency {
    CPDM_LENIENT_CASE = 1,         /* AppID is APPID: types and parms in another case than the standard's */
    CPDM_LENIENT_FLAT_APPAUTH = 2, /* AAUTH… directly in an APPLICATION: read as if an APPAUTH stood around them */
    CPDM_LENIENT_MASKED = 4 /* ******** for a secret in the lines of a tree: there, and empty; needs no warning */
} cpdm_leniency;

/* For all documents that are parsed from now on: cpdm_leniency values, added up; 0 for none. */
void cpdm_translator_forgive(cpdm_translator *translator, unsigned leniencies);

/* ---- Messages: envelope, SEC and MAC ---------------------------------------------------------------------------- */

typedef enum cpdm_form {
    CPDM_FORM_AUTO,
    CPDM_FORM_XML,
    CPDM_FORM_WBXML,
    CPDM_FORM_PUSH, /* WSP connectionless push PDU */
    CPDM_FORM_TREE, /* the lines of `cpdm translate -f tree`: PATH<TAB>FORMAT<TAB>VALUE */
    CPDM_FORM_SMS,  /* SMS user data in hex, one segment a line, with a push PDU in it */
    CPDM_FORM_PAP,  /* push submission: multipart of control entity and content */
    CPDM_FORM_OBEX, /* PUT packets */
    CPDM_FORM_MIME, /* text headers and a body */
    CPDM_FORM_CARD  /* a transparent file of a smart card: one document, FF behind it; never recognised by itself */
} cpdm_form;

typedef enum cpdm_content {
    CPDM_CONTENT_UNKNOWN,
    CPDM_CONTENT_CP, /* wap-provisioningdoc */
    CPDM_CONTENT_DM, /* SyncML package */
    CPDM_CONTENT_WBXML_OTHER,
    CPDM_CONTENT_TNDS, /* MgmtTree: management objects (OMA DM TNDS) */
    CPDM_CONTENT_TREE  /* the lines of a tree */
} cpdm_content;

/* ProvBoot 1.1 section 5.2, SyncML DM Bootstrap 1.1 section 6.2. The numbers up to 3 are those of the SEC parameter. */
typedef enum cpdm_security {
    CPDM_SECURITY_NETWPIN = 0,
    CPDM_SECURITY_USERPIN = 1,
    CPDM_SECURITY_USERNETWPIN = 2,
    CPDM_SECURITY_USERPINMAC = 3,
    CPDM_SECURITY_NETWORKID = 16, /* OMA DM Security 1.2 and 1.3 section 5.10.2.3: these have names only */
    CPDM_SECURITY_USERPIN_NETWORKID = 17,
    CPDM_SECURITY_3GPP_GBA = 18, /* section 5.10.2.4: carried; the keys of GBA protect the package, not a MAC */
    CPDM_SECURITY_NONE = 255
} cpdm_security;

const char *cpdm_security_name(cpdm_security security); /* "USERPIN"; "NONE" */

typedef struct cpdm_message cpdm_message;

/* What brought the message. Members that its form does not have are empty or 0. */
typedef struct cpdm_transport {
    cpdm_slice originator;              /* SMS: the text before the segments, or the number in them */
    const char *tpdu;                   /* SMS: "SMS-DELIVER" or "SMS-SUBMIT"; NULL where the lines are user data */
    unsigned messages;                  /* SMS: how many the input holds */
    unsigned segments, duplicates;      /* SMS: of this message */
    unsigned reference, reference_bits; /* SMS: 8 or 16 bits; 0 for a message that was not cut */
    unsigned destination_port, source_port;
    unsigned packets;   /* OBEX */
    cpdm_slice control; /* PAP: the control entity, XML */
    cpdm_slice headers; /* PAP, MIME: those of the content */
    size_t padding;     /* CARD: octets of FF behind the body */
} cpdm_transport;

typedef struct cpdm_message_info {
    cpdm_form outer;       /* as it came */
    cpdm_form form;        /* of the body: XML, WBXML or TREE */
    cpdm_content content;  /* of the body, by its own first octets */
    cpdm_slice media_type; /* from the envelope, without parameters; empty when there is no envelope */
    unsigned media_code;   /* WSP content type code, 0 when it came as text or not at all */
    bool has_content_type; /* the caller gave one, or the envelope holds one */
    cpdm_security security;
    cpdm_slice security_text; /* SEC or key type as it came, where it came as text */
    bool has_mac;
    cpdm_slice headers;              /* push PDU: the octets of its headers, content type included */
    unsigned transaction;            /* push PDU: its TID */
    unsigned application;            /* push PDU: X-WAP-Application-Id code, 0 when absent */
    cpdm_slice body;                 /* the octets that the MAC covers */
    size_t body_offset;              /* of the body in the input; in SMS, of the body in the push PDU */
    const cpdm_transport *transport; /* NULL for XML, WBXML and PUSH */
} cpdm_message_info;

/* Reads the envelope. `content_type` is the text of a header for a bare body ("…; SEC=USERPIN; MAC=0BB3…"), or NULL. */
cpdm_status cpdm_message_open(cpdm_translator *translator, const void *octets, size_t length, cpdm_form form,
                              const char *content_type, cpdm_message **message);

/* The same for one of the messages that segments of SMS make: from 1, in the order of their first segments. With
 * cpdm_message_open() there must be one. */
cpdm_status cpdm_message_open_sms(cpdm_translator *translator, const void *octets, size_t length, size_t number,
                                  cpdm_message **message);
void cpdm_message_describe(const cpdm_message *message, cpdm_message_info *info);

/* What a receiver or a sender knows. Members not known are empty. All are copied nowhere and never shown. */
typedef struct cpdm_secrets {
    cpdm_slice imsi;           /* decimal digits, 6 to 15 */
    cpdm_slice network_key;    /* raw octets, instead of an IMSI */
    cpdm_slice network_id;     /* for NETWORKID and USERPIN_NETWORKID, before an IMSI or network key */
    cpdm_slice pin;            /* decimal digits; of OMA DM 1.2 and 1.3, visible ASCII */
    cpdm_slice userpinmac;     /* the code that the user typed: 2n digits, at least 10 */
    cpdm_slice userpinmac_key; /* the digits K for signing with USERPINMAC: 5 to 20 */
} cpdm_secrets;

/* CPDM_OK only when the message carries a security method and the MAC over the body as received is right. */
cpdm_status cpdm_message_verify(cpdm_translator *translator, const cpdm_message *message, const cpdm_secrets *secrets);

typedef struct cpdm_signature {
    cpdm_security security;
    char mac[41];       /* 40 upper-case hexadecimal digits and NUL; empty for USERPINMAC and NONE */
    char user_code[41]; /* USERPINMAC: the code to give to the user out of band; else empty */
    bool bare;          /* a content type as text has OMA DM 1.3's form, type;KEYTYPE;DIGEST, without SEC= and MAC= */
} cpdm_signature;

/* The MAC of a WBXML body by this method. */
cpdm_status cpdm_message_sign(cpdm_translator *translator, cpdm_slice body, cpdm_security security,
                              const cpdm_secrets *secrets, cpdm_signature *signature);

/* SEC and MAC as the message carries them, to stand in another envelope around the same body. Nothing is verified:
 * CPDM_SECURITY_NONE when it carries neither; CPDM_ERROR_AUTHENTICATION when no receiver could verify what it carries.
 */
cpdm_status cpdm_message_signature(cpdm_translator *translator, const cpdm_message *message, cpdm_signature *signature);

/* The content type line of a CP or DM WBXML body: "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=…". */
cpdm_status cpdm_content_type_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                                    cpdm_slice *text);

typedef struct cpdm_push_options {
    unsigned transaction;  /* TID, 0..255; 0 means 1 */
    unsigned content_code; /* WSP content type code; 0 means 0x36 (CP) or 0x42 (DM) */
} cpdm_push_options;

/* A WSP connectionless push PDU around a WBXML body. DM bodies carry X-WAP-Application-Id 0x07. `options` may be NULL.
 */
cpdm_status cpdm_push_write(cpdm_translator *translator, cpdm_content content, const cpdm_signature *signature,
                            cpdm_slice body, const cpdm_push_options *options, cpdm_slice *octets);

/* ---- CP documents ---------------------------------------------------------------------------------------------- */

typedef struct cpdm_document cpdm_document;

/* Reads the body of a CP message, XML or WBXML. Says nothing of authenticity: ask cpdm_message_verify(). */
cpdm_status cpdm_document_parse(cpdm_translator *translator, const cpdm_message *message, cpdm_document **document);

typedef enum cpdm_element_kind {
    CPDM_ELEMENT_ROOT,
    CPDM_ELEMENT_CHARACTERISTIC,
    CPDM_ELEMENT_PARM,
    CPDM_ELEMENT_OTHER /* parm-query, nocharacteristic … : kept, never translated */
} cpdm_element_kind;

typedef struct cpdm_attribute {
    cpdm_slice name, value;
    struct cpdm_attribute *next;
} cpdm_attribute;

typedef struct cpdm_element {
    cpdm_element_kind kind;
    unsigned depth;   /* the root has 0 */
    cpdm_slice name;  /* type of a characteristic, name of a parm, version of the root, element name of the others */
    cpdm_slice value; /* of a parm */
    bool has_value;   /* a value attribute was there, even an empty one */
    const cpdm_attribute *attributes; /* the others, all those of CPDM_ELEMENT_OTHER; NULL when there is none */
    bool secret; /* a password or nonce: hide `value`, and the attribute of this name, unless asked */
    size_t offset;
    unsigned line, column;
} cpdm_element;

/* Called for each element in document order; false stops the walk. */
typedef bool cpdm_element_function(void *data, const cpdm_element *element);
void cpdm_document_walk(const cpdm_document *document, cpdm_element_function *function, void *data);

/* Called for each AAUTHSECRET of a DM account (an APPLICATION whose APPID is w7) that has a value, in document order;
 * false stops. Each client has a password of its own (OMA DM Security 1.1 section 5.1): who sees many documents can
 * tell where that is not so. */
typedef bool cpdm_password_function(void *data, cpdm_slice password);
void cpdm_document_passwords(const cpdm_document *document, cpdm_password_function *function, void *data);

/* Lossless: what is written parses to the same document. `form` is CPDM_FORM_XML or CPDM_FORM_WBXML. */
cpdm_status cpdm_document_write(cpdm_translator *translator, const cpdm_document *document, cpdm_form form,
                                cpdm_slice *octets);

/* ---- Mapping, tree and report ----------------------------------------------------------------------------------- */

typedef struct cpdm_tree cpdm_tree;
typedef struct cpdm_report cpdm_report;

typedef struct cpdm_map_options { /* what the caller wishes; all zero is the usual */
    const char *apps; /* APPLICATIONs that tables translate on request: APPIDs with commas, or "all"; NULL: w7 */
    bool partial;     /* also a document without an account */
    const char *first_session_id; /* 0 to 65535, for targets with a node for it; NULL: the table's default */
    size_t max_segment;           /* octets of a node name, from 12: one made from document text is cut; 0: no limit */
    size_t max_uri; /* octets of a LocURI: names are cut until it fits, or the document is refused; 0: no limit */
} cpdm_map_options;

/* CP -> DM by the tables. CPDM_ERROR_NOTHING when no row of the table found an account (no w7). */
cpdm_status cpdm_map_to_tree(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_document *document,
                             const cpdm_map_options *options, cpdm_tree **tree, cpdm_report **report);

typedef enum cpdm_format {
    CPDM_FORMAT_NODE,
    CPDM_FORMAT_CHR,
    CPDM_FORMAT_INT,
    CPDM_FORMAT_BOOL,
    CPDM_FORMAT_BIN,
    CPDM_FORMAT_XML,
    CPDM_FORMAT_NULL
} cpdm_format;

const char *cpdm_format_name(cpdm_format format); /* "chr" */

typedef struct cpdm_node {
    cpdm_slice uri; /* ./SyncML/DMAcc/x/Addr */
    cpdm_format format;
    cpdm_slice value; /* empty for interior nodes; raw octets for bin */
    bool secret;
} cpdm_node;

/* Called for each node that a package carries, parents first; false stops the walk. */
typedef bool cpdm_node_function(void *data, const cpdm_node *node);
cpdm_status cpdm_tree_walk(cpdm_translator *translator, const cpdm_tree *tree, cpdm_node_function *function,
                           void *data);

typedef enum cpdm_fate {                       /* best first */
                         CPDM_FATE_MAPPED,     /* comes back as it was */
                         CPDM_FATE_NORMALISED, /* comes back in canonical form */
                         CPDM_FATE_DERIVED,    /* used, but cannot come back */
                         CPDM_FATE_SIGNALLED,  /* an instruction such as INIT */
                         CPDM_FATE_LOST,       /* the table says why */
                         CPDM_FATE_UNMAPPED,   /* no row */
                         CPDM_FATE_INVALID,
                         CPDM_FATE_COUNT
} cpdm_fate;

const char *cpdm_fate_name(cpdm_fate fate); /* "mapped" */

typedef struct cpdm_parm_fate {
    const char *path; /* APPLICATION[1]/APPAUTH[2]/AAUTHSECRET */
    size_t offset;
    unsigned line, column; /* line 0: binary */
    cpdm_fate fate;
    const char *reason;      /* empty for mapped */
    const cpdm_slice *nodes; /* URIs of the nodes it went to */
    size_t node_count;
} cpdm_parm_fate;

typedef struct cpdm_supplied { /* a node that no parm stands behind */
    cpdm_slice uri;
    const char *why; /* "defaulted" or "copied" */
} cpdm_supplied;

/* Either function may be NULL; false from one stops the walk. `path` and `reason` live for the call. One call for each
 * parm of the document, in its order. */
typedef bool cpdm_parm_fate_function(void *data, const cpdm_parm_fate *fate);
typedef bool cpdm_supplied_function(void *data, const cpdm_supplied *supplied);
cpdm_status cpdm_report_walk(cpdm_translator *translator, const cpdm_report *report, cpdm_parm_fate_function *parms,
                             cpdm_supplied_function *supplied, void *data);

/* How many parms had this fate. */
size_t cpdm_report_count(const cpdm_report *report, cpdm_fate fate);

/* ---- The way back ------------------------------------------------------------------------------------------------ */

typedef struct cpdm_node_report cpdm_node_report;

/* DM -> CP by the same tables, read from right to left. Nothing is checked for completeness: what the tree says, the
 * document says. A node that no row takes is `unmapped` in the report, one whose value no row could have made is
 * `invalid` and a warning. CPDM_ERROR_NOTHING when no row took a node. */
cpdm_status cpdm_map_to_document(cpdm_translator *translator, const cpdm_tables *tables, const cpdm_tree *tree,
                                 cpdm_document **document, cpdm_node_report **report);

typedef struct cpdm_node_fate {
    cpdm_slice uri;
    cpdm_fate fate;     /* mapped, normalised, derived (the document says it otherwise), unmapped, invalid */
    const char *parm;   /* in the new document, like APPLICATION[1]/APPADDR[1]/ADDR; empty where it became none */
    const char *reason; /* empty for mapped */
} cpdm_node_fate;

/* Called for each node that holds a value, and for interior nodes that no row takes and that hold nothing, in the order
 * of the tree; false stops the walk. The texts live for the call. */
typedef bool cpdm_node_fate_function(void *data, const cpdm_node_fate *fate);
cpdm_status cpdm_node_report_walk(cpdm_translator *translator, const cpdm_node_report *report,
                                  cpdm_node_fate_function *function, void *data);

/* How many of these nodes had this fate. */
size_t cpdm_node_report_count(const cpdm_node_report *report, cpdm_fate fate);

#include "cpdm-package.h"

#include "cpdm-credentials.h"
#include "cpdm-device.h"
#include "cpdm-lint.h"
#include "cpdm-octets.h"
#include "cpdm-transport.h"

#ifdef __cplusplus
}
#endif
#endif
