@testable import Broker

extension Caller {
    static func make(
        uid: UInt32 = 1000, groups: [UInt32] = [], unit: String? = nil, isUsersUnit: Bool = false, app: String? = nil, isPlaced: Bool = true
    ) -> Caller {
        Caller(
            uid: uid, gid: uid, groups: groups, pid: 4321, unit: unit, isUsersUnit: isUsersUnit, app: app, isPlaced: isPlaced, began: nil)
    }
}
