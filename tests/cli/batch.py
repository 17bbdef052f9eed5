#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The stream contract of `cpdm batch`, a sentence a check: one result for each record and in their order, the same bytes for
the same record, secrets that stay inside, an error where a record is wrong, and nothing on stderr."""
import base64
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

from harness import records
from harness.checks import Checks, private

checks = Checks()
KEYS = ("input_sha256", "tables", "version")


def batch(octets, *words, code=0, name=None):
    """Results of a stream; whatever is in it, it ends well and says nothing beside them."""
    done = checks.cpdm("batch", *words, stdin=octets)
    if name:
        checks.check(name, done.code == code and done.err == "", done)
    return done


def only(octets, *words):
    """The result of a stream of one record."""
    done = batch(octets, *words)
    lines = done.out.splitlines()
    if done.code or done.err or len(lines) != 1:
        checks.check(f"one result of {octets[:60]!r}", False, done)
        return {"ok": None, "error": {}}
    return json.loads(lines[0])


def fault(name, octets, rule, kind, *words):
    result = only(octets, *words)
    error = result.get("error", {})
    right = result["ok"] is False and error.get("rule") == f"CPDM-{rule:04}" and error.get("class") == kind
    checks.check(f"{name}: {error.get('rule')} {error.get('class')} {error.get('message')}", right)
    return result


def ordered(document):
    stream = records.lines(document, range(500))
    first = batch(stream, "-j1", name="500 records, one thread")
    results = records.results("ndjson", first.out)
    checks.check("one result for each, in their order", [r["id"] for r in results] == [f"r{n}" for n in range(500)], first)
    checks.check("all are well", all(r["ok"] for r in results), first)
    for jobs in (2, 4, 9):
        done = batch(stream, "-j", str(jobs))
        checks.check(f"the same bytes with {jobs} threads", done.out == first.out, done)
    again = batch(stream)
    checks.check("the same bytes again", again.out == first.out, again)
    one = records.line(records.record(document, 7))
    checks.check("the same line has the same result wherever it stands", first.out.splitlines()[7] + b"\n" == batch(one).out)
    checks.check("a last line without its end is a record", batch(one[:-1]).out == batch(one).out)
    for result in (results[0], results[499]):
        octets = records.numbered(document, int(result["id"][1:]))
        checks.check("the digest is the document's", result["input_sha256"] == hashlib.sha256(octets).hexdigest())
        checks.check("tables and version are named", len(result["tables"]) == 64 and result["version"])
    checks.check("no records, no results", batch(b"").out == b"")


def like_translate(document):
    """A result is what `translate` writes."""
    record = records.record(document, 3)
    pathlib.Path("doc.wbxml").write_bytes(records.numbered(document, 3))
    private("keys", f"pin={records.pin_of(3)}")
    for form, more in (("wbxml", {}), ("push", {}), ("obex", {}), ("sms", {}), ("card", {"size": 4000}),
                       ("wbxml", {"strings": "inline"}), ("sms", {"strings": "inline"}), ("push", {"strings": "table"})):
        asked = [word for name, value in more.items() for word in (f"--{name}", str(value))]
        words = ["translate", "--content-type", record["content_type"], "--secrets", "keys", "-f", form, *asked]
        if form == "wbxml":
            words += ["--content-type-out", "type"]
        alone = checks.cpdm(*words, "-o", "out", "doc.wbxml")
        result = only(records.line({**record, "options": {"format": form, **more}}))
        body = result.get("sms", "").encode() if form == "sms" else base64.b64decode(result.get(f"{form}_b64", ""))
        name = " ".join(["-f", form, *asked])
        checks.check(f"{name} is what translate writes", body and body == pathlib.Path("out").read_bytes(), alone)
        checks.check(f"{name} for the run says the same", only(records.line(record), "-f", form, *asked) == result)
        if form == "wbxml":
            checks.check("and its content type", result["content_type"] == pathlib.Path("type").read_text().strip(), alone)
    xml = only(records.line({**record, "options": {"format": "xml", "device": "IMEI:1", "session_id": 9}}))
    checks.check("options of a record", "<LocURI>IMEI:1</LocURI>" in xml["xml"] and "<SessionID>9<" in xml["xml"])
    private("keys", f"pin={records.pin_of(3)}")
    del record["secret"]
    checks.check("secrets of the run", only(records.line(record), "--secrets", "keys")["auth"] == "USERPIN")


def options(document):
    """What translate can be told a record can say too, but for what is the run's."""
    def listed(verb):
        return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", checks.cpdm(verb, "--help").out.decode(), re.MULTILINE))
    run = {"to", "overlay", "lenient", "limit", "content-type", "secrets", "secrets-fd", "allow-unauthenticated", "cross-check", "output",
           "diag", "help"}
    run |= {name for name in listed("batch") if name.startswith("max-")} - {"max-packet", "max-segment", "max-uri"}  # limits
    of_one_document = {"existing", "rebootstrap", "nonce-reset", "report", "show-secrets", "no-cross-check", "content-type-out",
                       "user-code-out"}
    missing = listed("translate") - listed("batch") - of_one_document
    checks.check(f"batch has the options of translate: {missing or ''}", not missing)
    for name in sorted(listed("translate") & listed("batch") - run):
        result = only(records.line(records.record(document, 3, options={name: None})))
        checks.check(f"a record can say {name}", result["ok"])


