// Where something is saved: its folder, or another place for as long as that cannot be written.

import Corpora
import Foundation
import LabErrors

/// Saves in a folder such that a full disk, or a folder that has gone, loses nothing: for as long as it cannot be written, what is saved
/// goes where else it can.
public final class SavePlace {
  private let destination: String
  private let what: String
  private let remedy: String
  private var refuge: String?
  private var failure: (any Error)?

  /// - Parameters:
  ///   - destination: The folder, as it was typed.
  ///   - what: What is saved: "the training".
  ///   - remedy: What to do if it is elsewhere in the end.
  public init(_ destination: String, for what: String, otherwise remedy: String) {
    (self.destination, self.what, self.remedy) = (destination, what, remedy)
  }

  /// The folder of the last save.
  public var current: String { refuge ?? destination }

  /// Saves in the folder; if that cannot be, where else it can.
  /// - Parameter write: Writes all into a folder that may be there already, with what was saved before.
  /// - Returns: Where it went, to be told to people; nil if that is the same as before.
  /// - Throws: What `write` throws of the folder, if it can be saved nowhere.
  public func save(_ write: (URL) throws -> Void) throws -> String? {
    do {
      try write(URL(userPath: destination))
    } catch {
      guard let place = Self.places(besides: destination, refuge).first(where: { isWritten($0, write) }) else {
        failure = error
        throw error
      }
      defer { (refuge, failure) = (place, error) }
      return place == refuge ? nil : "\(Self.words(error)); saved in \(place) instead"
    }
    defer { (refuge, failure) = (nil, nil) }
    guard let refuge else { return failure == nil ? nil : "saved in \(printable(destination)) now" }
    Self.remove(refuge)
    return "saved in \(printable(destination)) again, and no longer in \(refuge)"
  }

  /// Saves what is not over: if that can be done nowhere, it goes on in memory.
  /// - Returns: As `save`, or that nothing is saved, if that was otherwise before.
  public func saveOnTheWay(_ write: (URL) throws -> Void) -> String? {
    let before = failure.map(Self.words)
    do { return try save(write) } catch {
      let words = Self.words(error)
      return words == before ? nil : "\(words); \(what) goes on in memory, to be saved later"
    }
  }

  /// Ends with an error, if the last save is not in the folder.
  public func check() throws(SavedElsewhere) {
    guard let failure, let refuge else { return }
    throw SavedElsewhere(message: "\(Self.words(failure)); \(what) is in \(refuge): \(remedy)")
  }

  /// Whether all could be written to another place; what was begun there is removed if not, unless it is where all was before.
  private func isWritten(_ place: String, _ write: (URL) throws -> Void) -> Bool {
    if (try? write(URL(fileURLWithPath: place))) != nil { return true }
    if place != refuge { Self.remove(place) }
    return false
  }

  private static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  private static func words(_ error: any Error) -> String { (error as? any UserFacingError)?.message ?? "\(error)" }

  /// The refuge that there is, and then folders on what may be other disks; the last one is in memory.
  private static func places(besides destination: String, _ refuge: String?) -> [String] {
    let manager = FileManager.default
    let name = "seqlab-\(URL(userPath: destination).lastPathComponent)-\(ProcessInfo.processInfo.processIdentifier)"
    let parents = [manager.temporaryDirectory.path, "/var/tmp", manager.homeDirectoryForCurrentUser.path, "/dev/shm"]
    let others = parents.map { URL(fileURLWithPath: $0).appendingPathComponent(name).path }
    return (refuge.map { [$0] } ?? []) + others.filter { $0 != refuge }
  }
}

/// All is saved, but not where it was to be.
public struct SavedElsewhere: UserFacingError, Equatable {
  public let message: String
  public var exitCode: Int32 { ExitCode.cannotWrite }
}
