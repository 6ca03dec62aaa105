# SPDX-License-Identifier: MIT
# Modules: one relocatable object each, and the table of their rooms. Expects
# B and O (the build folder and its objects), Q, say and objects from the
# Makefile; leaves PRODUCTS, USER_OBJECTS and TEST_OBJECTS.

# They get what they use of a library: memcpy() and the like, and modules/lib.
THREAD := modules/lib/thread
LIBRARY := $(B)/module.a
LIBRARY_SOURCES := $(sort $(wildcard core/lib/*.[cS] core/loader/elf*.c) \
	$(filter-out $(THREAD)/% %/offsets.c,$(wildcard modules/lib/*/*.[cS])))

$(LIBRARY): $(call objects,$(LIBRARY_SOURCES))
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcsD $@ $^

define module # PRODUCT, SOURCES
$(1): $(call objects,$(2)) $(LIBRARY)
	$$(call say,LD,$$@)
	$$(Q)mkdir -p $$(@D) && $$(LD) -r -S -z noexecstack --force-group-allocation \
		-o $$@ $$(filter %.o %.a,$$^) $$(LIBGCC)
endef

# $(call sources,PATH): PATH itself, or what lies in that folder and its own
# rooms; those of bench, which is one itself, are in bench/experiments.
sources = $(if $(filter %.c,$(1)),$(wildcard $(1)),$(sort $(filter-out \
	%/offsets.c $(if $(filter bench,$(1)),bench/experiments/% bench/model/%),\
	$(wildcard $(1)/*.[cS] $(1)/*/*.[cS]))))
# $(call product,PATH,PREFIX): what the module at PATH becomes.
product = $(B)/$(2)$(basename $(notdir $(1))).o
# $(call one,PATH,PREFIX,MORE): a module, of its sources and those in MORE.
one = $(if $(call sources,$(1)),,$(error $(1): a module without sources))$(eval \
	$(call module,$(call product,$(1),$(2)),$(call sources,$(1)) \
	$(if $(3),$(call sources,$(3)))))$(eval PRODUCTS += \
	$(call product,$(1),$(2)))
# $(call room,FOLDER,PREFIX,MORE): each file and each folder in it is a module.
room = $(foreach m,$(wildcard $(1)/*.c) $(sort $(patsubst %/,%,$(dir \
	$(wildcard $(1)/*/*.c)))),$(call one,$(m),$(2),$(3)))

# The rooms: where a module lies, what its name begins with, what it is linked
# with beside the library.
PRODUCTS :=
$(call room,modules/models,modules/)
$(call room,modules/threads,modules/,$(THREAD))
$(call room,modules/execution,modules/exec_)
$(call room,modules/policies,modules/)
$(call room,modules/stores,modules/store_)
$(call room,modules/bindings,modules/bind_)
$(call room,modules/clients,modules/client_)
$(call room,modules/iums,modules/)
$(call room,modules/services,modules/)
$(call room,modules/demo,modules/)
$(call room,bench/experiments,modules/bench_)
$(call one,bench,modules/)
$(call room,tests/modules,testmodules/)

# The initial user module is one more, if IUM is a path.
# Where the path of this tree has blanks, make knows only what lies in it.
NAMED := $(MODULES) $(if $(filter %.c,$(IUM))$(findstring /,$(IUM)),$(IUM))
OUTSIDE := $(strip $(if $(word 2,$(CURDIR)),$(foreach m,$(NAMED),$(if $(filter \
	..%,$(m))$(findstring /../,$(m)),$(m)))))
$(if $(OUTSIDE),$(error MODULES, IUM: $(OUTSIDE): the path of this tree has \
	blanks, so give a whole path without any))
USER := $(sort $(if $(word 2,$(CURDIR)),$(NAMED:%/=%),$(abspath $(NAMED))))
$(foreach m,$(USER),$(if $(call sources,$(m)),,$(error MODULES, IUM: $(m) is \
	neither a C file nor a folder with C files)))
$(foreach m,$(USER),$(call one,$(m),user/)$(if $(wildcard $(m)/offsets.c),\
	$(eval $(call objects,$(filter %.S,$(call sources,$(m)))): | \
	$(O)/$(m)/offsets.h)))

# $(call made,FOLDER): the products in that folder of $(B).
made = $(filter $(B)/$(1)/%,$(PRODUCTS))
TEST_OBJECTS := $(call made,testmodules)
export USER_OBJECTS := $(call made,user)