def authenticated(document):
    record = records.record(document, 3)
    fault("a wrong MAC", records.line({**record, "secret": {"pin": "12345"}}), 515, "auth")
    fault("no secret", records.line({**record, "secret": {}}), 517, "auth")
    bare = {"id": "b", "doc_b64": record["doc_b64"]}
    fault("no SEC", records.line(bare), 510, "auth")
    xml = {"id": "x", "xml": records.DOCUMENT.decode()}
    fault("bare XML, which in a stream is nobody's own file", records.line(xml), 521, "policy")
    result = only(records.line(xml), "--allow-unauthenticated")
    checks.check("--allow-unauthenticated says so", result["ok"] and result["auth"] == "none")
    for name in ("allow_unauthenticated", "allow-unauthenticated", "secrets", "to", "output", "max_document"):
        fault(f"a record cannot say {name}", records.line({**xml, "options": {name: True}}), 921, "input")


def refused(document):
    record = records.record(document, 3)
    for name, octets in (
            ("no JSON", b"{\"id\":\"a\"\n"), ("a blank line", b"\n"), ("an array", b"[1]\n"), ("not UTF-8", b"{\"id\":\"\xff\"}\n"),
            ("two objects", b"{} {}\n"), ("a name twice", b"{\"id\":1,\"id\":2}\n"), ("a control", b"{\"id\":\"\x01\"}\n"),
            ("half a surrogate", b"{\"id\":\"\\ud800\"}\n")):
        result = fault(name, octets, 920, "input")
        checks.check(f"{name}: its line is named", result["id"] is None and result["line"] == 1)
    for name, members in (
            ("an unknown member", {**record, "docb64": "AA=="}), ("no document", {"id": "r3"}),
            ("two documents", {**record, "xml": "<a/>"}), ("a document that is a number", {"id": "r3", "doc_b64": 7}),
            ("secrets that are a text", {**record, "secret": "x"}), ("an id that is a list", {**record, "id": []}),
            ("an unknown option", {**record, "options": {"sing": "none"}}), ("a flag that is a text", {**record, "options": {"strict": "yes"}}),
            ("U+0000 in a text", {**record, "content_type": "a\0b"})):
        result = fault(name, records.line(members), 921, "input")
        checks.check(f"{name}: its id comes back", result["id"] == ("r3" if isinstance(members["id"], str) else None))
    fault("an option's word", records.line({**record, "options": {"sign": "pin"}}), 112, "input")
    fault("options that do not fit", records.line({**record, "options": {"format": "xml", "sign": "userpin"}}), 112, "input")
    fault("no base64", records.line({**record, "doc_b64": "A"}), 113, "input")
    fault("too long", b"x" * 2000 + b"\n", 922, "limit", "--max-record", "1024")
    fault("a result that is too long", records.line({**record, "options": {"format": "xml", "sign": "none"}}), 923, "limit", "--max-out", "1024")
    fault("a document that is too large", records.line(record), 102, "limit", "--max-document", "64")
    extension = {**record, "x-trace": {"a": [1, 2.5, None]}, "x-other": True, "id": 17}
    checks.check("x- is left alone, an id can be a number", only(records.line(extension))["id"] == 17)
    escaped = json.dumps({**record, "id": "a\"\\/\n\t\u00e9\U0001f600"}).replace("a\\", "\\u0061\\").encode() + b"\n"
    checks.check("escapes come back as characters", only(escaped)["id"] == "a\"\\/\n\t\u00e9\U0001f600")


