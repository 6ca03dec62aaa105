# SPDX-License-Identifier: MIT
# DEIMOS: one Makefile for everything. All products lie under build/.

# --- Settings: `make run WORKLOAD=path/to/mine.lua MACHINE=bochs` --------
# They reach the Lua tools by the environment, character for character.
SETTINGS := MACHINE WORKLOAD OPTIONS MEM CPU LIMIT BOOT T FUZZ_SECONDS IUM \
	TRACE FRAMES MUTANTS COUNT SEED SUITE FLIP CHECKS
# A setting on the command line that is none of these is a misspelt one.
KNOWN := $(SETTINGS) MODULES HARD V JOBS PACKAGES
TOOLS := CC LD AR AS CXX OBJCOPY HOST_LUA LIBGCC CFLAGS CPPFLAGS LDFLAGS LDLIBS \
	WARNINGS TARGET COMMON IMAGE_LDFLAGS APT SHELL MAKE MAKEFLAGS CURDIR
given := $(foreach v,$(.VARIABLES),$(if $(filter command,$(origin $(v))),$(v)))
unknown := $(firstword $(filter-out $(KNOWN) $(TOOLS),$(given)))
ifneq ($(unknown),)
nearest := $(shell lua5.4 results/nearest.lua '$(subst ','\'',$(unknown))' \
	$(KNOWN) 2>/dev/null)
$(error $(unknown): no such setting$(if $(nearest),; did you mean \
	$(nearest)?,.) Settings: $(KNOWN))
endif
$(foreach s,$(SETTINGS),$(eval override export $(s) := $$(value $(s))))
MODULES ?=
HARD ?=
V ?=
JOBS ?= $(shell nproc)

MAKEFLAGS += -rR -j$(JOBS)
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: bench test test-modules mutants fuzz run shell graph iso plot lint \
	golden emulator clean distclean help images .run .bench .shell .graph .plot FORCE

