#!/usr/bin/env bash
# The steps of this action, one for each argument: prepare, packages, install, run.
#
# Each is told what it needs by the environment, as GitHub's runner does it, and tells the next one by GITHUB_OUTPUT; so all of
# them also run on any machine that sets those, which is how they are tested.
#
# macOS still has bash 3.2, in which an empty array is an unset variable: hence the ${array[@]+"${array[@]}"}.
set -euo pipefail

repository=$(cd "${BASH_SOURCE[0]%/*}/../../.." && pwd)

# To stderr, since what a function prints may be on its way to a variable; the runner reads commands from both.
fail() {
  printf '::error::Maelstrom action: %s\n' "$1" >&2
  exit 1
}

output() {
  # A value of several lines would be read as several outputs.
  [[ $2 != *$'\n'* ]] || fail "$1 has several lines: give it as one"
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

# The text between the first pair of quotes that stands behind a key in one of this repository's files.
quoted_after() {
  sed -n "s/^.*$1[\"']\{0,1\}: *[\"']\([^\"']*\)[\"'].*$/\1/p" "$2" | head -n 1
}

prepare() {
  check_inputs
  check_node
  # Assigned first: within a command's arguments, a failure would go unnoticed.
  local found
  found=$(find_workbench)
  output workbench "$found"
  output java "$(java_state)"
  output store "$(cd "$INPUT_DIRECTORY" && pwd)/store"
  # An installation that the environment names is used as it is, and nothing is kept of it.
  if [[ -n ${GLOMERS_MAELSTROM:-} ]]; then
    output cache-key ""
    return
  fi
  output cache-path "$(cache_folder)"
  output cache-key "$(cache_key)"
}

check_inputs() {
  # Git for Windows brings a bash of its own, so this is the first thing that would tell.
  case $(uname -s) in
    MINGW* | MSYS* | CYGWIN*) fail "Maelstrom does not run on Windows: use a runner with Linux or macOS" ;;
  esac
  if [[ -n $INPUT_ROWS ]]; then
    [[ -z $INPUT_BIN && -z $INPUT_WORKLOAD ]] || fail "rows name their own bins and workloads: give rows, or bin and workload"
  else
    [[ -n $INPUT_BIN && -n $INPUT_WORKLOAD ]] || fail "nothing to run: give bin and workload, or rows"
  fi
  [[ -d $INPUT_DIRECTORY ]] || fail "working-directory $INPUT_DIRECTORY is not there: check out the repository first"
  [[ -z $INPUT_SHA256 || -n $INPUT_VERSION ]] || fail "sha256 is of no version: give version, too"
  [[ -z $INPUT_SHA256 || $INPUT_SHA256 =~ ^[0-9a-f]{64}$ ]] || fail "sha256 must be 64 hexadecimal digits in lower case"
}

check_node() {
  local major
  major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || fail "node is missing: use actions/setup-node before"
  ((major >= 20)) || fail "Node $major is too old for the workbench: use actions/setup-node with 20 or newer before"
}

# How the workbench is called: a path to its bin, or the name of a package for npx.
find_workbench() {
  local built=$repository/tooling/workbench/dist/bin.js wanted=$INPUT_WORKBENCH
  if [[ $wanted == *.js ]]; then
    [[ -f $wanted ]] || fail "workbench $wanted is not there: build it first"
    (cd "$(dirname "$wanted")" && printf '%s/%s' "$PWD" "$(basename "$wanted")")
  elif [[ -z $wanted && -f $built ]]; then
    printf '%s' "$built"
  else
    # Used from elsewhere, the action comes with the whole repository at one commit, and so with the version that fits it.
    printf '@gossip-glomers/workbench@%s' "${wanted:-$(quoted_after version "$repository/tooling/workbench/package.json")}"
  fi
}

java_state() {
  local version
  version=$(java -version 2>&1 | sed -n 's/^.* version "\([0-9][0-9]*\).*$/\1/p' | head -n 1) || version=""
  if [[ -n $version ]] && ((version >= 11)); then printf present; else printf missing; fi
}

# Where `glomers maelstrom install` puts what it installs.
cache_folder() {
  if [[ $(uname -s) == Darwin ]]; then
    printf '%s/Library/Caches/glomers/maelstrom' "$HOME"
  else
    printf '%s/glomers/maelstrom' "${XDG_CACHE_HOME:-$HOME/.cache}"
  fi
}

