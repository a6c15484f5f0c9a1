#!/usr/bin/env bash
# Makes a model of your own, or takes it away again; ./lab calls it. It needs no git, and builds nothing but the check of an
# exercise that becomes a model.
#
# A model is a folder under Sources/Models, its name in Package.swift, and an import and a line in the catalogue. Either all
# of that is written or nothing.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/.."
manifest=Package.swift
catalogue=Sources/ModelCatalog/ModelCatalog.swift
# Stands in the first line of a file from a template, and tells what may be taken away again.
mark='Made by ./lab new-model'

usage='usage: ./lab new-model NAME [--kind recurrent|attention|blank]
       ./lab new-model NAME --from 11a|7c
       ./lab remove-model NAME

new-model makes Sources/Models/NAME from a template and lists it: a recurrent
cell in a stack of layers, blocks of attention, or the bare frame of a model.
With --from, the cell (11a) or the attention (7c) is what you wrote in that
exercise of the lessons; it must pass its check.
remove-model undoes that; a file that you have changed is kept under runs/.'

# Names that clash with Swift, its libraries, or modules that the package is linked with.
taken='Any Self Type Protocol Swift Foundation FoundationEssentials FoundationNetworking Dispatch Glibc Musl Darwin Android
Testing XCTest Synchronization Observation Distributed RegexBuilder Cxx Builtin PackageDescription ArgumentParser
ArgumentParserToolInfo Accelerate Metal Main Array Bool Character CaseIterable Codable Data Date Dictionary Double Equatable
Error Float Float16 Hashable Int Int8 Int16 Int32 Int64 Iterator Never Nil Optional Process Range Result Sendable Sequence
Set String Substring Thread UInt UInt8 UInt16 UInt32 UInt64 URL Unsafe Void'

fail() { printf 'lab: %s\n' "$2" >&2; exit "$1"; }
lower() { printf '%s' "$1" | tr '[:upper:]' '[:lower:]'; }
# What a user typed, fit for one line.
shown() { printf '%s' "$1" | tr -c '[:print:]' '?' | cut -c 1-40; }
# The first of the given lines that is a word in any letter case; nothing if none is.
same_word() { grep -ixF -e "$1" | head -n 1 || true; }
names_in() { (cd "$1" && printf '%s\n' *); }

# MARK: Names

# Whether a new model may have a name; its identifier is the same in small letters.
check_name() {
  local there
  there="$(tr -cs 'A-Za-z0-9_' '\n' <<<"$taken" | same_word "$1")"
  [ -z "$there" ] || fail 64 "'$(shown "$1")' is a name that Swift or its libraries use; choose another"
  there="$({ grep -oE '"[A-Za-z0-9_]+"' "$manifest" | tr -d '"'; names_in Sources; names_in Sources/Models; } |
    same_word "$1")"
  [ -z "$there" ] || fail 64 "there is $there already, as a module or a name in Package.swift; choose another name"
  there="$({ grep -rhE 'static (let|var) identifier[^A-Za-z]' Sources/Models || true; } |
    { grep -oE '"[^"]*"' || true; } | tr -d '"' | same_word "$1")"
  [ -z "$there" ] || fail 64 "there is a model '$there' already; choose another name"
  case "$1" in
    [!A-Z]* | *[!A-Za-z0-9_]*)
      fail 64 "'$(shown "$1")' cannot name a model: take a capital letter, and then letters and digits, as in MGU" ;;
  esac
  [ "${#1}" -le 30 ] || fail 64 "the name '$(shown "$1")…' is too long: take at most 30 letters"
  there="$(grep -rhoE "(struct|class|enum|protocol|actor|typealias) $1(Model|Cell|Block|Attention)?([^A-Za-z0-9_]|$)" Sources |
    head -n 1 | grep -oE "$1(Model|Cell|Block|Attention)?" || true)"
  [ -z "$there" ] || fail 64 "the lab has a type $there, which '$1' would clash with; choose another name"
}