# Each is a file of its own.
MACHINES := $(basename $(notdir $(wildcard results/machine/*.lua)))
# Originals, which `make clean` keeps.
FETCHED := .cache
B := build$(if $(HARD),/hard)
O := $(B)/obj
Q := $(if $(V),,@)
say = @printf '  %-7s %s\n' '$(1)' '$(2)'
# $(call update,FILE,TEXT): rewrite FILE only if its text changes.
update = @mkdir -p $(dir $(1)); printf '%s\n' '$(2)' | cmp -s - $(1) || \
	printf '%s\n' '$(2)' >$(1)

# --- Packages: installed before anything else is made --------------------
PACKAGES ?= gcc g++ gcc-multilib libc6-dev make binutils lua5.4 gnuplot-nox \
	graphviz grub-pc-bin grub-common xorriso mtools qemu-system-x86 \
	bochs bochsbios vgabios qemu-user lua-luv clang libclang-rt-14-dev
APT := apt-get install -y --no-install-recommends

ifneq ($(filter-out help clean distclean,$(or $(MAKECMDGOALS),help)),)
have := $(shell dpkg-query -W -f '$${db:Status-Status}:$${Package}\n' \
	$(PACKAGES) 2>/dev/null)
missing := $(filter-out $(have:installed:%=%),$(PACKAGES))
ifneq ($(missing),)
ifneq ($(MAKE_RESTARTS),)
$(error still not installed: $(missing))
endif
include $(B)/packages.mk
endif
endif

$(B)/packages.mk: FORCE
	$(call say,APT,$(missing))
	$(Q)sudo=; [ "$$(id -u)" = 0 ] || sudo='sudo -n'; \
	if [ -z "$$sudo" ] || sudo -n true 2>/dev/null; then \
	    export DEBIAN_FRONTEND=noninteractive; $$sudo apt-get update -q; \
	    $$sudo $(APT) $(missing); \
	else \
	    echo 'DEIMOS needs some packages. As root, run:'; \
	    echo '  apt-get update && $(APT) $(missing)'; exit 1; \
	fi
	$(Q)mkdir -p $(@D) && : >$@

# --- Tools and flags -----------------------------------------------------
CC := gcc
LD := ld -m elf_i386
OBJCOPY := objcopy
HOST_LUA := lua5.4
# For what a module needs beyond core/lib/divide.c, such as floats to 64 bits.
LIBGCC = $(shell $(CC) -m32 -print-libgcc-file-name)
export BUILD := $(B)
export LUA_PATH_5_4 := ./?.lua
unexport LUA_INIT LUA_INIT_5_4

WARNINGS := -Wall -Wextra -Wshadow -Wundef -Wstrict-prototypes \
	-Wmissing-prototypes -Werror
# The stack needs no alignment beyond words: no SSE, and fewer instructions.
TARGET := -m32 -march=i486 -mpreferred-stack-boundary=2 -ffreestanding -fno-pic -fno-pie \
	-fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -fno-omit-frame-pointer
CPPFLAGS := -I. -Imodules/api -Imodules/lib -I$(B) -I$(O) $(if $(HARD),-DHARD)
COMMON := -std=gnu11 -O2 -g "-ffile-prefix-map=$$PWD=." $(WARNINGS) \
	$(TARGET) $(CPPFLAGS)
CFLAGS := $(COMMON)
IMAGE_LDFLAGS := -pie -z notext -z noexecstack --no-dynamic-linker

$(O)/core/% $(O)/nmm/%: CFLAGS := $(COMMON) -mgeneral-regs-only
# The CM's image. Binding is measured: what is small is better inlined.
CM_ROOMS := cm registry manifest constraint
$(CM_ROOMS:%=$(O)/core/%/%): CFLAGS := $(COMMON) -mgeneral-regs-only -O3
# What a body adds to the operation is kept small.
$(O)/bench/experiments/%: CFLAGS := $(COMMON) -Os
# Modules from outside the tree: their warnings are their own business.
$(O)//%: CFLAGS := $(COMMON) -Wno-error -Wno-missing-prototypes

OFFSETS := $(patsubst %.c,$(O)/%.h,$(wildcard $(addsuffix offsets.c,core/ \
	core/api/ nmm/ modules/*/*/ bench/*/*/ tests/modules/*/)))

$(B)/flags: FORCE
	$(call update,$@,$(CC) $(subst ',,$(COMMON)) $(LD) $(IMAGE_LDFLAGS))

$(O)/%.c.o: %.c $(B)/flags | $(B)/version.h $(B)/machines.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(O)/%.S.o: %.S $(B)/flags | $(B)/version.h $(OFFSETS)
	$(call say,AS,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) -I$(@D) -MMD -MP -c -o $@ $<

# What assembly knows of C (core/api/offset.h): FOLDER/offsets.c, as a header.
$(O)/%/offsets.h: %/offsets.c $(B)/flags
	$(call say,OFFSETS,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) -MMD -MP -MT $@ -MF $@.d \
		-S -o $@.s $< && \
	sed -n 's/^\t->/#define /p' $@.s >$@ && test -s $@

$(O)/%.ld: %.ld.S $(B)/flags
	$(call say,CPP,$<)
	$(Q)mkdir -p $(@D) && $(CC) -m32 -std=c11 -E -P -x c $(CPPFLAGS) \
		-D__ASSEMBLER__ -MMD -MP -MT $@ -MF $@.d -o $@ $<

-include $(shell find $(O) -name '*.d' 2>/dev/null)

# --- Version: rewritten only when it changes -----------------------------
$(B)/version.h: FORCE
	$(Q)mkdir -p $(@D); \
	commit=$$(git rev-parse --short=12 HEAD 2>/dev/null) || commit=unknown; \
	[ $$commit = unknown ] || git diff --quiet HEAD -- || commit=$$commit-dirty; \
	{ echo '/* SPDX-License-Identifier: MIT */'; \
	  echo '#pragma once'; \
	  echo "#define DEIMOS_VERSION \"$$commit\""; \
	  echo "#define DEIMOS_COMPILER \"$$($(CC) --version | \
		sed -n '1s/[\"\\]//g;1s/^\(.\{1,47\}\).*/\1/p')\""; } >$@.$$$$; \
	cmp -s $@.$$$$ $@ && rm $@.$$$$ || mv $@.$$$$ $@

# The machines that the option machine= knows: results/machine/NAME.lua.
$(B)/machines.h: FORCE
	$(Q)mkdir -p $(@D); names=$$($(HOST_LUA) results/machines.lua) || exit 1; \
	text="#define DEIMOS_MACHINES \"$$names\""; \
	echo "$$text" | cmp -s - $@ || echo "$$text" >$@

# --- Core, and its two images that can be given back ---------------------
objects = $(patsubst %,$(O)/%.o,$(1))
CORE := $(filter-out %.ld.S $(if $(HARD),,core/wrapper/hard.c),\
	$(sort $(filter-out $(CM_ROOMS:%=core/%/%) core/loader/% \
	%/offsets.c,$(wildcard core/*.[cS] \
	core/*/*.[cS] nmm/*.[cS] nmm/*/*.[cS]))))
CM := $(sort $(wildcard $(CM_ROOMS:%=core/%/*.c) core/lib/*.[cS]))
LOADER := $(sort $(wildcard core/loader/*.c core/lib/*.[cS]))

$(B)/deimos.elf: $(O)/core/boot/core.ld $(call objects,$(CORE))
	$(call say,LD,$@)
	$(Q)$(LD) -nostdlib --build-id=none -z max-page-size=4096 \
		-z noexecstack --no-warn-rwx-segments -o $@ -T $^

$(B)/cm.img: $(call objects,$(CM))
$(B)/loader.img: $(call objects,$(LOADER))
$(B)/cm.img $(B)/loader.img: $(O)/core/image/image.ld
	$(call say,LD,$@)
	$(Q)$(LD) $(IMAGE_LDFLAGS) -nostdlib --build-id=none \
		--no-warn-rwx-segments -o $@.elf -T $< $(filter %.o,$^)
	$(Q)$(OBJCOPY) -O binary $@.elf $@

include modules/modules.mk
-include lua/lua.mk
include bench/model/bochs/bochs.mk

# --- Boot archive and image ----------------------------------------------
STAGE := $(B)/stage
MEMBERS := $(B)/cm.img $(B)/loader.img $(sort $(call made,modules)) \
	$(B)/modules/lua.o
SCRIPTS := $(sort $(wildcard lua/script/*.lua workloads/*.lua \
	workloads/*/*.lua))

$(B)/members: FORCE
	$(call update,$@,$(MEMBERS) $(SCRIPTS))

$(B)/archive.tar: $(MEMBERS) $(SCRIPTS) $(B)/members results/image.lua \
		results/boot/image.lua results/boot/workloads.lua
	$(call say,TAR,$@)
	$(Q)rm -rf $(STAGE) && mkdir -p $(STAGE)/core $(STAGE)/modules \
		$(STAGE)/lua $(STAGE)/workloads
	$(Q)cp $(filter %.img,$^) $(STAGE)/core; \
	cp $(filter %.o,$^) $(STAGE)/modules; \
	cp $(filter lua/script/%,$(SCRIPTS)) $(STAGE)/lua; \
	cp $(filter workloads/%,$(SCRIPTS)) $(STAGE)/workloads
	$(Q)$(HOST_LUA) results/image.lua archive $(STAGE) $@

$(B)/choice: FORCE
	$(call update,$@,$(subst ',,$(IUM)) $(USER_OBJECTS))

$(B)/deimos.iso: $(B)/deimos.elf $(B)/archive.tar core/boot/grub.cfg $(B)/choice \
		$(USER_OBJECTS)
	$(call say,ISO,$@)
	$(Q)$(HOST_LUA) results/image.lua iso $@

images: $(B)/deimos.elf $(B)/archive.tar $(OFFSETS)

# --- What there is to do -------------------------------------------------
# $(call tool,SCRIPT): its exit status tells how the run ended; make's own is 0
# or 2. So the status is put by, and said on make's last line if it is bad. What
# a signal ended says nothing more.
STATUS = $(B)/run/status.$$PPID.$(patsubst .%,%,$@)
tool = $(Q)mkdir -p $(B)/run; $(HOST_LUA) results/$(1); s=$$?; \
	[ $$s -lt 128 ] || exit $$s; echo $$s >$(STATUS)
ended = $(or $(shell cat $(STATUS) 2>/dev/null; rm -f $(STATUS)),0)
explain = $(if $(filter 0 77,$(1)),@:,$(error $@: $(shell $(HOST_LUA) \
	results/verdict.lua $(1))))

run bench shell graph plot: %: .%
	$(call explain,$(ended))

run: ## run WORKLOAD= (with MODULES=, MACHINE=, OPTIONS=)
bench: ## boot by GRUB, measure, plot, report: the main job
shell: ## a Lua prompt inside the running DEIMOS
graph: ## the system graph of WORKLOAD=, as DOT and SVG
plot: ## plots and report of MACHINE's latest results, again

.run: images $(USER_OBJECTS) $(machine_emulator)
	$(call tool,run.lua)
.bench: images $(USER_OBJECTS) $(machine_emulator)
	$(call tool,$(if $(filter shell,$(IUM)),run,bench).lua)
.shell: images $(USER_OBJECTS)
	$(call tool,run.lua shell)
.graph: images $(USER_OBJECTS) $(machine_emulator)
	$(call tool,graph.lua)
.plot:
	$(call tool,report.lua)

test: images $(B)/deimos.iso $(TEST_OBJECTS) ## all tests; T=pattern selects some
	$(Q)$(HOST_LUA) tests/run.lua

test-modules: $(TEST_OBJECTS)

mutants: images test-modules ## is each planted fault noticed? (tests/README.md)
	$(Q)$(HOST_LUA) tests/mutants/run.lua

emulator: $(EMULATOR) ## Bochs with the model of a Pentium and an i486 in it

fuzz: $(LUA_SRC)/.unpacked ## fuzz all parsers, FUZZ_SECONDS=60 each
	$(Q)$(HOST_LUA) tests/fuzz/run.lua

iso: $(B)/deimos.iso ## the bootable image: CD, disk or USB stick

golden: images ## the exact counts that `make test` compares with, again
	$(Q)$(HOST_LUA) tests/whole/golden.lua write

lint: ## style: file sizes, line lengths, includes, licences
	$(Q)$(HOST_LUA) tests/lint.lua

clean: ## remove build/ (results and fetched originals stay)
	rm -rf build

distclean: clean ## remove the fetched originals, too
	rm -rf $(FETCHED)

help: ## this list
	@echo 'DEIMOS: make TARGET [MACHINE=$(subst $() ,|,$(MACHINES))]'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 12
	@echo 'Settings: WORKLOAD MODULES OPTIONS MEM CPU LIMIT(s) BOOT(kernel|iso)'
	@echo '          IUM=lua|shell|mini|path/to/mine.c (initial user module)'
	@echo '          TRACE=file FRAMES=n (for workloads/trace.lua)'
	@echo '          HARD=1 (worst-case build) V=1 (show commands)'
