/* The runner behind checks.h: fork, exec, a pipe, wait4 (which is no part of POSIX). */
#define _DEFAULT_SOURCE
#include "checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Keeps the last whole line of what comes through the pipe. */
static void last_line_read(int pipe_end, char *line, size_t size) {
    FILE *stream = fdopen(pipe_end, "r");

    line[0] = '\0';
    if (stream == NULL) {
        close(pipe_end);
        return;
    }
    while (fgets(line, (int)size, stream) != NULL) {
    }
    fclose(stream);
}

bool command_run(char *const *arguments, run_cost *cost) {
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    double start = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execvp(arguments[0], arguments);
        _exit(127);
    }
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return false;
    }
    last_line_read(ends[0], cost->last, sizeof cost->last);
    struct rusage usage;
    int status = 0;
    if (wait4(child, &status, 0, &usage) != child) {
        return false;
    }
    cost->wall = seconds_now() - start;
    cost->cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    cost->resident = (uint64_t)usage.ru_maxrss * 1024;
    cost->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return cost->status != 127;
}

bool check_run(char *program, char *file, char *sequence, run_cost *cost) {
    char check[] = "check", json[] = "--json", option[] = "--sequence";
    char *const arguments[] = {program,  check, json, file, sequence != NULL ? option : NULL,
                               sequence, NULL};
    return command_run(arguments, cost);
}

int64_t json_number(const char *object, const char *name) {
    char key[64];
    snprintf(key, sizeof key, "\"%s\":", name);
    const char *found = strstr(object, key);
    return found == NULL ? -1 : strtoll(found + strlen(key), NULL, 10);
}
