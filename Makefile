# parley. `make demo` runs the main job on a real capture, `make check` passes the tests; both install what is missing.
# `make help` lists the rest. What only tests need stands in tests/tests.mk, and must not be needed to build.
VERSION  := 0.1.0
ifeq ($(origin CC),default)
CC        = gcc
endif
OBJCOPY  ?= objcopy
B        ?= build
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS   ?= -O2 -g
ALLFLAGS  = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) $(CFLAGS) -MMD -MP -I. -Iruntime -Igen/machines
JOBS     := $(shell nproc 2>/dev/null || echo 2)

PREFIX     ?= /usr/local
bindir      = $(PREFIX)/bin
libdir      = $(PREFIX)/lib
includedir  = $(PREFIX)/include/parley
mandir      = $(PREFIX)/share/man
compdir     = $(PREFIX)/share/bash-completion/completions

MACHINES := gen/machines
RUNTIME  := $(wildcard runtime/*.c) $(wildcard gen/machines/*.c)
GEN      := $(wildcard gen/*.c)
CLI      := $(wildcard cli/*.c) $(wildcard cli/*/*.c)
GRAMMARS := $(wildcard grammars/*/*.rl)
RULES    := $(wildcard grammars/*/rules.tsv)
SYMBOLS  := $(wildcard grammars/*/symbols.h)

obj = $(patsubst %.c,$(B)/%.o,$(1))

# what was half made when a build stopped is not taken for made
.DELETE_ON_ERROR:

all: $(B)/parley $(B)/parley-gen

# One object, in which only parley_ names are seen from outside: what the library's files call each other stays theirs.
$(B)/libparley.a: $(call obj,$(RUNTIME))
	$(LD) -r -o $(B)/libparley.o $^
	$(OBJCOPY) --wildcard --keep-global-symbol='parley_*' $(B)/libparley.o
	rm -f $@ && $(AR) rcs $@ $(B)/libparley.o
# explain shows the corpus' examples, so they are built in
TALKS    := $(sort $(wildcard tests/corpus/*/*.talk))
$(B)/examples.c: cli/examples.awk $(TALKS)
	@mkdir -p $(@D)
	LC_ALL=C awk -f cli/examples.awk $(TALKS) </dev/null >$@
$(B)/examples.o: $(B)/examples.c
	$(CC) $(ALLFLAGS) -c -o $@ $<
$(B)/parley $(B)/parley-starved $(B)/libcli.a: $(B)/examples.o
$(B)/parley: $(call obj,$(CLI)) $(B)/libparley.a
	$(CC) $(ALLFLAGS) -o $@ $^ -lz -ljansson
$(B)/parley-gen: $(call obj,$(GEN))
	$(CC) $(ALLFLAGS) -o $@ $^ -lexpat
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -c -o $@ $<

# Writes the machines of all grammars anew. They are committed, so that building parley needs no Ragel.
GENERATOR = $(B)/parley-gen
regen: $(GENERATOR)
	@rm -rf $(B)/machines && mkdir -p $(B)/machines $(MACHINES)
	@for g in $(RULES) $(SYMBOLS) $(GRAMMARS); do $(GENERATOR) $$g -o $(B)/machines || exit 1; done
	@rm -f $(MACHINES)/* && cp $(B)/machines/* $(MACHINES)

demo:
	@tools/deps.sh build
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(B)/parley
	@tools/demo.sh $(B)/parley

check:
	@tools/deps.sh check
	@$(MAKE) --no-print-directory -s -j$(JOBS) tests B=$(CHECK) CFLAGS='$(SANITIZE) -Werror'
	@tools/check.sh $(CHECK)

lint:
	@tools/deps.sh lint
	@tools/lint.sh

install: all $(B)/libparley.a $(B)/parley.pc
	install -d $(addprefix $(DESTDIR),$(bindir) $(libdir)/pkgconfig $(includedir) $(mandir)/man1 $(mandir)/man5 $(compdir))
	install -m 755 $(B)/parley $(B)/parley-gen $(DESTDIR)$(bindir)
	install -m 644 $(B)/libparley.a $(DESTDIR)$(libdir)
	install -m 644 $(B)/parley.pc $(DESTDIR)$(libdir)/pkgconfig
	install -m 644 runtime/parley.h runtime/parley_machine.h $(DESTDIR)$(includedir)
	install -m 644 $(wildcard docs/*.1) $(DESTDIR)$(mandir)/man1
	install -m 644 $(wildcard docs/*.5) $(DESTDIR)$(mandir)/man5
	install -m 644 cli/parley.bash $(DESTDIR)$(compdir)/parley

$(B)/parley.pc: always
	@mkdir -p $(@D)
	printf '%s\n' 'Name: parley' 'Description: judges conversations against protocol grammars' 'Version: $(VERSION)' \
	  'Libs: -L$(libdir) -lparley' 'Cflags: -I$(includedir)' >$@

clean:
	rm -rf build

help:
	@printf '%s\n' 'make              build/parley, build/parley-gen' 'make demo         judge real captures, explain a deviation' \
	  'make check        everything is tested (ASan, UBSan)' 'make lint         six analysers, formatting, man pages' \
	  'make regen        grammars to gen/machines' 'make accept       take the changed reports of the corpus, after reading them' \
	  'make fuzz         a short run of each fuzzer' 'make bench        speed' 'make install      PREFIX=/usr/local DESTDIR=' 'make clean'

include tests/tests.mk
include bench/bench.mk
-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: always all regen clean demo check lint bench accept fuzz install help
