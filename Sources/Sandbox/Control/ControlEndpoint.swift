import HTTPTypes

/// `/_sandbox/…`: the knobs and the record of the run, over HTTP, for this machine only.
struct ControlEndpoint: Sendable {
    private static let limit = 256 * 1024

    let world: World

    func knobs(_ exchange: Exchange) throws -> Answer {
        .json(try JSON(encoding: world.knobs.current))
    }

    func changeKnobs(_ exchange: Exchange) async throws -> Answer {
        let update = KnobUpdate(try await object(exchange))
        do {
            try world.knobs.change { knobs in try update.apply(to: &knobs) }
        } catch let problem as ControlProblem {
            throw problem
        }
        return .json(try JSON(encoding: world.knobs.current))
    }

    func counters(_ exchange: Exchange) throws -> Answer {
        .json(try JSON(encoding: world.counters))
    }

    func journal(_ exchange: Exchange) throws -> Answer {
        .json(["events": try JSON(encoding: world.chronicle.journal)])
    }

    func secrets(_ exchange: Exchange) -> Answer {
        .json(["secrets": JSON(strings: world.chronicle.secrets)])
    }

    func addAccount(_ exchange: Exchange) async throws -> Answer {
        let input = try await object(exchange)
        guard let handle = input["handle"]?.string else { throw ControlProblem("handle is missing") }
        let account = SandboxAccount(handle: handle, password: input["password"]?.string ?? "sandbox", did: input["did"]?.string)
        do {
            let added = try world.accounts.add(account)
            return .json(["did": .string(added.did), "handle": .string(added.handle)], status: .created)
        } catch {
            throw ControlProblem(error.reason)
        }
    }

    func registerClient(_ exchange: Exchange) async throws -> Answer {
        do {
            try world.clients.register(.object(try await object(exchange)))
        } catch let rejection as ClientRejection {
            throw ControlProblem("\(rejection.field): \(rejection.rule)")
        }
        return .json([:], status: .created)
    }

    func endSessions(_ exchange: Exchange) async throws -> Answer {
        guard let did = try await object(exchange)["did"]?.string else { throw ControlProblem("did is missing") }
        return .json(["ended": .integer(Int64(world.grants.endAll(of: did)))])
    }

    private func object(_ exchange: Exchange) async throws -> [String: JSON] {
        let bytes = try await exchange.collect(upTo: Self.limit)
        guard let object = (try? JSON(parsing: bytes))?.object else { throw ControlProblem("The body must be a JSON object") }
        return object
    }
}
