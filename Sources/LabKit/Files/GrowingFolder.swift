// A folder that grows while long work goes on, part by part, and loses none where it cannot be written.

import Corpora
import Foundation

/// The folder of work that is kept as it is made. All parts stay at hand: where the folder cannot be written any more, or has gone, all of
/// them go to another place, so that the work can be gone on with from there.
package final class GrowingFolder {
  private let place: SavePlace
  /// Where the folder is to be.
  package let destination: URL
  private var parts: [Part] = []

  /// Something that was written, or is to be.
  private struct Part {
    let write: (URL) throws -> Void
    /// The folders that have it.
    var places: Set<String> = []
  }

  /// - Parameters:
  ///   - what: What the folder holds: "the comparison".
  ///   - remedy: What to do if it is elsewhere in the end.
  package init(_ destination: URL, for what: String, otherwise remedy: String) {
    self.destination = destination
    place = SavePlace(destination.path, for: what, otherwise: remedy)
  }

  /// Where all is now.
  package var url: URL { URL(fileURLWithPath: place.current) }

  /// Notes a part that the folder has already.
  package func note(_ write: @escaping (URL) throws -> Void) {
    parts.append(Part(write: write, places: [destination.path]))
  }

  /// Keeps a part, on the disk if that can be, and else in memory until it can.
  /// - Returns: What to tell people; nil where all is as before.
  package func keep(_ write: @escaping (URL) throws -> Void) -> String? {
    parts.append(Part(write: write))
    return place.saveOnTheWay(writeMissing)
  }

  /// Keeps the last part.
  /// - Returns: As `keep`.
  /// - Throws: If all parts cannot be written anywhere.
  package func finish(_ write: @escaping (URL) throws -> Void) throws -> String? {
    parts.append(Part(write: write))
    return try place.save(writeMissing)
  }

  /// Ends with an error, if all is elsewhere.
  package func check() throws(SavedElsewhere) { try place.check() }

  private func writeMissing(to folder: URL) throws {
    let path = folder.path
    if !FileManager.default.fileExists(atPath: path) {
      for index in parts.indices { parts[index].places.remove(path) }
    }
    for index in parts.indices where !parts[index].places.contains(path) {
      try parts[index].write(folder)
      parts[index].places.insert(path)
    }
  }
}
