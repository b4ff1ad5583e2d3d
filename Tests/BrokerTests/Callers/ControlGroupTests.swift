import Testing

@testable import Broker

struct ControlGroupTests {
    private static let user = "/user.slice/user-1000.slice/user@1000.service"

    @Test(arguments: [
        ("/system.slice/nginx.service", "nginx.service"),
        ("/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service"),
        ("/user.slice/user-1000.slice/session-3.scope", "session-3.scope"),
        ("\(user)/app.slice/backup.service", "backup.service"),
        ("\(user)/init.scope", "init.scope"),
        ("\(user)/app.slice/app-gnome-firefox\\x2desr-1.scope", "app-gnome-firefox\\x2desr-1.scope"),
        ("/system.slice/_cgroup.service", "cgroup.service"),
    ])
    func `the unit is the one that systemd shows`(path: String, unit: String) {
        #expect(ControlGroup(text: "0::\(path)\n")?.unit == unit)
    }

    @Test(arguments: ["/", "/user.slice", "/docker/0123456789abcdef"])
    func `a process outside of all units has none`(path: String) {
        #expect(ControlGroup(text: "0::\(path)\n")?.unit == nil)
    }

    @Test(arguments: [
        ("app-gnome-org.gnome.Terminal-12345.scope", "org.gnome.Terminal"),
        ("app-org.kde.konsole-12345.scope", "org.kde.konsole"),
        ("app-flatpak-org.example.App-12345.scope", "org.example.App"),
        ("app-KDE-org.kde.kate@0123abcd.service", "org.kde.kate"),
        ("app-org.example.Indicator@autostart.service", "org.example.Indicator"),
        ("app-org.example.App.service", "org.example.App"),
        ("app-gnome-firefox\\x2desr-12345.scope", "firefox-esr"),
        ("app-gnome\\x2dcalculator-12345.scope", "gnome-calculator"),
        ("snap.firefox.firefox-0123-abcd.scope", "snap.firefox"),
        ("snap.code.code.0123.scope", "snap.code"),
    ])
    func `an application is known by its id`(unit: String, app: String) {
        #expect(ControlGroup(text: "0::\(Self.user)/app.slice/\(unit)\n")?.app(ofUser: 1000) == app)
    }

    @Test(arguments: ["backup.service", "session-3.scope", "apparmor.service"])
    func `other units are no applications`(unit: String) {
        #expect(ControlGroup(text: "0::\(Self.user)/app.slice/\(unit)\n")?.app(ofUser: 1000) == nil)
    }

    @Test func `a group that a program made below its own does not change who it is`() {
        let own = "/system.slice/evil.service/user@1000.service/app.slice/app-flatpak-org.example.Bank-1.scope"
        let place = ControlGroup(text: "0::\(own)\n")
        #expect(place?.unit == "evil.service")
        #expect(place?.app(ofUser: 1000) == nil)
        let below = "\(Self.user)/app.slice/app-flatpak-org.example.Game-1.scope/app-flatpak-org.example.Bank-2.scope"
        #expect(ControlGroup(text: "0::\(below)\n")?.app(ofUser: 1000) == "org.example.Game")
    }

    @Test func `another user's manager says nothing about a caller`() {
        let place = ControlGroup(text: "0::\(Self.user)/app.slice/app-org.example.App-1.scope\n")
        #expect(place?.app(ofUser: 0) == nil)
    }

    @Test func `systemd's own hierarchy counts where there are several`() {
        let text = "12:cpu:/\n1:name=systemd:/system.slice/a.service\n0::/\n"
        #expect(ControlGroup(text: text)?.unit == "a.service")
    }

    @Test(arguments: ["", "nonsense", "0:"])
    func `a text of another kind is none`(text: String) {
        #expect(ControlGroup(text: text) == nil)
    }
}
