import Testing

@testable import Broker

struct LocationsTests {
    private static let home = [
        "HOME": "/home/alice", "XDG_RUNTIME_DIR": "/run/user/1000", "XDG_CONFIG_HOME": "/home/alice/conf",
        "XDG_STATE_HOME": "/home/alice/st",
    ]

    @Test func `a daemon for the machine uses the system's directories`() throws {
        let places = Locations.system(Self.home)
        #expect(places.configuration == "/etc/atoauthd/atoauthd.toml")
        #expect(try places.socket(configured: nil) == "/run/atoauthd/atoauthd.sock")
        #expect(try places.state(configured: nil) == "/var/lib/atoauthd")
    }

    @Test func `a daemon for a user uses the user's directories`() throws {
        let places = Locations.user(Self.home)
        #expect(places.configuration == "/home/alice/conf/atoauthd/atoauthd.toml")
        #expect(try places.socket(configured: nil) == "/run/user/1000/atoauthd/atoauthd.sock")
        #expect(try places.state(configured: nil) == "/home/alice/st/atoauthd")
    }

    @Test func `without XDG directories the customary ones below the home are used`() throws {
        let places = Locations.user(["HOME": "/home/alice"])
        #expect(places.configuration == "/home/alice/.config/atoauthd/atoauthd.toml")
        #expect(try places.state(configured: nil) == "/home/alice/.local/state/atoauthd")
    }

    @Test func `an environment without a place for the socket is refused with the remedy`() {
        let error = #expect(throws: ServerError.self) { try Locations.user(["HOME": "/home/alice"]).socket(configured: nil) }
        #expect(error?.reason.contains("--socket") == true)
        let missing = #expect(throws: StoreError.self) { try Locations.user([:]).state(configured: nil) }
        #expect(missing?.reason.contains("--state-dir") == true)
    }

    @Test func `a relative XDG directory is ignored`() throws {
        let places = Locations.user(["HOME": "/home/alice", "XDG_STATE_HOME": "state"])
        #expect(try places.state(configured: nil) == "/home/alice/.local/state/atoauthd")
    }

    @Test func `for the socket the command line counts most, then the environment, then the configuration`() throws {
        var places = Locations.system(["ATOAUTHD_SOCKET": "/tmp/environment.sock"])
        #expect(try Locations.system([:]).socket(configured: "/tmp/configuration.sock") == "/tmp/configuration.sock")
        #expect(try places.socket(configured: "/tmp/configuration.sock") == "/tmp/environment.sock")
        places.socket = "/tmp/argument.sock"
        #expect(try places.socket(configured: "/tmp/configuration.sock") == "/tmp/argument.sock")
    }

    @Test func `for the state the command line counts most, then the configuration, then the unit`() throws {
        var places = Locations.user(Self.home.merging(["STATE_DIRECTORY": "/var/lib/unit:/var/lib/other"]) { $1 })
        #expect(try places.state(configured: nil) == "/var/lib/unit")
        #expect(try places.state(configured: "/srv/configuration") == "/srv/configuration")
        places.state = "/srv/argument"
        #expect(try places.state(configured: "/srv/configuration") == "/srv/argument")
    }
}
