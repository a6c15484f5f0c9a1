// Where a training is saved: its folder, or another place for as long as that cannot be written.

import Foundation
import LabErrors
import LabKit

/// Saves a training such that a full disk, or a folder that has gone, does not lose it.
final class SavePlace {
  private let destination: String
  private var refuge: String?
  private var failure: CheckpointError?

  init(_ destination: String) { self.destination = destination }

  /// Where the last save went.
  var current: String { refuge ?? destination }

  /// Saves the training in its folder; if that cannot be, where else it can.
  /// - Parameter say: Tells people where it went, if not to its folder.
  /// - Throws: `CheckpointError` about the folder, if it can be saved nowhere.
  func save(_ session: TrainingSession, say: (String) -> Void) throws {
    do {
      try session.save(to: URL(userPath: destination))
      if let refuge {
        try? FileManager.default.removeItem(atPath: refuge)
        say("saved in \(printable(destination)) again, and no longer in \(refuge)")
      }
      (refuge, failure) = (nil, nil)
    } catch let error as CheckpointError {
      let places = refuge.map { [$0] } ?? Self.others(than: destination)
      guard let place = places.first(where: { (try? session.save(to: URL(fileURLWithPath: $0))) != nil }) else {
        throw error
      }
      if refuge == nil { say("\(error.message); saved in \(place) instead") }
      (refuge, failure) = (place, error)
    }
  }

  /// Saves a training that is not over: if that can be done nowhere, it goes on in memory.
  func saveOnTheWay(_ session: TrainingSession, say: (String) -> Void) throws {
    do { try save(session, say: say) } catch let error as CheckpointError {
      say("\(error.message); the training goes on in memory, to be saved later")
    }
  }

  /// Saves a step that failed beside the training's folder, and returns the error with where it is.
  func saved(_ failure: TrainingFailure, of session: TrainingSession) -> any Error {
    let folder = current + "-failed"
    guard let autopsy = failure.autopsy else { return failure }
    do { try session.saveFailedStep(autopsy, to: URL(userPath: folder)) } catch { return failure }
    return InputError(
      "\(failure.message); the step is saved: seqlab replay \(printable(folder))", exitCode: failure.exitCode)
  }

  /// Ends with an error, if the training is not in its folder.
  func check() throws(InputError) {
    guard let failure, let refuge else { return }
    throw InputError(
      "\(failure.message); the training is in \(refuge): move it from there, or go on with --resume",
      exitCode: LabErrors.ExitCode.cannotWrite)
  }

  /// Folders on what may be other disks; the last one is in memory.
  private static func others(than destination: String) -> [String] {
    let manager = FileManager.default
    let name = "seqlab-\(URL(userPath: destination).lastPathComponent)-\(ProcessInfo.processInfo.processIdentifier)"
    let parents = [manager.temporaryDirectory.path, "/var/tmp", manager.homeDirectoryForCurrentUser.path, "/dev/shm"]
    return parents.map { URL(fileURLWithPath: $0).appendingPathComponent(name).path }
  }
}
