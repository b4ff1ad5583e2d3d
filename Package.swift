// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "_CryptoExtras", package: "swift-crypto")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let tomlKit = product(name: "TOMLKit", package: "TOMLKit")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
}

/// How the programs are linked for release: relocations packed, so that a start reads a hundredth of them, and no symbols for others
/// to use. The linker is the toolchain's own; the system's knows less.
let lean: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic", "-Xlinker",
            "--icf=safe",
        ], .when(configuration: .release))
]

/// A library of ours with its tests. The arrows of the architecture are the `dependencies` lists below; there are no others.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "atoauthd",
    products: [
        .library(name: "ATProtoOAuth", targets: ["ATProtoOAuth", "ATProtoIdentity", "ATProtoSyntax", "JOSE"]),
        .library(name: "BrokerClient", targets: ["BrokerClient", "BrokerAPI"]),
        .library(name: "Sandbox", targets: ["Sandbox"]),
        .executable(name: "atoauthd", targets: ["atoauthd"]),
        .executable(name: "atoauthctl", targets: ["atoauthctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        // Without its traits hummingbird links FoundationEssentials only, which halves the daemon's resident memory.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0"),
    ],
    targets: [
        .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CLinux", linkerSettings: [.linkedLibrary("resolv")]),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),

        library("ATProtoSyntax"),
        library("JOSE", ["COpenSSL"]),
        library("ATProtoIdentity", ["ATProtoSyntax", "CLinux", .asyncHTTPClient, .httpTypes, .nioCore, .nioHTTP1, .nioPosix, .nioSSL]),
        library("ATProtoOAuth", ["ATProtoIdentity", "ATProtoSyntax", "JOSE", .httpTypes, .nioCore]),
        library("BrokerAPI", ["ATProtoSyntax"]),
        library(
            "Broker",
            [
                "ATProtoOAuth", "ATProtoIdentity", "ATProtoSyntax", "BrokerAPI", "CLinux", "JOSE",
                .grdb, .httpTypes, .hummingbird, .hummingbirdCore, .logging, .nioCore, .nioHTTP1, .nioPosix, .serviceLifecycle, .tomlKit,
            ]),
        library("BrokerClient", ["ATProtoSyntax", "BrokerAPI", .httpTypes, .nioCore, .nioPosix]),
        library(
            "Sandbox",
            [
                .asyncHTTPClient, .crypto, .cryptoExtras, .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioHTTP1, .nioPosix,
                .serviceLifecycle,
            ]),
        .executableTarget(
            name: "atoauthd", dependencies: ["Broker", "CSystemd", .argumentParser, .logging, .serviceLifecycle, .unixSignals],
            swiftSettings: strict, linkerSettings: lean),
        .executableTarget(
            name: "atoauthctl", dependencies: ["ATProtoSyntax", "BrokerAPI", "BrokerClient", "Sandbox", .argumentParser, .logging],
            swiftSettings: strict, linkerSettings: lean),

        .target(name: "PeerPrograms", path: "Tests/PeerPrograms", swiftSettings: strict),
        tests("ATProtoSyntax", ["ATProtoSyntax"]),
        tests("JOSE", ["JOSE", "PeerPrograms"]),
        tests("ATProtoIdentity", ["ATProtoIdentity", "ATProtoSyntax", .httpTypes, .nioCore, .nioPosix, .nioSSL]),
        tests("ATProtoOAuth", ["ATProtoOAuth", "ATProtoIdentity", "ATProtoSyntax", "JOSE", "PeerPrograms", .httpTypes, .nioCore]),
        tests("BrokerAPI", ["BrokerAPI"]),
        tests(
            "Broker",
            [
                "Broker", "BrokerAPI", "BrokerClient", "ATProtoIdentity", "ATProtoOAuth", "ATProtoSyntax", "JOSE", .grdb, .httpTypes,
                .logging,
                .nioCore, .nioHTTP1, .nioPosix,
            ]),
        tests("BrokerClient", ["BrokerClient", "BrokerAPI", .nioCore, .nioPosix]),
        tests(
            "Sandbox", ["Sandbox", "PeerPrograms", .asyncHTTPClient, .crypto, .cryptoExtras, .nioCore, .nioHTTP1],
            resources: [.copy("peers")]),
        tests(
            "EndToEnd",
            [
                "Sandbox", "Broker", "BrokerClient", "BrokerAPI", "ATProtoOAuth", "ATProtoIdentity", "ATProtoSyntax", "JOSE",
                "atoauthd", "atoauthctl", "PeerPrograms", .asyncHTTPClient, .grdb, .httpTypes, .logging, .nioCore, .nioHTTP1, .nioPosix,
            ], resources: [.copy("peers")]),
    ],
    swiftLanguageModes: [.v6]
)
