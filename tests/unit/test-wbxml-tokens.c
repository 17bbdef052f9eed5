/* SPDX-License-Identifier: MIT */
/*
 * The token tables against the lists of the specifications, re-typed: each token reads as its text, and every other
 * octet is refused at its place.
 */
#include <stdlib.h>

#include "cp-names.h"
#include "wbxml-fixture.h"

/* ProvCont 1.1 section 7.2, page 0: token:attribute=prefix */
static const char starts0[] =
    "05:name= 06:value= 07:name=NAME 08:name=NAP-ADDRESS 09:name=NAP-ADDRTYPE 0A:name=CALLTYPE "
    "0B:name=VALIDUNTIL 0C:name=AUTHTYPE 0D:name=AUTHNAME 0E:name=AUTHSECRET 0F:name=LINGER 10:name=BEARER "
    "11:name=NAPID 12:name=COUNTRY 13:name=NETWORK 14:name=INTERNET 15:name=PROXY-ID "
    "16:name=PROXY-PROVIDER-ID 17:name=DOMAIN 18:name=PROVURL 19:name=PXAUTH-TYPE 1A:name=PXAUTH-ID "
    "1B:name=PXAUTH-PW 1C:name=STARTPAGE 1D:name=BASAUTH-ID 1E:name=BASAUTH-PW 1F:name=PUSHENABLED "
    "20:name=PXADDR 21:name=PXADDRTYPE 22:name=TO-NAPID 23:name=PORTNBR 24:name=SERVICE 25:name=LINKSPEED "
    "26:name=DNLINKSPEED 27:name=LOCAL-ADDR 28:name=LOCAL-ADDRTYPE 29:name=CONTEXT-ALLOW 2A:name=TRUST "
    "2B:name=MASTER 2C:name=SID 2D:name=SOC 2E:name=WSP-VERSION 2F:name=PHYSICAL-PROXY-ID 30:name=CLIENT-ID "
    "31:name=DELIVERY-ERR-SDU 32:name=DELIVERY-ORDER 33:name=TRAFFIC-CLASS 34:name=MAX-SDU-SIZE "
    "35:name=MAX-BITRATE-UPLINK 36:name=MAX-BITRATE-DNLINK 37:name=RESIDUAL-BER 38:name=SDU-ERROR-RATIO "
    "39:name=TRAFFIC-HANDL-PRIO 3A:name=TRANSFER-DELAY 3B:name=GUARANTEED-BITRATE-UPLINK "
    "3C:name=GUARANTEED-BITRATE-DNLINK 3D:name=PXADDR-FQDN 3E:name=PROXY-PW 3F:name=PPGAUTH-TYPE 45:version= "
    "46:version=1.0 47:name=PULLENABLED 48:name=DNS-ADDR 49:name=MAX-NUM-RETRY 4A:name=FIRST-RETRY-TIMEOUT "
    "4B:name=REREG-THRESHOLD 4C:name=T-BIT 4E:name=AUTH-ENTITY 4F:name=SPI 50:type= 51:type=PXLOGICAL "
    "52:type=PXPHYSICAL 53:type=PORT 54:type=VALIDITY 55:type=NAPDEF 56:type=BOOTSTRAP 57:type=VENDORCONFIG "
    "58:type=CLIENTIDENTITY 59:type=PXAUTHINFO 5A:type=NAPAUTHINFO 5B:type=ACCESS";
/* Section 7.2, page 1 */
static const char starts1[] =
    "05:name= 06:value= 07:name=NAME 14:name=INTERNET 1C:name=STARTPAGE 22:name=TO-NAPID 23:name=PORTNBR "
    "24:name=SERVICE 2E:name=AACCEPT 2F:name=AAUTHDATA 30:name=AAUTHLEVEL 31:name=AAUTHNAME "
    "32:name=AAUTHSECRET 33:name=AAUTHTYPE 34:name=ADDR 35:name=ADDRTYPE 36:name=APPID 37:name=APROTOCOL "
    "38:name=PROVIDER-ID 39:name=TO-PROXY 3A:name=URI 3B:name=RULE 50:type= 53:type=PORT 55:type=APPLICATION "
    "56:type=APPADDR 57:type=APPAUTH 58:type=CLIENTIDENTITY 59:type=RESOURCE";
