// A model's sizes come from flags, so a wrong one is shown as a wrong flag.

import LabErrors
import SequenceKit

extension ConfigurationError: UserFacingError {
  public var exitCode: Int32 { ExitCode.usage }
}
