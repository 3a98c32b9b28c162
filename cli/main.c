/* The program: reads the command line and runs one command.
 *
 * Data goes to standard output, what went wrong to standard error as one line. */
#include "commands/commands.h"
#include "memory.h"
#include "report/escape.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int command_run(const options *o) {
    static int (*const runs[COMMANDS])(const options *) = {
        command_check, command_list,  command_show,    command_explain,
        command_rules, command_graph, command_compare, command_at};
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

static void interrupt_pass(int signal) {
    (void)signal;
}

/* Standard input may be a recorder that is still at work: then each line is written when it is
 * there, and the first Ctrl-C is left to the recorder, whose end brings the report. */
static bool input_is_live(const options *o) {
    struct stat about;
    const struct sigaction once = {.sa_handler = interrupt_pass,
                                   .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
    bool standard = false;
    for (size_t i = 0; i < o->n_files; i++)
        standard = standard || strcmp(o->files[i], "-") == 0;
    if (!standard || fstat(STDIN_FILENO, &about) != 0 || S_ISREG(about.st_mode)) return false;
    if (S_ISFIFO(about.st_mode)) (void)sigaction(SIGINT, &once, NULL);
    return true;
}

int main(int argc, char **argv) {
    static char buffer[1 << 16];
    options o;
    char error[512];
    bool writable = streams_secure();
    int status = EXIT_FAILED;
    if (argc < 2) {
        usage_print(stderr, COMMANDS);
        return EXIT_FAILED;
    }
    if (options_read(&o, argc, argv, error, sizeof error) == 0) {
        bool live = input_is_live(&o) || isatty(STDOUT_FILENO);
        (void)setvbuf(stdout, buffer, live ? _IOLBF : _IOFBF, sizeof buffer);
        status = command_run(&o);
    } else {
        char line[4 * sizeof error];
        (void)text_clean(line, sizeof line, error, strlen(error));
        fprintf(stderr, "parley: %s\n", line);
    }
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
