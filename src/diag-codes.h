/* SPDX-License-Identifier: MIT */
/*
 * The registry of rules: RULE(name, number, status class, explanation for `cpdm help CPDM-nnnn`).
 * A number means the same forever; a retired one is not used again; it encodes nothing but its hundred, which tells
 * where to look. No include guard: the file is included wherever RULE is defined for a purpose.
 */

/* 1xx: any input */
RULE(MEMORY, 100, CPDM_ERROR_MEMORY, "The allocator gave no memory. Nothing is wrong with the document.")
RULE(MEMORY_LIMIT, 101, CPDM_ERROR_LIMIT,
     "The document would need more memory than 16 times its size plus 64 KiB, or than --limit memory allows. Real "
     "documents need far less; this one is either hostile or not a provisioning document.")
RULE(DOCUMENT_LIMIT, 102, CPDM_ERROR_LIMIT, "The input is larger than --max-document (64 KiB unless set).")
RULE(DEPTH_LIMIT, 103, CPDM_ERROR_LIMIT,
     "Elements are nested deeper than 32 (--limit depth). Real documents use 6 levels.")
RULE(PARM_LIMIT, 104, CPDM_ERROR_LIMIT, "The document has more than 4,096 parms or characteristics (--limit parms).")
RULE(VALUE_LIMIT, 105, CPDM_ERROR_LIMIT, "A value is longer than 8 KiB (--limit value).")
RULE(TEXT_LIMIT, 106, CPDM_ERROR_LIMIT,
     "The decoded text is larger than the input explains (256 KiB, or 64 times the input plus 4 KiB; --limit text): "
     "string table references are being used to make a small document explode.")
RULE(ATTRIBUTE_LIMIT, 107, CPDM_ERROR_LIMIT,
     "An element has more than 16 attributes, or than --limit attributes allows.")
RULE(CONNECTION_LIMIT, 108, CPDM_ERROR_LIMIT,
     "The document makes more than 256 connections (PXPHYSICAL times NAPDEF; --limit connections), or lists more than "
     "32 types in one AAUTHTYPE.")
RULE(
    FORM_UNKNOWN, 110, CPDM_ERROR_DOCUMENT,
    "The first octets are neither XML, nor WBXML, nor a WSP push PDU, nor SMS, PAP, OBEX or MIME. Say which it is with "
    "--from.")
RULE(CONTENT_UNEXPECTED, 111, CPDM_ERROR_DOCUMENT,
     "The body is sound but of another kind than this verb works on: a CP document was wanted and a SyncML package "
     "found, or the other way round.")
RULE(USAGE, 112, CPDM_ERROR_USAGE, "The caller asked for something that does not exist or does not fit.")
RULE(BASE64, 113, CPDM_ERROR_DOCUMENT, "What should be base64 (RFC 4648 section 4) is not.")
RULE(INTERNAL, 199, CPDM_ERROR_INTERNAL, "cpdm itself failed. Please report it with the command that shows it.")

/* 2xx: XML */
RULE(XML_SYNTAX, 200, CPDM_ERROR_DOCUMENT, "The document is not well-formed XML.")
RULE(XML_DTD, 201, CPDM_ERROR_DOCUMENT,
     "The DOCTYPE has an internal subset. It can define entities and is only ever used for attacks; a DOCTYPE with an "
     "external identifier is fine and is never fetched.")
RULE(XML_ENTITY, 202, CPDM_ERROR_DOCUMENT, "The document uses an entity that XML itself does not define.")
RULE(XML_ENCODING, 203, CPDM_ERROR_DOCUMENT, "The document's encoding is not UTF-8, UTF-16, ISO-8859-1 or US-ASCII.")