/* Section 7.3, page 0 */
static const char values0[] =
    "85:IPV4 86:IPV6 87:E164 88:ALPHA 89:APN 8A:SCODE 8B:TETRA-ITSI 8C:MAN 90:ANALOG-MODEM 91:V.120 92:V.110 "
    "93:X.31 94:BIT-TRANSPARENT 95:DIRECT-ASYNCHRONOUS-DATA-SERVICE 9A:PAP 9B:CHAP 9C:HTTP-BASIC "
    "9D:HTTP-DIGEST 9E:WTLS-SS 9F:MD5 A2:GSM-USSD A3:GSM-SMS A4:ANSI-136-GUTS A5:IS-95-CDMA-SMS "
    "A6:IS-95-CDMA-CSD A7:IS-95-CDMA-PACKET A8:ANSI-136-CSD A9:ANSI-136-GPRS AA:GSM-CSD AB:GSM-GPRS "
    "AC:AMPS-CDPD AD:PDC-CSD AE:PDC-PACKET AF:IDEN-SMS B0:IDEN-CSD B1:IDEN-PACKET B2:FLEX/REFLEX B3:PHS-SMS "
    "B4:PHS-CSD B5:TETRA-SDS B6:TETRA-PACKET B7:ANSI-136-GHOST B8:MOBITEX-MPAK B9:CDMA2000-1X-SIMPLE-IP "
    "BA:CDMA2000-1X-MOBILE-IP C5:AUTOBAUDING CA:CL-WSP CB:CO-WSP CC:CL-SEC-WSP CD:CO-SEC-WSP CE:CL-SEC-WTA "
    "CF:CO-SEC-WTA D0:OTA-HTTP-TO D1:OTA-HTTP-TLS-TO D2:OTA-HTTP-PO D3:OTA-HTTP-TLS-PO E0:AAA E1:HA";
/* Section 7.3, page 1 */
static const char values1[] = "86:IPV6 87:E164 88:ALPHA 8D:APPSRV 8E:OBEX 90:, 91:HTTP- 92:BASIC 93:DIGEST";
/* Page 1: repeated from page 0 by two vendor tables; understood, never written */
static const char accepted1[] =
    "85:IPV4 9A:PAP 9B:CHAP 9C:HTTP-BASIC 9D:HTTP-DIGEST 9E:WTLS-SS 9F:MD5 A2:GSM-USSD A3:GSM-SMS "
    "A4:ANSI-136-GUTS A5:IS-95-CDMA-SMS A6:IS-95-CDMA-CSD A7:IS-95-CDMA-PACKET A8:ANSI-136-CSD "
    "A9:ANSI-136-GPRS AA:GSM-CSD AB:GSM-GPRS AC:AMPS-CDPD AD:PDC-CSD AE:PDC-PACKET AF:IDEN-SMS B0:IDEN-CSD "
    "B1:IDEN-PACKET B2:FLEX/REFLEX B3:PHS-SMS B4:PHS-CSD B5:TETRA-SDS B6:TETRA-PACKET B7:ANSI-136-GHOST "
    "B8:MOBITEX-MPAK B9:CDMA2000-1X-SIMPLE-IP BA:CDMA2000-1X-MOBILE-IP C5:AUTOBAUDING CA:CL-WSP CB:CO-WSP "
    "CC:CL-SEC-WSP CD:CO-SEC-WSP CE:CL-SEC-WTA CF:CO-SEC-WTA D0:OTA-HTTP-TO D1:OTA-HTTP-TLS-TO D2:OTA-HTTP-PO "
    "D3:OTA-HTTP-TLS-PO";
/* SyncML Representation Protocol 1.1 section 7.1 */
static const char syncml11_tags[] =
    "05:Add 06:Alert 07:Archive 08:Atomic 09:Chal 0A:Cmd 0B:CmdID 0C:CmdRef 0D:Copy 0E:Cred 0F:Data 10:Delete "
    "11:Exec 12:Final 13:Get 14:Item 15:Lang 16:LocName 17:LocURI 18:Map 19:MapItem 1A:Meta 1B:MsgID "
    "1C:MsgRef 1D:NoResp 1E:NoResults 1F:Put 20:Replace 21:RespURI 22:Results 23:Search 24:Sequence "
    "25:SessionID 26:SftDel 27:Source 28:SourceRef 29:Status 2A:Sync 2B:SyncBody 2C:SyncHdr 2D:SyncML "
    "2E:Target 2F:TargetRef 31:VerDTD 32:VerProto 33:NumberOfChanges 34:MoreData";
/* added by 1.2 */
static const char syncml12_tags[] =
    "35:Field 36:Filter 37:Record 38:FilterType 39:SourceParent 3A:TargetParent 3B:Move 3C:Correlator";
/* Meta-Information DTD 1.1 */
static const char metinf11_tags[] =
    "05:Anchor 06:EMI 07:Format 08:FreeID 09:FreeMem 0A:Last 0B:Mark 0C:MaxMsgSize 0D:Mem 0E:MetInf 0F:Next "
    "10:NextNonce 11:SharedMem 12:Size 13:Type 14:Version 15:MaxObjSize";
/* added by 1.2 */
static const char metinf12_tags[] = "16:FieldLevel";
/* DM Tree and Description 1.2 section 8.6 */
static const char dmddf12_tags[] =
    "05:AccessType 06:ACL 07:Add 08:b64 09:bin 0A:bool 0B:chr 0C:CaseSense 0D:CIS 0E:Copy 0F:CS 10:date "
    "11:DDFName 12:DefaultValue 13:Delete 14:Description 15:DFFormat 16:DFProperties 17:DFTitle 18:DFType "
    "19:Dynamic 1A:Exec 1B:float 1C:Format 1D:Get 1E:int 1F:Man 20:MgmtTree 21:MIME 22:Mod 23:Name 24:Node "
    "25:node 26:NodeName 27:null 28:Occurrence 29:One 2A:OneOrMore 2B:OneOrN 2C:Path 2D:Permanent 2E:Replace "
    "2F:RTProperties 30:Scope 31:Size 32:time 33:Title 34:TStamp 35:Type 36:Value 37:VerDTD 38:VerNo 39:xml "
    "3A:ZeroOrMore 3B:ZeroOrN 3C:ZeroOrOne";

