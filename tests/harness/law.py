# SPDX-License-Identifier: MIT
"""The law of the round trip (design section 6): what is translated comes back as it was, in canonical form, less what the
report calls derived, signalled, lost, unmapped or invalid, and nothing else comes back:

    input - back = derived + signalled + lost + unmapped + invalid        back - input = nothing

This is a second reading of the canonical forms: it looks at the document, its report and the document that came back, at
no table, and shares no code with the library."""
import base64
import binascii
import pathlib
import re
import xml.etree.ElementTree as ElementTree

from .formats import local_name

COMES_BACK = ("mapped", "normalised", "number", "presence", "replaced", "elsewhere", "repeated", "moved")
REASONS = {  # of fates that say how a value comes back
    ("normalised", "without leading zeros"): "number",
    ("normalised", "that it is there is all that counts"): "presence",
    ("normalised", "an access point before it says the same"): "elsewhere",
    ("normalised", "comes back in the PXPHYSICAL that says the same"): "moved",
    ("lost", "another PXPHYSICAL says the same"): "repeated",
    ("derived", "its node's value stands for several"): "replaced",
    ("derived", "its node's name is cut short"): "replaced",
}
HANDED_DOWN = ("PORT", "DOMAIN", "TRUST", "PUSHENABLED", "PULLENABLED", "WSP-VERSION")  # from PXLOGICAL to PXPHYSICAL
OBJECTS = ("NAPDEF", "NAPAUTHINFO", "VALIDITY", "PXLOGICAL", "PXAUTHINFO", "PXPHYSICAL", "PORT", "APPLICATION", "APPADDR",
           "APPAUTH", "RESOURCE", "BOOTSTRAP", "CLIENTIDENTITY", "VENDORCONFIG", "ACCESS")  # two are two
FLAT = ("AAUTHLEVEL", "AAUTHTYPE", "AAUTHNAME", "AAUTHSECRET", "AAUTHDATA")
SCHEME_PORTS = {"http": 80, "https": 443}
BLANKS = " \t\r\n"


class Parm:
    def __init__(self, name, value, fate="mapped"):
        self.name, self.value, self.fate = name, value, fate
        self.target = None  # of TO-NAPID=INTERNET: the NAPDEF

    def copy(self):
        return Parm(self.name, self.value, self.fate)


class Characteristic:
    def __init__(self, kind, parms=(), inside=()):
        self.kind, self.parms, self.inside = kind, list(parms), list(inside)
        self.list = self.type = None  # the APPAUTH with a list of types, lost as a whole, of which this is one type

    def copy(self):
        return Characteristic(self.kind, (parm.copy() for parm in self.parms), (child.copy() for child in self.inside))

    def first(self, name):
        """The value of the first parm of this name; empty where there is none."""
        return next((parm.value for parm in self.parms if parm.name == name), "")

    def all(self, kind):
        return [child for child in self.inside if child.kind == kind]

    def without(self, *names):
        return [parm for parm in self.parms if parm.name not in names]


def read(xml, report=None):
    """The characteristics of a document; `report` has an entry for each of its parms, in its order."""
    entries = iter(report) if report is not None else None

    def fate():
        entry = next(entries) if entries else {"fate": "mapped"}
        return REASONS.get((entry["fate"], entry.get("reason")), entry["fate"])

    def walk(element, into):
        for child in element:
            if local_name(child) == "parm":
                into.parms.append(Parm(child.get("name"), child.get("value") or "", fate()))
            elif local_name(child) == "characteristic":
                into.inside.append(Characteristic(child.get("type")))
                walk(child, into.inside[-1])
        return into

    return walk(ElementTree.fromstring(xml), Characteristic(""))


# ---- What --lenient forgives ----

def standard_names():
    """{lower case: name} of the parms and types of CP 1.1 (tests/cp-1.1-parms)."""
    lines = pathlib.Path(__file__).parent.with_name("cp-1.1-parms").read_text(encoding="utf-8").splitlines()
    return {name.lower(): name for line in lines if line and line[0] != "#" for name in line.split()[0].split("/")}


