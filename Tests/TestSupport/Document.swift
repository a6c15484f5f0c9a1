// A page of a report, read as a machine reads it.

import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page, parsed as XML.
package final class Document: NSObject, XMLParserDelegate {
  package struct Element {
    package let name: String
    package let attributes: [String: String]
  }

  package private(set) var elements: [Element] = []
  package private(set) var text = ""

  package init(_ html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(reason: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "?")")
    }
  }

  package struct Malformed: Error { let reason: String }

  package var ids: [String] { elements.compactMap { $0.attributes["id"] } }
  /// What links lead to, inside the page and beside it.
  package var targets: [String] { hrefs.filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) } }
  package var links: [String] { hrefs.filter { !$0.hasPrefix("#") } }
  private var hrefs: [String] { elements.compactMap { $0.attributes["href"] } }

  package func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { elements.append(Element(name: name, attributes: attributes)) }

  package func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
