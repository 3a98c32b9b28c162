# What the tests are built from: one program for each tests/**/test_*.c, linked with the archives of the part that its
# folder mirrors and with the other sources of its folder. All of it goes to $(CHECK), never among what is installed.
CHECK    := build/check
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
TESTS    := $(sort $(wildcard tests/*/test_*.c) $(wildcard tests/*/*/test_*.c))
PROGRAMS := $(patsubst %.c,$(B)/%,$(TESTS))

$(B)/libcli.a: $(call obj,$(filter-out cli/main.c,$(CLI)))
	rm -f $@ && $(AR) rcs $@ $^
$(B)/libgen.a: $(call obj,$(filter-out gen/main.c,$(GEN)))
	rm -f $@ && $(AR) rcs $@ $^

$(B)/libsupport.a: $(call obj,$(wildcard tests/support/*.c))
	rm -f $@ && $(AR) rcs $@ $^

# The runtime with the names that libparley.a hides: its own tests compare its parts.
$(B)/libruntime.a: $(call obj,$(RUNTIME))
	rm -f $@ && $(AR) rcs $@ $^

# What a test of this folder is linked with, besides its folder's own helpers.
archives = $(B)/libsupport.a $(if $(filter tests/gen/%,$(1)),$(B)/libgen.a -lexpat,$(if $(filter tests/runtime/%,$(1)),$(B)/libruntime.a,$(B)/libcli.a $(B)/libparley.a) -lz -ljansson)
helpers  = $(if $(filter tests/oracle/%,$(1)),$(oracle_objects)) $(call obj,$(filter-out $(dir $(1))test_%.c,$(wildcard $(dir $(1))*.c)))

# The second opinion about each machine: Ragel's own C of it. MACHINE@GRAMMAR for each machine that has a main.
ORACLES := $(shell awk '$$1 == "machine" { sub(/;.*/, "", $$2); m = $$2 } $$1 == "main" && $$2 == ":=" { print m "@" FILENAME }' /dev/null $(GRAMMARS))
define oracle
$(B)/oracle/$(firstword $(subst @, ,$(1))).rl: tests/oracle/oracle.rl.in
	@mkdir -p $$(@D)
	sed 's|@MACHINE@|$(firstword $(subst @, ,$(1)))|g; s|@GRAMMAR@|$(CURDIR)/$(lastword $(subst @, ,$(1)))|' $$< >$$@
endef
$(foreach o,$(ORACLES),$(eval $(call oracle,$(o))))
oracle_names := $(foreach o,$(ORACLES),$(firstword $(subst @, ,$(o))))
oracle_objects := $(patsubst %,$(B)/oracle/%.o,$(oracle_names) table)
$(B)/oracle/%.c: $(B)/oracle/%.rl $(wildcard grammars/*.rl grammars/*/*.rl grammars/*/symbols.h)
	ragel -G2 -L -o $@ $<
$(B)/oracle/table.c: $(GRAMMARS) tests/oracle/oracle.rl.in
	@mkdir -p $(@D)
	printf '#include "tests/oracle/oracle.h"\n$(foreach n,$(oracle_names),extern const oracle oracle_$(n);\n)' >$@
	printf 'const oracle *const oracle_table[] = {$(foreach n,$(oracle_names),&oracle_$(n),) NULL};\n' >>$@
# Ragel's C does not care for our warnings; it is compiled as it comes.
$(B)/oracle/%.o: $(B)/oracle/%.c
	$(CC) $(filter-out -W%,$(ALLFLAGS)) -w -c -o $@ $<

define test_program
$(B)/$(1:.c=): $(call obj,$(1)) $(call helpers,$(1)) $(filter %.a,$(call archives,$(1)))
	$$(CC) $$(ALLFLAGS) -o $$@ $(call obj,$(1)) $(call helpers,$(1)) $(call archives,$(1)) -lcmocka
endef
$(foreach t,$(TESTS),$(eval $(call test_program,$(t))))

# The programs again, with one allocation that fails on demand.
STARVE   := tests/memory/hook/starve.c
wrap     := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=strndup
$(B)/parley-starved: $(call obj,$(CLI) $(STARVE)) $(B)/libparley.a
	$(CC) $(ALLFLAGS) $(wrap) -o $@ $^ -lz -ljansson
$(B)/parley-gen-starved: $(call obj,$(GEN) $(STARVE))
	$(CC) $(ALLFLAGS) $(wrap) -o $@ $^ -lexpat

tests: all $(PROGRAMS) $(B)/libparley.a $(B)/parley-starved $(B)/parley-gen-starved

# Fuzzers are built by clang into $(FUZZ) and run one after the other, so many seconds each.
FUZZ         := build/fuzz
FUZZ_SECONDS ?= 20
FUZZERS      := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzer_archives = $(B)/libsupport.a $(if $(filter fuzz_grammar,$(1)),$(B)/libgen.a,$(B)/libcli.a $(B)/libparley.a)
define fuzzer
$(B)/$(1): $(call obj,tests/fuzz/$(1).c) $(call fuzzer_archives,$(1))
	$$(CC) $$(ALLFLAGS) -fsanitize=fuzzer -o $$@ $$^ -lz -ljansson -lexpat -lcmocka
$(B)/tests/fuzz/test_$(1): $(call obj,tests/fuzz/$(1).c tests/fuzz/rounds/round.c) $(call fuzzer_archives,$(1))
	$$(CC) $$(ALLFLAGS) -o $$@ $$^ -lz -ljansson -lexpat -lcmocka
endef
$(foreach f,$(notdir $(FUZZERS)),$(eval $(call fuzzer,$(f))))
# The same without clang, and always the same: they are tests.
ROUNDS := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/test_%,$(wildcard tests/fuzz/fuzz_*.c))
tests: $(ROUNDS)

fuzzers: $(FUZZERS)
fuzz:
	@tools/deps.sh fuzz
	@$(MAKE) --no-print-directory -s -j$(JOBS) fuzzers B=$(FUZZ) CC=clang \
	  CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	@tools/fuzz.sh $(FUZZ) $(FUZZ_SECONDS)

# Reports of the corpus and of the captures are part of what is promised: read what this prints before you commit it.
accept: $(B)/parley
	@tools/accept.sh $(B)/parley

.PHONY: tests fuzzers
