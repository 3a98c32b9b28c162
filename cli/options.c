/* The command line, taken apart: see options.h. */
#include "options.h"
#include "memory.h"
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ON(command) (1u << COMMAND_##command)
#define ON_INPUT    (ON(CHECK) | ON(LIST) | ON(SHOW))
#define ON_ALL      (ON_INPUT | ON(EXPLAIN) | ON(RULES) | ON(GRAPH) | ON(COMPARE) | ON(AT))

enum long_option {
    OPTION_AS = 256,
    OPTION_CLIENT,
    OPTION_SERVER,
    OPTION_OPEN,
    OPTION_JSON,
    OPTION_EVENTS,
    OPTION_FRAMES,
    OPTION_RULE,
    OPTION_NO_RULE,
    OPTION_MAX,
    OPTION_FAIL_ON,
    OPTION_COLOR,
    OPTION_WHY,
    OPTION_SESSIONS,
    OPTION_SEQUENCE,
    OPTION_VERSION
};

static const char short_options[] = ":r:s:qvh";
static const struct option long_options[] = {{"read", required_argument, NULL, 'r'},
                                             {"stream", required_argument, NULL, 's'},
                                             {"quiet", no_argument, NULL, 'q'},
                                             {"verbose", no_argument, NULL, 'v'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"as", required_argument, NULL, OPTION_AS},
                                             {"client", required_argument, NULL, OPTION_CLIENT},
                                             {"server", required_argument, NULL, OPTION_SERVER},
                                             {"open", no_argument, NULL, OPTION_OPEN},
                                             {"json", no_argument, NULL, OPTION_JSON},
                                             {"events", no_argument, NULL, OPTION_EVENTS},
                                             {"frames", no_argument, NULL, OPTION_FRAMES},
                                             {"rule", required_argument, NULL, OPTION_RULE},
                                             {"no-rule", required_argument, NULL, OPTION_NO_RULE},
                                             {"max", required_argument, NULL, OPTION_MAX},
                                             {"fail-on", required_argument, NULL, OPTION_FAIL_ON},
                                             {"color", required_argument, NULL, OPTION_COLOR},
                                             {"colour", required_argument, NULL, OPTION_COLOR},
                                             {"sessions", required_argument, NULL, OPTION_SESSIONS},
                                             {"sequence", required_argument, NULL, OPTION_SEQUENCE},
                                             {"why", required_argument, NULL, OPTION_WHY},
                                             {"version", no_argument, NULL, OPTION_VERSION},
                                             {NULL, 0, NULL, 0}};

/* Which commands an option is for, and its line of help. */
typedef struct option_help {
    int value;
    unsigned commands;
    const char *text;
} option_help;

static const option_help helps[] = {
    {'r', ON_INPUT, "  -r, --read FILE        read FILE too; may be repeated; - is standard input"},
    {'s', ON_INPUT,
     "  -s, --stream LIST      these streams only, e.g. 3,7-9 (tcp.stream in Wireshark)"},
    {OPTION_AS, ON_INPUT | ON(AT),
     "      --as PROTO         take every connection for PROTO (http1, websocket), or files that "
     "are\n"
     "                         no captures for a body (sse, hls)"},
    {OPTION_CLIENT, ON_INPUT | ON(AT),
     "      --client FILE      raw bytes that the client sent (with --as)"},
    {OPTION_SERVER, ON_INPUT | ON(AT),
     "      --server FILE      raw bytes that the server sent (with --as)"},
    {OPTION_OPEN, ON_INPUT | ON(AT),
     "      --open             raw bytes just stop: their end is no close"},
    {OPTION_SESSIONS, ON_INPUT | ON(AT),
     "      --sessions FILE    what ties connections into sessions: parley-sessions(5)"},
    {OPTION_SEQUENCE, ON_INPUT | ON(AT),
     "      --sequence POINTER WebSocket messages are counted at this JSON Pointer, as /seq"},
    {OPTION_JSON, ON(CHECK) | ON(RULES),
     "      --json             write NDJSON, one object a line"},
    {OPTION_EVENTS, ON(CHECK), "      --events           with --json: what happened, too"},
    {OPTION_FRAMES, ON(CHECK) | ON(SHOW),
     "      --frames           frames of WebSocket, too (check: with --events)"},
    {OPTION_RULE, ON_INPUT, "      --rule ID          only findings of this rule; may be repeated"},
    {OPTION_NO_RULE, ON_INPUT,
     "      --no-rule ID       no findings of this rule; may be repeated"},
    {OPTION_MAX, ON(CHECK), "      --max N            show at most N findings; 0: all (default)"},
    {OPTION_FAIL_ON, ON(CHECK),
     "      --fail-on LEVEL    exit 1 on: error (default), warning, never"},
    {'q', ON(CHECK), "  -q, --quiet            write nothing; the exit status tells"},
    {'v', ON(CHECK) | ON(SHOW), "  -v, --verbose          notes too, and filters for Wireshark"},
    {OPTION_COLOR, ON(CHECK) | ON(SHOW), "      --color WHEN       auto (default), always, never"},
    {OPTION_WHY, ON(COMPARE),
     "      --why CELL         the proof of one answer, as in websocket.unasked"},
    {'h', ON_ALL, "  -h, --help             this text"},
    {OPTION_VERSION, ON_ALL, "      --version          the version"},
};

static const struct {
    const char *name, *arguments, *text;
} commands[COMMANDS] = {
    {"check", "[OPTION...] FILE...",
     "Judge every connection in captures, and explain what deviates."},
    {"list", "[OPTION...] FILE...", "List the connections of captures, one a line."},
    {"show", "[OPTION...] FILE...", "Show conversations turn by turn."},
    {"explain", "RULE | confusions | confusion-N",
     "Say what a rule means, and show it broken and kept; teach the four confusions."},
    {"rules", "[--json] [SUBJECT]",
     "List every rule, or those of one subject, with level and clause."},
    {"graph", "[MACHINE]", "Draw a machine (DOT, for Graphviz); without a name, list them."},
    {"compare", "[--why PROTOCOL.QUESTION] [PROTOCOL...]",
     "Protocols side by side; each answer is read off their machines."},
    {"at", "[OPTION...] FILE [stream=N] POSITION",
     "Say how things stand at client:21, server:0x42, t=0.045, frame 6 or message 3."},
};

const char *command_name(command which) {
    return commands[which].name;
}

void usage_print(FILE *out, unsigned which) {
    if (which < COMMANDS) {
        fprintf(out, "usage: parley %s %s\n%s\n\n", commands[which].name, commands[which].arguments,
                commands[which].text);
        for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++)
            if (helps[i].commands & 1u << which) fprintf(out, "%s\n", helps[i].text);
        return;
    }
    fputs("usage: parley [COMMAND] [OPTION...] [FILE...]\n"
          "Judges captured conversations against the grammars of their protocols.\n\n",
          out);
    for (unsigned i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].text);
    fputs(
        "\nWithout a command: check. parley COMMAND --help tells the options of each.\n"
        "Exit status: 0 conforms, 1 deviates, 2 usage or unreadable input, 3 nothing was judged.\n",
        out);
}

