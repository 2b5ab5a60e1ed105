#!/usr/bin/env bash
# Take the pictures of the documentation, of the examples: the layer in a real QGIS window (docs/qgis.png), the page in Chromium (docs/page-*.png).
# Needs qgis, xvfb and chromium (apt-get install qgis xvfb chromium), and a built marsad (./run).
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/cargo.sh
marsad=${CARGO_TARGET_DIR:-target}/release/marsad
[ -x "$marsad" ] || { echo "$marsad is not built: ./run builds it." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$marsad" map examples/articles --metadata examples/metadata.csv -o "$folder" --format gpkg
MARSAD_LAYER=$folder/events.gpkg MARSAD_PICTURE=$PWD/docs/qgis.png LANG=C.UTF-8 \
  timeout 120 xvfb-run -a -s "-screen 0 1200x760x24" \
  qgis --nologo --noversioncheck --profiles-path "$folder/profile" --code scripts/qgis_screenshot.py
(cd web && { [ -d node_modules ] || npm ci --no-audit --no-fund; } && npm run --silent screenshots)
ls -l docs/*.png
