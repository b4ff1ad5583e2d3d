import Glibc

/// What `errno` means, in words.
func systemError(_ number: Int32 = errno) -> String {
    var text = [CChar](repeating: 0, count: 128)
    // The XSI variant, which fills the buffer; a number it does not know it prints as such.
    _ = strerror_r(number, &text, text.count)
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
