import CLinux

/// What a process does so that a machine has more memory for others.
public enum ResidentMemory {
    /// Gives back the pages of the program that only its start needed: two thirds of what is resident by then. To be called once the
    /// daemon serves; the first calls fetch what they need from the page cache, in less than a millisecond.
    public static func releaseStart() { clinux_release_program_pages() }
}
