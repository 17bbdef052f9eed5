/* SPDX-License-Identifier: MIT */
/*
 * How long that holds which a MAC is made with: whoever has the message can try all that it can be, unseen and at home
 * (ProvBoot 1.1 section 5.2). The number of possibilities over a stated rate, as a sentence. What it is, is not looked
 * at: only how long it is, and of which characters.
 */
#include "lint.h"

#include <stdio.h>

enum {
    RATE = 2350000,         /* HMAC-SHA1 a second over a document of 400 octets, measured on one core of a PC */
    IMSI_DIGITS = 15,       /* where it is not known */
    NETWORK_DIGITS = 5,     /* MCC and an MNC of two digits: whoever sees the network knows them (ITU-T E.212) */
    CODE_DIGITS = 10,       /* the least USERPINMAC has (ProvBoot 1.1 section 5.2.4) */
    VISIBLE_CHARACTERS = 94 /* of ASCII */
};

/* base ^ exponent possibilities. */
struct space {
    unsigned base;
    size_t exponent;
};

struct duration {
    char text[48];
};

static const struct unit {
    double seconds;
    const char *name;
} units[] = {
    {0.001, "millisecond"}, {1, "second"}, {60, "minute"}, {3600, "hour"}, {86400, "day"}, {31557600, "year"},
};

/* Two digits are enough for a sentence, and no locale's decimal point stands in them. */
static struct duration duration_of(double seconds)
{
    struct duration duration;
    const struct unit *unit = units;
    for (size_t i = 1; i < sizeof units / sizeof *units; i++)
        if (seconds >= 2 * units[i].seconds)
            unit = &units[i];
    double count = seconds / unit->seconds;
    if (count < 1)
        snprintf(duration.text, sizeof duration.text, "less than a millisecond");
    else if (count > 1e6)
        snprintf(duration.text, sizeof duration.text, "over a million years");
    else if (count < 9.95)
        snprintf(duration.text, sizeof duration.text, "%u.%u %ss", (unsigned)(count * 10 + 0.5) / 10,
                 (unsigned)(count * 10 + 0.5) % 10, unit->name);
    else
        snprintf(duration.text, sizeof duration.text, "%u %ss", (unsigned)(count + 0.5), unit->name);
    return duration;
}

static uint64_t rate_of(const struct lint *lint)
{
    return lint->options->rate ? lint->options->rate : RATE;
}

/* To try them all; on average half of it is enough. */
static struct duration time_for(const struct lint *lint, struct space space)
{
    double count = 1;
    for (size_t i = 0; i < space.exponent && count < 1e30; i++)
        count *= space.base;
    return duration_of(count / (double)rate_of(lint));
}

static bool is_digits(cpdm_slice text)
{
    size_t i = 0;
    while (i < text.length && text.data[i] >= '0' && text.data[i] <= '9')
        i++;
    return i == text.length;
}

static struct space space_of_text(cpdm_slice text)
{
    return (struct space){is_digits(text) ? 10 : VISIBLE_CHARACTERS, text.length};
}

static void say_any_pin(struct lint *lint)
{
    lint_say(lint, CPDM_RULE_LINT_PIN_SEARCH, NULL,
             "a PIN of ten random digits or more; --secrets lets this one be judged",
             "whoever has the message can try every PIN on it: of 4 digits in %s, of 6 in %s, of 8 in %s, of 10 in %s "
             "(%llu MACs a second)",
             time_for(lint, (struct space){10, 4}).text, time_for(lint, (struct space){10, 6}).text,
             time_for(lint, (struct space){10, 8}).text, time_for(lint, (struct space){10, 10}).text,
             (unsigned long long)rate_of(lint));
}