/* The text of a token in a list "05:text 06:text"; NULL when it is not there. */
static char *find(const char *list, unsigned token)
{
    char **rows = g_strsplit(list, " ", -1), *text = NULL;
    for (char **row = rows; *row; row++)
        if (strtoul(*row, NULL, 16) == token)
            text = g_strdup(*row + 3);
    g_strfreev(rows);
    return text;
}

/* A document with the token behind a SWITCH_PAGE, at offset 8, must read as `expected`, or be refused there. */
static void check_token(const char *pattern, unsigned page, unsigned token, char *text, const char *expected)
{
    char *source = g_strdup_printf(pattern, page, token), *events = g_strdup_printf(expected, text);
    if (text)
        expect(source, events);
    else
        expect_failure(source, (token & 0x3F) < 5 ? CPDM_RULE_WBXML_GLOBAL : CPDM_RULE_WBXML_TOKEN, 8);
    g_free(source);
    g_free(events);
    g_free(text);
}

static void test_starts(void)
{
    static const char *const lists[] = {starts0, starts1};
    for (unsigned page = 0; page < 2; page++)
        for (unsigned token = 5; token < 0x80; token++) {
            char *text = find(lists[page], token);
            check_token("030B6A00 45 87 00%02X %02X 01 01", page, token, text, "<wap-provisioningdoc><parm %s/></>");
        }
}

static void test_values(void)
{
    for (unsigned page = 0; page < 2; page++)
        for (unsigned token = 0x80; token <= 0xFF; token++) {
            char *text = find(page ? values1 : values0, token);
            if (!text && page)
                text = find(accepted1, token);
            check_token("030B6A00 85 45 00%02X %02X 01", page, token, text, "<wap-provisioningdoc version=%s/>");
        }
}

static void test_written_values(void)
{
    for (unsigned page = 0; page < 2; page++)
        for (unsigned token = 0x80; token <= 0xFF; token++) {
            const struct wbxml_attribute_token *value = &wbxml_prov10.pages[page].attributes[token];
            char *text = find(page ? accepted1 : "", token);
            g_assert_true(!value->text || value->decode_only == (text != NULL));
            g_free(text);
        }
}

static void check_tags(const char *header, unsigned page, const char *list, const char *more)
{
    for (unsigned token = 5; token < 0x40; token++) {
        char *text = find(list, token);
        if (!text && more)
            text = find(more, token);
        char *pattern = g_strconcat(header, "00%02X %02X", NULL);
        check_token(pattern, page, token, text, "<%s/>");
        g_free(pattern);
    }
}

static void test_tags(void)
{
    /* a public identifier of one octet and padding by a string table keep the token at offset 8 */
    check_tags("030B6A02 0000", 0, "05:wap-provisioningdoc 06:characteristic 07:parm", NULL);
    check_tags("030B6A02 0000", 1, "06:characteristic 07:parm", NULL);
    check_tags("02 9F53 6A01 00", 0, syncml11_tags, NULL);
    check_tags("02 9F53 6A01 00", 1, metinf11_tags, NULL);
    check_tags("02 A401 6A01 00", 0, syncml11_tags, syncml12_tags);
    check_tags("02 A401 6A01 00", 1, metinf11_tags, metinf12_tags);
    check_tags("02 A401 6A01 00", 2, dmddf12_tags, NULL);
    expect_failure("02 9F53 6A00 0002 20", CPDM_RULE_WBXML_PAGE, 6);
}

/* Known names are numbered right: the number's text is the token's. */
static void test_known_names(void)
{
    unsigned checked = 0;
    for (unsigned page = 0; page < 2; page++)
        for (unsigned token = 0; token < 0x80; token++) {
            const struct wbxml_attribute_token *start = &wbxml_prov10.pages[page].attributes[token];
            if (!start->known)
                continue;
            cpdm_slice text = cp_name_text((enum cp_name)start->known);
            g_assert_true(slice_equal(text, slice(start->text, start->length)));
            g_assert_true(cp_name_flags((enum cp_name)start->known) &
                          (start->kind == CP_ATTRIBUTE_NAME ? CP_NAME_IS_PARM : CP_NAME_IS_TYPE));
            checked++;
        }
    g_assert_cmpuint(checked, ==, 81 - 5 + 29 - 3); /* all but name= value= type= version= version="1.0" */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wbxml-tokens/starts", test_starts);
    g_test_add_func("/wbxml-tokens/values", test_values);
    g_test_add_func("/wbxml-tokens/written-values", test_written_values);
    g_test_add_func("/wbxml-tokens/tags", test_tags);
    g_test_add_func("/wbxml-tokens/known-names", test_known_names);
    return g_test_run();
}
