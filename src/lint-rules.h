/* SPDX-License-Identifier: MIT */
/*
 * The rules of lint: LINT(name, number, severity, source, explanation), and LINT_SHARED(name, severity) for rules of
 * diag-codes.h that lint finds broken as well; what the links find (a dangling reference, an id that stands twice, an
 * account without a name) is found here too, and is as severe as there. Errors are what the standard forbids or a
 * receiver is known to refuse, warnings what is likely a mistake, notes what a reader should know. No include guard.
 */

/* How it is written */
LINT_SHARED(CP_OTHER_ELEMENT, CPDM_SEVERITY_ERROR)
LINT_SHARED(CP_NAME_CASE, CPDM_SEVERITY_WARNING)
LINT(ROOT_VERSION, 800, CPDM_SEVERITY_NOTE, "ProvCont 1.1 section 4.1",
     "The root says no version, or one that is neither 1.0 nor 1.1. Readers take it all the same.")
LINT(FLAG_VALUE, 801, CPDM_SEVERITY_NOTE, "ProvCont 1.1 section 4; OMA-SUP-ac_w7_dm",
     "A flag such as INIT or INTERNET is set by being there. What its value says, even \"0\" or \"false\", means "
     "nothing.")
LINT(VENDOR_ATTRIBUTE, 802, CPDM_SEVERITY_NOTE, "DTD PROV 1.0",
     "An attribute that CP does not have (datatype, mwid …). It is kept when the document is converted, and has no "
     "other "
     "effect.")
LINT(DOUBLE_ESCAPED, 803, CPDM_SEVERITY_WARNING, "XML 1.0 section 4.6; seen in SSLCLIENTCERTSEARCHCRITERIA",
     "A value holds a reference such as &amp; after the XML was read: it was escaped twice, and the device gets the "
     "reference, not the character.")
LINT(OCTAL_ADDRESS, 804, CPDM_SEVERITY_WARNING, "RFC 6943 section 3.1.1",
     "A number of an IPv4 address has a leading zero. Some readers take it as octal (094 is no number, 023 is 19), "
     "others "
     "as decimal. The text is kept as it is.")

/* Names and references */
LINT(CASE_ONLY_ID, 810, CPDM_SEVERITY_WARNING, "DM Tree and Description: node names are case sensitive",
     "Two ids of one kind differ in case only. They are two objects here, and one for a reader that ignores case.")
LINT(RESERVED_ID, 811, CPDM_SEVERITY_WARNING, "ProvCont 1.1 section 4.4 (TO-NAPID)",
     "A NAPID is INTERNET. In TO-NAPID that word stands for any access point with the INTERNET parm.")
LINT(SWAPPED_ADDRESS, 812, CPDM_SEVERITY_ERROR, "ProvCont 1.1 sections 4.4, 4.5; met in the field",
     "An address and its type have changed places: the type is no type, and the address is one.")
LINT(ID_ENCODED, 813, CPDM_SEVERITY_NOTE, "DM Tree and Description, URI syntax",
     "A PROVIDER-ID has characters that a node's name cannot have (a blank, /, ?, letters beyond ASCII). They are "
     "percent-encoded in the tree.")

/* The DM account */
LINT_SHARED(NOT_BASE64, CPDM_SEVERITY_WARNING)
LINT(PROVIDER_ABSENT, 820, CPDM_SEVERITY_WARNING, "OMA-SUP-ac_w7_dm",
     "A w7 account has no PROVIDER-ID. Its server is named by the AAUTHNAME of level CLIENT.")
LINT(NO_ADDRESS, 821, CPDM_SEVERITY_WARNING, "OMA-SUP-ac_w7_dm",
     "A w7 account has no address, or an empty one: the device cannot reach its server.")
LINT(PLAIN_HTTP, 822, CPDM_SEVERITY_WARNING,
     "Microsoft, Bootstrapping To Use An OMA DM Server; DM Security 1.3 section 5.3",
     "The server's address is not https: what the session carries can be read on the way, and devices that ask for TLS "
     "refuse it.")
