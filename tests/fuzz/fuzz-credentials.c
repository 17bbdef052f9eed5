/* SPDX-License-Identifier: MIT */
/* The first octet chooses what the others are: a secrets file, a table of devices, a device for the factory, an
 * x-syncml-hmac header with its message, or a user, password and nonce. What is refused is told; what is made is
 * checked again; no finding about a secrets file shows a value of it. */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "device-table.h"
#include "secrets.h"

/* A value that no finding may show stands in every secrets file, behind what the fuzzer has written. */
#define CANARY "5ecret-canary"

static void see_finding(void *data, const char *file, const cpdm_diagnostic *found)
{
    ++*(unsigned *)data;
    fuzz_demand(file && found->sentence[0] && cpdm_rule_explanation(found->rule, found->table));
    fuzz_demand(!strstr(found->sentence, CANARY) && !strstr(found->hint, CANARY));
}

static void demand_inside(const struct secrets *secrets, cpdm_slice value)
{
    fuzz_demand(!value.data || (value.data >= secrets->text.octets &&
                                value.data + value.length <= secrets->text.octets + secrets->text.length));
}

static void read_secrets(const uint8_t *data, size_t size)
{
    unsigned findings = 0;
    struct options options = {.messages = {.sink = see_finding, .sink_data = &findings, .program = "fuzz"}};
    struct secrets secrets;
    int descriptor = memfd_create("secrets", MFD_CLOEXEC);
    fuzz_demand(descriptor >= 0 && write(descriptor, data, size) == (ssize_t)size);
    fuzz_demand(write(descriptor, CANARY, sizeof CANARY - 1) == sizeof CANARY - 1);
    fuzz_demand(lseek(descriptor, 0, SEEK_SET) == 0);
    options.secrets_fd.text = (char *)(uintptr_t) "3";
    options.secrets_fd.value = (uint64_t)descriptor;
    int code = secrets_read(&options, &secrets);
    fuzz_demand((code != 0) == (findings != 0));
    const cpdm_slice values[] = {secrets.known.imsi,       secrets.known.network_key,
                                 secrets.known.network_id, secrets.known.pin,
                                 secrets.known.userpinmac, secrets.known.userpinmac_key,
                                 secrets.hmac_key,         secrets.ks_naf,
                                 secrets.password,         secrets.nonce,
                                 secrets.factory_key};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        demand_inside(&secrets, values[i]);
    secrets_clear(&secrets);
    close(descriptor);
}

static void read_table(const uint8_t *data, size_t size)
{
    unsigned findings = 0;
    const struct messages messages = {.sink = see_finding, .sink_data = &findings, .program = "fuzz"};
    char *copy = malloc(size + 1);
    fuzz_demand(copy);
    memcpy(copy, data, size);
    const struct input input = {.name = "devices", .octets = copy, .length = size, .capacity = size + 1};
    GPtrArray *rows = device_table_read(&messages, &input);
    fuzz_demand((rows == NULL) == (findings != 0));
    for (guint i = 0; rows && i < rows->len; i++) {
        const struct device_row *row = g_ptr_array_index(rows, i);
        fuzz_demand(row->device[0] && row->line);
    }
    if (rows)
        g_ptr_array_unref(rows);
    free(copy);
}

static void make_factory(cpdm_translator *translator, cpdm_slice device)
{
    static const cpdm_slice secret = {"0123456789abcdef", 16}, server = {"dm.example", 10};
    cpdm_factory_credentials made, again;
    cpdm_status status = cpdm_factory_derive(translator, secret, device, server, &made);
    if (status != CPDM_OK) {
        fuzz_demand_complaint(translator, status);
        return;
    }
    const cpdm_slice canonical = {made.user_name, strlen(made.user_name)};
    fuzz_demand(cpdm_factory_derive(translator, secret, canonical, server, &again) == CPDM_OK);
    fuzz_demand(strcmp(made.user_name, again.user_name) == 0);
    fuzz_demand(strcmp(made.client_password, again.client_password) == 0);
    fuzz_demand(strlen(made.client_password) == 24 && strcmp(made.client_password, made.server_password) != 0);
    status = cpdm_factory_derive_legacy(translator, device, server, &made);
    if (status != CPDM_OK) /* it takes an IMEI only */
        fuzz_demand_complaint(translator, status);
}

/* What the fuzzer writes is never right by chance; what is written here is. */
static void check_header(cpdm_translator *translator, cpdm_slice header, cpdm_slice message)
{
    static const cpdm_slice key = {"key", 3}, server = {"dm.example", 10}, timestamp = {"2012-01-01T13:04:20Z", 20};
    cpdm_slice right;
    fuzz_demand_done(translator, cpdm_hmac_header_write(translator, key, server, timestamp, message, &right));
    fuzz_demand_done(translator, cpdm_hmac_header_verify(translator, right, key, message));
    cpdm_status status = cpdm_hmac_header_verify(translator, header, key, message);
    fuzz_demand(status != CPDM_OK);
    fuzz_demand_complaint(translator, status);
}

static void make_digest(cpdm_translator *translator, cpdm_slice text)
{
    size_t third = text.length / 3;
    const cpdm_slice name = {text.data, third}, password = {text.data + third, third};
    const cpdm_slice nonce = {text.data + 2 * third, text.length - 2 * third};
    cpdm_gba_keys keys;
    cpdm_slice digest;
    for (int algorithm = CPDM_DIGEST_MD5; algorithm <= CPDM_DIGEST_SHA256; algorithm++) {
        cpdm_status status =
            cpdm_digest_make(translator, (cpdm_digest_algorithm)algorithm, name, password, nonce, &digest);
        if (status == CPDM_OK)
            fuzz_demand(digest.length == (algorithm == CPDM_DIGEST_MD5 ? 24u : 44u));
        else
            fuzz_demand_complaint(translator, status);
    }
    cpdm_status status = cpdm_gba_derive(translator, text, &keys);
    fuzz_demand((status == CPDM_OK) == (text.length == 32) || cpdm_translator_error(translator));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    cpdm_translator *translator = cpdm_translator_new(NULL, NULL);
    const cpdm_slice text = {(const char *)data + 1, size - 1};
    const char *newline = text.length ? memchr(text.data, '\n', text.length) : NULL;
    size_t line = newline ? (size_t)(newline - text.data) : text.length;
    switch (data[0] % 5) {
    case 0: read_secrets(data + 1, size - 1); break;
    case 1: read_table(data + 1, size - 1); break;
    case 2: make_factory(translator, text); break;
    case 3:
        check_header(translator, (cpdm_slice){text.data, line}, (cpdm_slice){text.data + line, text.length - line});
        break;
    case 4: make_digest(translator, text); break;
    }
    cpdm_translator_free(translator);
    return 0;
}
