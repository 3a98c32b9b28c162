# What the tests are built from: one program for each tests/**/test_*.c, linked with the archives of the part that its
# folder mirrors and with the other sources of its folder. All of it goes to $(CHECK), never among what is installed.
CHECK    := build/check
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
TESTS    := $(sort $(wildcard tests/*/test_*.c) $(wildcard tests/*/*/test_*.c))
TALKS    := $(wildcard tests/corpus/*/*.talk)
PROGRAMS := $(patsubst %.c,$(B)/%,$(TESTS))

$(B)/libcli.a: $(call obj,$(filter-out cli/main.c,$(CLI)))
	rm -f $@ && $(AR) rcs $@ $^
$(B)/libgen.a: $(call obj,$(filter-out gen/main.c,$(GEN)))
	rm -f $@ && $(AR) rcs $@ $^

$(B)/libsupport.a: $(call obj,$(wildcard tests/support/*.c))
	rm -f $@ && $(AR) rcs $@ $^

# What a test of this folder is linked with, besides its folder's own helpers.
archives = $(B)/libsupport.a $(if $(filter tests/gen/%,$(1)),$(B)/libgen.a -lexpat,$(if $(filter tests/runtime/%,$(1)),,$(B)/libcli.a) $(B)/libparley.a -lz)
helpers  = $(call obj,$(filter-out $(dir $(1))test_%.c,$(wildcard $(dir $(1))*.c)))

define test_program
$(B)/$(1:.c=): $(call obj,$(1)) $(call helpers,$(1)) $(filter %.a,$(call archives,$(1)))
	$$(CC) $$(ALLFLAGS) -o $$@ $(call obj,$(1)) $(call helpers,$(1)) $(call archives,$(1)) -lcmocka
endef
$(foreach t,$(TESTS),$(eval $(call test_program,$(t))))

tests: all $(PROGRAMS) $(B)/libparley.a

check:
	@tools/deps.sh check
	@$(MAKE) --no-print-directory -s -j$(JOBS) tests B=$(CHECK) CFLAGS='$(SANITIZE) -Werror'
	@tools/check.sh $(CHECK)

lint:
	@tools/deps.sh lint
	@tools/lint.sh

# Reports of the corpus and of the captures are part of what is promised: read what this prints before you commit it.
accept: $(B)/parley
	@tools/accept.sh $(B)/parley

.PHONY: tests