/* 3xx: WBXML */
RULE(WBXML_TRUNCATED, 300, CPDM_ERROR_DOCUMENT, "The WBXML document ends in the middle of something.")
RULE(WBXML_VERSION, 301, CPDM_ERROR_DOCUMENT, "The WBXML version is not 1.1, 1.2 or 1.3.")
RULE(WBXML_PUBLIC_ID, 302, CPDM_ERROR_DOCUMENT, "The public identifier is not that of a document type known here.")
RULE(WBXML_CHARSET, 303, CPDM_ERROR_DOCUMENT, "The character set is neither UTF-8 (106) nor US-ASCII (3).")
RULE(WBXML_INTEGER, 304, CPDM_ERROR_DOCUMENT, "A multi-byte integer has more than five octets or more than 32 bits.")
RULE(WBXML_STRING_TABLE, 305, CPDM_ERROR_DOCUMENT,
     "The string table, or a reference into it, reaches behind its end, or a string in it has no NUL.")
RULE(WBXML_TOKEN, 306, CPDM_ERROR_DOCUMENT, "A token is not defined on the code page in force.")
RULE(WBXML_PAGE, 307, CPDM_ERROR_DOCUMENT, "The document switches to a code page that does not exist.")
RULE(WBXML_GLOBAL, 308, CPDM_ERROR_DOCUMENT,
     "A global token stands where the WBXML grammar does not allow it, or is one that this document type never uses.")
RULE(WBXML_ENTITY, 309, CPDM_ERROR_DOCUMENT, "A character entity is not a character that XML allows.")
RULE(WBXML_TEXT, 310, CPDM_ERROR_DOCUMENT, "A string is not UTF-8 text of characters that XML allows.")
RULE(WBXML_NAME, 311, CPDM_ERROR_DOCUMENT, "A literal tag or attribute name is not an XML name.")
RULE(WBXML_TRAILING, 312, CPDM_ERROR_DOCUMENT, "There are octets behind the end of the root element.")
RULE(WBXML_ATTRIBUTE_TWICE, 313, CPDM_ERROR_DOCUMENT, "An element has the same attribute twice.")

/* 4xx: CP documents and their links */
RULE(CP_ROOT, 400, CPDM_ERROR_DOCUMENT, "The root element of a CP document is wap-provisioningdoc.")
RULE(CP_NESTING, 401, CPDM_ERROR_DOCUMENT, "An element stands where a CP document has no place for it.")
RULE(CP_ATTRIBUTE_MISSING, 402, CPDM_ERROR_DOCUMENT, "A characteristic without a type, or a parm without a name.")
RULE(CP_TEXT, 403, CPDM_ERROR_DOCUMENT, "A CP document holds elements only; text between them would be lost.")
RULE(CP_OTHER_ELEMENT, 404, CPDM_ERROR_DOCUMENT,
     "The document asks, deletes or reports (parm-query, nocharacteristic, characteristic-error …). That is no "
     "provisioning and cannot be translated.")
RULE(CP_NO_PROVIDER, 410, CPDM_ERROR_DOCUMENT,
     "A w7 APPLICATION has neither PROVIDER-ID nor an AAUTHNAME at level CLIENT, so its server has no name.")
RULE(CP_DANGLING, 411, CPDM_ERROR_DOCUMENT,
     "A TO-NAPID, TO-PROXY or PROXY-ID names something that is not in the document.")
RULE(CP_DUPLICATE_ID, 412, CPDM_ERROR_DOCUMENT,
     "Two characteristics carry the same id. References lead to the first; the others keep a name of their own.")
RULE(CP_PORT_CONFLICT, 413, CPDM_ERROR_DOCUMENT,
     "The port inside the address and the PORTNBR beside it differ. Which one is meant cannot be known.")
RULE(CP_ADDR_TWICE, 414, CPDM_ERROR_DOCUMENT, "An APPLICATION has an ADDR of its own and an APPADDR as well.")
RULE(CP_NO_ACCOUNT, 415, CPDM_ERROR_NOTHING,
     "The document has no APPLICATION with APPID w7: there is no DM account to bootstrap.")
RULE(
    CP_FLAT_APPAUTH, 416, CPDM_ERROR_DOCUMENT,
    "AAUTHLEVEL, AAUTHTYPE, AAUTHNAME, AAUTHSECRET and AAUTHDATA belong in an APPAUTH, and one of them stands in the "
    "w7 "
    "APPLICATION itself. --lenient flat-appauth reads them as if an APPAUTH stood around them; a name that comes again "
    "begins the next one.")
