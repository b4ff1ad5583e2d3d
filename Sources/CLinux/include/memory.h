#ifndef CLINUX_MEMORY_H
#define CLINUX_MEMORY_H

/// Unmaps the pages of the program and its libraries that are the same as their files: most were read once, while the program
/// started. What is needed again comes back from the page cache when it is touched.
void clinux_release_program_pages(void);

#endif
