/// A form found in a page, with as much HTML understood as the sandbox's own pages need.
struct PageForm: Sendable {
    let action: String
    var fields: FormFields
    /// The names of password inputs; a form that has one is a sign-in or sign-up form.
    let asksForPassword: Bool
    /// The values that buttons named `decision` offer.
    let decisions: [String]

    static func all(in html: String) -> [PageForm] {
        html.split(separator: "<form").dropFirst().map { part in
            PageForm(part.split(separator: "</form>", maxSplits: 1).first ?? part)
        }
    }

    private init(_ part: Substring) {
        let head = Tag(part.prefix { $0 != ">" })
        action = head["action"] ?? ""
        fields = FormFields()
        var asksForPassword = false
        for piece in part.split(separator: "<input").dropFirst() {
            let input = Tag(piece.prefix { $0 != ">" })
            asksForPassword = asksForPassword || input["type"] == "password"
            if let name = input["name"] { fields.append(name, input["value"] ?? "") }
        }
        self.asksForPassword = asksForPassword
        decisions = part.split(separator: "<button").dropFirst().compactMap { piece in
            let button = Tag(piece.prefix { $0 != ">" })
            return button["name"] == "decision" ? button["value"] : nil
        }
    }

    mutating func fill(_ name: String, _ value: String) {
        fields = FormFields(fields.fields.filter { $0.name != name } + [.init(name: name, value: value)])
    }
}
