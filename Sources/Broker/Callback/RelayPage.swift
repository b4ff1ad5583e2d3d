import FoundationEssentials
import JOSE

/// The page at an https redirect URI. Servers send the browser there because a client with keys has a web site; it sends the browser on
/// to the daemon on the user's machine, and keeps nothing: a static file, which needs no server of its own.
struct RelayPage {
    /// Where the daemon listens on 127.0.0.1.
    let port: Int

    /// The address with the code in it is replaced, so that it does not stay in the history.
    private var script: String {
        """
        (function () {
          var answer = location.search.indexOf("state=") > 0 ? location.search : location.hash.replace(/^#/, "?");
          if (answer.indexOf("state=") > 0) location.replace("http://127.0.0.1:\(port)/callback" + answer);
        })();
        """
    }

    /// Nothing runs but this script, and nothing is loaded.
    private var policy: String {
        let hash = Data(Digest.sha256.hash(Array(script.utf8))).base64EncodedString()
        return "default-src 'none'; script-src 'sha256-\(hash)'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    }

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <title>Signing in</title>
        <style>:root { color-scheme: light dark; font: 1.1rem/1.5 system-ui, sans-serif; } \
        main { max-width: 30rem; margin: 20vh auto 0; padding: 0 1.5rem; }</style>
        </head>
        <body><main role="status"><h1>Signing in</h1>
        <p>This page sends you on to the program on your machine that you are signing in to. If nothing happens, \
        copy this page's address and give it to <code>atoauthctl callback</code>.</p></main>
        <script>\(script)</script>
        </body>
        </html>

        """
    }
}