static void say_pin(struct lint *lint)
{
    const cpdm_secrets *secrets = lint->options->secrets;
    if (!secrets || !secrets->pin.length) {
        say_any_pin(lint);
        return;
    }
    struct space space = space_of_text(secrets->pin);
    lint_say(lint, CPDM_RULE_LINT_PIN_SEARCH, NULL, NULL,
             "the PIN has %zu %s: whoever has the message can try all %u^%zu on it in %s (%llu MACs a second)",
             space.exponent, space.base == 10 ? "digits" : "characters", space.base, space.exponent,
             time_for(lint, space).text, (unsigned long long)rate_of(lint));
}

/* A network's own secret: an ESN of four octets, for one. */
static void say_network_key(struct lint *lint, size_t octets)
{
    struct space space = {2, 8 * octets};
    lint_say(
        lint, CPDM_RULE_LINT_NETWORK_KEY_KNOWN, NULL, NULL,
        "the network key has %zu octets: whoever has the message can try all 2^%zu on it in %s (%llu MACs a second)",
        octets, space.exponent, time_for(lint, space).text, (unsigned long long)rate_of(lint));
}

/* `alone`: nothing but the IMSI is in the key. */
static void say_network(struct lint *lint, bool alone)
{
    const cpdm_secrets *secrets = lint->options->secrets;
    if (secrets && secrets->network_key.length) {
        say_network_key(lint, secrets->network_key.length);
        return;
    }
    size_t digits = secrets && secrets->imsi.length ? secrets->imsi.length : IMSI_DIGITS;
    struct space space = {10, digits > NETWORK_DIGITS ? digits - NETWORK_DIGITS : 0};
    if (alone)
        lint_say(lint, CPDM_RULE_LINT_NETWORK_KEY_KNOWN, NULL, NULL,
                 "the key is the IMSI, which is not secret; where country and network alone are known, its other %zu "
                 "digits are all tried in %s (%llu MACs a second)",
                 space.exponent, time_for(lint, space).text, (unsigned long long)rate_of(lint));
    else
        lint_say(lint, CPDM_RULE_LINT_NETWORK_KEY_KNOWN, NULL, NULL,
                 "a part of the key is the IMSI, which is not secret; where country and network alone are known, its "
                 "other %zu digits make the work for the PIN 10^%zu times as long",
                 space.exponent, space.exponent);
}

/* The code is K and as many digits of the MAC: the message alone is no oracle for K, which only the user has. */
static void say_code(struct lint *lint)
{
    const cpdm_secrets *secrets = lint->options->secrets;
    size_t digits = secrets && secrets->userpinmac.length ? secrets->userpinmac.length : CODE_DIGITS;
    if (secrets && !secrets->userpinmac.length && secrets->userpinmac_key.length)
        digits = 2 * secrets->userpinmac_key.length;
    struct space half = {10, digits / 2};
    lint_say(
        lint, CPDM_RULE_LINT_CODE_SEARCH, NULL, NULL,
        "%zu of the code's %zu digits depend on the message: a changed one passes once in 10^%zu, and whoever learns "
        "the code makes one that passes in %s (%llu MACs a second)",
        half.exponent, digits, half.exponent, time_for(lint, half).text, (unsigned long long)rate_of(lint));
}

void lint_strength(struct lint *lint)
{
    if (!lint->options->security)
        return;
    switch (lint->message->security) {
    case CPDM_SECURITY_USERPIN: say_pin(lint); return;
    case CPDM_SECURITY_NETWPIN:
    case CPDM_SECURITY_NETWORKID: say_network(lint, true); return;
    case CPDM_SECURITY_USERNETWPIN:
    case CPDM_SECURITY_USERPIN_NETWORKID:
        say_network(lint, false);
        say_pin(lint);
        return;
    case CPDM_SECURITY_USERPINMAC: say_code(lint); return;
    case CPDM_SECURITY_3GPP_GBA:
        lint_say(lint, CPDM_RULE_SEC_GBA, NULL, NULL,
                 "3GPP_GBA has keys of 256 bits; that this body is protected with them, nothing in the message shows");
        return;
    case CPDM_SECURITY_NONE: return;
    }
}