def forgive_case(thing, names):
    for parm in thing.parms:
        parm.name = names.get(parm.name.lower(), parm.name)
    for child in thing.inside:
        child.kind = names.get(child.kind.lower(), child.kind)
        forgive_case(child, names)


def forgive_flat(application):
    """AAUTH… parms directly in an APPLICATION are an APPAUTH; a name that comes again begins the next one."""
    flat = [parm for parm in application.parms if parm.name in FLAT]
    application.parms = application.without(*FLAT)
    auth = None
    for parm in flat:
        if not auth or any(other.name == parm.name for other in auth.parms):
            auth = Characteristic("APPAUTH")
            application.inside.append(auth)
        auth.parms.append(parm)


def forgive(root, leniencies):
    if "case" in leniencies:
        forgive_case(root, standard_names())
    for application in root.all("APPLICATION") if "flat-appauth" in leniencies else ():
        forgive_flat(application)


# ---- References ----

def name_objects(root, back, together):
    """An id that is missing or empty is a number that the target gives: an access point's is that of the one in its place.
    Proxies are counted from 1, or together with the access points where both are connections."""
    def has(thing, name):
        return any(parm.name == name and parm.value and parm.fate in COMES_BACK for parm in thing.parms)

    points, returned = root.all("NAPDEF"), back.all("NAPDEF")
    nameless = [point for point in points if not has(point, "NAPID")]
    for point, other in zip(points, returned if len(points) == len(returned) else ()):
        if point in nameless and re.fullmatch("[0-9]+", other.first("NAPID")):
            point.parms = [Parm("NAPID", other.first("NAPID"))] + point.without("NAPID")
    proxies = [proxy for proxy in root.all("PXLOGICAL") if proxy.all("PXPHYSICAL") and not proxy.first("PROXY-ID")]
    for number, proxy in enumerate(proxies, 1 + (len(nameless) if together else 0)):
        if not has(proxy, "PROXY-ID"):
            proxy.parms = [Parm("PROXY-ID", str(number))] + proxy.without("PROXY-ID")


def access_points(root):
    """{id: NAPDEF} of those that a TO-NAPID can name: the first of an id; INTERNET means the one that carries it (R14)."""
    named = {}
    for thing in root.all("NAPDEF"):
        named.setdefault(thing.first("NAPID"), thing)
    named.pop("INTERNET", None)
    return named


def replace_internet(root):
    carriers = [thing for thing in root.all("NAPDEF") if any(parm.name == "INTERNET" for parm in thing.parms)]
    holders = root.all("APPLICATION") + [child for proxy in root.all("PXLOGICAL") for child in proxy.all("PXPHYSICAL")]
    for parm in (parm for thing in holders for parm in thing.parms if carriers):
        if parm.name == "TO-NAPID" and parm.value == "INTERNET":
            ids = [one.value for one in carriers[0].parms if one.name == "NAPID" and one.fate in COMES_BACK]
            parm.value, parm.target = (ids or [""])[0], carriers[0]


# ---- Two ways to say one thing (design section 5) ----

def gather_addresses(application):
    """An ADDR of an APPLICATION is an APPADDR."""
    application.inside += [Characteristic("APPADDR", [parm]) for parm in application.parms if parm.name == "ADDR"]
    application.parms = application.without("ADDR")


def split_types(auth):
    """An APPAUTH for each type of a comma list; no AAUTHLEVEL where the level is HTTP."""
    listed = next((parm for parm in auth.parms if parm.name == "AAUTHTYPE"), None)
    types = [part.strip(BLANKS) for part in listed.value.split(",")] if listed else [""]
    types = list(dict.fromkeys(part for part in types if part)) or [""]
    for one in types:
        copy = auth.copy()
        kept = next((parm for parm in copy.parms if parm.name == "AAUTHTYPE"), None)
        if kept:
            kept.value = one
        if len(types) > 1 and kept.fate not in COMES_BACK:
            copy.list, copy.type = auth, one
        level = auth.first("AAUTHLEVEL")
        if level in ("", "HTTP") or (level == "APPSRV" and one.startswith("HTTP-")):
            copy.parms = copy.without("AAUTHLEVEL")
        yield copy


