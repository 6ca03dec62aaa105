-- SPDX-License-Identifier: MIT
-- What make calls to build, with which words and in which order, what it says,
-- and what it calls again after a change: in a small tree that has one file of
-- each kind, with scripts in the place of all tools. All of it is compared with
-- golden/build.txt. If it is meant to change, read the difference, and write it
-- again: `lua5.4 tests/host/build.lua write`.

local host = require "results.host"

local GOLDEN <const> = "tests/golden/build.txt"
local TREE <const> = host.scratch()

-- One file for each rule, pattern and exception.
local FILES <const> = [[core/main.c core/offsets.c core/api/offsets.c
  core/boot/core.ld.S core/boot/start.S core/boot/grub.cfg core/base/base.c
  core/cm/cm.c core/registry/registry.c core/manifest/manifest.c
  core/constraint/constraint.c core/image/image.ld.S core/lib/divide.c
  core/lib/copy.S core/loader/elf.c core/loader/loader.c core/wrapper/hard.c
  core/wrapper/calls.c nmm/nmm.c nmm/offsets.c nmm/low.S nmm/page/page.c
  nmm/page/flush.S modules/lib/thread/table.c modules/lib/thread/context.S
  modules/lib/call/call.c modules/lib/call/recover.S modules/lib/call/offsets.c
  modules/models/flat.c modules/models/paged/paged.c
  modules/models/paged/inner/fault.c modules/models/paged/trap.S
  modules/models/paged/offsets.c modules/threads/coop.c
  modules/threads/tasks/tasks.c modules/execution/flat.c modules/policies/fifo.c
  modules/stores/ram.c modules/bindings/gate/gate.c modules/bindings/gate/in.S
  modules/clients/hello.c modules/iums/mini.c modules/services/screen.c
  modules/demo/null.c bench/bench.c bench/lib/rows.c bench/experiments/call.c
  bench/experiments/ipc/ipc.c bench/experiments/ipc/ways.S
  bench/experiments/ipc/offsets.c tests/modules/foe.c tests/modules/two/two.c
  tests/modules/two/offsets.c lua/main.c lua/lib/nmm.c lua/libc/start.c
  lua/libc/entry.S lua/port/port.h lua/module.ld lua/script/show.lua
  workloads/smoke.lua workloads/bench.lua workloads/show/two.lua
  results/machine/odd.lua results/machine/even.lua results/image.lua
  results/boot/image.lua results/boot/workloads.lua results/host/none all.h
  core/api/types.h bench/model/table.c bench/model/figures.def bench/model/even.csv
  bench/model/bochs/instrument.cc bench/model/bochs/instrument.h
  bench/model/bochs/Makefile.in bench/model/bochs/changes.sh
  user/mine.c user/room/one.c user/room/two.S user/room/offsets.c
  user/empty/none.txt]]

-- It keeps what it was called with, makes what it is asked for, says in a .d
-- file that all.h was read, and fails if what it was called with has FAIL in it.
local TOOL <const> = [[#!/bin/sh
name=${0##*/}
printf '%s' "$name" >>"$LOG"; printf ' %s' "$@" >>"$LOG"; echo >>"$LOG"
[ "$name ${1%%/*}" != 'lua5.4 tests' ] || {
  echo "  $BUILD;$LUA_PATH_5_4;$USER_OBJECTS;$LUA_INIT$LUA_INIT_5_4" >>"$LOG"
  echo "  ${MAKEFLAGS%% --*}" >>"$LOG"; }
case "$name $*" in
"gcc --version") echo 'gcc (Odd "one\") 1.2 abcdefghijklmnopqrstuvwxyz0123456789'
  echo second;;
"gcc -m32 -print-libgcc-file-name") echo /lib/gcc.a;;
"lua5.4 results/machines.lua") echo even odd;;
"lua5.4 results/verdict.lua"*) echo "status $2";;
"lua5.4 results/nearest.lua"*) echo "$3";;
"nm -u"*) [ -z "$UNDEFINED" ] || echo '         U memmove';;
"tar -xzf .cache/lua"*) mkdir -p build/source/lua-5.4.9/src;;
"tar -xJf "*) cp "$STUBS/gcc" .cache/emulator/configure
  printf 'bochs:\n\tconfigure in $@ $(MODEL); touch $@\n' >.cache/emulator/Makefile;;
