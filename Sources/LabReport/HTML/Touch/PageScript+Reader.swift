// The part of the script that lets a reader look inside models, word by word.

extension PageScript {
  static let reader = ""
}