static int fail(char *error, size_t size, const char *format, const char *about) {
    (void)snprintf(error, size, format, about);
    return -1;
}

/* A decimal number that ends at one of the bytes of ends (or at 0). */
static bool number_read(const char **text, uint64_t most, const char *ends, uint64_t *number) {
    char *end;
    if (**text < '0' || **text > '9') return false;
    errno = 0;
    unsigned long long value = strtoull(*text, &end, 10);
    if (errno != 0 || value > most || (*end != 0 && strchr(ends, *end) == NULL)) return false;
    *number = value;
    *text = end;
    return true;
}

/* "3,7-9" */
static int streams_read(stream_set *set, const char *text, char *error, size_t size) {
    const char *whole = text;
    for (;;) {
        uint64_t first, last;
        if (!number_read(&text, UINT32_MAX, ",-", &first)) break;
        last = first;
        if (*text == '-') {
            text++;
            if (!number_read(&text, UINT32_MAX, ",", &last) || last < first) break;
        }
        void *larger = memory_grow(set->ranges, (set->n + 1) * sizeof set->ranges[0]);
        if (larger == NULL) return fail(error, size, "%s", "memory ran out");
        set->ranges = larger;
        set->ranges[set->n][0] = (uint32_t)first;
        set->ranges[set->n++][1] = (uint32_t)last;
        if (*text == 0) return 0;
        text++;
    }
    return fail(error, size, "--stream %s: write numbers and ranges, as in 3,7-9", whole);
}