LINT(SECRET_SHARED, 823, CPDM_SEVERITY_WARNING, "DM Security 1.3 section 5.1",
     "Two credentials have the same secret: whoever knows one can pose as the other. A server must use a different "
     "password for each client.")
LINT(SECRET_SHORT, 824, CPDM_SEVERITY_WARNING, "DM Security 1.3 section 5.4.3",
     "A password of the DM account has fewer than 16 octets. 128 random bits are recommended.")
LINT(NONCE_SHORT, 825, CPDM_SEVERITY_WARNING, "DM Security 1.3 section 5.4.3",
     "A nonce of the DM account has fewer than 16 octets. 128 random bits are recommended.")
LINT(
    OTHER_SERVICE, 826, CPDM_SEVERITY_NOTE, "OMNA registry of application characteristics; GSMA RCC.07, TS.43",
    "The document has no DM account (APPLICATION with APPID w7): it configures something else, and there is nothing to "
    "translate.")

/* Who can read it, who could have written it */
LINT_SHARED(SEC_GBA, CPDM_SEVERITY_NOTE)
LINT(PIN_WEAK, 830, CPDM_SEVERITY_WARNING, "ProvBoot 1.1 section 5.2",
     "The PIN has fewer than six digits, is a digit or a group of digits repeated, or counts up or down: it is guessed "
     "at "
     "once.")
LINT(PIN_SEARCH, 831, CPDM_SEVERITY_NOTE,
     "ProvBoot 1.1 section 5.2; 2,350,000 MACs a second measured on one core of a PC with a document of 400 octets",
     "A message signed with a PIN can be captured, and every PIN tried on it without anybody noticing. How long that "
     "takes "
     "is the number of PINs over --rate; a graphics card is a thousand times as fast as the default, one core.")
LINT(NETWORK_KEY_KNOWN, 832, CPDM_SEVERITY_NOTE, "ProvBoot 1.1 section 5.2; ITU-T E.212",
     "The key of NETWPIN is the IMSI. It is not secret: networks, look-up services and false base stations know it. "
     "Where "
     "they are not asked, it is searched: its first digits are those of country and network, and the others are tried.")
LINT(READABLE_SECRETS, 833, CPDM_SEVERITY_NOTE, "ProvBoot 1.1 section 5.2; OMA DM Security 1.3 section 5.10",
     "A MAC protects a message from change, not from being read: every password in it is readable on the way.")
LINT(UNSIGNED, 834, CPDM_SEVERITY_WARNING, "ProvBoot 1.1 section 5.2",
     "A message for the air carries no SEC: anybody could have written it, and a careful device drops it.")
LINT(READABLE_IDENTITY, 835, CPDM_SEVERITY_NOTE, "OMA DM Security 1.3 section 5.10",
     "A message can be read on the way: who the user, the device and its server are, everybody learns.")
LINT(TRANSPORT_OPEN, 836, CPDM_SEVERITY_WARNING, "OMA DM Security 1.3 sections 5.10.2.1 and 5.10.2.2",
     "A bootstrap message must be sent over a secure transport; a MAC may be applied besides. WAP push, by whatever "
     "bearer, is none.")
LINT(CODE_SEARCH, 837, CPDM_SEVERITY_NOTE, "ProvBoot 1.1 section 5.2; SyncML DM Bootstrap 1.1 section 6.2.1.4",
     "The code of USERPINMAC is a key of n digits and n digits of the MAC: the message carries no MAC on which the key "
     "could "
     "be tried, and only n digits stand between a changed message and the device.")
LINT(PIN_CONSTANT, 838, CPDM_SEVERITY_WARNING, "ProvBoot 1.1 section 5.2",
     "The MAC belongs to a PIN of four to eight digits that is one digit repeated, or counts up or down, such as 0000 "
     "or "
     "1234: whoever wants to write such a message tries it first, and so did lint.")

