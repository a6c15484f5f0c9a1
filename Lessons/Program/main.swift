// `lesson`: the lessons in the terminal. ./lab lesson, check, hint, solution and reset call it.

import Course
import Foundation

let program = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).resolvingSymlinksInPath()
let products = program.deletingLastPathComponent()
let home = ProcessInfo.processInfo.environment["SEQLAB_LESSONS"].map { URL(fileURLWithPath: $0) }
// Without a word from ./lab: Lessons/.build/<target>/release/lesson.
let lessons = home ?? products.appendingPathComponent("../../..").standardizedFileURL
exit(CourseProgram(Files(lessons: lessons, products: products)).run(Array(CommandLine.arguments.dropFirst())))
