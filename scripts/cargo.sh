# Sourced by ./run and ./test: make sure that there is a Rust toolchain and a C compiler.
if ! command -v cargo >/dev/null 2>&1 && [ -f "$HOME/.cargo/env" ]; then
  source "$HOME/.cargo/env"
fi
if ! command -v cargo >/dev/null 2>&1; then
  echo "There is no Rust toolchain: installing one with rustup."
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile default
  source "$HOME/.cargo/env"
fi
if ! command -v cc >/dev/null 2>&1; then
  echo "A C compiler is needed (for the allocator): install gcc or clang." >&2
  exit 1
fi