static int list_add(const char *const **list, size_t *n, const char *text, char *error,
                    size_t size) {
    const char **larger = memory_grow((void *)*list, (*n + 1) * sizeof *larger);
    if (larger == NULL) return fail(error, size, "%s", "memory ran out");
    larger[(*n)++] = text;
    *list = larger;
    return 0;
}

static int rule_add(const char *const **list, size_t *n, const char *id, char *error, size_t size) {
    if (parley_rule_find(id) == NULL)
        return fail(error, size, "no rule is called %s: parley rules lists them all", id);
    return list_add(list, n, id, error, size);
}

static int protocol_read(options *o, const char *name, char *error, size_t size) {
    static const parley_protocol known[] = {PARLEY_HTTP1, PARLEY_WEBSOCKET};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(name, parley_protocol_name(known[i])) != 0) continue;
        o->judge.as = known[i];
        o->judge.transcript.as = name;
        return 0;
    }
    o->judge.alone = alone_named(name);
    if (o->judge.alone != ALONE_NONE) return 0;
    return fail(error, size, "--as %s: the protocols that parley knows: http1, websocket, sse, hls",
                name);
}

static int choice_read(options *o, int option, const char *text, char *error, size_t size) {
    if (option == OPTION_COLOR) {
        if (strcmp(text, "always") == 0)
            o->colour = true;
        else if (strcmp(text, "never") == 0)
            o->colour = false;
        else if (strcmp(text, "auto") != 0)
            return fail(error, size, "--color %s: write auto, always or never", text);
        return 0;
    }
    if (strcmp(text, "error") == 0)
        o->fail_on = FAIL_ON_ERROR;
    else if (strcmp(text, "warning") == 0)
        o->fail_on = FAIL_ON_WARNING;
    else if (strcmp(text, "never") == 0)
        o->fail_on = FAIL_NEVER;
    else
        return fail(error, size, "--fail-on %s: write error, warning or never", text);
    return 0;
}

static int sessions_read(options *o, const char *path, char *error, size_t size) {
    if (o->judge.profiles.text != NULL)
        return fail(error, size, "--sessions %s: the second one; put all profiles into one file",
                    path);
    return profiles_read(&o->judge.profiles, path, error, size);
}

static int option_take(options *o, int option, const char *text, char *error, size_t size) {
    rule_filter *rules = &o->judge.rules;
    switch (option) {
    case 'r':
        return list_add((const char *const **)&o->files, &o->n_files, text, error, size);
    case 's':
        return streams_read(&o->judge.streams, text, error, size);
    case OPTION_AS:
        return protocol_read(o, text, error, size);
    case OPTION_RULE:
        return rule_add(&rules->only, &rules->n_only, text, error, size);
    case OPTION_NO_RULE:
        return rule_add(&rules->without, &rules->n_without, text, error, size);
    case OPTION_FAIL_ON:
    case OPTION_COLOR:
        return choice_read(o, option, text, error, size);
    case OPTION_MAX:
        if (!number_read(&text, UINT64_MAX, "", &o->max))
            return fail(error, size, "--max %s: write a number", text);
        return 0;
    case OPTION_WHY:
        o->why = text;
        return 0;
    case OPTION_SESSIONS:
        return sessions_read(o, text, error, size);
    case OPTION_SEQUENCE:
        o->sequence = text;
        return 0;
    case OPTION_CLIENT:
        o->judge.transcript.raw_client = text;
        return 0;
    case OPTION_SERVER:
        o->judge.transcript.raw_server = text;
        return 0;
    default:
        break;
    }
    o->judge.transcript.raw_open = o->judge.transcript.raw_open || option == OPTION_OPEN;
    o->json = o->json || option == OPTION_JSON;
    o->events = o->events || option == OPTION_EVENTS;
    o->frames = o->frames || option == OPTION_FRAMES;
    o->quiet = o->quiet || option == 'q';
    o->verbose = o->verbose || option == 'v';
    o->help = o->help || option == 'h';
    o->version = o->version || option == OPTION_VERSION;
    return 0;
}

