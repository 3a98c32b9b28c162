/* The program: reads the command line and runs one command.
 *
 * Data goes to standard output, what went wrong to standard error as one line. */
#include "commands.h"
#include "memory.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static int command_run(const options *o) {
    static int (*const runs[COMMANDS])(const options *) = {
        command_check, command_list, command_show, command_explain, command_rules, command_graph};
    if (o->version) {
        printf("parley %s\n", parley_version());
        return EXIT_CONFORMS;
    }
    if (o->help) {
        usage_print(stdout, o->named ? o->command : COMMANDS);
        return EXIT_CONFORMS;
    }
    return runs[o->command](o);
}

/* A file that is opened later must not take the place of a closed standard stream. Returns whether
 * standard output was open. */
static bool streams_secure(void) {
    bool open_output = fcntl(STDOUT_FILENO, F_GETFD) != -1;
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) == -1 && open("/dev/null", O_RDWR) == -1) return false;
    return open_output;
}

int main(int argc, char **argv) {
    static char buffer[1 << 16];
    options o;
    char error[512];
    bool writable = streams_secure();
    int status = EXIT_FAILED;
    (void)setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    if (argc < 2) {
        usage_print(stderr, COMMANDS);
        return EXIT_FAILED;
    }
    if (options_read(&o, argc, argv, error, sizeof error) == 0)
        status = command_run(&o);
    else
        fprintf(stderr, "parley: %s\n", error);
    if (memory_ran_out()) {
        fprintf(stderr, "parley: memory ran out: not everything was judged or told\n");
        status = EXIT_FAILED;
    }
    bool quiet = o.quiet;
    options_free(&o);
    errno = writable ? 0 : EBADF;
    if (fflush(stdout) != 0 || ferror(stdout) || (!writable && !quiet)) {
        fprintf(stderr, "parley: standard output: %s: not everything was written\n",
                errno != 0 ? strerror(errno) : "write error");
        status = EXIT_FAILED;
    }
    return status;
}
