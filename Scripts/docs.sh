# Makes the documentation with DocC. Sourced by ./lab, whose `here`, `build`, `say` and `fail` it uses.
# shellcheck shell=bash disable=SC2154

# The modules that are documented, each behind those that it is made from.
modules() {
  printf '%s\n' TensorCore NeuralLayers SequenceKit
  (cd "$here/Sources/Models" && printf '%s\n' *)
  printf '%s\n' ModelCatalog LabErrors Corpora LabResults LabKit ModelContract LabReport Studies Patterns
}

# The documentation: an archive for each module out of its public symbols and its `.docc` folder, merged into one website.
docs() {
  local module file docc target work log problems catalogue sdk=() archives=() dependencies=()
  docc="$(command -v docc || xcrun --find docc 2>/dev/null)" || fail 69 "docc is missing: it comes with Swift's toolchain"
  for file in "$here"/Sources/*/*.swift; do
    module="$(basename "$(dirname "$file")")"
    [ "$module" = seqlab ] || modules | grep -x "$module" >/dev/null || fail 70 "list $module in \`modules\` of ${0##*/}"
  done
  build
  work="$(mktemp -d)"
  log="$work/log"
  trap "rm -rf '$work'" EXIT
  target="$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)".*/\1/p' | head -n 1)"
  if [ "$(uname -s)" = Darwin ]; then sdk=(-sdk "$(xcrun --show-sdk-path)"); fi
  say "making the documentation …"
  for module in $(modules); do
    mkdir -p "$work/symbols/$module"
    swift symbolgraph-extract -module-name "$module" -target "$target" ${sdk[@]+"${sdk[@]}"} \
      -I "$here/.build/release/Modules" -I "$here/.build/release/TensorKernels.build" -I "$here/Sources/COpenBLAS" \
      -minimum-access-level public -emit-extension-block-symbols -output-dir "$work/symbols/$module" >"$log" 2>&1 ||
      { cat "$log" >&2; fail 70 "the symbols of $module cannot be read, see above"; }
    catalogue=()
    for file in "$here/Sources/$module/"*.docc; do if [ -e "$file" ]; then catalogue=("$file"); fi; done
    "$docc" convert ${catalogue[@]+"${catalogue[@]}"} --additional-symbol-graph-dir "$work/symbols/$module" \
      --fallback-display-name "$module" --fallback-bundle-identifier "$module" --fallback-default-module-kind Module \
      --enable-experimental-external-link-support ${dependencies[@]+"${dependencies[@]}"} --ide-console-output \
      --output-path "$work/$module.doccarchive" >"$log" 2>&1 ||
      { cat "$log" >&2; fail 70 "the documentation of $module cannot be made, see above"; }
    # What a parameter's name says alone is left out of comments, and that is all that docc may miss.
    if problems="$(grep -E '(warning|error): ' "$log" | grep -v 'is missing documentation')"; then
      printf '%s\n' "$problems" >&2
      fail 65 "the documentation of $module has mistakes, see above"
    fi
    archives+=("$work/$module.doccarchive")
    dependencies+=(--dependency "$work/$module.doccarchive")
  done
  rm -rf "$here/.build/docs"
  "$docc" merge "${archives[@]}" --synthesized-landing-page-name SequenceLab --output-path "$here/.build/docs" >"$log" 2>&1 ||
    { cat "$log" >&2; fail 70 "the modules' documentation cannot be merged, see above"; }
  say "the documentation is in .build/docs, for any web server: python3 -m http.server --directory .build/docs 8000,
     and open http://localhost:8000/documentation"
}