/* The command is the first argument that is no option, if it is the name of one. */
static int command_find(const char *name) {
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0) return i;
    return -1;
}

static const char *option_name(int value) {
    for (const struct option *option = long_options; option->name != NULL; option++)
        if (option->val == value) return option->name;
    return "";
}

/* The first command that has it; each option is one's. */
static command command_with(unsigned which) {
    unsigned i = 0;
    while (!(which & 1u << i))
        i++;
    return (command)i;
}

/* What only makes sense together, or with another command. */
static int options_agree(const options *o, uint32_t given, char *error, size_t size) {
    for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++)
        if ((given & 1u << i) && !(helps[i].commands & 1u << o->command)) {
            (void)snprintf(error, size, "%s does not know --%s, %s does: see parley %s --help",
                           command_name(o->command), option_name(helps[i].value),
                           command_name(command_with(helps[i].commands)), command_name(o->command));
            return -1;
        }
    bool raw = o->judge.transcript.raw_client != NULL || o->judge.transcript.raw_server != NULL;
    bool alone = o->judge.alone != ALONE_NONE;
    if (alone && o->judge.as != PARLEY_UNKNOWN)
        return fail(error, size, "%s: give it once", "--as");
    if (alone && o->command == COMMAND_AT)
        return fail(error, size, "at is about conversations: %s reads a body alone", "--as");
    if (alone && o->judge.transcript.raw_client != NULL)
        return fail(error, size, "--client %s: such a body is the server's: give --server",
                    o->judge.transcript.raw_client);
    if (raw && o->judge.as == PARLEY_UNKNOWN && !alone)
        return fail(error, size,
                    "--client and --server need %s: raw bytes do not say what they are",
                    "--as PROTO");
    if (raw && o->n_files > 0 && o->command != COMMAND_AT) /* there they are a position */
        return fail(error, size, "%s: give either files, or --client and --server", o->files[0]);
    if (o->judge.transcript.raw_open && !raw && !alone)
        return fail(error, size, "%s is about --client and --server", "--open");
    if (o->events && !o->json)
        return fail(error, size, "%s needs --json; parley show is for people", "--events");
    if (o->frames && o->command == COMMAND_CHECK && !o->events)
        return fail(error, size, "%s needs --json --events; parley show knows it, too", "--frames");
    return 0;
}

static void given_add(uint32_t *given, int option) {
    for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++)
        if (helps[i].value == option) *given |= 1u << i;
}

int options_read(options *o, int argc, char **argv, char *error, size_t size) {
    uint32_t given = 0;
    int option;
    const char *no_colour = getenv("NO_COLOR");
    *o = (options){.command = COMMAND_CHECK};
    o->colour = isatty(STDOUT_FILENO) && (no_colour == NULL || no_colour[0] == 0);
    opterr = 0;
    while ((option = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
        if (option == ':')
            return fail(error, size, "%s needs an argument: see parley --help", argv[optind - 1]);
        if (option == '?')
            return fail(error, size, "%s: no such option: see parley --help", argv[optind - 1]);
        given_add(&given, option);
        if (option_take(o, option, optarg, error, size) != 0) return -1;
    }
    if (optind < argc && command_find(argv[optind]) >= 0) {
        o->command = (command)command_find(argv[optind++]);
        o->named = true;
    }
    for (; optind < argc; optind++)
        if (list_add((const char *const **)&o->files, &o->n_files, argv[optind], error, size) != 0)
            return -1;
    if (o->help || o->version) return 0;
    if (o->sequence != NULL && /* last: profiles of a file come first */
        profiles_add_sequence(&o->judge.profiles, o->sequence, error, size) != 0)
        return -1;
    return options_agree(o, given, error, size);
}

void options_free(options *o) {
    free((void *)o->files);
    free((void *)o->judge.rules.only);
    free((void *)o->judge.rules.without);
    free(o->judge.streams.ranges);
    profiles_free(&o->judge.profiles);
}
