import HTTPTypes

/// An authorization page that cannot be shown. Without a trustworthy request there is nowhere to redirect to, hence a page.
struct PageProblem: Error {
    let reason: String

    var answer: Answer {
        Page(title: "This link does not work", body: "<p class=\"alert\" role=\"alert\">\(reason)</p>", status: .badRequest).answer
    }
}
