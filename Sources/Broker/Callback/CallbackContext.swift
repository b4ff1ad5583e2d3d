import Hummingbird
import NIOCore

/// A request to the callback listener, with the user whose process made it.
struct CallbackContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let owner: LoopbackPeer.Owner

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        owner = LoopbackPeer.owner(from: source.channel.remoteAddress?.port, to: source.channel.localAddress?.port)
    }
}