# MARK: The list in Package.swift and the catalogue

# Prints the manifest with or without a model; fails if the list is not the one line that it knows.
edited_manifest() {
  awk -v action="$1" -v name="$2" '
    /let models/ {
      lists++
      isUsual = /^let models = \["[A-Za-z0-9_]+"(, "[A-Za-z0-9_]+")*\]$/
      if (action == "add") sub(/\]$/, ", \"" name "\"]")
      else if (!sub(", \"" name "\"", "")) sub("\"" name "\", ", "")
    }
    { print }
    END { exit !(lists == 1 && isUsual) }' "$manifest"
}

# Prints the catalogue with or without a model: its import, in order, and its lines in the list, separated by spaces.
edited_catalogue() {
  awk -v action="$1" -v name="$2" -v types=" $3 " '
    function importHere() { print "import " name; isImported = 1 }
    /^import / {
      imports++
      if (!/^import [A-Za-z0-9_]+$/ || isBehind) isUnusual = 1
      if ($2 == name) { if (action == "add") isUnusual = 1; else next }
      if (action == "add" && !isImported && ($2 "") > (name "")) importHere()
    }
    imports && !/^import / && !isBehind { isBehind = 1; if (action == "add" && !isImported) importHere() }
    /let models/ {
      lists++
      if (!/^  public static let models: \[any SequenceModel\.Type\] = \[$/) isUnusual = 1
      isInList = 1; print; next
    }
    isInList && /^  \]$/ { isInList = 0; ends++; if (action == "add") print "    " name "Model.self," }
    isInList {
      if (!/^    [A-Za-z0-9_]+\.self,$/) isUnusual = 1
      type = $1; sub(/\.self,$/, "", type)
      if (index(types, " " type " ")) { if (action == "add") isUnusual = 1; else next }
    }
    { print }
    END { exit isUnusual || !imports || lists != 1 || ends != 1 }' "$catalogue"
}

# Whether a file can be edited: one of its own, that ends with its last line.
is_plain() { [ -f "$1" ] && [ ! -L "$1" ] && [ -z "$(tail -c 1 "$1")" ]; }

# MARK: All or nothing

work=
folder=
removed=
finished=true
# On every way out but success, puts back what was there: deletes the folder that was made, moves back the one that was removed.
leave() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  set +e  # whatever fails, the rest is still put back
  if ! "$finished"; then
    if [ -z "$removed" ]; then rm -rf "$folder"
    elif [ ! -e "$folder" ]; then mv "$removed" "$folder"
    fi
    put_back "$manifest"
    put_back "$catalogue"
  fi
  if [ -n "$work" ]; then rm -rf "$work"; fi
  exit "$status"
}
put_back() {
  local old
  old="$work/old-$(basename "$1")"
  if [ -f "$1.edited" ]; then rm -f "$1.edited"; fi
  if ! cmp -s "$old" "$1"; then cp -p "$old" "$1"; fi
}
# Reads both files, and writes them anew into the work folder.
prepare() {
  local file
  work="$(mktemp -d)"
  trap leave EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  for file in "$manifest" "$catalogue"; do is_plain "$file" || unusual "$file" "$1" "$2"; done
  edited_manifest "$1" "$2" >"$work/manifest" || unusual "$manifest" "$1" "$2"
  edited_catalogue "$@" >"$work/catalogue" || unusual "$catalogue" "$1" "$2"
  for file in "$manifest" "$catalogue"; do cp -p "$file" "$work/old-$(basename "$file")"; done
}
unusual() {
  local start="the list of models in $1 is not as expected, so nothing is changed. By hand:" first
  if [ "$2" = add ]; then
    first="write Sources/Models/$3/$3Model.swift after a file of Templates, and add"
  else
    first="delete Sources/Models/$3, and"
  fi
  fail 65 "$start $first '\"$3\"' in $manifest, and 'import $3' and '$3Model.self,' in $catalogue"
}
# Puts a file in place in one go, with the mode of the old one.
replace() { [ ! -d "$1.edited" ] && cp -p "$1" "$1.edited" && cat "$2" >"$1.edited" && mv -f "$1.edited" "$1"; }
replace_both() {
  { replace "$manifest" "$work/manifest" && replace "$catalogue" "$work/catalogue"; } 2>/dev/null ||
    fail 73 "cannot write $manifest and $catalogue; nothing is changed"
}

