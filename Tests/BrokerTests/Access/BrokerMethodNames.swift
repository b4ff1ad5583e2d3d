import BrokerAPI

enum BrokerMethodNames {
    static let all = BrokerMethods.all.map(\.name)
}