/* --delivery: Windows Mobile, and whoever follows its rules */
LINT(INIT_IN_ROM, 840, CPDM_SEVERITY_ERROR, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "INIT asks for a session at once, and must not be in a provisioning file in ROM.")
LINT(ROLE_EXCEEDS, 841, CPDM_SEVERITY_ERROR, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "The account asks for a role that the message does not have. A message over the air or over RAPI has OPERATOR_TPS "
     "(128), "
     "with a user's PIN USER_AUTHENTICATED (16) as well; MANAGER (8) only where policy 4119 grants it to OPERATOR_TPS.")
LINT(
    POLICY_ALONE, 842, CPDM_SEVERITY_ERROR, "Microsoft, Bootstrapping To Use An OMA DM Server",
    "Policy 4119 over the air grants the device's management, and policies 4141, 4142 and 4143, which keep messages of "
    "untrusted senders away, do not stand beside it.")
LINT(POLICY_4119, 843, CPDM_SEVERITY_ERROR, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "Policy 4119 is changed only by a message over RAPI, or over the air together with 4141, 4142 and 4143.")
LINT(POLICY_PUSH, 844, CPDM_SEVERITY_WARNING, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "Policies 4141, 4142 and 4143 are about messages over the air; they belong in a message that comes that way.")
LINT(ROOT_CERTIFICATE, 845, CPDM_SEVERITY_NOTE, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "The message brings no root certificate: that of the server must be in the device's store.")
LINT(VERSION_1_1, 846, CPDM_SEVERITY_ERROR, "Microsoft, Bootstrapping To Use An OMA DM Server",
     "A document with an APPLICATION must say version 1.1, or the device does not decode it.")

/* --to windows */
LINT(WINDOWS_LEVELS, 850, CPDM_SEVERITY_ERROR, "Microsoft, w7 APPLICATION configuration service provider",
     "A w7 account needs credentials of both levels, APPSRV and CLIENT.")
LINT(WINDOWS_TYPE, 851, CPDM_SEVERITY_ERROR, "Microsoft, w7 APPLICATION configuration service provider",
     "The server authenticates with DIGEST (level CLIENT), the client with BASIC or DIGEST (level APPSRV).")
LINT(WINDOWS_NAME, 852, CPDM_SEVERITY_ERROR, "Microsoft, w7 APPLICATION configuration service provider",
     "The credential of level APPSRV needs an AAUTHNAME.")
LINT(WINDOWS_PROVIDER, 853, CPDM_SEVERITY_ERROR, "Microsoft, DMClient configuration service provider",
     "The characteristic in DMClient/Provider has the name of the account's PROVIDER-ID.")
LINT(WINDOWS_FIRST_RETRIES, 854, CPDM_SEVERITY_ERROR, "Microsoft, DMClient configuration service provider",
     "NumberOfFirstRetries 0 would try for ever in the first interval.")
LINT(WINDOWS_INTERVAL, 855, CPDM_SEVERITY_WARNING, "Microsoft, DMClient configuration service provider",
     "IntervalForRemainingScheduledRetries below 1440 minutes, one day, wears out devices and servers. Some servers do "
     "it "
     "knowingly.")
LINT(WINDOWS_KEY, 856, CPDM_SEVERITY_ERROR, "Microsoft, Mobile Device Enrollment Protocol",
     "A certificate in CertificateStore/My needs its PrivateKeyContainer.")
LINT(WINDOWS_ROLE, 857, CPDM_SEVERITY_NOTE, "Microsoft, w7 APPLICATION configuration service provider",
     "Windows ignores ROLE.")
LINT(WINDOWS_CASE, 858, CPDM_SEVERITY_ERROR, "Microsoft, w7 APPLICATION configuration service provider",
     "Names in a w7 account are upper case; Windows does not read others.")