RULE(
    CP_NAME_CASE, 417, CPDM_ERROR_DOCUMENT,
    "A name differs from the standard's in case only. ProvCont 1.1 names are upper case; --lenient case reads AppID as "
    "APPID.")

/* 5xx: envelope, SEC and MAC */
RULE(WSP_TRUNCATED, 500, CPDM_ERROR_DOCUMENT, "The push PDU or a header in it ends in the middle of something.")
RULE(WSP_HEADER, 501, CPDM_ERROR_DOCUMENT, "A header of the push PDU is malformed.")
RULE(WSP_PDU_TYPE, 502, CPDM_ERROR_DOCUMENT, "The PDU is not a push PDU (type 0x06).")
RULE(CONTENT_TYPE_SYNTAX, 503, CPDM_ERROR_DOCUMENT, "The content type is not of the form type/subtype; name=value …")
RULE(CONTENT_TYPE_UNKNOWN, 504, CPDM_ERROR_DOCUMENT, "The content type is not that of a CP document or a DM package.")
RULE(CONTENT_TYPE_MISMATCH, 505, CPDM_ERROR_DOCUMENT, "The body is not what the content type says it is.")
RULE(SEC_MISSING, 510, CPDM_ERROR_AUTHENTICATION, "The message carries no SEC parameter: anybody can have written it.")
RULE(SEC_INVALID, 511, CPDM_ERROR_AUTHENTICATION,
     "SEC is not one of NETWPIN, USERPIN, USERNETWPIN, USERPINMAC (0..3), or of OMA DM's NETWORKID and "
     "USERPIN_NETWORKID. "
     "Other key types are allowed there, but what their secret is only sender and receiver know.")
RULE(SEC_TWICE, 512, CPDM_ERROR_AUTHENTICATION, "SEC or MAC stands twice in the content type.")
RULE(MAC_MISSING, 513, CPDM_ERROR_AUTHENTICATION, "SEC names a method with a MAC, and there is none.")
RULE(MAC_MALFORMED, 514, CPDM_ERROR_AUTHENTICATION, "MAC is not 40 hexadecimal digits.")
RULE(MAC_WRONG, 515, CPDM_ERROR_AUTHENTICATION,
     "The MAC does not belong to this body and this secret: the secret is another one, or the message was changed.")
RULE(MAC_UNEXPECTED, 516, CPDM_ERROR_AUTHENTICATION, "USERPINMAC carries no MAC parameter (ProvBoot 1.1 section 5.2).")
RULE(SECRET_MISSING, 517, CPDM_ERROR_AUTHENTICATION, "The method needs a secret that was not given.")
RULE(SECRET_MALFORMED, 518, CPDM_ERROR_AUTHENTICATION,
     "A secret is not of its form: an IMSI is 6 to 15 digits, a PIN at least one digit, or in OMA DM 1.2 and 1.3 one "
     "visible ASCII character, a USERPINMAC code an even "
     "number "
     "of digits from 10 to 40, its key K 5 to 20 digits.")
RULE(SECRET_FILE, 519, CPDM_ERROR_AUTHENTICATION, "The secrets file can be read by others, or is not of its form.")
RULE(SIGN_FORM, 520, CPDM_ERROR_AUTHENTICATION, "A MAC covers a WBXML document; XML cannot be signed.")
RULE(UNAUTHENTICATED, 521, CPDM_ERROR_AUTHENTICATION,
     "The document is not authenticated and the caller did not allow that. --allow-unauthenticated is the only way "
     "around, and the report says so.")
RULE(MAC_NUL, 522, CPDM_ERROR_AUTHENTICATION, "The MAC in the push header has no NUL at its end.")
RULE(SEC_GBA, 523, CPDM_ERROR_AUTHENTICATION,
     "SEC is 3GPP_GBA: the package is protected with DMBIK and DMBEK (cpdm credentials gba), in a way that OMA DM "
     "Security "
     "1.3 section 5.10.2.4.1 leaves to sender and receiver.")
