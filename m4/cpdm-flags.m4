# SPDX-License-Identifier: MIT
# Compiler and linker flags: each is tried, those that work are collected in a variable.

# CPDM_ADD_CFLAGS(VARIABLE, FLAG ...): adds to VARIABLE each flag that the compiler takes without a complaint.
AC_DEFUN([CPDM_ADD_CFLAGS], [
    m4_foreach_w([cpdm_flag], [$2], [
        AC_MSG_CHECKING([whether $CC takes cpdm_flag])
        cpdm_saved="$CFLAGS"
        CFLAGS="$CFLAGS -Werror cpdm_flag"
        AC_COMPILE_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes]); $1="$$1 cpdm_flag"], [AC_MSG_RESULT([no])])
        CFLAGS="$cpdm_saved"
    ])
])

# CPDM_ADD_LDFLAGS(VARIABLE, FLAG ...): the same for what is given to the linker.
AC_DEFUN([CPDM_ADD_LDFLAGS], [
    m4_foreach_w([cpdm_flag], [$2], [
        AC_MSG_CHECKING([whether the linker takes cpdm_flag])
        cpdm_saved="$LDFLAGS"
        LDFLAGS="$LDFLAGS cpdm_flag"
        AC_LINK_IFELSE([AC_LANG_PROGRAM()], [AC_MSG_RESULT([yes]); $1="$$1 cpdm_flag"], [AC_MSG_RESULT([no])])
        LDFLAGS="$cpdm_saved"
    ])
])

# The house rules' flags (design section 9.1) are not tried: a compiler without them is not one of ours.
AC_DEFUN([CPDM_WARNING_FLAGS], [
    AC_SUBST([CPDM_CFLAGS], ["-std=c11 -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wswitch-enum"])
    AS_IF([test "$enable_werror" = yes], [CPDM_CFLAGS="$CPDM_CFLAGS -Werror"])
])

AC_DEFUN([CPDM_SANITIZE_FLAGS], [
    AC_SUBST([CPDM_SANITIZE])
    AS_IF([test "$enable_sanitize" = yes || test "$enable_fuzz" = yes], [
        CPDM_SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
    ])
    AS_IF([test "$enable_fuzz" = yes], [
        CPDM_ADD_CFLAGS([CPDM_SANITIZE], [-fsanitize=fuzzer-no-link])
        AS_CASE([$CPDM_SANITIZE], [*fuzzer-no-link*], [], [AC_MSG_ERROR([--enable-fuzz needs clang: ./configure CC=clang --enable-fuzz])])
    ])
])

# What makes the library fast: -O3, and one optimisation over all its files. Who gives CFLAGS gets what they say and no more.
# Fat objects: the test programs, which link the library too, need not optimise it again each time. Small structures are
# cleared and copied by a few stores: GCC's choice for x86, `rep stos`, is slow to start.
AC_DEFUN([CPDM_OPTIMISATION_FLAGS], [
    AC_SUBST([CPDM_LTO])
    AC_SUBST([CPDM_NO_LTO])
    AS_IF([test "$cpdm_flags_are_ours" = yes && test -z "$CPDM_SANITIZE"], [
        CFLAGS="-g -O3"
        AC_MSG_CHECKING([whether $CC can optimise at link time])
        CFLAGS="$CFLAGS -Werror -flto=auto -ffat-lto-objects"
        AC_LINK_IFELSE([AC_LANG_PROGRAM()], [
            AC_MSG_RESULT([yes])
            CPDM_LTO="-flto=auto -ffat-lto-objects"
            CPDM_NO_LTO="-fno-lto"
        ], [AC_MSG_RESULT([no])])
        CPDM_ADD_CFLAGS([cpdm_stores], [-mmemset-strategy=libcall:-1:noalign -mmemcpy-strategy=libcall:-1:noalign])
        CFLAGS="-g -O3$cpdm_stores"
    ])
    # Watched without -flto: two programs linked that way keep other functions, and one's profile would replace the other's.
    AS_CASE([$enable_profile],
            [generate], [CPDM_LTO="-fprofile-generate=`pwd`/profile -fprofile-update=prefer-atomic"],
            [use], [CPDM_LTO="$CPDM_LTO -fprofile-use=profile -Wno-missing-profile -fno-tracer -fno-unroll-loops -fno-peel-loops"],
            [no], [],
            [AC_MSG_ERROR([--enable-profile=generate or =use: tools/profiled does both])])
])

# Hardening. The sanitizers bring checks of their own, which _FORTIFY_SOURCE would hide from them.
AC_DEFUN([CPDM_HARDENING_FLAGS], [
    AC_SUBST([CPDM_HARDENING])
    AC_SUBST([CPDM_FORTIFY])
    AC_SUBST([CPDM_LDFLAGS])
    AC_SUBST([CPDM_PIE_CFLAGS])
    AC_SUBST([CPDM_PIE_LDFLAGS])
    CPDM_ADD_CFLAGS([CPDM_HARDENING], [-fstack-protector-strong -fstack-clash-protection -fcf-protection])
    CPDM_ADD_LDFLAGS([CPDM_LDFLAGS], [-Wl,-z,relro -Wl,-z,now])
    AS_IF([test -z "$CPDM_SANITIZE"], [
        CPDM_ADD_LDFLAGS([CPDM_LDFLAGS], [-Wl,-z,defs])
        AC_MSG_CHECKING([whether to define _FORTIFY_SOURCE])
        AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
            #ifndef __OPTIMIZE__
            #error _FORTIFY_SOURCE needs optimisation
            #endif
        ]])], [AC_MSG_RESULT([yes]); CPDM_FORTIFY="-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"], [AC_MSG_RESULT([no])])
    ])
    CPDM_ADD_CFLAGS([CPDM_PIE_CFLAGS], [-fPIE])
    AS_IF([test -n "$CPDM_PIE_CFLAGS"], [CPDM_ADD_LDFLAGS([CPDM_PIE_LDFLAGS], [-pie])])
])

dnl CPDM_STATIC(VARIABLE, LIBRARY, HEADER, STATEMENT): VARIABLE_LIBS takes a library out of its archive where that can be: only
dnl one verb needs it, and every process would load it.
AC_DEFUN([CPDM_STATIC], [
    AS_IF([test -n "$$1_LIBS"], [
        AC_MSG_CHECKING([for lib$2.a])
        cpdm_static_libs=`AS_ECHO([" $$1_LIBS"]) | $SED 's/ -l$2/ -l:lib$2.a/'`
        cpdm_saved_cflags="$CFLAGS" cpdm_saved_ldflags="$LDFLAGS" cpdm_saved_libs="$LIBS"
        CFLAGS="$CFLAGS $$1_CFLAGS $CPDM_PIE_CFLAGS" LDFLAGS="$LDFLAGS $CPDM_PIE_LDFLAGS" LIBS="$cpdm_static_libs $LIBS"
        AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <$3>]], [[$4;]])],
                       [AC_MSG_RESULT([yes]); $1_LIBS="$cpdm_static_libs"], [AC_MSG_RESULT([no])])
        CFLAGS="$cpdm_saved_cflags" LDFLAGS="$cpdm_saved_ldflags" LIBS="$cpdm_saved_libs"
    ])
])
