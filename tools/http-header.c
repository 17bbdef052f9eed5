/* SPDX-License-Identifier: MIT */
/* A file as it is sent and the AAuthSecret into an x-syncml-hmac header; such a header into yes or exit code 3. */
#include "http-header.h"

#include <unistd.h>

#include <glib.h>

#include "input.h"
#include "output.h"
#include "secrets.h"
#include "text.h"

struct exchange {
    struct secrets secrets;
    struct input input;
    cpdm_translator *translator;
};

static int open_exchange(const struct options *options, struct exchange *exchange)
{
    *exchange = (struct exchange){.translator = cpdm_translator_new(NULL, NULL)};
    if (!exchange->translator)
        return message_fail(&options->messages, TOOL_INTERNAL, (struct message_place){0}, NULL, "there is no memory");
    const char *path = options_file(options);
    bool from_stdin = !path || (path[0] == '-' && path[1] == '\0');
    if (from_stdin && options->secrets_fd.text && options->secrets_fd.value == STDIN_FILENO)
        return options_fail(options, NULL, "the document and the secrets cannot both come from stdin");
    int code = secrets_read(options, &exchange->secrets);
    return code ? code : input_read(&options->messages, path, options_document_limit(options), &exchange->input);
}

static int close_exchange(const struct options *options, struct exchange *exchange, int code, cpdm_status status)
{
    if (!code && status != CPDM_OK)
        code = message_finish(&options->messages, exchange->input.name, exchange->translator, status);
    cpdm_translator_free(exchange->translator);
    input_clear(&exchange->input);
    secrets_clear(&exchange->secrets);
    return code;
}

int http_header_sign(const struct options *options)
{
    if (!options->server || !options->timestamp)
        return options_fail(options, "2012-01-01T13:04:20Z is a timestamp",
                            "--http-header needs --server and --timestamp");
    if (options->sign.text || options->format.text || options->from.text || options->message.text)
        return options_fail(options, NULL,
                            "--http-header is about the octets as they are sent: no --sign, -f, --from, --message");
    struct exchange exchange;
    cpdm_slice header = {0};
    cpdm_status status = CPDM_OK;
    int code = open_exchange(options, &exchange);
    if (!code)
        status = cpdm_hmac_header_write(exchange.translator, exchange.secrets.hmac_key, text_slice(options->server),
                                        text_slice(options->timestamp), input_slice(&exchange.input), &header);
    if (!code && status == CPDM_OK) {
        char *line = g_strdup_printf("x-syncml-hmac: %.*s\n", (int)header.length, header.data);
        code = output_write(&options->messages, options->output, OUTPUT_PUBLIC, text_slice(line));
        g_free(line);
    }
    return close_exchange(options, &exchange, code, status);
}

int http_header_verify(const struct options *options)
{
    if (options->content_type || options->from.text || options->message.text)
        return options_fail(options, NULL,
                            "--http-header is about the octets as they are sent: no --content-type, --from, --message");
    struct exchange exchange;
    cpdm_status status = CPDM_OK;
    int code = open_exchange(options, &exchange);
    if (!code)
        status = cpdm_hmac_header_verify(exchange.translator, text_slice(options->http_header_text),
                                         exchange.secrets.hmac_key, input_slice(&exchange.input));
    if (!code && status == CPDM_OK)
        code = output_write(&options->messages, NULL, OUTPUT_PUBLIC, text_slice("authenticated: HMAC-SHA256\n"));
    return close_exchange(options, &exchange, code, status);
}
