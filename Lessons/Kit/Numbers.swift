// The little mathematics that messages need.

import Foundation

func logTen(_ x: Double) -> Double { log10(x) }
func powerOfTen(_ n: Int) -> Double { pow(10, Double(n)) }
