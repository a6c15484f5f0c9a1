// Faults that the sanitizers must find: `Planted beyond` has a kernel read beyond an array, `Planted overflow` is undefined behaviour in
// C, and `Planted` alone does the same within bounds.

import PlantedFaults
import TensorKernels

let fault = CommandLine.arguments.dropFirst().first ?? "none"
let numbers = UnsafeMutablePointer<Float>.allocate(capacity: 100)
numbers.initialize(repeating: 1, count: 100)
// The baseline is one of the kernels that are tested, and every machine has it.
guard let kernels = tk_select_f32(TK_BASELINE) else { fatalError("there are no kernels") }
print(kernels.pointee.sum(numbers, fault == "beyond" ? 101 : 100))
print(planted_next(fault == "overflow" ? Int32.max : 1))
numbers.deallocate()
