// Checksums of files: the published values, and every bit of a small folder.

import Foundation
import LabKit
import TestSupport
import Testing

@Suite("Checksums")
struct ManifestTests {
  private func hash(_ text: String) -> UInt64 { Array(text.utf8).withUnsafeBytes { XXHash64.hash($0) } }

  @Test("XXH64 gives the published values, below 4, 8 and 32 bytes and above")
  func published() {
    #expect(hash("") == 0xEF46_DB37_51D8_E999)
    #expect(hash("a") == 0xD24E_C4F1_A98C_6E5B)
    #expect(hash("abc") == 0x44BC_2CF5_AD77_0999)
    #expect(hash("Nobody inspects the spammish repetition") == 0xFBCE_A83C_8A37_8BF1)
  }

  @Test("no other bit or length of up to 100 bytes has the same checksum")
  func bits() {
    for count in [0, 1, 3, 4, 7, 8, 15, 31, 32, 33, 63, 64, 100] {
      var bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      var seen: Set<UInt64> = [bytes.withUnsafeBytes { XXHash64.hash($0) }]
      for bit in 0..<count * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8)
        seen.insert(bytes.withUnsafeBytes { XXHash64.hash($0) })
        bytes[bit / 8] ^= 1 << (bit % 8)
      }
      seen.insert((bytes + [0]).withUnsafeBytes { XXHash64.hash($0) })
      #expect(seen.count == count * 8 + 2)
    }
  }
}
