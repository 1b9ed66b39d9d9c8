#!/usr/bin/env python3
"""Measures how well ./refcheck reads and judges the labelled sets, and prints one table.

    scripts/score.py SHARED [--sample] [--port PORT]

SHARED holds gold/, cases/, world/, registries/ and score/; where it is missing, nothing is measured. The
rates that count, with their targets and floors, stand in testdata/floors.tsv. With --sample a part of the
cases is measured, always the same, and the exit status is 1 when a rate is more than MARGIN worse than the
floor that the table gives for the sample.

The tests are in this file: python3 -m doctest scripts/score.py
"""
import argparse, csv, glob, hashlib, json, os, re, subprocess, sys, tempfile, time, urllib.request

MARGIN = 0.01
# Of fewer decided cases a rate says nothing.
FEWEST = 10
# How many cases of each kind the sample holds, the kinds of a set together at most EACH_SET.
EACH_KIND, EACH_SET = 25, 100


def sample(cases):
    """A part of the cases with some of every kind, chosen by the hash of their ids.

    >>> cases = [{"id": f"c{i}", "kind": "rare" if i < 3 else "common"} for i in range(500)]
    >>> picked = sample(cases)
    >>> sum(c["kind"] == "rare" for c in picked), sum(c["kind"] == "common" for c in picked)
    (3, 50)
    >>> picked == sample(cases[::-1])[::-1]
    True
    """
    kinds = {}
    for case in sorted(cases, key=lambda c: hashlib.sha256(c["id"].encode()).digest()):
        kinds.setdefault(case["kind"], []).append(case)
    size = max(EACH_KIND, min(100, EACH_SET // len(kinds)))
    picked = {c["id"] for of in kinds.values() for c in of[:size]}
    return [c for c in cases if c["id"] in picked]


def judged(rates, kind, rate):
    """The number of cases of a kind and the share of them for which a rate of check.py holds. Of
    hallmark, the kind "bad" is every kind but the valid and the unknown ones.

    >>> rates = {"hallmark-valid": {"n": 9, "verdict": 9, "of-verdict": 9}, "requests": 3,
    ...          "hallmark-a": {"n": 4, "verdict": 3, "of-verdict": 4}, "all": {"n": 19, "verdict": 14, "of-verdict": 19},
    ...          "hallmark-b": {"n": 6, "verdict": 2, "of-verdict": 6}}
    >>> judged(rates, "bad", "verdict")
    (10, 0.5)
    >>> judged(rates, "hallmark-valid", "verdict")
    (9, 1.0)
    """
    kinds = [kind]
    if kind == "bad":
        kinds = [k for k, v in rates.items() if isinstance(v, dict) and k not in ("all", "hallmark-valid", "hallmark-unknown")]
    of = sum(rates[k].get("of-" + rate, 0) for k in kinds)
    return sum(rates[k]["n"] for k in kinds), sum(rates[k].get(rate, 0) for k in kinds) / max(of, 1)


def decided(rates):
    """The rates of verdicts over the cases that were decided: on a busy machine the stand-in registries time out.

    >>> decided({"a": {"n": 10, "verdict": 7, "of-verdict": 10, "unchecked": 2}, "seconds": 3.0})
    {'a': {'n': 8, 'verdict': 7, 'of-verdict': 8, 'unchecked': 2}, 'seconds': 3.0}
    """
    for kind, counts in rates.items():
        if isinstance(counts, dict) and "unchecked" in counts:
            for name in ("n", "of-verdict"):
                counts[name] = counts.get(name, 0) - counts["unchecked"]
    return rates


def parsed(output):
    """The number of references and the micro-F1 of every set in the output of parse.py.

    >>> parsed("jats: micro-F1 0.9741  whole 0.800  1966 refs  99 refs/s\\n  author 0.982  title 0.979\\n")
    {'jats': (1966, 0.9741)}
    """
    return {name: (int(n), float(f1)) for name, f1, n in re.findall(r"^(\S+): micro-F1 (\S+) .*?(\d+) refs ", output, re.M)}


def short(measured, limit, margin=0.0):
    """Whether a rate is worse than a limit. Of a limit with "<", more is worse.

    >>> short(0.97, "0.98"), short(0.97, "0.98", 0.01), short(0.02, "<0.015"), short(0.01, "<0.015"), short(0.9, "")
    (True, False, True, False, False)
    """
    if not limit:
        return False
    at = float(limit.lstrip("<"))
    return measured > at + margin + 1e-9 if limit.startswith("<") else measured < at - margin - 1e-9


def stats(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__stats", timeout=5) as answer:
        return json.load(answer)


def serve(shared, port):
    """Starts the stand-in registries, which build an index the first time, and waits for them."""
    server = subprocess.Popen([sys.executable, f"{shared}/registries/serve.py", "--world", f"{shared}/world", "--port", str(port), "--no-limits"],
                              stderr=subprocess.DEVNULL)
    while server.poll() is None:
        try:
            stats(port)
            return server
        except OSError:
            time.sleep(0.5)
    sys.exit(f"score: the stand-in registries do not start at port {port}")


def check(shared, port, work, sampled):
    """What check.py measures of all sets, by set."""
    paths = sorted(glob.glob(f"{shared}/cases/*.jsonl"))
    if sampled:
        for i, path in enumerate(paths):
            with open(path, encoding="utf-8") as f:
                cases = sample([json.loads(line) for line in f])
            paths[i] = f"{work}/{os.path.basename(path)}"
            with open(paths[i], "w", encoding="utf-8") as f:
                f.writelines(json.dumps(c) + "\n" for c in cases)
    server = serve(shared, port)
    try:
        subprocess.run([sys.executable, f"{shared}/score/check.py", "--port", str(port), "--json", f"{work}/rates.json", *paths,
                        "--", "./refcheck", "check", "--no-config"], check=True, stdout=sys.stderr)
    finally:
        server.terminate()
        server.wait()
    with open(f"{work}/rates.json", encoding="utf-8") as f:
        rates = json.load(f)
    return {name: decided(of) for name, of in rates.items()} if sampled else rates


def parse(shared, work):
    """What parse.py measures. Of the sets that train the model only what is held out counts."""
    gold = f"{shared}/gold/parse"
    subprocess.run(["go", "run", "./internal/citation/train", "-epochs", "0", "-heldout", work,
                    *(f"{gold}/{name}.jsonl.gz" for name in ("anystyle", "grobid", "jats"))], check=True, stdout=sys.stderr)
    held = sorted(glob.glob(f"{work}/*.jsonl")) + [f"{gold}/parscit.jsonl.gz", f"{gold}/excite.jsonl.gz"]
    run = subprocess.run([sys.executable, f"{shared}/score/parse.py", *held, "--", "./refcheck", "parse", "--no-config", "--as", "lines", "--format", "jsonl", "-"],
                         check=True, stdout=subprocess.PIPE, text=True)
    return parsed(run.stdout)


def table(rows, rates, parses, sampled):
    """Prints the table, and returns the rows that are worse than their floor."""
    fallen = []
    print(f"{'set':16} {'kind':18} {'number':>6} {'rate':10} {'measured':>8} {'target':>7} {'floor':>7} {'requests':>8}")
    for row in rows:
        requests = ""
        if row["set"] in parses:
            number, measured = parses[row["set"]]
        elif row["set"] not in rates:
            continue
        else:
            of = rates[row["set"]]
            each = of["requests"] / of["all"]["n"]
            number, measured = (of["all"]["n"], each) if row["rate"] == "requests" else judged(of, row["kind"], row["rate"])
            requests = f"{each:.2f}"
        floor = row["sample" if sampled else "floor"]
        mark = " too few were decided" if number < FEWEST else " below the floor" if short(measured, floor, MARGIN) else " short of the target" if short(measured, row["target"]) else ""
        if mark == " below the floor":
            fallen.append(row)
        print(f"{row['set']:16} {row['kind']:18} {number:6} {row['rate']:10} {measured:8.4f} {row['target']:>7} {floor:>7} {requests:>8}{mark}", flush=True)
    return fallen


def main():
    p = argparse.ArgumentParser()
    p.add_argument("shared")
    p.add_argument("--sample", action="store_true")
    p.add_argument("--port", type=int, default=8420)
    o = p.parse_args()
    if not os.path.isdir(f"{o.shared}/score"):
        print(f"score: skipped, there are no labelled sets in {o.shared}")
        return 0
    with open("testdata/floors.tsv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as held:
        parses = {} if o.sample else parse(o.shared, held)
        rates = check(o.shared, o.port, work, o.sample)
    return 1 if table(rows, rates, parses, o.sample) else 0


if __name__ == "__main__":
    sys.exit(main())
