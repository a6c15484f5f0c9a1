// What an answer to an exercise may violate.

/// The kind of property that a check found violated; the message says which one it is.
public enum Property: String, Codable, Sendable, CaseIterable {
  /// An output changes when an input after it does.
  case future = "FUTURE"
  /// An output changes with what it should predict.
  case answer = "SELF"
  /// An output is the same whatever an input is that it should see.
  case deaf = "DEAF"
  /// A sequence changes when only another one does.
  case batch = "BATCH"
  /// Read in two parts, the end differs from reading at once.
  case parts = "PARTS"
  /// The result depends on nothing.
  case constant = "CONST"
  /// Right for the lesson's example alone.
  case shown = "SHOWN"
  /// What should sum to 1 does not.
  case sum = "SUM"
  /// Something possible has probability 0.
  case zero = "ZERO"
  /// A small step changes the loss otherwise than the gradient says.
  case slope = "SLOPE"
  /// One of several uses of a value is lost.
  case once = "ONCE"
  /// A memory that should stay does not, or one that should go stays.
  case keep = "KEEP"
  /// A result has the wrong shape.
  case shape = "SHAPE"
  /// A result belongs to a neighbouring step.
  case shift = "SHIFT"
  /// Not a number for a legal input.
  case finite = "FINITE"
  /// A relation that one exercise has of its own.
  case relation = "RULE"
}
