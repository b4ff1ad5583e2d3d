@testable import Sandbox

extension ScriptedBrowser.Outcome {
    /// What the authorization response says, from query, fragment or posted form.
    var answer: FormFields {
        let parts = url.split(maxSplits: 1, whereSeparator: { $0 == "?" || $0 == "#" })
        return FormFields(parsing: parts.count > 1 ? parts[1] : Substring(body)) ?? FormFields()
    }
}
