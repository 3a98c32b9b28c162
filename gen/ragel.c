/* Starts Ragel, waits for it, and translates what it complains about. */
#include "ragel.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define RAGEL_SECONDS 120
#define RAGEL_BYTES   (256u << 20) /* of XML, and of nothing else */
#define RAGEL_MEMORY  ((rlim_t)4 << 30)

static char *folder_open; /* the one to remove, also where the program ends early */

static void folder_clean(void) {
    ragel_folder_remove(folder_open);
}

char *ragel_folder(void) {
    static bool registered;
    const char *base = getenv("TMPDIR");
    text t = {NULL, 0, 0};
    text_addf(&t, "%s/parley-gen-XXXXXX", base != NULL && base[0] != 0 ? base : "/tmp");
    if (mkdtemp(t.data) == NULL) {
        text_free(&t);
        return NULL;
    }
    folder_open = t.data;
    if (!registered) registered = atexit(folder_clean) == 0;
    return t.data;
}

void ragel_folder_remove(char *folder) {
    if (folder == NULL) return;
    folder_open = NULL; /* whatever happens below, once is enough */
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.') (void)unlinkat(dirfd(dir), e->d_name, 0);
    if (dir != NULL) (void)closedir(dir);
    (void)rmdir(folder);
    free(folder);
}

bool ragel_folder_write(const char *folder, const char *name, const text *content) {
    text path = {NULL, 0, 0};
    text_addf(&path, "%s/%s", folder, name);
    bool ok = content_write(path.data, text_string(content), content->length);
    text_free(&path);
    return ok;
}

static void limit(int what, rlim_t most) {
    struct rlimit l = {most, most};
    (void)setrlimit(what, &l);
}

/* The child: never returns. 127: there is no ragel; 126: the folder could not be used. */
static _Noreturn void ragel_child(const char *folder, const char *name) {
    if (chdir(folder) != 0) _exit(126);
    int out = open("out.xml", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int err = open("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0 || err < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
    limit(RLIMIT_CPU, RAGEL_SECONDS);
    limit(RLIMIT_FSIZE, RAGEL_BYTES);
    limit(RLIMIT_AS, RAGEL_MEMORY);
    (void)execlp("ragel", "ragel", "-x", name, (char *)NULL);
    _exit(127);
}

/* The number at *s, which has to be followed by end; *s goes behind that. */
static bool number_before(const char **s, const char *end, unsigned long *value) {
    char *rest;
    if (**s < '0' || **s > '9') return false;
    *value = strtoul(*s, &rest, 10);
    size_t n = strlen(end);
    if (strncmp(rest, end, n) != 0) return false;
    *s = rest + n;
    return true;
}

/* "m3.rl:12:7: text": the author's file and line. */
static void ragel_message(const char *s, const grammar *g, report *r) {
    unsigned long file, line, column;
    const char *rest = s + 1;
    if (*s != 0 && strchr("mpc", *s) != NULL && number_before(&rest, ".rl:", &file) &&
        file < g->n_files && number_before(&rest, ":", &line) &&
        number_before(&rest, ": ", &column)) {
        report_error(r, g->files[file].path, (unsigned)line, "Ragel says: %s", rest);
    } else {
        const char *colon = strstr(s, ": ");
        report_error(r, g->files[0].path, 0, "Ragel says: %s", colon == NULL ? s : colon + 2);
    }
}

static void ragel_messages(const char *folder, const grammar *g, report *r) {
    char *rest = NULL;
    text full = {NULL, 0, 0};
    size_t n;
    const char *why;
    text_addf(&full, "%s/err.txt", folder);
    char *data = content_read(full.data, 1u << 20, &n, &why);
    for (char *s = data == NULL ? NULL : strtok_r(data, "\n", &rest); s != NULL;
         s = strtok_r(NULL, "\n", &rest))
        ragel_message(s, g, r);
    free(data);
    text_free(&full);
}

static bool ragel_succeeded(int status, const char *folder, const grammar *g, report *r) {
    const char *file = g->files[0].path;
    unsigned before = r->errors;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        report_error(r, file, 0,
                     "ragel is not installed; it compiles the grammar; install it, on Debian: "
                     "apt-get install ragel");
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == 126) {
        report_error(r, file, 0,
                     "cannot write below \"%s\"; copies for Ragel go there; set TMPDIR to a "
                     "folder with room",
                     folder);
    } else if (WIFSIGNALED(status)) {
        report_error(r, file, 0,
                     "Ragel did not finish within %d s and %d MB; the machine explodes; look for "
                     "nested repetitions that can begin with the same byte",
                     RAGEL_SECONDS, (int)(RAGEL_BYTES >> 20));
    } else {
        ragel_messages(folder, g, r);
        if (r->errors == before)
            report_error(r, file, 0,
                         "Ragel failed without a word; the machine may be too large; look for "
                         "nested repetitions");
    }
    return false;
}

char *ragel_run(const char *folder, const char *name, const grammar *g, size_t *n, report *r) {
    int status = 0;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child < 0) {
        report_error(r, g->files[0].path, 0, "cannot start ragel: %s; end other programs",
                     strerror(errno));
        return NULL;
    }
    if (child == 0) ragel_child(folder, name);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!ragel_succeeded(status, folder, g, r)) return NULL;
    text path = {NULL, 0, 0};
    const char *why = "";
    text_addf(&path, "%s/out.xml", folder);
    char *xml = content_read(path.data, RAGEL_BYTES, n, &why);
    if (xml == NULL) report_error(r, g->files[0].path, 0, "cannot read what Ragel wrote: %s", why);
    text_free(&path);
    return xml;
}