RULE(SEC_PROFILE, 524, CPDM_ERROR_AUTHENTICATION,
     "NETWPIN, USERPIN and USERNETWPIN have counterparts in OMA DM 1.2 and 1.3: NETWORKID, USERPIN, USERPIN_NETWORKID. "
     "USERPINMAC has none.")
RULE(HMAC_HEADER, 525, CPDM_ERROR_AUTHENTICATION,
     "The x-syncml-hmac header is not of algorithm, ServerId, Timestamp and mac (OMA DM Security 1.3 section 5.6.1.1).")
RULE(DEVICE_ID, 526, CPDM_ERROR_DOCUMENT,
     "A device is an IMEI of 15 digits, an MEID of 14 hexadecimal digits and perhaps a check digit, or an ESN of 8 "
     "hexadecimal digits; the check digit must be right.")
RULE(FACTORY_LEGACY, 527, CPDM_ERROR_AUTHENTICATION,
     "The old algorithm for factory credentials has no secret in it: whoever knows a telephone's number and server can "
     "compute its passwords. It is for telephones that have it built in.")
RULE(MIME_HEADER, 530, CPDM_ERROR_DOCUMENT,
     "A text header is not of the form name: value, stands twice, or no blank line ends the headers.")
RULE(MIME_ENCODING, 531, CPDM_ERROR_DOCUMENT,
     "The Content-Transfer-Encoding is not 7bit, 8bit, binary or base64, or the body is not in it.")
RULE(MIME_LENGTH, 532, CPDM_ERROR_DOCUMENT, "The Content-Length is no number, or larger than what is there.")
RULE(MIME_LIMIT, 533, CPDM_ERROR_LIMIT, "There are more than 64 text headers.")
RULE(PAP_PARTS, 534, CPDM_ERROR_DOCUMENT,
     "A push submission is a multipart with a boundary, a control entity, and the content behind it (WAP-247-PAP "
     "section 8).")
RULE(
    OBEX_PACKET, 540, CPDM_ERROR_DOCUMENT,
    "An OBEX object is not a PUT in whole packets, the last one final and with the End-of-Body (IrOBEX section 3.3.3).")
RULE(OBEX_LENGTH, 541, CPDM_ERROR_DOCUMENT, "The Length of an OBEX object is not that of its body.")
RULE(SMS_LINE, 550, CPDM_ERROR_DOCUMENT,
     "A line of an SMS input ends in the user data of a segment, as pairs of hexadecimal digits; an originator may "
     "stand "
     "before it.")
RULE(SMS_HEADER, 551, CPDM_ERROR_DOCUMENT,
     "The user data header of a segment is malformed (3GPP TS 23.040 section 9.2.3.24).")
RULE(SMS_LENGTH, 552, CPDM_ERROR_DOCUMENT, "The user data of an SMS has at most 140 octets.")
RULE(SMS_MISSING, 553, CPDM_ERROR_DOCUMENT, "A segment is missing: the message cannot be put together.")
RULE(SMS_CONFLICT, 554, CPDM_ERROR_DOCUMENT,
     "Two segments contradict each other: the same number with other octets, or other ports in one message.")
RULE(SMS_SEVERAL, 555, CPDM_ERROR_DOCUMENT, "The segments make several messages. --message N chooses one.")
RULE(SMS_PORT, 556, CPDM_ERROR_DOCUMENT, "The SMS goes to another port than that of WAP push, 2948 or 2949.")
RULE(SMS_LIMIT, 557, CPDM_ERROR_LIMIT,
     "More segments than can be: 255 of one message (the number is one octet), 1,024 in one input.")
RULE(SMS_TPDU, 558, CPDM_ERROR_DOCUMENT,
     "The line is a whole SMS, an SMS-DELIVER or SMS-SUBMIT, that can hold no push: it is not of 8-bit data, or has no "
     "user "
     "data header (3GPP TS 23.040 section 9.2.3.24).")
