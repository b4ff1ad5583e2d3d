#ifndef CLINUX_MEMORY_H
#define CLINUX_MEMORY_H

/// Gives back what is free in the heap, and unmaps the pages of the program and its libraries that are the same as their files. What
/// is needed again comes back from the page cache when it is touched.
void clinux_release_memory(void);

#endif
