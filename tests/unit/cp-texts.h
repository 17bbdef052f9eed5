/* SPDX-License-Identifier: MIT */
/* Texts for the documents of cp-generator.h: what an attacker, a vendor or a tired operator writes into a parm. */
#ifndef CP_TEXTS_H
#define CP_TEXTS_H

#include <glib.h>
#include <string.h>

/* clang-format off */
static const char *const nasty_texts[] = {
    /* paths, properties, names that mean something in a tree (threats D1) */
    "/",
    "//",
    "..",
    ".",
    "./",
    "../",
    "../..",
    "../../x",
    "./SyncML",
    "./SyncML/DMAcc/x",
    "SyncML/DMAcc/x/ServerPW",
    "a/",
    "/a",
    "a/b",
    "a//b",
    "?",
    "?prop=ACL",
    "x?prop=ACL",
    "?list=Struct",
    "x?prop=ACL&y",
    "#",
    "a#b",
    "*",
    "\\",
    "a\\b",
    "...",
    "..;",
    "~",
    "~2",
    "a~2",
    "a~02",
    "%",
    "%%",
    "%2F",
    "%2f",
    "%2E%2E",
    "%2e%2e",
    "%00",
    "%25",
    "%C3%A9",
    /* numbers, which stand for ids that are missing */
    "0",
    "1",
    "2",
    "3",
    "01",
    "-1",
    "+1",
    "1~2",
    /* blanks, control characters, quotes */
    "",
    " ",
    "  ",
    " a",
    "a ",
    "a b",
    "\t",
    "\n",
    "a\nb",
    "a\rb",
    "\r\n",
    "<",
    "&",
    "<&\"'>",
    "]]>",
    "\"",
    "'",
    "\x7F",
    /* other scripts and tricks with them */
    "\u00E9",
    "e\u0301",
    "\u202Eabc",
    "\uFEFF",
    "\u200B",
    "\u00A0",
    "\uFFFD",
    "\U0001F4F1",
    "\u0131I\u0130i",
    "\u212A",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\u00E9\u00E9", /* a character on the 40th octet */
    /* names of the vocabulary */
    "INTERNET",
    "internet",
    "w7",
    "CLIENT",
    "APPSRV",
    "HTTP",
    "NAP",
    "PX",
    "Auth",
    "PAP",
    "name",
    "a",
    "A",
    "A-_.z9",
    "dm.example.com",
    "an id of many characters, which is longer than the forty octets that a message shows of it",
};

static const char *const addresses[] = {
    "http://h/",
    "https://h/dm",
    "HTTP://h",
    "wsp://h/",
    "obex://h",
    "coap://h/",
    "",
    "10.0.0.1",
    "h:80",
    "http://[::1]/",
    "http://h:80/",
    "https://h:8443/x",
    "http://h:0/",
    "http://h:99999/",
    "http://h:80:81/",
    "http://u:p@h:80/?q#f",
    "//h:1/",
    "http:/h",
    "://",
    "http://",
    "http://<&>\"'/",
    "http://h\n/",
    "http://h:008/",
    "HTtpS://h:/",
};

static const char *const port_numbers[] = {
    "80",  "80",  "443", "8443", "0", "65535",      "65536", "0080", "008",   "-1",
    " 80", "80 ", "+1",  "x",    "",  "4294967377", "00",    "-0",   "00000", "18446744073709551697"};

static const char *const levels[] = {"APPSRV", "APPSRV", "APPSRV", "CLIENT", "CLIENT",  "CLIENT",
                                     "OBEX",   "HTTP",   "appsrv", "",       "CLIENT ", "APPSRV,CLIENT"};

static const char *const auth_types[] = {
    "BASIC", "DIGEST", "HMAC", "HTTP-BASIC", "HTTP-DIGEST", "X509", "", ",", "DIGEST,BASIC", " DIGEST , BASIC ",
    "HTTP-BASIC,DIGEST", "BASIC,BASIC", ",HMAC,", "DIGEST,MD5", "HTTP-BASIC,HTTP-DIGEST", "X509,HTTP-BASIC,OTHER"};
/* clang-format on */

#endif
