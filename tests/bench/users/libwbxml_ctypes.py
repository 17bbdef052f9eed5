# SPDX-License-Identifier: MIT
"""The two conversions of libwbxml from Python, in this process."""
import ctypes

LIBRARY = ctypes.CDLL("libwbxml2.so.1")
FREE = ctypes.CDLL(None).free
FREE.argtypes = [ctypes.c_void_p]


def convert(octets, kind, prepare=None):
    create, run, destroy = (getattr(LIBRARY, f"wbxml_conv_{kind}_{verb}") for verb in ("create", "run", "destroy"))
    converter, text, length = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_uint32()
    if create(ctypes.byref(converter)) != 0:
        raise MemoryError
    if prepare:
        prepare(converter)
    error = run(converter, octets, len(octets), ctypes.byref(text), ctypes.byref(length))
    destroy(converter)
    if error:
        raise ValueError(f"libwbxml: error {error}")
    made = ctypes.string_at(text, length.value)
    FREE(text)
    return made


def compact(converter):
    LIBRARY.wbxml_conv_wbxml2xml_set_gen_type(converter, 0)


def to_xml(octets):
    return convert(octets, "wbxml2xml", compact)


def to_wbxml(octets):
    return convert(octets, "xml2wbxml")