def name_provider(application):
    """The AAUTHNAME of level CLIENT stands for a missing PROVIDER-ID."""
    if any(parm.value for parm in application.parms if parm.name == "PROVIDER-ID"):
        return
    for auth in application.all("APPAUTH"):
        if auth.first("AAUTHLEVEL") == "CLIENT" and auth.first("AAUTHNAME"):
            parm = next(parm for parm in auth.parms if parm.name == "AAUTHNAME")
            application.parms = [Parm("PROVIDER-ID", parm.value, parm.fate)] + application.without("PROVIDER-ID")
            if parm.fate == "normalised":
                auth.parms.remove(parm)
            return


def hand_down(proxy):
    """What a PXLOGICAL says for its PXPHYSICALs stands in each that does not say it itself."""
    handed = [thing for thing in proxy.parms + proxy.inside if name_of(thing) in HANDED_DOWN]
    for physical in proxy.all("PXPHYSICAL"):
        own = {name_of(thing) for thing in physical.parms + physical.inside}
        for thing in handed:
            if name_of(thing) not in own:
                (physical.parms if isinstance(thing, Parm) else physical.inside).append(thing.copy())
    proxy.parms = [parm for parm in proxy.parms if parm.name not in HANDED_DOWN]
    proxy.inside = [child for child in proxy.inside if child.kind not in HANDED_DOWN]


def name_of(thing):
    return thing.name if isinstance(thing, Parm) else thing.kind


# ---- Values ----

def octets(text):
    """What a nonce is: base64, blanks between, or the octets of a text that is no base64."""
    try:
        return base64.b64decode(re.sub(f"[{BLANKS}]", "", text).encode("ascii"), validate=True).hex()
    except (UnicodeEncodeError, binascii.Error):
        return text.encode().hex()


def canonical_value(parm):
    if parm.name == "AAUTHDATA":
        return octets(parm.value)
    if parm.fate == "number" or (parm.fate == "repeated" and parm.name == "PORTNBR" and parm.value.isdecimal()):
        return str(int(parm.value))
    return "" if parm.fate == "presence" else parm.value


def drop_default_port(address):
    """A port that the address says, or its scheme, is not said again."""
    uri = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?(?:\[[^]]*\]|[^/?#:]*)(?::([0-9]*))?(?=[/?#]|$)",
                   address.first("ADDR"))
    if not uri:
        return
    own = int(uri[2] or 0)
    default = own if 1 <= own <= 65535 else SCHEME_PORTS.get(uri[1].lower())
    for port in address.all("PORT"):
        port.parms = [parm for parm in port.parms if parm.name != "PORTNBR" or not parm.value.isdecimal() or
                      int(parm.value) != default]


# ---- The canonical form ----

def canonical_application(application):
    gather_addresses(application)
    name_provider(application)
    application.inside = [part for child in application.inside
                          for part in (split_types(child) if child.kind == "APPAUTH" else [child])]
    for address in application.all("APPADDR"):
        drop_default_port(address)


def name_once(parms):
    """A reference said twice, once by INTERNET, is one."""
    def is_same(parm, other):
        return (parm.name, parm.value) == (other.name, other.value) and (parm.target or other.target)

    return [parm for i, parm in enumerate(parms) if not any(is_same(parm, other) for other in parms[:i])]


