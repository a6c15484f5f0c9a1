// A queue that gives its least element first.

/// A binary heap.
struct MinHeap<Element: Comparable> {
  private var elements: [Element] = []

  /// Makes room for so many elements.
  init(capacity: Int = 0) { elements.reserveCapacity(capacity) }

  /// - Complexity: O(log count)
  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the least element out; nil if there is none.
  /// - Complexity: O(log count)
  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let least = elements.first else { return last }
    elements[0] = last
    var parent = 0
    while true {
      var smallest = parent
      let (left, right) = (2 * parent + 1, 2 * parent + 2)
      if left < elements.count, elements[left] < elements[smallest] { smallest = left }
      if right < elements.count, elements[right] < elements[smallest] { smallest = right }
      if smallest == parent { return least }
      elements.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