RULE(CARD_EMPTY, 560, CPDM_ERROR_DOCUMENT, "The file of a smart card holds nothing: every octet is FF.")
RULE(CARD_SIZE, 561, CPDM_ERROR_LIMIT, "The document is larger than the file of the smart card that --size tells of.")

/* 6xx: mapping */
RULE(MUST_NODE, 600, CPDM_ERROR_DOCUMENT, "The target requires a node that the document cannot fill; it is left out.")
RULE(NODE_TAKEN, 601, CPDM_ERROR_DOCUMENT, "A second value for a node that holds one; the first stays.")
RULE(NAME_TAKEN, 602, CPDM_ERROR_DOCUMENT, "Two objects want the same node name; the second gets ~2, ~3 ….")
RULE(VALUE_UNKNOWN, 603, CPDM_ERROR_DOCUMENT, "A value is not in the value list of its row.")
RULE(VALUE_INVALID, 604, CPDM_ERROR_DOCUMENT, "A value does not fit its format or range.")
RULE(NOT_BASE64, 605, CPDM_ERROR_DOCUMENT, "A nonce is not base64; its octets are taken as they are.")
RULE(NAME_MISMATCH, 606, CPDM_ERROR_DOCUMENT, "Two parms that must agree differ.")
RULE(PARM_LOST, 607, CPDM_ERROR_DOCUMENT, "A parm has no place in the target (--strict makes this an error).")
RULE(PARM_UNMAPPED, 608, CPDM_ERROR_DOCUMENT, "No row takes a parm (--strict makes this an error).")
RULE(PARM_INVALID, 609, CPDM_ERROR_DOCUMENT, "A parm's value is invalid (--strict makes this an error).")
RULE(NODE_LIMIT, 610, CPDM_ERROR_LIMIT,
     "The tree would have more than 16,384 nodes (--limit nodes), or more than 256 objects of one name (--limit "
     "same-name).")

RULE(
    NAME_CUT, 613, CPDM_ERROR_DOCUMENT,
    "A node name made from document text is longer than --max-segment allows, or than --max-uri leaves room for. It is "
    "cut and ends in ~ and eight digits of the SHA-256 of the whole name; an id that only the name carries does not "
    "come back.")
RULE(
    NODE_LENGTH, 614, CPDM_ERROR_LIMIT,
    "A node name is longer than --max-segment, or a LocURI than --max-uri, and cutting what is made from document text "
    "does not make it fit.")

/* 62x: the way back, DM to CP */
RULE(ACCOUNT_ADDRESS, 611, CPDM_ERROR_DOCUMENT,
     "An account has no server address, so the device cannot start a session (--strict makes this an error).")
RULE(
    ACCOUNT_CREDENTIAL, 612, CPDM_ERROR_DOCUMENT,
    "An account has no password, key or other credential, neither of the client nor of the server, so its sessions are "
    "not authenticated (--strict makes this an error).")
RULE(NAPDEF_MADE, 620, CPDM_ERROR_DOCUMENT,
     "On the way from DM to CP: a connection has an access point and a proxy, and no connection has the access point "
     "alone. A NAPDEF is made of it, named like the connection; translated again, the tree has a connection more.")
RULE(REFERENCE_NOWHERE, 621, CPDM_ERROR_DOCUMENT,
     "On the way from DM to CP: a node refers to a connection, proxy or access point that the tree does not hold. A "
     "CP document could not refer to it either, so the reference is left out.")
RULE(NOTHING_COMES_BACK, 622, CPDM_ERROR_NOTHING,
     "On the way from DM to CP: no row of the table takes a node of the tree. It was made for another target.")
RULE(NODE_UNMAPPED, 623, CPDM_ERROR_DOCUMENT,
     "On the way from DM to CP: no row takes a node (reverse --strict makes this an error).")
RULE(NODE_INVALID, 624, CPDM_ERROR_DOCUMENT,
     "On the way from DM to CP: no parm could have made a node's value (reverse --strict makes this an error).")

/* 63x: a tree and what is there already */
RULE(
    SERVER_KNOWN, 630, CPDM_ERROR_DOCUMENT,
    "The server has an account already, on the device or where --existing says. A device lets a bootstrap message "
    "overwrite it only when it was put into the state for that (SyncML DM Bootstrap 1.1 section 7); --rebootstrap says "
    "that it is. The account then goes to the node where it lives.")