def prune(thing):
    """Leaves out what does not come back, and characteristics that then hold nothing."""
    thing.parms = [parm for parm in thing.parms if parm.fate in COMES_BACK]
    proxy = thing.kind == "PXLOGICAL" and thing.parms  # a PXPHYSICAL that says nothing is one all the same
    thing.inside = [child for child in thing.inside if prune(child) or child.list or (proxy and child.kind == "PXPHYSICAL")]
    return thing.parms or thing.inside


def canonical_certificates(root):
    """The store ROOT of Windows Mobile is Root/System of Windows: its certificates are derived, and come back there."""
    for store in root.all("CertificateStore"):
        for old in store.all("ROOT"):
            store.inside.remove(old)
            store.inside.append(Characteristic("Root", inside=[Characteristic("System", inside=old.inside)]))
            for parm in (parm for child in old.inside for parm in child.parms if parm.fate == "derived"):
                parm.fate = "mapped"


def join_places(thing):
    """Types that CP does not have are the names of a place, as in CertificateStore/Root/System: two of one are one."""
    joined = {}
    for child in thing.inside:
        first = joined.setdefault((child.kind, id(child) if child.kind in OBJECTS else None), child)
        if first is not child:
            first.parms += child.parms
            first.inside += child.inside
    thing.inside = list(joined.values())
    for child in thing.inside:
        join_places(child)


def form(thing, without=()):
    """Nested tuples: equal when two characteristics say the same, in whatever order."""
    parms = sorted((parm.name, canonical_value(parm)) for parm in thing.parms if parm.name not in without)
    inside = sorted(form(child) for child in thing.inside if child.kind not in without)
    return thing.kind, tuple(parms), tuple(unique(inside, "APPAUTH"))


def unique(forms, kind):
    """Equal APPAUTHs are one."""
    return [one for i, one in enumerate(forms) if one[0] != kind or one not in forms[:i]]


def join_proxies(proxies):
    """PXLOGICALs that say the same, their PXPHYSICALs aside, are one with all of these."""
    joined = {}
    for proxy in proxies:
        first = joined.setdefault(form(proxy, ("PXPHYSICAL",)), proxy)
        if first is not proxy:
            first.inside += proxy.all("PXPHYSICAL")
    return list(joined.values())


def is_repeated(physical):
    return any(parm.name == "TO-NAPID" and parm.fate in ("repeated", "moved") for parm in physical.parms)


def leave_out_repeated(physicals):
    """A PXPHYSICAL that the report calls repeated is one before it, with the TO-NAPIDs that it says come back there."""
    kept = []
    for physical in physicals:
        same = [one for one in kept if form(one, ("TO-NAPID",)) == form(physical, ("TO-NAPID",)) and one.first("TO-NAPID")]
        if is_repeated(physical) and same:
            same[0].parms += [parm for parm in physical.parms if parm.fate == "moved"]
        else:
            kept.append(physical)
    return kept


def name_equal_access_points(root):
    """Where the report says so, a PXPHYSICAL's access point is the first that says the same: the target holds its settings
    and not its name."""
    named = access_points(root)
    called = {thing.first("NAPID"): thing for thing in reversed(root.all("NAPDEF"))}
    equal = {}
    for thing in [*named.values(), *root.all("NAPDEF")]:
        equal.setdefault(form(thing, ("NAPID",)), thing.first("NAPID"))
    for parm in (parm for application in root.all("APPLICATION") for parm in application.parms):
        if parm.target and named.get(parm.value) is not parm.target:  # as INTERNET alone can lead to
            same = form(parm.target, ("NAPID",))
            parm.value = next((one for one, thing in named.items() if form(thing, ("NAPID",)) == same), parm.value)
    for physical in (child for proxy in root.all("PXLOGICAL") for child in proxy.all("PXPHYSICAL")):
        for parm in physical.parms:
            if parm.name == "TO-NAPID" and parm.target:
                parm.value = equal[form(parm.target, ("NAPID",))]
            elif parm.fate in ("elsewhere", "moved") and parm.value in called:
                parm.value = equal[form(called[parm.value], ("NAPID",))]


