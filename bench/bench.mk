# make bench: speed, beside llhttp built with the same flags, and eventsource-parser. Captures of 420 MB are written to $(B)/bench.
LLHTTP       ?= /usr/share/llhttp
BENCH        := $(wildcard bench/*.c)
BENCH_PEERS   = $(patsubst $(LLHTTP)/%.c,$(B)/bench/%.o,$(wildcard $(LLHTTP)/*.c))
BENCH_FLAGS   = $(if $(wildcard $(LLHTTP)/llhttp.c),-DPARLEY_BENCH_LLHTTP -isystem /usr/share/include)

bench:
	@tools/deps.sh bench
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(B)/parley $(B)/parley-bench
	@mkdir -p $(B)/bench && tools/npm.sh $(B)/bench eventsource-parser@3
	@$(B)/parley-bench $(B)/parley $(B)/bench bench/peer_eventsource.mjs

$(call obj,$(BENCH)): ALLFLAGS += $(BENCH_FLAGS)
$(B)/bench/%.o: $(LLHTTP)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -w -isystem /usr/share/include -isystem /usr/share/include/llhttp -c -o $@ $<
$(B)/parley-bench: $(call obj,$(BENCH)) $(BENCH_PEERS) $(B)/libparley.a
	$(CC) $(ALLFLAGS) -o $@ $^