# MARK: Commands

# Prints a template with a model's names. Lines between `#if EXERCISE` and `#else` or `#endif` are for a model from an exercise, those
# after `#else` and of `#if !EXERCISE` for the others.
rendered() {
  awk -v isFromExercise="${3:-0}" '
    BEGIN { isKept = 1 }
    /^#if EXERCISE$/ { isKept = isFromExercise; next }
    /^#if !EXERCISE$/ { isKept = !isFromExercise; next }
    /^#else$/ { isKept = !isKept; next }
    /^#endif$/ { isKept = 1; next }
    isKept' "Templates/$1.swift" | sed -e "s/__NAME__/$2/g" -e "s/__IDENTIFIER__/$(lower "$2")/g"
}

new_model() {
  local name="$1" kind="$2" identifier file what where beside
  check_name "$name"
  identifier="$(lower "$name")"
  file="Sources/Models/$name/${name}Model.swift"
  prepare add "$name" "${name}Model"
  mkdir "Sources/Models/$name" 2>/dev/null || fail 73 "cannot make Sources/Models/$name; nothing is changed"
  folder="Sources/Models/$name"
  finished=false
  rendered "$kind" "$name" 2>/dev/null >"$file" || fail 73 "cannot write $file; nothing is changed"
  replace_both
  finished=true
  case "$kind" in
    recurrent) what='the step'; where='notYet('; beside=rnn,lstm ;;
    attention) what="\`callAsFunction\`"; where='func callAsFunction'; beside='transformer --positions learned' ;;
    blank) what="\`features\`"; where='func features'; beside=rnn,lstm ;;
  esac
  cat <<TEXT
$name is made, and listed as $identifier. Next:
  1. write $what in $file, line $(grep -nF "$where" "$file" | head -n 1 | cut -d : -f 1)
  2. ./lab verify $identifier
  3. ./lab compare --profile quick --models $identifier,$beside
./lab remove-model $name takes it away again.
TEXT
}

# What was written in an exercise becomes a model: the file is copied, with its type's name and the module that it is written with
# replaced.
model_from_exercise() {
  local name="$1" id="$2" identifier exercise template module part what beside
  case "$id" in
    11a) exercise=Lessons/11-own-model/OwnCell.swift template=exercise module=OwnModel part=Cell what=cell beside=rnn,lstm ;;
    7c)
      exercise=Lessons/07-attention/OwnAttention.swift template=attention module=Attention part=Attention what=attention
      beside='transformer --positions learned' ;;
  esac
  check_name "$name"
  identifier="$(lower "$name")"
  [ -f "$exercise" ] || fail 66 "there is no $exercise yet: ./lab check $id hands it out"
  ./lab check "$id" >&2 || fail 1 "the $what of exercise $id must pass its check first, see above"
  prepare add "$name" "${name}Model"
  mkdir "Sources/Models/$name" 2>/dev/null || fail 73 "cannot make Sources/Models/$name; nothing is changed"
  folder="Sources/Models/$name"
  finished=false
  { rendered "$template" "$name" 1 >"$folder/${name}Model.swift" &&
    awk -v module="$module" -v own="Own$part" -v type="$name$part" '
      $1 == "import" && $2 == module { print "import TensorCore"; next }
      { gsub(own, type); print }' "$exercise" >"$folder/$name$part.swift"; } 2>/dev/null ||
    fail 73 "cannot write $folder; nothing is changed"
  replace_both
  finished=true
  cat <<TEXT
$name is made of your $what, and listed as $identifier. Next:
  1. ./lab verify $identifier
  2. ./lab compare --profile quick --models $identifier,$beside
./lab remove-model $name takes it away again; what you wrote stays in $exercise.
TEXT
}

