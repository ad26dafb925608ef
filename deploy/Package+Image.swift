
// deploy/Dockerfile appends this to Package.swift: of the whole package, an image needs the program alone.
package.products.removeAll { $0.name != "les-billets" }
package.targets.removeAll { $0.type == .test || ($0.path ?? "").hasPrefix("Tests/") }
