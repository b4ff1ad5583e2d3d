import Testing

@testable import Broker

struct LoopbackPeerTests {
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17181 1 0000000000000000 100 0 0 10 0
           1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000   998        0 17182 1 0000000000000000 20 4 30 10 -1
           2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 17183 1 0000000000000000 20 4 30 10 -1
           3: 0200007F:0050 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 17184 1 0000000000000000 20 4 30 10 -1

        """

    @Test func `the owner of the far end is found, not that of the near one`() {
        #expect(LoopbackPeer.uid(from: 50_000, to: 8080, in: Self.table) == 1000)
        #expect(LoopbackPeer.uid(from: 8080, to: 50_000, in: Self.table) == 998)
    }

    @Test func `other addresses and connections that are not there tell nothing`() {
        #expect(LoopbackPeer.uid(from: 80, to: 8080, in: Self.table) == nil)
        #expect(LoopbackPeer.uid(from: 50_001, to: 8080, in: Self.table) == nil)
        #expect(LoopbackPeer.uid(from: 50_000, to: 8080, in: "") == nil)
    }
}