RULE(NODE_EXISTS, 631, CPDM_ERROR_DOCUMENT,
     "A node that the message would create is there already: a name-space collision (SyncML DM Bootstrap 1.1 section "
     "6.2.3). --rebootstrap allows to overwrite it (section 7).")
RULE(NODE_INSIDE, 632, CPDM_ERROR_DOCUMENT,
     "The message would add a node to an object that is there already and that it does not bring itself. --rebootstrap "
     "allows it (SyncML DM Bootstrap 1.1 section 7).")
RULE(
    NODE_OTHER_SERVER, 633, CPDM_ERROR_DOCUMENT,
    "A node that the message would create is there already, and is or holds the account of another server. "
    "Re-bootstrapping overwrites what is known of the message's own server (SyncML DM Bootstrap 1.1 section 7), nobody "
    "else's.")
RULE(ACCOUNT_ELSEWHERE, 634, CPDM_ERROR_DOCUMENT,
     "The server has an account already, at a place where the account of the message cannot be: in another part of the "
     "tree, or at a node that another account of the message wants.")
RULE(NODE_BLOCKED, 635, CPDM_ERROR_DOCUMENT,
     "A node of the message would have to be below a node that is there already and is a leaf.")
RULE(NONCE_NOWHERE, 636, CPDM_ERROR_DOCUMENT,
     "--nonce-reset sends the nonces of the document (AAUTHDATA) to the accounts that --existing holds of the same "
     "servers, and to the credentials of the same level and type. For one, or for all, there is no such place.")

/* 64x: the store of a device */
RULE(STORE_FOREIGN, 640, CPDM_ERROR_DOCUMENT,
     "The file is not a store that cpdm apply has written: a TNDS document with the node ./CpdmStore in it. It is not "
     "touched.")
RULE(STORE_BROKEN, 641, CPDM_ERROR_DOCUMENT,
     "The node ./CpdmStore of a store says something that cannot be: a node that is not there, a context without a "
     "number. The file is not touched.")
RULE(STORE_RESERVED, 642, CPDM_ERROR_DOCUMENT,
     "The message holds the node ./CpdmStore, where a store keeps what it knows of its nodes.")
RULE(CONTEXT_OTHER, 643, CPDM_ERROR_DOCUMENT,
     "A trusted provisioning server changes its own configuration contexts only, and what belongs to none is not its "
     "own; no re-bootstrap state allows more (Provisioning Architecture 1.1 section 5.1 and the definition of "
     "Configuration Context).")
RULE(CONTEXT_PRIVILEGED, 644, CPDM_ERROR_DOCUMENT,
     "The privileged configuration context is made and changed by messages that are protected with a network key "
     "(NETWPIN, USERNETWPIN, NETWORKID, USERPIN_NETWORKID), or for which --privileged vouches, and there is one "
     "(Provisioning Architecture 1.1 section 5.1).")
RULE(CONTEXT_LIMIT, 645, CPDM_ERROR_DOCUMENT,
     "The privileged configuration context does not allow as many other contexts (CONTEXT-ALLOW of ProvCont 1.1).")
RULE(CONTEXT_SENDER, 646, CPDM_ERROR_DOCUMENT,
     "A message belongs to one trusted provisioning server: the PROVURLs of a document, and --tps, must name the same.")
RULE(NODE_KEPT, 647, CPDM_ERROR_DOCUMENT,
     "With --precedence dm-over-cp a node that a DM message has set stays as it is when a CP message brings it.")
RULE(USER_NODE, 648, CPDM_ERROR_DOCUMENT,
     "The user adds nodes to what was provisioned, and changes nodes that the user has set, no others (Provisioning "
     "Architecture 1.1 section 5.1).")
RULE(SOURCE_UNKNOWN, 649, CPDM_ERROR_DOCUMENT,
     "--forget-source deletes what came from a source by the name it had in --source (ota where none was given). "
     "Nothing "
     "in the store came from one of this name: it may be misspelt, or forgotten already.")