# What is in the cache is what its key says, so the key is the checksum of the archive.
cache_key() {
  local release=$repository/tooling/maelstrom/src/release.ts version=$INPUT_VERSION sha256=$INPUT_SHA256
  version=${version:-$(quoted_after version "$release")}
  if [[ -z $sha256 ]]; then
    sha256=$(sed -n "/version: \"$version\"/,/sha256/s/^.*sha256: \"\([0-9a-f]*\)\".*$/\1/p" "$release" | head -n 1)
  fi
  printf 'maelstrom-%s-%s' "$version" "${sha256:-unknown}"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

packages() {
  local missing=()
  command -v gnuplot >/dev/null || missing+=(gnuplot)
  command -v dot >/dev/null || missing+=(graphviz)
  ((${#missing[@]} > 0)) || return 0
  if command -v apt-get >/dev/null; then
    # gnuplot-nox draws to files without bringing a desktop.
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends "${missing[@]/#gnuplot/gnuplot-nox}"
  elif command -v dnf >/dev/null; then
    as_root dnf install -y -q "${missing[@]}"
  elif command -v brew >/dev/null; then
    brew install --quiet "${missing[@]}"
  else
    printf '::warning::Maelstrom action: %s missing, and no package manager that is known: install it before\n' "${missing[*]}"
  fi
}

glomers() {
  if [[ $WORKBENCH == *.js ]]; then node "$WORKBENCH" "$@"; else npx --yes --package="$WORKBENCH" -- glomers "$@"; fi
}

install() {
  if [[ -z ${GLOMERS_MAELSTROM:-} ]]; then
    local arguments=()
    [[ -z ${INPUT_VERSION:-} ]] || arguments+=(--version "$INPUT_VERSION")
    [[ -z ${INPUT_SHA256:-} ]] || arguments+=(--sha256 "$INPUT_SHA256")
    glomers maelstrom install ${arguments[@]+"${arguments[@]}"}
  fi
  # It is the run that passes or fails; what the doctor finds explains it.
  local bin=()
  [[ -z ${INPUT_BIN:-} ]] || bin=(--bin "$INPUT_BIN")
  (cd "$INPUT_DIRECTORY" && glomers maelstrom doctor ${bin[@]+"${bin[@]}"}) ||
    printf '::warning::Maelstrom action: the doctor has found something, see above\n'
}

run() {
  local summary said code=0 command=()
  summary=$(mktemp)
  said=$(mktemp)
  if [[ -n $INPUT_ROWS ]]; then
    local rows=()
    read -r -d '' -a rows <<<"${INPUT_ROWS//,/ }" || true
    command=(maelstrom challenges "${rows[@]}" --store "$STORE" --summary "$summary")
  else
    local args=()
    # Split at blanks and nothing else: no pattern is expanded, no quote is read.
    read -r -d '' -a args <<<"$INPUT_ARGS" || true
    command=(maelstrom test -w "$INPUT_WORKLOAD" --bin "$INPUT_BIN" --store "$STORE" ${args[@]+"${args[@]}"})
  fi
  (cd "$INPUT_DIRECTORY" && glomers "${command[@]}") 2>&1 | tee "$said" || code=${PIPESTATUS[0]}
  local verdict
  verdict=$(verdict_of "$code")
  output verdict "$verdict"
  summarise "$verdict" "$code" "$summary" "$said" >>"$GITHUB_STEP_SUMMARY"
  rm -f "$summary" "$said"
  ((code == 0)) || printf '::error::Maelstrom action: %s is %s (exit code %s)\n' "${INPUT_ROWS:-$INPUT_WORKLOAD}" "$verdict" "$code"
  return "$code"
}

# Maelstrom's own exit codes.
verdict_of() {
  case $1 in
    0) printf valid ;;
    1) printf invalid ;;
    2) printf unknown ;;
    *) printf crashed ;;
  esac
}

# The table that the workbench has written; or else, as for a single workload, the end of what it said.
summarise() {
  if [[ -s $3 ]]; then
    cat "$3"
    return
  fi
  printf '### Maelstrom: %s\n\nVerdict: **%s** (exit code %s)\n' "${INPUT_ROWS:-$INPUT_WORKLOAD}" "$1" "$2"
  [[ -s $4 ]] || return 0
  # A fence of tildes, which no message of a node is likely to close. No colours, which the workbench has in CI, as they are
  # codes here; and no endless lines, since a summary that is too long is not shown at all.
  printf '\n~~~~~~\n'
  # What nodes say need not be text, which macOS's own tools demand in any other locale.
  tail -n 60 "$4" | LC_ALL=C sed $'s/\x1b\\[[0-9;]*m//g' | LC_ALL=C cut -c 1-1000
  printf '~~~~~~\n'
}

case ${1:-} in
  prepare | packages | install | run) "$1" ;;
  *) fail "no step \"${1:-}\": name one of prepare, packages, install, run" ;;
esac
