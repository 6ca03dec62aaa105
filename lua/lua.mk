# SPDX-License-Identifier: MIT
# The module "lua": PUC Lua, the part of musl that it needs, and the IUM.
# Expects B (the build folder), FETCHED, Q and say from the Makefile.

## Sources, pristine, from the distribution

# Unpacked not below $(B): HARD=1 has the same ones.
LUA_UNPACKED := build/source
LUA_SRC := $(LUA_UNPACKED)/lua-5.4.9
MUSL_SRC := $(LUA_UNPACKED)/musl-1.2.3
# 5.4.7 with all that was mended since, and nothing else.
LUA_PLACE := l/lua5.4
LUA_TAR := lua5.4_5.4.9.orig.tar.gz
LUA_SHA := 2335b6c582a52654f94612bf10d2f4672805d05329aa6568b1d8cd9e5c6fb8e6
MUSL_PLACE := m/musl
MUSL_TAR := musl_1.2.3.orig.tar.gz
MUSL_SHA := 7d5b0b6062521e4627e099e4c9dc8248d32a30285e959b7eecaa780cf8cfd4a4

$(FETCHED)/$(LUA_TAR) $(FETCHED)/$(MUSL_TAR) &: | results/host/fetch.sh
	$(call say,FETCH,$(LUA_TAR) $(MUSL_TAR))
	$(Q)sh results/host/fetch.sh $(FETCHED) $(LUA_PLACE)/$(LUA_TAR) \
	    $(LUA_SHA) $(MUSL_PLACE)/$(MUSL_TAR) $(MUSL_SHA)

$(LUA_SRC)/.unpacked: $(FETCHED)/$(LUA_TAR)
$(MUSL_SRC)/.unpacked: $(FETCHED)/$(MUSL_TAR)
$(LUA_SRC)/.unpacked $(MUSL_SRC)/.unpacked:
	$(call say,UNPACK,$<)
	$(Q)rm -rf $(@D) && mkdir -p $(LUA_UNPACKED)
	$(Q)tar -xzf $< -C $(LUA_UNPACKED) --no-same-owner
	$(Q)touch $@

## musl: libc.a and its headers

MUSL_CFLAGS := -march=i486 -Os -fno-pie -fno-pic -fno-stack-protector \
    -fcf-protection=none -ffunction-sections -fdata-sections
LIBC := $(MUSL_SRC)/lib/libc.a

$(LIBC): $(MUSL_SRC)/.unpacked
	$(call say,MUSL,$@)
	$(Q)cd $(MUSL_SRC) && ./configure --target=i386 --disable-shared \
	    CC="gcc -m32" AR=ar RANLIB=ranlib CFLAGS="$(MUSL_CFLAGS)" \
	    > configure.log 2>&1 || { cat configure.log; exit 1; }
	$(Q)+$(MAKE) -C $(MUSL_SRC) --no-print-directory MAKEOVERRIDES= \
	    lib/libc.a > $(MUSL_SRC)/make.log 2>&1 || \
	    { tail -n 20 $(MUSL_SRC)/make.log; exit 1; }

## Objects

LUA_B := $(B)/lua
LUA_CC := gcc -m32
# x87 doubles: values are rounded where the language says so, not where a
# register happens to be stored.
LUA_FLAGS := -march=i486 -O2 -fno-pie -fno-pic -fno-common \
    -fno-stack-protector -fcf-protection=none -fno-math-errno \
    -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections \
    -fno-omit-frame-pointer $(if $(HARD),-DHARDSTACKTESTS) \
    -fexcess-precision=standard -ffp-contract=off -nostdinc \
    "-ffile-prefix-map=$$PWD/=" -MMD -MP \
    -isystem $(MUSL_SRC)/include -isystem $(MUSL_SRC)/obj/include \
    -isystem $(MUSL_SRC)/arch/i386 -isystem $(MUSL_SRC)/arch/generic
LUA_OWN := -std=gnu11 -Wall -Wextra -Wshadow -Werror \
    -isystem $(LUA_SRC)/src
# Only the start of the thread knows musl from inside.
LUA_INSIDE := -D_XOPEN_SOURCE=700 -isystem $(MUSL_SRC)/src/include \
    -isystem $(MUSL_SRC)/src/internal -isystem $(MUSL_SRC)/obj/src/internal

# Without lundump (port/undump.c).
LUA_CORE := lapi lauxlib lbaselib lcode lcorolib lctype ldblib ldebug ldo \
    ldump lfunc lgc linit liolib llex lmathlib lmem loadlib lobject lopcodes \
    loslib lparser lstate lstring lstrlib ltable ltablib ltm lutf8lib \
    lvm lzio
LUA_OBJECTS := $(LUA_CORE:%=$(LUA_B)/src/%.o) \
    $(patsubst lua/%.c,$(LUA_B)/%.o,$(wildcard lua/*.c lua/*/*.c)) \
    $(patsubst lua/%.S,$(LUA_B)/%.o,$(wildcard lua/*/*.S)) \
    $(O)/modules/lib/call/recover.S.o $(O)/core/lib/divide.c.o

$(LUA_OBJECTS): lua/lua.mk $(LUA_SRC)/.unpacked $(LIBC)

$(LUA_CORE:%=$(LUA_B)/src/%.o): $(LUA_B)/src/%.o: lua/port/port.h
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(LUA_CC) $(LUA_FLAGS) -std=gnu99 -isystem $(LUA_SRC)/src -include lua/port/port.h \
	    -c $(LUA_SRC)/src/$*.c -o $@

$(LUA_B)/libc/start.o: LUA_FLAGS := $(LUA_INSIDE) $(LUA_FLAGS)

$(LUA_B)/%.o: lua/%.c
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(LUA_CC) $(LUA_FLAGS) $(LUA_OWN) -c $< -o $@

$(LUA_B)/%.o: lua/%.S | $(OFFSETS)
	$(call say,AS,$@)
	@mkdir -p $(@D)
	$(Q)$(LUA_CC) $(CPPFLAGS) -MMD -MP -c $< -o $@

## The module

LUA_STRIP := --strip-debug --discard-all --localize-hidden

$(B)/modules/lua.o: $(LUA_OBJECTS) lua/module.ld
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)ld -r -m elf_i386 -z noexecstack --gc-sections -u ium_main -T lua/module.ld \
	    -o $@.tmp $(LUA_OBJECTS) $(LIBC)
	$(Q)objcopy $(LUA_STRIP) $@.tmp
	$(Q)if nm -u $@.tmp | grep .; then \
	    echo "$@: undefined symbols" >&2; exit 1; fi
	$(Q)mv $@.tmp $@

-include $(LUA_OBJECTS:.o=.d)