/* 7xx: SyncML packages */
RULE(SYNCML_ROOT, 700, CPDM_ERROR_DOCUMENT, "The root element of a package is SyncML.")
RULE(SYNCML_NESTING, 701, CPDM_ERROR_DOCUMENT, "An element or text stands where SyncML has no place for it.")
RULE(SYNCML_HEADER, 702, CPDM_ERROR_DOCUMENT,
     "The SyncHdr is not that of a bootstrap package: VerDTD, VerProto, SessionID, MsgID, Target, Source and nothing "
     "else (seed 000 section 6.3.1.1).")
RULE(SYNCML_COMMAND, 703, CPDM_ERROR_DOCUMENT,
     "The SyncBody is not that of a bootstrap package: one Replace with CmdID 1 and items (section 6.3.1.2).")
RULE(SYNCML_ITEM, 704, CPDM_ERROR_DOCUMENT,
     "An item of a bootstrap package has Target, Meta and Data, no Source, no LocName.")
RULE(SYNCML_FORMAT, 705, CPDM_ERROR_DOCUMENT, "The Format of an item is unknown or does not fit its Data.")
RULE(SYNCML_URI, 706, CPDM_ERROR_DOCUMENT, "A LocURI is not a path of a management tree: ./a/b, no . or .. or ? in it.")
RULE(TREE_DIFFERS, 710, CPDM_ERROR_INTERNAL, "Two trees that should be equal are not.")
RULE(SYNCML_ELEMENT, 711, CPDM_ERROR_DOCUMENT, "An element is not one of SyncML, MetInf or DMDDF.")
RULE(SYNCML_NAMESPACE, 712, CPDM_ERROR_DOCUMENT,
     "An element stands in a namespace that it does not belong to: SyncML is SYNCML:SYNCML1.1 or SYNCML:SYNCML1.2, "
     "what is "
     "in Meta is syncml:metinf, a MgmtTree is syncml:dmddf1.2.")
RULE(SYNCML_ATTRIBUTE, 713, CPDM_ERROR_DOCUMENT, "SyncML elements have no attribute other than xmlns.")
RULE(SYNCML_TWICE, 714, CPDM_ERROR_DOCUMENT,
     "Two items of a package address one node, or a leaf and something below it.")
RULE(TNDS_NODE, 716, CPDM_ERROR_DOCUMENT,
     "A TNDS document is a MgmtTree of VerDTD 1.2 with Nodes; a Node has NodeName, Path, RTProperties, and a Value or "
     "Nodes "
     "(OMA DM TNDS 1.2, TNDS syntax).")
RULE(TNDS_ACL, 717, CPDM_ERROR_DOCUMENT, "The ACL of a leaf is not kept: access is granted for objects.")
RULE(TREE_LINE, 718, CPDM_ERROR_DOCUMENT,
     "A line of a tree dump is PATH, FORMAT and VALUE with a TAB between, as `cpdm translate -f tree --show-secrets` "
     "writes them.")
RULE(SYNCML_SOURCE, 715, CPDM_ERROR_USAGE,
     "In this target Source/LocURI is an address of an account in the message (DM Bootstrap 1.3): leave --server out, "
     "or "
     "give one of those addresses.")

