// The sizes that the lab takes on.

/// What sizes may be asked for; a model may set narrower limits of its own.
public enum Limits {
  public static let batch = 1...65_536
  public static let length = 1...1_048_576
  public static let width = 1...65_536
  public static let layers = 1...1024
  public static let heads = 1...65_536
  public static let steps = 1...1_000_000_000
  public static let threads = 1...1024
}
