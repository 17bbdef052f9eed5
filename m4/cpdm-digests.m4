# SPDX-License-Identifier: MIT
# Where the command line has its digests from: the functions of SHA-1, SHA-256 and MD5 themselves out of libcrypto.a, which
# are some 30 KB, or EVP in libcrypto.so, which takes longer to load and to start than a document takes.
AC_DEFUN([CPDM_DIRECT_DIGESTS], [
    AC_SUBST([CRYPTO_STATIC_LIBS], [`AS_ECHO([" $CRYPTO_LIBS"]) | $SED 's/ -lcrypto/ -l:libcrypto.a/'`])
    have_direct_digests=no
    AS_IF([test "$with_static_digests" != no], [
        AC_MSG_CHECKING([for the digests in libcrypto.a])
        cpdm_saved_cflags="$CFLAGS" cpdm_saved_ldflags="$LDFLAGS" cpdm_saved_libs="$LIBS"
        CFLAGS="$CFLAGS $CRYPTO_CFLAGS $CPDM_PIE_CFLAGS" LDFLAGS="$LDFLAGS $CPDM_PIE_LDFLAGS" LIBS="$CRYPTO_STATIC_LIBS $LIBS"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[
            #define OPENSSL_SUPPRESS_DEPRECATED
            #include <openssl/crypto.h>
            #include <openssl/md5.h>
            #include <openssl/sha.h>
        ]], [[
            SHA_CTX sha1;
            SHA256_CTX sha256;
            MD5_CTX md5;
            return SHA1_Init(&sha1) + SHA256_Init(&sha256) + MD5_Init(&md5) + CRYPTO_memcmp("", "", 1);
        ]])], [have_direct_digests=yes])
        AC_MSG_RESULT([$have_direct_digests])
        CFLAGS="$cpdm_saved_cflags" LDFLAGS="$cpdm_saved_ldflags" LIBS="$cpdm_saved_libs"
        AS_IF([test "$with_static_digests$have_direct_digests" = yesno], [AC_MSG_ERROR([there is no libcrypto.a to link with])])
    ])
])
