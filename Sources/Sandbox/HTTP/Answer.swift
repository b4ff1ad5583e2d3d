import HTTPTypes
import HummingbirdCore
import NIOCore

/// One response, always small enough to hold in memory.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [UInt8]

    init(status: HTTPResponse.Status = .ok, contentType: String, body: [UInt8]) {
        self.status = status
        self.headers = [.contentType: contentType]
        self.body = body
    }

    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, contentType: "application/json", body: value.bytes)
    }

    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// 303, so that a browser that posted a form goes on with GET.
    static func seeOther(_ location: String) -> Answer {
        var answer = Answer.text("")
        answer.status = .seeOther
        answer.headers = [.location: location, .cacheControl: "no-store"]
        answer.headers[.referrerPolicy] = "no-referrer"
        return answer
    }

    var response: Response {
        Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