def survives(document):
    """F12: one hostile line among 10,000, and lines too long for the limit, cost nobody else an answer."""
    lines = [records.line(records.record(document, number)) for number in range(10000)]
    lines[5000] = records.line({"id": "hostile", "doc_b64": base64.b64encode(b"\x03\x0b\x6a\x80\x80\x80").decode()})
    done = batch(b"".join(lines), name="10,000 records with a hostile one")
    results = [json.loads(line) for line in done.out.splitlines()]
    bad = [number for number, result in enumerate(results) if not result["ok"]]
    checks.check("9,999 are well and one is an error", len(results) == 10000 and bad == [5000], done)
    lines[10:12] = [b"y" * 3000 + b"\n", b"z" * 90000 + b"\n"]
    done = batch(b"".join(lines[:50]), "--max-record", "2048", "-j3")
    words = [json.loads(line)["ok"] for line in done.out.splitlines()]
    checks.check("records that are too long", words == [number not in (10, 11) for number in range(50)], done)


def keeps_secrets(document):
    """E1: no secret in any error, summary, metric or log."""
    record = records.record(document, 3)
    canary = "canary4711"
    streams = [{**record, "secret": {"pin": canary}}, {**record, "secret": {"pin": canary, "pni": canary}}, {**record, "secret": {"pin": [canary]}},
               {**record, "secret": canary}, {**record, "secret": {"network_key": canary}},
               {**record, "content_type": "x; SEC=1; MAC=00", "secret": {"pin": canary}}]
    lines = [records.line(members) for members in streams]
    lines += [b'{"secret":{"pin":"canary4711"},"id":}\n', b'{"secret":{"pin":"canary4711",}}\n', b'"canary4711\n',
              b'{"id":1,"secret":{"pin":"canary4711"}} canary4711\n', b'{"x":canary4711}\n']
    words = ("--log-file", "log", "--summary", "summary", "--metrics", "metrics")
    done = batch(b"".join(lines), *words, name="secrets in wrong places")
    pins = [canary, records.pin_of(3), "canary-client"]
    texts = done.out.decode() + "".join(pathlib.Path(name).read_text() for name in ("log", "summary", "metrics"))
    checks.check("one result for each", done.out.count(b"\n") == len(lines), done)
    checks.check("no secret in them", not any(pin in texts for pin in pins), done)
    checks.check("no id in the counts", "r3" not in pathlib.Path("metrics").read_text() + pathlib.Path("summary").read_text())


def counts(document):
    stream = records.lines(document, range(20)) + b"{}\n" + records.line(
        {**records.record(document, 3), "secret": {"pin": "1"}})
    batch(stream, "--summary", "summary", "--metrics", "metrics", "--errors", "errors", name="counts")
    summary = json.loads(pathlib.Path("summary").read_text())
    metrics = pathlib.Path("metrics").read_text()
    checks.check("the summary counts", (summary["records"], summary["ok"], summary["errors"]) == (22, 20, 2))
    checks.check("by rule and class", summary["rules"] == {"CPDM-0515": 1, "CPDM-0921": 1} and summary["classes"]["auth"] == 1)
    checks.check("OpenMetrics", 'cpdm_records_total{result="ok"} 20\n' in metrics and metrics.endswith("# EOF\n") and
                 'cpdm_rule_errors_total{rule="CPDM-0515"} 1\n' in metrics)
    errors = pathlib.Path("errors").read_text().splitlines()
    checks.check("errors are copied", [json.loads(line)["ok"] for line in errors] == [False, False])
    batch(stream, "--fail-on", "error", code=1, name="--fail-on error")
    batch(stream, "--fail-on", "none", name="--fail-on none")


