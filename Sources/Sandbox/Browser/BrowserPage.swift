/// One answer as the browser sees it.
struct BrowserPage: Sendable {
    let status: Int
    /// Where a redirect leads, nil if it is none.
    let location: String?
    let body: String

    var forms: [PageForm] {
        PageForm.all(in: body)
    }
}