"tar -xzf "*) mkdir -p build/source/musl-1.2.3/lib; cd build/source/musl-1.2.3
  cp "$STUBS/gcc" configure
  printf 'lib/libc.a:\n\tconfigure in $@ $(CC); touch $@\n' >Makefile;;
"configure in"*) ;;
"configure "*) echo configured;;
"dpkg-query "*) shift 3; for p; do
    [ "$p" = "$ABSENT" ] && ! [ -e "$STUBS/installed" ] \
      && echo "config-files:$p" || echo "installed:$p"; done;;
"apt-get install"*) [ -n "$STAYS" ] || : >"$STUBS/installed";;
"sudo -n true") [ -n "$SUDO" ] || exit 1;;
"sudo -n "*) shift; exec "$@";;
"git "*) exit 1;;
"nproc "*) echo 3;;
"id -u") echo "${WHO:-0}";;
esac
out= from= target= dep= file= kind=o
for word; do
  case $from in -o) out=$word;; -MT) target=$word;; -MF) file=$word;; esac
  case $word in -MMD) dep=1;; -S) kind=s;; esac
  from=$word
done
[ "$name" = ar ] && out=$2
case "$name $1 $2" in
"objcopy -O "*) out=$4;; "lua5.4 results/image.lua archive") out=$4;;
"lua5.4 results/image.lua iso") out=$3;; esac
if [ -n "$out" ]; then printf '\t->NUMBER 1\n' >"$out"; fi
if [ -n "$dep" ]; then echo "${target:-$out}: all.h" >"${file:-${out%.o}.d}"; fi
case "$name $*" in *"${FAIL:-nothing }"*) exit 1;; esac
exit 0
]]
local TOOLS <const> = "gcc ld objcopy ar nm tar lua5.4 configure dpkg-query "
  .. "apt-get sudo id git nproc"
local STUBS <const> = host.scratch()

local function put(root)
  host.must(("mkdir -p '%s'; for f in %s; do mkdir -p '%s'/$(dirname $f); "
    .. ": >'%s'/$f; done; cp --parents Makefile modules/modules.mk lua/lua.mk "
    .. "bench/model/bochs/bochs.mk '%s'"):format(root, FILES:gsub("%s+", " "), root, root, root))
  host.write(root .. "/results/host/fetch.sh", "echo fetch \"$@\" >>$LOG\n"
    .. "mkdir -p $1; for f; do case $f in *.?z) touch $1/${f##*/};; esac; done\n"
    .. "[ \"$FAIL\" != fetch ]\n")
end

host.write(STUBS .. "/gcc", TOOL)
host.must("chmod +x " .. STUBS .. "/gcc")
for name in TOOLS:gmatch("%S+") do
  if name ~= "gcc" then host.must(("ln %s/gcc %s/%s"):format(STUBS, STUBS, name)) end
end

