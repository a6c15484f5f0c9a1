// An input of a check, that can be made smaller.

/// An input that a check draws. What fails is made smaller as long as it still fails.
public protocol Sample: CustomStringConvertible {
  /// Inputs that are a little simpler, the boldest step first; none if there is nothing to leave out.
  var smaller: [Self] { get }
}

extension Array {
  /// The array without one element, for each of them.
  public var withoutOne: [[Element]] {
    indices.map { index in
      var rest = self
      rest.remove(at: index)
      return rest
    }
  }
}
