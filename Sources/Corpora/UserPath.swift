// Files and folders by the names that users give.

import Foundation

extension URL {
  /// The file or folder of a name on the command line: `~` is the home folder, also where no shell has put it in, as in
  /// `--out=~/runs`.
  package init(userPath path: String) { self.init(fileURLWithPath: (path as NSString).expandingTildeInPath) }
}
