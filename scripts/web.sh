# Sourced by ./run and ./test: build the Leaflet page (web/dist/index.html), which build.rs embeds, where there is npm.
web_page() (
  cd web
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules ]; then
    npm ci --no-audit --no-fund && touch node_modules || return 1
  fi
  if [ ! -f dist/index.html ] || [ -n "$(find src build index.html vite.config.ts package-lock.json -newer dist/index.html -print -quit)" ]; then
    npm run build
  fi
)
simple="the HTML page will be the simple one, which loads Leaflet from a CDN."
if ! command -v npm >/dev/null 2>&1; then
  echo "There is no npm: $simple"
elif ! web_page; then
  echo "The page in web/ could not be built: $simple"
fi
