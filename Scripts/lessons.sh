# The lessons: builds their program, and runs it. Sourced by ./lab, whose `here`, `say`, `fail` and `need_swift` it uses.
# shellcheck shell=bash disable=SC2154

# Whether the lessons' program is newer than all it is made of.
lessons_are_up_to_date() {
  local stamp="$1" changed
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(command -v swift || true)" ] || return 1
  changed="$(cd "$here/Lessons" &&
    find Package.swift Course Kit Program Tape [0-9]*/Checks \( -newer "$stamp" -o -cnewer "$stamp" \) -print -quit)" || return 1
  [ -z "$changed" ]
}

lessons() {
  local products="$here/Lessons/.build/release" stamp="$here/Lessons/.build/lesson.built" log
  need_swift
  if ! lessons_are_up_to_date "$stamp" || [ ! -x "$products/lesson" ]; then
    say "building the lessons … (first time a minute or more)"
    log="$(mktemp)"
    command -v swift >"$log.stamp"
    # What a learner's file is linked with, and the program. No exercise and no solution is built here.
    if ! (cd "$here/Lessons" && swift build -c release --product LessonChecks && swift build -c release --product lesson) \
      >"$log" 2>&1 </dev/null; then
      cat "$log" >&2
      rm -f "$log" "$log.stamp"
      fail 70 "the lessons could not be built, see above"
    fi
    mv -f "$log.stamp" "$stamp"
    rm -f "$log"
  fi
  SEQLAB_LESSONS="$here/Lessons" exec "$products/lesson" "$@"
}
