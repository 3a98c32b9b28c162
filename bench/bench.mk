# make bench: speed, beside llhttp built with the same flags, wslay as it comes, and eventsource-parser. Captures of 1 GB are
# written to $(B)/bench.
LLHTTP       ?= /usr/share/llhttp
BENCH        := $(wildcard bench/*.c)
BENCH_PEERS   = $(patsubst $(LLHTTP)/%.c,$(B)/bench/%.o,$(wildcard $(LLHTTP)/*.c))
WSLAY         = $(wildcard /usr/include/wslay/wslay.h)
BENCH_FLAGS   = $(if $(WSLAY),-DPARLEY_BENCH_WSLAY) $(if $(wildcard $(LLHTTP)/llhttp.c),-DPARLEY_BENCH_LLHTTP -isystem /usr/share/include)

bench:
	@tools/deps.sh bench
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(B)/parley $(B)/parley-bench
	@mkdir -p $(B)/bench && tools/npm.sh $(B)/bench eventsource-parser@3
	@$(B)/parley-bench $(B)/parley $(B)/bench bench/peer_eventsource.mjs

$(call obj,$(BENCH)): ALLFLAGS += $(BENCH_FLAGS)
$(B)/bench/%.o: $(LLHTTP)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -w -isystem /usr/share/include -isystem /usr/share/include/llhttp -c -o $@ $<
# The library again, as it is on a processor that is not known to have anything.
$(B)/bench/plain.o: $(call obj,$(RUNTIME))
	@mkdir -p $(@D)
	$(LD) -r -o $@ $^
	$(OBJCOPY) --redefine-sym parley_conversation_feed=plain_conversation_feed --redefine-sym __cpu_model=plain_cpu $@
	$(OBJCOPY) --keep-global-symbol=plain_conversation_feed $@
$(B)/parley-bench: $(call obj,$(BENCH)) $(BENCH_PEERS) $(B)/bench/plain.o $(B)/libparley.a
	$(CC) $(ALLFLAGS) -o $@ $^ $(if $(WSLAY),-lwslay)