local WRITE <const> = arg[1] == "write"
local story, expected, at = {}, {}, "?"
if not WRITE then
  for line in host.read(GOLDEN):gmatch("[^\n]*") do expected[#expected + 1] = line end
end

-- A part of the story, which is compared as it comes.
local function tell(...)
  local text = (...):format(select(2, ...))
    :gsub("%f[%w]([%w/.]+):%d+: ", "%1: ")         -- the Makefile's lines
  for line in text:gmatch("[^\n]*") do
    line = line:gsub("%s+$", "")
    local number = #story + 1
    story[number] = line
    if line:find("^== ") then at = line end
    assert(WRITE or line == expected[number], ("%s:%d, of %s\nexpected: %s\n"
      .. "it is:    %s"):format(GOLDEN, number, at, expected[number], line))
  end
end

local MAKE <const> = "cd '%s' && env -i PATH=%s:/usr/bin:/bin LOG=%s/log "
  .. "STUBS=%s LUA_INIT=x LUA_INIT_5_4=y %s make --no-print-directory %s "
  .. "2>&1; echo \"status $?\""

local function plain(text)
  return (text:gsub(host.quote(TREE):gsub("^'(.*)'$", "%1"):gsub("%p", "%%%0"),
    "TREE"):gsub(STUBS:gsub("%p", "%%%0"), "STUBS"))
end

-- What the calls were; FULL: with all words, else each tool's number of calls.
local function calls(full)
  local text = host.read(STUBS .. "/log") or ""
  if full then return plain(text) end
  local count, names = {}, {}
  for name in text:gmatch("%f[^\n%z]([%w.-]+) [^\n]*") do
    if not count[name] then names[#names + 1] = name end
    count[name] = (count[name] or 0) + 1
  end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = name .. " " .. count[name] end
  return table.concat(names, ", ") .. "\n"
end

local function make(words, environment, full, root)
  host.run("rm -f " .. STUBS .. "/log")
  tell("== %s make %s", environment or "", plain(words))
  local said = host.output(MAKE:format(root or TREE, STUBS, STUBS, STUBS,
    environment or "", words))
  tell("%s", plain(said))
  tell("-- calls\n%s", calls(full))
end

local function sh(line)
  tell("== %s", plain(line))
  tell("%s", plain(host.output(("export LC_ALL=C; cd '%s' && { %s; } 2>&1"):format(TREE, line))))
end

-- These are looked at each time.
local SETTLED <const> = "-o build/flags -o build/version.h -o build/machines.h "
  .. "-o build/members -o build/choice "

-- What make would say that it makes, if that file were new; nothing is made.
local function dry(changed)
  local words = ("-W %s %s"):format(changed, "images build/deimos.iso test-modules")
  tell("== make -n %s", words)
  local said = host.output(MAKE:format(TREE, STUBS, STUBS, STUBS, "",
    "-n JOBS=1 " .. SETTLED:gsub("%-o " .. changed .. " ", "") .. words))
  for kind, what in said:gmatch("printf '  %%%-7s %%s\\n' '(%u+)' '([^']*)'") do
    tell("%s %s", kind, what)
  end
  for line in said:gmatch("[^\n]*%f[%w]results/image%.lua[^\n]*") do tell("%s", line) end
end

local ALL <const> = "JOBS=1 images build/deimos.iso test-modules"

local function whole()
  make(ALL, nil, true)
  sh "cat build/version.h build/machines.h build/flags build/members build/choice"
  sh "cat build/obj/nmm/offsets.h; find build/stage .cache -type f | sort"
  make(ALL, nil, true)
  make("-n HARD=1 V=1 JOBS=1 images MODULES='user/mine.c user/room' "
    .. "IUM=user/mine.c", nil, true)
end

-- What is made again if this is changed, and what is not.
local CHANGED <const> = [[all.h core/cm/cm.c nmm/low.S core/lib/divide.c
  modules/lib/call/call.c modules/lib/call/offsets.c
  modules/models/paged/offsets.c core/image/image.ld.S core/boot/core.ld.S
  core/boot/grub.cfg workloads/smoke.lua workloads/show/two.lua
  results/image.lua results/boot/image.lua results/boot/workloads.lua
  lua/module.ld lua/lua.mk lua/port/port.h results/host/fetch.sh
  bench/model/table.c bench/model/bochs/instrument.cc bench/model/bochs/changes.sh
  .cache/lua5.4_5.4.9.orig.tar.gz .cache/musl_1.2.3.orig.tar.gz
  modules/threads/tasks/tasks.c bench/lib/rows.c build/version.h
  build/machines.h build/module.a build/members build/choice build/flags]]

-- The emulator of a machine that has a table is built for it, once.
local function emulator()
  make("run MACHINE=even JOBS=1", nil, true)
  make("run MACHINE=odd JOBS=1", nil, true)
  make("emulator JOBS=1", nil, true)
  for _, path in ipairs { "table.c", "figures.def", "bochs/instrument.cc",
      "bochs/instrument.h", "bochs/Makefile.in", "bochs/changes.sh", "even.csv" } do
    sh("touch bench/model/" .. path)
    make("emulator JOBS=1", nil, true)
  end
end

local function again()
  for path in CHANGED:gmatch("%S+") do dry(path) end
  for _, words in ipairs { "build/cm.img WARNINGS=-Wodd", "build/cm.img",
      "build/cm.img IMAGE_LDFLAGS=-odd", "build/loader.img CC='gcc ' LD='ld '",
      "build/deimos.iso IUM=shell", ALL } do
    make("JOBS=1 " .. words)
  end
  sh "rm workloads/bench.lua modules/demo/null.c build/obj/nmm/offsets.h"
  make(ALL)
end

local GOALS <const> = "run bench shell graph plot test mutants fuzz iso golden "
  .. "lint images test-modules emulator help"

-- Goals are no files, though files of their names are there.
local function goals()
  sh("touch FORCE .run .bench .shell .graph .plot clean distclean " .. GOALS)
  for goal in GOALS:gmatch("%S+") do make(goal .. " JOBS=1", nil, true) end
  make("test MODULES=user/mine.c JOBS=1", nil, true)
  make("-n run IUM=" .. TREE .. "/user/room JOBS=1 " .. SETTLED, nil, true)
  make("lint", nil, true)
  make("", nil, true)
  make "clean V=1"
  make "distclean"
  sh "ls"
end

local function mistakes()
  for _, words in ipairs { "run MODULES=user/none.c", "run MODULES=user/empty",
      "run IUM=user/none.c", "bench MODLES=x", "help HARDER=1", "nothing",
      "help V=1 T=1 CC=x LD=x AR=x AS=x CXX=x OBJCOPY=x HOST_LUA=x LIBGCC=x "
        .. "CFLAGS=x CPPFLAGS=x LDFLAGS=x LDLIBS=x WARNINGS=x TARGET=x COMMON=x "
        .. "IMAGE_LDFLAGS=x APT=x SHELL=/bin/sh MAKE=x CURDIR=x PACKAGES=x" } do
    make(words)
  end
  local blank = TREE .. "/with blanks"
  put(blank)
  for _, words in ipairs { "../user/mine.c", "user/../user/mine.c", "user/room/",
      TREE .. "/user/mine.c" } do
    make(("-n lint JOBS=1 MODULES='%s'"):format(words), nil, false, blank)
  end
end

-- A tool that fails ends it, and nothing half made is taken for whole.
local BROKEN <const> = {
  { "gcc", "build/obj/core/lib/divide.c.o" }, { "gcc", "build/obj/nmm/offsets.h" },
  { "gcc", "build/obj/core/lib/copy.S.o" }, { "ld", "build/cm.img" },
  { "gcc", "build/obj/core/boot/core.ld" }, { "gcc", "build/lua/main.o" },
  { "objcopy", "build/cm.img" }, { "ar", "build/module.a" },
  { "ld", "build/modules/flat.o" }, { "ld", "build/deimos.elf" },
  { "ld", "build/modules/lua.o" }, { "objcopy", "build/modules/lua.o" },
  { "image.lua", "build/archive.tar" }, { "image.lua", "build/deimos.iso" },
  { "machines.lua", "build/machines.h" },
  { "tar", "build/source/lua-5.4.9/.unpacked" },
  { "configure", "build/source/musl-1.2.3/lib/libc.a" },
}

-- A tool that fails ends it, and nothing half made is taken for whole.
local function failures()
  for _, case in ipairs(BROKEN) do
    sh("rm -f " .. case[2])
    make(case[2] .. " JOBS=1", "FAIL=" .. case[1])
    sh("ls " .. case[2])
  end
  make "JOBS=1 build/modules/lua.o"
  sh "rm build/modules/lua.o"
  make("build/modules/lua.o JOBS=1", "UNDEFINED=1")
  sh "ls build/modules/lua.o; rm -rf .cache"
  make("JOBS=1 .cache/lua5.4_5.4.9.orig.tar.gz", "FAIL=fetch")
  for goal in ("test mutants fuzz golden lint"):gmatch("%S+") do
    make(goal .. " JOBS=1", "FAIL=tests/")
  end
end

-- Packages are installed before anything else is made.
local function packages()
  make("lint help", "ABSENT=gnuplot-nox", true)
  for _, who in ipairs { "WHO=1000", "WHO=1000 SUDO=1", "STAYS=1" } do
    sh(("rm -f %s/installed build/packages.mk"):format(STUBS))
    make("lint", "ABSENT=lua-luv " .. who, true)
  end
  for _, goal in ipairs { "help", "", "clean", "distclean", "clean distclean" } do
    make(goal, "ABSENT=lua-luv WHO=1000", true)
  end
  make("lint PACKAGES='gcc odd'", "ABSENT=odd STAYS=1", true)
end

put(TREE)
for _, part in ipairs { whole, emulator, again, failures, goals, mistakes, packages } do
  part()
end

if WRITE then return host.write(GOLDEN, table.concat(story, "\n")) end
assert(#story == #expected, ("%d lines of %d"):format(#story, #expected))
print(("build: %d lines of what make calls and says"):format(#story))
