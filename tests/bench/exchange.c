/* SPDX-License-Identifier: MIT */
/*
 * The documents as files for programs that are no part of this one, and their packages back. FOLDER/0001.xml, .wbxml,
 * .type (the content type with SEC and MAC), .mac (lower case hexadecimal), .pin, .secrets (a secrets file of cpdm).
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "bench.h"

enum { PATH = 1024 };

static void make_path(char path[PATH], const char *folder, size_t number, const char *ending)
{
    int length = snprintf(path, PATH, "%s/%04zu.%s", folder, number, ending);
    if (length < 0 || length >= PATH)
        bench_die("the name of the folder is too long");
}

static void write_file(const char *folder, size_t number, const char *ending, cpdm_slice octets)
{
    char path[PATH];
    make_path(path, folder, number, ending);
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(octets.data, 1, octets.length, file) == octets.length;
    if (!file || fclose(file) != 0 || !written)
        bench_die("cannot write the documents");
    if (strcmp(ending, "secrets") == 0 && chmod(path, S_IRUSR | S_IWUSR) != 0)
        bench_die("cannot make the secrets private");
}

static void write_document(const struct bench_document *document, const char *folder, size_t number)
{
    char mac[2 * BENCH_MAC + 1] = "", secrets[64];
    for (size_t i = 0; i < BENCH_MAC; i++)
        snprintf(mac + 2 * i, 3, "%02x", document->wbxml_mac[i]);
    snprintf(secrets, sizeof secrets, "[secrets]\npin=%s\n", document->pin);
    write_file(folder, number, "xml", document->xml);
    write_file(folder, number, "wbxml", document->wbxml);
    write_file(folder, number, "type", bench_slice(document->wbxml_type));
    write_file(folder, number, "mac", bench_slice(mac));
    write_file(folder, number, "pin", bench_slice(document->pin));
    write_file(folder, number, "secrets", bench_slice(secrets));
}

void exchange_write(const struct bench_documents *documents, const char *folder)
{
    for (size_t i = 0; i < documents->count; i++)
        write_document(&documents->list[i], folder, i + 1);
}

static bool read_package(const char *path, char octets[BENCH_OUTPUT], cpdm_slice *package)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    *package = (cpdm_slice){octets, fread(octets, 1, BENCH_OUTPUT, file)};
    return fclose(file) == 0 && package->length < BENCH_OUTPUT;
}

bool exchange_agrees(const struct bench_documents *documents, const char *folder, const char *ending)
{
    char *octets = bench_alloc(BENCH_OUTPUT);
    const char *difference = NULL;
    for (size_t i = 0; i < documents->count && !difference; i++) {
        char path[PATH];
        cpdm_slice package;
        make_path(path, folder, i + 1, ending);
        difference = read_package(path, octets, &package) ? package_difference(package, &documents->list[i])
                                                          : "there is no package";
        if (difference)
            printf("%s: %s\n", path, difference);
    }
    free(octets);
    return !difference;
}
