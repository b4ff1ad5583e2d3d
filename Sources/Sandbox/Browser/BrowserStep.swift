/// One thing to ask for: a page, or the answer to a form.
struct BrowserStep: Sendable {
    let url: String
    /// Nil for GET.
    let form: FormFields?
}