# The types of the catalogue's list that a folder declares.
listed_types() {
  local type
  sed -n 's/^    \([A-Za-z0-9_]*\)\.self,$/\1/p' "$catalogue" | while read -r type; do
    if grep -rqE "(struct|class|enum|typealias) $type([^A-Za-z0-9_]|$)" "$1"; then printf '%s ' "$type"; fi
  done
}

# Whether a folder holds what a template gave and nothing else.
is_untouched() {
  local kind
  [ "$(ls -A "$1")" = "$2Model.swift" ] || return 1
  for kind in recurrent attention blank; do
    if rendered "$kind" "$2" | cmp -s - "$1/$2Model.swift"; then return 0; fi
  done
  return 1
}

remove_model() {
  local name kept='' number=1
  name="$(names_in Sources/Models | same_word "$1")"
  [ -n "$name" ] || fail 64 "there is no model '$(shown "$1")' under Sources/Models"
  folder="Sources/Models/$name"
  grep -rqF "$mark" "$folder" ||
    fail 64 "$name is not of ./lab new-model: no file in $folder says '$mark'; nothing is changed"
  prepare remove "$name" "${name}Model $(listed_types "$folder")"
  if is_untouched "$folder" "$name"; then
    removed="$folder.removed"
  else
    while kept="runs/removed-models/$name-$number" && [ -e "$kept" ]; do number=$((number + 1)); done
    mkdir -p runs/removed-models || fail 73 "cannot write runs/removed-models; nothing is changed"
    removed="$kept"
  fi
  finished=false
  mv "$folder" "$removed" 2>/dev/null || fail 73 "cannot move $folder; nothing is changed"
  replace_both
  finished=true
  if [ -z "$kept" ]; then rm -rf "$removed"; fi
  printf '%s is removed.%s\n' "$name" "${kept:+ What you wrote is kept in $kept.}"
}

command="${1-}"
shift || true
name=
kind=
exercise=
while [ "$#" -gt 0 ]; do
  case "$1" in
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    --kind=?*) kind="${1#--kind=}" ;;
    --kind)
      [ "$#" -gt 1 ] || fail 64 "--kind takes recurrent, attention or blank"
      kind="$2"
      shift ;;
    --from=*) exercise="${1#--from=}" ;;
    --from)
      [ "$#" -gt 1 ] || fail 64 "--from takes an exercise: 11a or 7c"
      exercise="$2"
      shift ;;
    -*) fail 64 "there is no option '$(shown "$1")'; see ./lab $command --help" ;;
    *)
      [ -z "$name" ] || fail 64 "one model at a time: '$(shown "$1")' is too much"
      [ -n "$1" ] || fail 64 "the name of the model is empty"
      name="$1" ;;
  esac
  shift
done
[ -z "$kind" ] || [ -z "$exercise" ] || fail 64 "either --kind or --from: an exercise has a kind of its own"
kind="${kind:-recurrent}"
case "$kind" in
  recurrent | attention | blank) ;;
  *) fail 64 "there is no kind '$(shown "$kind")'; there are recurrent, attention and blank" ;;
esac
[ -n "$name" ] || fail 64 "name the model: ./lab $command MGU"
case "$exercise" in
  '' | 11a | 7c) ;;
  *) fail 64 "exercise '$(shown "$exercise")' does not become a model; 11a and 7c do" ;;
esac
case "$command" in
  new-model) if [ -n "$exercise" ]; then model_from_exercise "$name" "$exercise"; else new_model "$name" "$kind"; fi ;;
  remove-model) remove_model "$name" ;;
  *) fail 64 "there is no command '$(shown "$command")'; see ./lab new-model --help" ;;
esac