def frames(document):
    """All framings say the same; the raw ones take bare documents too."""
    members = [records.record(document, number) for number in range(40)]
    members[3]["secret"] = {"pin": "1"}
    members[4]["options"] = {"device": "a;b\\c\td", "session_id": "7"}
    members[5]["id"] = "tab\tand \\ more"
    members[5].update(content_type=members[5]["content_type"])
    expected = records.results("ndjson", batch(b"".join(map(records.line, members))).out)
    for framing in ("tsv", "len32", "netstring"):
        escaped = [{**one, "id": one["id"].replace("\\", "\\\\").replace("\t", "\\t")} for one in members]
        stream = b"".join(records.framed(framing, one) for one in escaped)
        done = batch(stream, "--framing", framing, "-j2", name=framing)
        found = records.results(framing, done.out)
        for one in found:
            one["id"] = one["id"].replace("\\t", "\t").replace("\\\\", "\\")
        checks.check(f"{framing} says what ndjson says", found == expected, done)
        for form in ("ndjson", "tsv", "len32", "netstring"):
            mixed = records.results(form, batch(stream, "--framing", framing, "--results", form).out)
            for one in mixed if form != "ndjson" else ():
                one["id"] = one["id"].replace("\\t", "\t").replace("\\\\", "\\")
            checks.check(f"{framing} in, {form} out", mixed == expected)
        wrong = batch(stream[:-3], "--framing", framing, code=0 if framing == "tsv" else 1)
        checks.check(f"{framing} that is cut: every record is answered",
                     len(list(records.unframed(framing, wrong.out))) == 40 and wrong.code == (framing != "tsv"), wrong)
    mixed = batch(b"".join(map(records.line, members)), "--results", "len32")
    checks.check("ndjson in, len32 out", [one["ok"] for one in records.results("len32", mixed.out)] == [one["ok"] for one in expected])
    pathlib.Path("doc.wbxml").write_bytes(records.numbered(document, 3))
    private("keys", f"pin={records.pin_of(3)}")
    checks.cpdm("sign", "--sign", "userpin", "--secrets", "keys", "-f", "push", "-o", "doc.push", "doc.wbxml")
    push = pathlib.Path("doc.push").read_bytes()
    for framing in ("len32", "netstring"):
        done = batch(records.frame(framing, push) * 3, "--framing", framing, "--secrets", "keys", "-f", "push")
        found = records.results(framing, done.out)
        checks.check(f"{framing}: bare messages", [one["ok"] for one in found] == [True] * 3, done)
        done = batch(records.frame(framing, push) * 3, "--framing", framing, "--results", "ndjson", "--secrets", "keys", "-f", "push")
        checks.check(f"{framing}: bare messages, results in JSON", [base64.b64decode(json.loads(line)["push_b64"])
                     for line in done.out.splitlines()] == [base64.b64decode(one["wbxml_b64"]) for one in found], done)
    for framing, octets in (("netstring", b"12"), ("netstring", b"x:"), ("netstring", b"01:a,"), ("netstring", b"1:a;"),
                            ("len32", b"\0\0\0\x09abc"), ("netstring", b"99999999999999999999:")):
        done = batch(octets, "--framing", framing)
        found = records.results(framing, done.out)
        checks.check(f"{framing} {octets!r}", done.code == 1 and found[0]["error"]["rule"] == "CPDM-0925" and not done.err, done)
    done = batch(b"\x7f\xff\xff\xff" + b"x" * 70000, "--framing", "len32")
    checks.check("a frame of two gigabytes", records.results("len32", done.out)[0]["error"]["rule"] == "CPDM-0922", done)


