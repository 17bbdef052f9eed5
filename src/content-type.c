/* SPDX-License-Identifier: MIT */
/* The content types of CP and DM (OMNA's WSP numbers; seed 000 section 6.2; ProvCont 1.1 section 5.3) and the values of
 * their SEC and MAC parameters. */
#include "content-type.h"

#include "hex-eight.h"

#define NAME(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }

static const struct content_type_media media_types[] = {
    {NAME("text/vnd.wap.connectivity-xml"), 0x35, CPDM_CONTENT_CP, CPDM_FORM_XML},
    {NAME("application/vnd.wap.connectivity-wbxml"), 0x36, CPDM_CONTENT_CP, CPDM_FORM_WBXML},
    {NAME("application/vnd.syncml.dm+wbxml"), 0x42, CPDM_CONTENT_DM, CPDM_FORM_WBXML},
    {NAME("application/vnd.syncml.dm+xml"), 0x43, CPDM_CONTENT_DM, CPDM_FORM_XML},
    /* SyncML DM Bootstrap 1.1 of 2002 prints this number, which is registered for another type, and this name */
    {NAME("application/vnd.wap.locc+wbxml"), 0x40, CPDM_CONTENT_DM, CPDM_FORM_WBXML},
    {NAME("application/vnd.syncml.dm+wxml"), 0, CPDM_CONTENT_DM, CPDM_FORM_WBXML},
};

enum { MEDIA_TYPES = sizeof media_types / sizeof *media_types };

static const struct {
    cpdm_slice name, number;
    cpdm_security security;
} methods[] = {
    {NAME("NETWPIN"), NAME("0"), CPDM_SECURITY_NETWPIN},
    {NAME("USERPIN"), NAME("1"), CPDM_SECURITY_USERPIN},
    {NAME("USERNETWPIN"), NAME("2"), CPDM_SECURITY_USERNETWPIN},
    {NAME("USERPINMAC"), NAME("3"), CPDM_SECURITY_USERPINMAC},
    {NAME("NETWORKID"), NAME(""), CPDM_SECURITY_NETWORKID},
    {NAME("USERPIN_NETWORKID"), NAME(""), CPDM_SECURITY_USERPIN_NETWORKID},
    {NAME("3GPP_GBA"), NAME(""), CPDM_SECURITY_3GPP_GBA},
};

enum { METHODS = sizeof methods / sizeof *methods };

/* In other letters than they are registered in. */
RARE static const struct content_type_media *find_media(cpdm_slice name)
{
    for (size_t i = 0; i < MEDIA_TYPES; i++)
        if (slice_equal_ignoring_case(name, media_types[i].name))
            return &media_types[i];
    return NULL;
}

const struct content_type_media *content_type_media_by_name(cpdm_slice name)
{
    for (size_t i = 0; i < MEDIA_TYPES; i++)
        if (slice_equal(name, media_types[i].name))
            return &media_types[i];
    return find_media(name);
}

const struct content_type_media *content_type_media_by_code(unsigned code)
{
    for (size_t i = 0; i < MEDIA_TYPES; i++)
        if (code != 0 && code == media_types[i].code)
            return &media_types[i];
    return NULL;
}

const char *content_type_name(cpdm_content content, cpdm_form form)
{
    for (size_t i = 0; i < MEDIA_TYPES; i++)
        if (media_types[i].content == content && media_types[i].form == form)
            return media_types[i].name.data;
    return NULL;
}

unsigned content_type_code(cpdm_content content)
{
    for (size_t i = 0; i < MEDIA_TYPES; i++)
        if (media_types[i].content == content && media_types[i].form == CPDM_FORM_WBXML)
            return media_types[i].code;
    return 0;
}

const char *content_type_security_name(cpdm_security security)
{
    for (size_t i = 0; i < METHODS; i++)
        if (methods[i].security == security)
            return methods[i].name.data;
    return security == CPDM_SECURITY_NONE ? "NONE" : NULL;
}

static void add_sec(struct content_type *content_type, size_t method)
{
    content_type->sec_count++;
    content_type->sec_valid = method < METHODS;
    content_type->security = method < METHODS ? methods[method].security : CPDM_SECURITY_NONE;
}

/* A method written in another way than its name: in small letters, or as its number. */
RARE static size_t find_method(cpdm_slice text)
{
    size_t i = 0;
    while (i < METHODS && !slice_equal_ignoring_case(text, methods[i].name) &&
           (text.length == 0 || !slice_equal(text, methods[i].number)))
        i++;
    return i;
}

void content_type_add_sec(struct content_type *content_type, cpdm_slice text)
{
    size_t i = 0;
    while (i < METHODS && !slice_same(text, methods[i].name))
        i++;
    content_type->sec_text = text;
    add_sec(content_type, i < METHODS ? i : find_method(text));
}

void content_type_add_sec_number(struct content_type *content_type, uint32_t number)
{
    size_t i = 0;
    while (i < METHODS && (methods[i].number.length == 0 || (uint32_t)methods[i].security != number))
        i++;
    add_sec(content_type, i);
}

static bool parse_mac(cpdm_slice text, uint8_t mac[MAC_OCTETS])
{
    uint64_t wrong = 0;
    if (text.length != MAC_HEX)
        return false;
    for (size_t i = 0; i < MAC_OCTETS; i += HEX_OCTETS)
        wrong |= hex_read_eight(text.data + 2 * i, mac + i);
    return !wrong;
}

void content_type_add_mac(struct content_type *content_type, cpdm_slice text)
{
    content_type->mac_count++;
    content_type->mac_valid = parse_mac(text, content_type->mac);
}

static bool is_mac_text(const char *text)
{
    return strspn(text, "0123456789ABCDEF") == MAC_HEX && text[MAC_HEX] == '\0';
}

bool content_type_signature(const cpdm_signature *signature, cpdm_security *security)
{
    *security = signature ? signature->security : CPDM_SECURITY_NONE;
    switch (*security) {
    case CPDM_SECURITY_NETWPIN:
    case CPDM_SECURITY_USERPIN:
    case CPDM_SECURITY_USERNETWPIN:
    case CPDM_SECURITY_NETWORKID:
    case CPDM_SECURITY_USERPIN_NETWORKID:
        return memchr(signature->mac, 0, sizeof signature->mac) && is_mac_text(signature->mac);
    case CPDM_SECURITY_USERPINMAC:
    case CPDM_SECURITY_3GPP_GBA:
    case CPDM_SECURITY_NONE: return true;
    }
    return false;
}
