import BrokerAPI

extension Dispatcher {
    /// The answer to a line that asks for one signature in the usual form, if nothing has to be waited for. It passes the same limits
    /// and the same policy, and is recorded like any other call.
    ///
    /// Nearly all lines are of this kind, and the way through the concurrency pool costs as much as the signature.
    /// - Returns: nil for all else, which goes the general way: so does what is wrong, and finds its error there.
    func signNow(_ line: some Collection<UInt8>, _ context: CallContext) -> [UInt8]? {
        guard let signer, let gate, let call = SignRequest.scan(line) else { return nil }
        let started = ContinuousClock.now
        let params = call.params
        let request = AccessRequest(.sign, account: params.account, httpMethod: params.method, place: .url(params.url))
        // Counted once it is made, so that the general way does not count it again; but nobody has signatures made beyond their rate.
        guard let admission = gate.judgeNow(request, context), admission.refusal == nil, rates.wouldAdmit(context.caller.uid),
            let result = signer.signNow(params, admission.context), gate.count(admission), (try? rates.admit(context.caller.uid)) != nil
        else { return nil }
        var answer: [UInt8] = []
        answer.reserveCapacity(2048)
        SignRequest.write(result, id: call.id, into: &answer)
        note(SignRequest.name, account: params.account, admission, .success(.null), since: started)
        return answer
    }
}
