# SPDX-License-Identifier: MIT
# The emulator of the modelled machines: Bochs, with the model in it. It is built
# once for each clone, below $(FETCHED), and again where the model has changed.
# Expects FETCHED, Q and say from the Makefile.

BOCHS_PLACE := b/bochs
BOCHS_TAR := bochs_3.0+dfsg.orig.tar.xz
BOCHS_SHA := 78f6c73d4a6472d5130a87ab9dc306d02c7c71ed8e25b3a8ef642e2a7acd282b

EMULATOR_B := $(FETCHED)/emulator
EMULATOR := $(EMULATOR_B)/bochs
HOOKS := $(EMULATOR_B)/instrument/deimos
MODEL := bench/model
# From there to here: a path of this tree may have blanks.
TO_MODEL := ../../../../$(MODEL)

CHANGES := ../../$(MODEL)/bochs/changes.sh

# A machine is modelled if its processor has a table.
MODELLED := $(basename $(notdir $(wildcard $(MODEL)/*.csv)))
machine_emulator = $(if $(filter $(MODELLED),$(MACHINE)),$(EMULATOR))

$(FETCHED)/$(BOCHS_TAR): | results/host/fetch.sh
	$(call say,FETCH,$(BOCHS_TAR))
	$(Q)sh results/host/fetch.sh $(FETCHED) $(BOCHS_PLACE)/$(BOCHS_TAR) \
	    $(BOCHS_SHA)

# No display, no plugins.
BOCHS_OPTIONS := --with-nogui --enable-instrumentation=instrument/deimos \
    --enable-cpu-level=6 --disable-plugins --disable-docbook --disable-logging \
    --without-x --without-sdl --without-sdl2 --without-wx --without-term \
    --without-rfb

$(EMULATOR_B)/.ready: $(FETCHED)/$(BOCHS_TAR) $(MODEL)/bochs/bochs.mk \
		$(MODEL)/bochs/instrument.h $(MODEL)/bochs/Makefile.in \
		$(MODEL)/bochs/changes.sh
	$(call say,UNPACK,$<)
	$(Q)rm -rf $(EMULATOR_B) && mkdir -p $(EMULATOR_B)
	$(Q)tar -xJf $< -C $(EMULATOR_B) --strip-components=1 --no-same-owner
	$(Q)cd $(EMULATOR_B) && sh -e $(CHANGES)
	$(Q)mkdir -p $(HOOKS) && cp $(filter %.h %.in,$^) $(HOOKS)
	$(call say,CONFIG,$(EMULATOR_B))
	$(Q)cd $(EMULATOR_B) && CFLAGS=-O2 CXXFLAGS=-O2 ./configure $(BOCHS_OPTIONS) \
	    >configure.log 2>&1 || { tail -n 20 configure.log >&2; exit 1; }
	$(Q)touch $@

$(EMULATOR): $(EMULATOR_B)/.ready core/api/types.h $(wildcard $(MODEL)/*.[ch] \
		$(MODEL)/*.def $(MODEL)/bochs/*.[ch] $(MODEL)/bochs/*.cc)
	$(call say,EMULATOR,$@)
	$(Q)cd $(EMULATOR_B) && rm -f $(notdir $@) instrument/deimos/libinstrument.a && \
	    env -u MAKEFLAGS -u MFLAGS $(MAKE) -j$(JOBS) MODEL=$(TO_MODEL) bochs \
	    >make.log 2>&1 || { grep -m 5 -i 'error' make.log >&2; exit 1; }
