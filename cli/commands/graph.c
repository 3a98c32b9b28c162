/* parley graph: the drawing of a machine's rules, in DOT. */
#include "../report/escape.h"
#include "commands.h"
#include <string.h>

int command_graph(const options *o) {
    const parley_machine *machine;
    if (o->n_files == 0) {
        for (size_t i = 0; (machine = parley_machine_at_index(i)) != NULL; i++)
            printf("%s\n", machine->name);
        return EXIT_CONFORMS;
    }
    if (o->n_files > 1) {
        fprintf(stderr, "parley: graph draws one machine at a time\n");
        return EXIT_FAILED;
    }
    machine = parley_machine_find(o->files[0]);
    if (machine == NULL || machine->words == NULL) {
        char name[128];
        (void)text_clean(name, sizeof name, o->files[0], strlen(o->files[0]));
        fprintf(stderr, "parley: no machine is called %s: parley graph lists them all\n", name);
        return EXIT_FAILED;
    }
    fputs(machine->words->graph, stdout);
    return EXIT_CONFORMS;
}