def canonical_proxies(root):
    others = [thing for thing in root.inside if thing.kind != "PXLOGICAL"]
    root.inside = others + join_proxies(root.all("PXLOGICAL"))
    for proxy in root.all("PXLOGICAL"):
        proxy.inside = ([child for child in proxy.inside if child.kind != "PXPHYSICAL"] +
                        leave_out_repeated(proxy.all("PXPHYSICAL")))


def canonical(root):
    replace_internet(root)
    for application in root.all("APPLICATION"):
        canonical_application(application)
    for proxy in root.all("PXLOGICAL"):
        hand_down(proxy)
    canonical_certificates(root)
    prune(root)
    join_places(root)
    name_equal_access_points(root)
    for thing in root.all("APPLICATION") + [child for proxy in root.all("PXLOGICAL") for child in proxy.all("PXPHYSICAL")]:
        thing.parms = name_once(thing.parms)
    canonical_proxies(root)


def auths(root):
    return [(application, auth) for application in root.all("APPLICATION") for auth in application.all("APPAUTH")]


def number_accounts(root):
    """Tells apart those of one server: they keep their order."""
    seen = []
    for application in root.all("APPLICATION"):
        key = application.first("APPID"), application.first("PROVIDER-ID")
        application.number = seen.count(key)
        seen.append(key)


def account(application):
    return application.first("APPID"), application.first("PROVIDER-ID"), application.number


def settle_lists(wanted, back):
    """Of a list of types that is lost as a whole, one type may come back all the same: at least what the list shares with
    it must."""
    returned = [(account(application), form(auth)) for application, auth in auths(back)]
    for application, auth in auths(wanted):
        if not auth.parms:
            application.inside.remove(auth)
        elif auth.list and (account(application), form(auth)) not in returned:
            siblings = [other for other in application.all("APPAUTH") if other.list is auth.list]
            if any((account(application), form(other)) in returned for other in siblings):
                application.inside.remove(auth)


def restore_types(wanted, back):
    """Puts the type that came back into the APPAUTH of its list, whose AAUTHTYPE is lost."""
    returned = [(account(application), form(auth, ("AAUTHTYPE",)), auth.first("AAUTHTYPE"))
                for application, auth in auths(back)]
    for application, auth in auths(wanted):
        found = (account(application), form(auth), auth.type)
        if auth.list and found in returned:
            returned.remove(found)
            auth.parms.append(Parm("AAUTHTYPE", auth.type))


def hide_replaced(wanted, back):
    """What comes back as a value like it: any value will do."""
    names = set()

    def walk(thing, visit):
        for parm in thing.parms:
            visit(thing, parm)
        for child in thing.inside:
            walk(child, visit)

    def note(thing, parm):
        if parm.fate == "replaced":
            names.add((thing.kind, parm.name))

    def hide(thing, parm):
        if (thing.kind, parm.name) in names:
            parm.value = ""

    walk(wanted, note)
    for root in (wanted, back) if names else ():
        walk(root, hide)


def compare(document, report, back, together, leniencies):
    wanted, got = read(document, report), read(back)
    forgive(wanted, leniencies)
    name_objects(wanted, got, together)
    canonical(wanted)
    canonical(got)
    hide_replaced(wanted, got)
    for root in (wanted, got):
        number_accounts(root)
    restore_types(wanted, got)
    settle_lists(wanted, got)
    wanted, got = ([form(thing) for thing in root.inside if thing.parms or thing.inside] for root in (wanted, got))
    for thing in list(wanted):
        if thing in got:
            wanted.remove(thing)
            got.remove(thing)
    return ([f"does not come back: {thing}" for thing in wanted] +
            [f"comes back, and was not there: {thing}" for thing in got])


def complaints(document, report, back, leniencies=()):
    """How a document that came back breaks the law. `report` has an entry for each of the document's parms."""
    return compare(document, report, back, True, leniencies) and compare(document, report, back, False, leniencies)
