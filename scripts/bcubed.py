#!/usr/bin/env python3
"""B-cubed precision, recall and F1 of linking. Standard library only.

    bcubed.py DIR UNLINKED.geojson LINKED.geojson [--within KM] [--min-f1 RATE] [--errors N]

DIR holds gold.jsonl, a post a line, each tied to one incident: {"id", "gold": {"code", "lon", "lat", "date", …}}. UNLINKED is the output of
`marsad map --no-link` on the posts, LINKED that without it. A post is scored if one of its unlinked events lies within KM of its incident;
its cluster is the linked event that holds this report. Pairs of posts that were wrongly parted or united are counted by their first cause.
"""
import argparse, json, math, os
from collections import Counter, defaultdict
from itertools import combinations


def km(a, b):
    (lon1, lat1), (lon2, lat2) = [[math.radians(x) for x in p] for p in (a, b)]
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def features(path):
    return [f for f in json.load(open(path, encoding="utf-8"))["features"] if f.get("geometry")]


def key(source):
    return source["document"], source["start"], source["end"]


def parted(a, b):
    """Why two reports of one incident may have stayed apart: the first difference, the hardest first."""
    (p, q), (x, y) = (a["geometry"]["coordinates"], b["geometry"]["coordinates"]), (a["properties"], b["properties"])
    if not x["date_start"] or not y["date_start"]:
        return "a day is unknown"
    if x["date_start"] > y["date_end"] or y["date_start"] > x["date_end"]:
        return "days differ"
    if x["class"] != y["class"]:
        return "class differs"
    if km(p, q) > 2 * max(3, min(x["radius_km"], y["radius_km"])):
        return "places differ"
    if x["perpetrators"] and y["perpetrators"] and not set(x["perpetrators"]) & set(y["perpetrators"]):
        return "authors differ"
    if x["method"] != y["method"]:
        return "methods differ"
    return "nothing speaks against it"


def united(a, b, gold_a, gold_b):
    """How close the incidents of two reports are that were wrongly united."""
    if gold_a["date"] == gold_b["date"]:
        far = km((float(gold_a["lon"]), float(gold_a["lat"])), (float(gold_b["lon"]), float(gold_b["lat"])))
        return "incidents of one day, %s" % ("within 3 km" if far <= 3 else "3 to 10 km apart" if far <= 10 else "more than 10 km apart")
    return "incidents of different days, told days %s" % ("alike" if a["properties"]["date_start"] == b["properties"]["date_start"] else "overlapping")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir"), parser.add_argument("unlinked"), parser.add_argument("linked")
    parser.add_argument("--within", type=float, default=10), parser.add_argument("--min-f1", type=float), parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    gold = {r["id"]: r["gold"] for r in map(json.loads, open(os.path.join(args.dir, "gold.jsonl"), encoding="utf-8"))}
    reports, clusters = defaultdict(list), defaultdict(list)
    for f in features(args.unlinked):
        reports[os.path.splitext(f["properties"]["sources"][0]["document"])[0]].append(f)
    for f in features(args.linked):
        for source in f["properties"]["sources"]:
            clusters[key(source)].append(f)
    report, cluster = {}, {}
    for post, incident in gold.items():
        point = (float(incident["lon"]), float(incident["lat"]))
        far = lambda f: km(f["geometry"]["coordinates"], point)
        # Of several events near the incident the one on its day.
        near = [f for f in reports[post] if far(f) <= args.within]
        if near:
            report[post] = min(near, key=lambda f: (f["properties"]["date_start"] != incident["date"], far(f)))
            own = report[post]["geometry"]["coordinates"]
            held = clusters[key(report[post]["properties"]["sources"][0])]
            fits = [f for f in held if f["properties"]["class"] == report[post]["properties"]["class"]] or held
            cluster[post] = min(fits, key=lambda f: km(f["geometry"]["coordinates"], own))["properties"]["event_id"]
    posts = sorted(cluster)
    same_truth, same_cluster = defaultdict(set), defaultdict(set)
    for post in posts:
        same_truth[gold[post]["code"]].add(post), same_cluster[cluster[post]].add(post)
    overlap = {p: len(same_truth[gold[p]["code"]] & same_cluster[cluster[p]]) for p in posts}
    precision = sum(overlap[p] / len(same_cluster[cluster[p]]) for p in posts) / max(1, len(posts))
    recall = sum(overlap[p] / len(same_truth[gold[p]["code"]]) for p in posts) / max(1, len(posts))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    causes, shown = Counter(), Counter()
    for a, b in combinations(posts, 2):
        truth, told = gold[a]["code"] == gold[b]["code"], cluster[a] == cluster[b]
        if truth == told:
            continue
        cause = "parted: " + parted(report[a], report[b]) if truth else "united: " + united(report[a], report[b], gold[a], gold[b])
        causes[cause] += 1
        if shown[cause] < args.errors:
            shown[cause] += 1
            print(cause, a, b, *(f'[{f["properties"]["summary_en"]}]' for f in (report[a], report[b])))
    print(f"posts {len(gold)}, scored {len(posts)}, incidents {len(same_truth)}, clusters {len(same_cluster)}")
    print(f"B-cubed precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    for cause, n in causes.most_common():
        print(f"{n:6} pairs {cause}")
    if args.min_f1 is not None and f1 < args.min_f1:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
