#!/usr/bin/env python3
"""Precision and recall of place mentions, and how many of them mean the right place. Standard library only.

    mentions.py LABELS.csv ANNOTATIONS.jsonl [--min-precision RATE] [--min-recall RATE] [--errors]

ANNOTATIONS is the output of `marsad annotate --json`. LABELS has a row for each name of each document: `document` (the file's name without ending),
`name` as the text writes it, `times` that it is named as a place, `optional`: further times where careful readers could differ (a city for its people,
a common noun for a place told before, a building), and `place`: the ids that are right, with `|` between them; `-` if the gazetteer has none; empty where no place is asked for.
"""
import argparse, csv, json, re
from collections import defaultdict
from os.path import splitext

ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "_": " "})


def fold(text):
    return re.sub(r"\s+", " ", re.sub("[\u0640\u064b-\u0652\"'«»#()]", "", text).translate(ALIKE)).strip()


def holds(text, name):
    """Does the text of a mention hold a name, perhaps behind clitics, of which «ل» swallows the article's letter?"""
    names = [name, "لل" + name[2:]] if name.startswith("ال") else [name]
    return any(re.search(r"(?:^|\s)[وفبلك]{0,3}%s(?:\s|$)" % re.escape(n), text) for n in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("labels"), parser.add_argument("annotations"), parser.add_argument("--errors", action="store_true")
    parser.add_argument("--min-precision", type=float, default=0), parser.add_argument("--min-recall", type=float, default=0)
    args = parser.parse_args()
    labels = defaultdict(list)
    for row in csv.DictReader(open(args.labels, encoding="utf-8")):
        ids = [] if row["place"] in ("", "-") else row["place"].split("|")
        labels[row["document"]].append({"name": row["name"], "times": int(row["times"]), "optional": int(row["optional"]), "ids": ids, "found": []})
    wrong = []
    for line in open(args.annotations, encoding="utf-8"):
        mention = json.loads(line)
        document = splitext(mention["document"])[0]
        if mention["kind"] != "place" or document not in labels:
            continue
        text = fold(mention["text"])
        # The longest name that it holds and that still is to be found.
        fits = [r for r in labels[document] if len(r["found"]) < r["times"] + r["optional"] and holds(text, fold(r["name"]))]
        if fits:
            max(fits, key=lambda r: len(r["name"]))["found"].append(mention["value"])
        else:
            wrong.append((document, mention["text"].replace("\n", " "), mention["value"]))
    rows = [(document, row) for document in sorted(labels) for row in labels[document]]
    named = sum(row["times"] for _, row in rows)
    found = sum(min(row["times"], len(row["found"])) for _, row in rows)
    known = [row for _, row in rows if row["ids"]]
    placed = sum(min(row["times"], len(row["found"])) for row in known)
    right = sum(min(row["times"], sum(value in row["ids"] for value in row["found"])) for row in known)
    precision, recall = found / max(1, found + len(wrong)), found / max(1, named)
    if args.errors:
        for document, row in rows:
            if row["times"] > len(row["found"]):
                print("missed  %-15s %s: %d of %d" % (document, row["name"], len(row["found"]), row["times"]))
            elsewhere = [value for value in row["found"] if row["ids"] and value not in row["ids"]]
            if row["times"] and elsewhere:
                print("place   %-15s %s: %s, not %s" % (document, row["name"], " ".join(elsewhere), "|".join(row["ids"])))
        for document, text, value in wrong:
            print("wrong   %-15s %s: %s" % (document, text, value))
    print("place mentions: precision %.3f (%d of %d)  recall %.3f (%d of %d)  the right place %.3f (%d of %d)"
          % (precision, found, found + len(wrong), recall, found, named, right / max(1, placed), right, placed))
    if precision < args.min_precision or recall < args.min_recall:
        raise SystemExit("below the least figures: precision %.2f, recall %.2f" % (args.min_precision, args.min_recall))


if __name__ == "__main__":
    main()
