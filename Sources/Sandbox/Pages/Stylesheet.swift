import Crypto
import FoundationEssentials

/// The only style and the only script of the pages, allowed by their hashes (CSP level 3), so that nothing else can run.
enum Stylesheet {
    static let text = """
        :root { color-scheme: light dark; --accent: #0b57d0; --line: #8885; }
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; display: grid; place-items: center; min-height: 100vh; }
        main { width: min(26rem, calc(100vw - 2rem)); padding: 1rem 0; }
        h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem; border: 1px solid var(--line); border-radius: .5rem; }
        button { font: inherit; font-weight: 600; width: 100%; margin-top: 1rem; padding: .6rem; border-radius: .5rem;
          border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
        button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .note { opacity: .8; font-size: .9rem; } .alert { border-left: 4px solid #b3261e; padding-left: .75rem; }
        code { overflow-wrap: anywhere; } ul { padding-left: 1.25rem; }
        """

    static let submitScript = "document.forms[0].submit()"

    static let styleHash = hash(text)
    static let scriptHash = hash(submitScript)

    private static func hash(_ text: String) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }
}
