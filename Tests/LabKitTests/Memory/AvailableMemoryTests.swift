// What is free, read from what the system says of itself.

import LabKit
import Testing

@Suite("Free memory is the least of what machine, control groups and limits leave")
struct AvailableMemoryTests {
  @Test("What can be had without swapping is read, not what is unused")
  func machine() {
    let text = "MemTotal:       16000 kB\nMemFree:         1000 kB\nMemAvailable:    9000 kB\nSwapFree: 5 kB\n"
    #expect(AvailableMemory.free(meminfo: text) == 9_216_000.0)
    #expect(AvailableMemory.free(meminfo: "MemTotal: 16000 kB\n") == nil)
    #expect(AvailableMemory.free(meminfo: "MemAvailable: much kB\nMemAvailable:\n") == nil)
  }

  @Test("Version 2: a group above limits its children, and pages of files are given back")
  func unified() {
    let files = [
      "/sys/fs/cgroup/job/memory.max": "max\n", "/sys/fs/cgroup/job/memory.current": "700\n",
      "/sys/fs/cgroup/job/step/memory.max": "1000\n", "/sys/fs/cgroup/job/step/memory.current": "600\n",
      "/sys/fs/cgroup/job/step/memory.stat": "anon 500\ninactive_file 50\nactive_file 9\n",
      "/sys/fs/cgroup/memory.max": "2000\n", "/sys/fs/cgroup/memory.current": "1900\n",
    ]
    #expect(AvailableMemory.left(controlGroups: "0::/job/step\n", read: { files[$0] }) == 100)
    #expect(AvailableMemory.left(controlGroups: "0::/job\n", read: { files[$0] }) == 100)
    let without = files.filter { !$0.key.hasPrefix("/sys/fs/cgroup/memory") }
    #expect(AvailableMemory.left(controlGroups: "0::/job/step\n", read: { without[$0] }) == 450)
    #expect(AvailableMemory.left(controlGroups: "0::/job\n", read: { without[$0] }) == nil)
  }

  @Test("Version 1: the group of the memory controller counts, and a huge limit is none")
  func separate() {
    let root = "/sys/fs/cgroup/memory"
    let files = [
      root + "/docker/abc/memory.limit_in_bytes": "5000\n", root + "/docker/abc/memory.usage_in_bytes": "1000\n",
      root + "/docker/abc/memory.stat": "cache 9\ntotal_inactive_file 200\ninactive_file 1\n",
      root + "/memory.limit_in_bytes": "9223372036854771712\n", root + "/memory.usage_in_bytes": "77\n",
    ]
    let groups = "12:cpu,cpuacct:/other\n5:memory:/docker/abc\n1:name=systemd:/docker/abc\n"
    #expect(AvailableMemory.left(controlGroups: groups, read: { files[$0] }) == 4200)
    #expect(AvailableMemory.left(controlGroups: "12:cpu:/docker/abc\n", read: { files[$0] }) == nil)
    #expect(AvailableMemory.left(controlGroups: "nonsense\n::\n", read: { _ in nil }) == nil)
  }

  @Test("This process has some, and not more than the machine")
  func current() {
    #expect(AvailableMemory.current.bytes > 1e6)
    #expect(ProcessMemory.residentBytes < 1e12)
  }
}