def streams(document):
    """What comes is answered before more comes."""
    for words in ([], ["--flush", "record"], ["-j1"]):
        with subprocess.Popen([os.environ["CPDM"], "batch", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            for number in range(3):
                process.stdin.write(records.line(records.record(document, number)))
                process.stdin.flush()
                result = json.loads(process.stdout.readline())
                checks.check(f"{' '.join(words)} answer {number}", result["id"] == f"r{number}")
            process.stdin.close()
            checks.check("the end is exit code 0", process.wait(20) == 0 and process.stderr.read() == b"")
    stream = records.lines(document, range(3000))
    with subprocess.Popen([os.environ["CPDM"], "batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        process.stdout.close()
        try:
            process.stdin.write(stream)
            process.stdin.close()
        except BrokenPipeError:
            pass
        checks.check("a reader that went away is exit code 5", process.wait(20) == 5 and process.stderr.read() == b"")


def audits(document):
    """A10 and the migration report."""
    members = [records.record(document, number) for number in range(30)]
    members[20]["doc_b64"], members[20]["content_type"] = members[4]["doc_b64"], members[4]["content_type"]
    members[20]["secret"] = members[4]["secret"]
    members.append(members[7])  # the same device again is nothing
    stream = b"".join(map(records.line, members))
    batch(stream, "--summary", "summary", "--log-file", "log.shared", name="a shared password")
    checks.check("both passwords are found", json.loads(pathlib.Path("summary").read_text())["shared_passwords"] == 2)
    checks.check("and who shares it", "record 21 has a password of record 5" in pathlib.Path("log.shared").read_text())
    batch(stream, "--summary", "summary", "--remember", "1", name="with room for few passwords")
    checks.check("what was forgotten is said", json.loads(pathlib.Path("summary").read_text())["passwords_forgotten"] > 0)
    mail = (b'<characteristic type="APPLICATION"><parm name="APPID" value="25"/><characteristic type="APPAUTH">'
            b'<parm name="AAUTHSECRET" value="mail"/></characteristic></characteristic></wap-provisioningdoc>')
    with_mail = checks.cpdm("convert", "-f", "wbxml", stdin=records.DOCUMENT.replace(b"</wap-provisioningdoc>", mail)).out
    batch(records.lines(with_mail, range(5)), "--summary", "summary", name="a password of no DM account")
    counted = json.loads(pathlib.Path("summary").read_text())
    checks.check("is not looked at", (counted["ok"], counted["shared_passwords"]) == (5, 0))
    pathlib.Path("stream").write_bytes(stream)
    pathlib.Path("old").write_bytes(batch(stream).out)
    done = batch(b"", "--verify-against", "old", "stream", name="nothing changed")
    checks.check("all are the same", [json.loads(line)["same"] for line in done.out.splitlines()] == [True] * 31, done)
    overlay = ('cpdm-map 1\nextends "dm-1.1.2.map"\n[APPLICATION]  ./SyncML/DMAcc/{PROVIDER-ID}  when APPID = w7\n'
               '    remove PROVIDER-ID\n    PROVIDER-ID  <->  ServerID  chr  1\n')
    pathlib.Path("new.map").write_text(overlay)
    done = batch(b"", "--overlay", "new.map", "--verify-against", "old", "--summary", "summary", "stream", code=1,
                 name="a changed table")
    first = json.loads((done.out.splitlines() or [b"{}"])[0])
    nodes = {change["node"].rpartition("/")[2]: change for change in first.get("changes", [])}
    checks.check("the parm behind a new node is named", set(nodes) == {"ServerID", "ServerId"} and
                 nodes["ServerID"]["parms"] == ["APPLICATION[1]/PROVIDER-ID"] and
                 nodes["ServerID"]["is"] == nodes["ServerId"]["was"] == "dm.example", done)
    checks.check("both tables are named", first.get("was", {}).get("tables") != first.get("is", {}).get("tables"))
    checks.check("no password in the report", b"canary" not in done.out)
    done = batch(records.lines(document, [1]), "--verify-against", "old", code=1, name="results of other documents")
    checks.check("are not compared", b"CPDM-0926" in done.out, done)


def keeps_memory(document):
    """As much for 100,000 records as for 10,000; CPDM_RECORDS asks for more."""
    if os.environ["SANITIZED"] == "yes":
        return
    most = int(os.environ.get("CPDM_RECORDS") or 100000)
    piece = records.lines(document, range(1000))
    resident = {}
    for jobs in (1, 2):
        for count in (10000, most):
            with subprocess.Popen([os.environ["CPDM"], "batch", "-j", str(jobs)], stdin=subprocess.PIPE,
                                  stdout=subprocess.DEVNULL) as process:
                for _ in range(count // 1000):
                    process.stdin.write(piece)
                process.stdin.flush()
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
                process.stdin.close()
            resident[jobs, count] = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1])
        bound = 8 * 1024 + jobs * 1024
        checks.check(f"{jobs} threads: {resident[jobs, most]} KiB within {bound}", resident[jobs, most] <= bound)
        grown = resident[jobs, most] - resident[jobs, 10000]
        checks.check(f"{jobs} threads: flat from 10,000 to {most} records ({grown:+} KiB)", grown <= 512)


def main():
    document = records.wbxml(checks)
    for part in (ordered, like_translate, options, authenticated, refused, survives, keeps_secrets, counts, frames, streams, audits,
                 keeps_memory):
        part(document)
    return checks.finish()


sys.exit(main())
