/* Runs `ragel -x` on copies of a grammar in a folder of its own, without a shell.
 * Tells Ragel's messages in the author's files and lines. */
#ifndef GEN_RAGEL_H
#define GEN_RAGEL_H

#include "grammar.h"

/* A folder for copies; NULL with errno set if none can be made. */
char *ragel_folder(void);
/* Removes the folder and the files that were written to it; frees its name. */
void ragel_folder_remove(char *folder);
bool ragel_folder_write(const char *folder, const char *name, const text *content);

/* Runs Ragel on folder/name. Returns the XML, or NULL after a report. */
char *ragel_run(const char *folder, const char *name, const grammar *g, size_t *n, report *r);

#endif
