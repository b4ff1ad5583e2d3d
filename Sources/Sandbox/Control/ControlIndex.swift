/// `GET /_sandbox/`: what can be asked and turned, for somebody with curl.
enum ControlIndex {
    static let text = """
        The control endpoints of the sandbox

        GET   /_sandbox/knobs         every knob as it stands
        PATCH /_sandbox/knobs         change some, for instance {"accessTokenLifetime": 5}
        GET   /_sandbox/counters      requests, rotations, replays
        GET   /_sandbox/journal       every token event, with hash prefixes of refresh tokens
        GET   /_sandbox/secrets       every code, token and verifier seen, to search logs for
        POST  /_sandbox/accounts      {"handle": "dave.test", "password": "sandbox"}
        POST  /_sandbox/clients       a client metadata document
        POST  /_sandbox/end-sessions  {"did": "did:plc:..."}: the user withdraws what they granted

        """
}