/* 8xx: lint. The rules, with their severities and sources, stand in lint-rules.h. */
#define LINT(name, number, severity, source, explanation) \
    RULE(LINT_##name, number, CPDM_ERROR_DOCUMENT, explanation " Source: " source ".")
#define LINT_SHARED(name, severity)
#include "lint-rules.h"
#undef LINT
#undef LINT_SHARED

/* 9xx: the command line */
RULE(CROSS_CHECK, 900, CPDM_ERROR_INTERNAL,
     "The package was decoded with libwbxml, and what came out is not what was meant. Nothing was written.")
RULE(FILE, 901, CPDM_ERROR_INTERNAL, "A file could not be read or written. The exit code is 5.")
RULE(NOT_SIGNED, 902, CPDM_ERROR_AUTHENTICATION,
     "What was written carries no MAC: the receiver cannot know who sent it.")
RULE(
    CROSS_CHECK_LEFT_OUT, 903, CPDM_ERROR_INTERNAL,
    "The package holds a value that libwbxml's XML cannot carry (its CDATA sections do not escape ]]>), so the package "
    "was written without the cross-check.")
RULE(PARMS_LEFT_BEHIND, 904, CPDM_ERROR_DOCUMENT,
     "Some parms have no place in the target. --report says which and why; --strict makes each an error.")
RULE(NOT_VERIFIED, 905, CPDM_ERROR_AUTHENTICATION,
     "--allow-unauthenticated let a message through whose MAC could not be verified. The report says so.")
RULE(NODES_LEFT_BEHIND, 906, CPDM_ERROR_DOCUMENT,
     "Some nodes have no place in a CP document, or a value that none could have given them. --report says which and "
     "why.")
RULE(TARGET_AMBIGUOUS, 907, CPDM_ERROR_DOCUMENT,
     "Without --to the target is the one whose table takes most nodes of the tree. Several take as many, and make "
     "different documents of it.")
RULE(RECORD_SYNTAX, 920, CPDM_ERROR_DOCUMENT,
     "A record of batch is not of its form: in ndjson one JSON object in UTF-8, in tsv at most five columns, in len32 "
     "and "
     "netstring a document, perhaps with a row before it.")
RULE(RECORD_MEMBER, 921, CPDM_ERROR_DOCUMENT,
     "A member of a record is unknown, missing, or not of its type. cpdm(1) lists them under RECORDS; names that begin "
     "with x- are left alone.")
RULE(RECORD_LIMIT, 922, CPDM_ERROR_LIMIT, "A record is longer than --max-record (1 MiB unless set).")
RULE(RESULT_LIMIT, 923, CPDM_ERROR_LIMIT,
     "The result of a record is larger than --max-out (64 KiB unless set), which whoever reads it may not take.")
RULE(RECORD_LIBRARY, 924, CPDM_ERROR_USAGE,
     "The line is JSON of a kind that the scanner for plain lines leaves to a library, and this build has none.")
RULE(STREAM_BROKEN, 925, CPDM_ERROR_DOCUMENT,
     "The stream ends inside a record, or no record of the framing begins where one should: where the next one begins "
     "cannot be known, so nothing behind it is read.")
RULE(RESUME, 926, CPDM_ERROR_USAGE,
     "What is to be gone on with was not made of this input, with these options and tables, by this version.")
RULE(PASSWORD_SHARED, 927, CPDM_ERROR_DOCUMENT,
     "Documents for different devices hold the same password of a DM account. Whoever takes it out of one device can "
     "speak for the others; each client has a password of its own (OMA SyncML DM Security 1.1 section 5.1).")
RULE(
    BROKER, 930, CPDM_ERROR_DOCUMENT,
    "The Redis server of worker cannot be reached, or refuses what a worker needs. cpdm worker --check looks at all of "
    "it.")
RULE(BROKER_ACCESS, 931, CPDM_ERROR_AUTHENTICATION,
     "The Redis server does not take the user or the password (--user, and redis-password= in the secrets file), or "
     "does not let this user do what a worker does. cpdm(1) lists that under WORKERS.")
RULE(BROKER_VOLATILE, 932, CPDM_ERROR_DOCUMENT,
     "The Redis server may lose what it has acknowledged: that nothing is lost needs appendonly yes and appendfsync "
     "always, and no eviction of keys. --allow-volatile works all the same.")
RULE(BROKER_LIBRARY, 933, CPDM_ERROR_USAGE, "This build has no hiredis, so it has no worker.")
RULE(ENTRY_BURIED, 934, CPDM_ERROR_DOCUMENT,
     "An entry was delivered as often as --tries says and never answered, so what ends the workers is in it, or it was "
     "deleted while it was pending. The dead letters have it, with its identifier and the reason.")
RULE(NO_PARM, 908, CPDM_ERROR_DOCUMENT, "The document has no parm of this path or name.")
