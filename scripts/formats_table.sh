#!/usr/bin/env bash
# The table of docs/formats.md: time and size of each format for many events, beside ogr2ogr that writes the same from the GeoJSON.
# What ogr2ogr says where it fails is told on standard error. usage: scripts/formats_table.sh [EVENTS [SECONDS THAT OGR2OGR MAY TAKE]]
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/cargo.sh
patience=${2:-300}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
measured=$(cargo bench --quiet --bench formats -- "$folder" "${1:-100000}")
driver() {
  case $1 in
    geojson) echo GeoJSON ;; ndjson) echo GeoJSONSeq ;; csv) echo CSV ;; gpkg) echo GPKG ;; fgb) echo FlatGeobuf ;;
    kml) echo LIBKML ;; parquet) echo Parquet ;; xlsx) echo XLSX ;; *) echo - ;;
  esac
}
megabytes() { awk -v b="$1" 'BEGIN { printf "%.0f", b / 1e6 }'; }
echo "| format | marsad, s | MB | ogr2ogr, s | MB |"
echo "|---|---|---|---|---|"
while read -r name seconds bytes; do
  driver=$(driver "$name") other=– size=–
  if [ "$driver" != - ] && ogr2ogr --formats 2>/dev/null | grep -q "^  $driver -.*(rw"; then
    begin=$(date +%s.%N) code=0
    timeout "$patience" ogr2ogr -f "$driver" -nln events "$folder/back.$name" "$folder/events.geojson" 2>"$folder/said" || code=$?
    if [ "$code" = 0 ]; then
      other=$(awk -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f", b - a }')
      size=$(megabytes "$(stat -c %s "$folder/back.$name")")
    else
      other=–
      [ "$code" = 124 ] && echo "stopped after $patience s" >"$folder/said"
      echo "ogr2ogr -f $driver: $(tail -n 1 "$folder/said")" >&2
    fi
    rm -rf "$folder/back.$name"
  fi
  echo "| $name | $seconds | $(megabytes "$bytes") | $other | $size |"
done <<<"$measured"
