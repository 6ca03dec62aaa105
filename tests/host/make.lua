-- SPDX-License-Identifier: MIT
-- What make does with its targets beside building: which tool it calls, with
-- which settings, and how it ends; what clean and distclean remove; what the
-- version says of the commit. A script stands for the tools and keeps what it
-- was called with.

local host = require "results.host"
local tree = require "tests.tree"
local verdicts = require "results.boot.verdicts"

local TREE <const> = host.scratch()
host.must(("tar -c --exclude=./.git --exclude=./build --exclude=./.cache %s . "
  .. "| tar -x -C %s"):format(tree.NO_RESULTS, TREE))
host.write(TREE .. "/tool", [[#!/bin/sh
case $1 in results/machines.lua|results/verdict.lua) exec lua5.4 "$@";; esac
echo "$*" >>called
env >environment
echo "the tool speaks"
exit $FAKE]])
host.must(("chmod +x %s/tool"):format(TREE))

-- What is built is taken to be there.
local MAKE <const> = "cd %s && rm -f called && env -u MAKEFLAGS -u MAKELEVEL "
  .. "-u MFLAGS -u BUILD FAKE=%d make --no-print-directory -o images "
  .. "-o test-modules -o build/deimos.iso -o modules -o lua HOST_LUA=./tool "
  .. "%s 2>&1; echo \"s $?\""

local function make(words, status)
  local text = host.output(MAKE:format(TREE, status or 0, host.command(words)))
  return tonumber(text:match("s (%d+)$")), text:gsub("s %d+$", ""),
    (host.read(TREE .. "/called") or ""):gsub("\n$", "")
end

-- The tool of each target.
local TOOLS <const> = {
  run = "results/run.lua", bench = "results/bench.lua",
  shell = "results/run.lua shell", graph = "results/graph.lua",
  plot = "results/report.lua", mutants = "tests/mutants/run.lua",
  golden = "tests/whole/golden.lua write", lint = "tests/lint.lua",
}
for target, tool in pairs(TOOLS) do
  local status, text, called = make { target }
  assert(status == 0 and called == tool and text:find("the tool speaks\n", 1, true),
    ("%s: %d '%s' %s"):format(target, status, called, text))
end
local _, _, called = make { "bench", "IUM=shell" }
assert(called == "results/run.lua", called)
_, _, called = make { "bench", "IUM=lua" }
assert(called == "results/bench.lua", called)

-- make itself answers 0 or 2. What is bad it says on its last line, with its
-- number; a skip is good; what a signal ended says nothing more.
for _, verdict in ipairs(verdicts.list) do
  local number = verdict.status
  for _, target in ipairs { "run", "bench", "shell", "graph", "plot" } do
    local status, text = make({ target }, number)
    local good = number == 0 or number == 77
    local last = text:match("([^\n]*)\n*$")
    assert(status == (good and 0 or 2), ("%s of %d: %d"):format(target, number,
      status))
    assert(last == "the tool speaks" and good or last:find(
      ("*** %s: %s.  Stop."):format(target, verdicts.explain(number)), 1, true),
      ("%s of %d: %s"):format(target, number, text))
    if number ~= 37 then break end      -- one of them for each target
  end
end
local status, text = make({ "run" }, 143)
assert(status == 2 and not text:find("status 143)", 1, true), text)
assert(host.output(("ls %s/build/run"):format(TREE)) == "", "statuses stay")
for _, target in ipairs { "lint", "mutants", "golden" } do
  assert(make({ target }, 1) == 2, target)
end

-- Settings reach the tools by the environment, character for character.
local ODD <const> = "a b'\"$x;*`#\\"
local GIVEN <const> = { "MACHINE", "WORKLOAD", "OPTIONS", "MEM", "CPU", "LIMIT",
  "BOOT", "T", "FUZZ_SECONDS", "TRACE", "FRAMES", "MUTANTS", "COUNT",
  "SEED", "SUITE", "FLIP", "CHECKS" }
local words = { "plot" }
for i, name in ipairs(GIVEN) do words[i + 1] = ("%s=%d%s"):format(name, i, ODD) end
assert(make(words) == 0)
local environment = "\n" .. host.read(TREE .. "/environment") .. "\n"
for i, name in ipairs(GIVEN) do
  assert(environment:find(("\n%s=%d%s\n"):format(name, i, ODD), 1, true),
    name .. ": " .. environment)
end
for line in ("BUILD=build\nLUA_PATH_5_4=./?.lua"):gmatch("[^\n]+") do
  assert(environment:find("\n" .. line .. "\n", 1, true), line)
end
assert(make { "plot", "HARD=1" } == 0
  and host.read(TREE .. "/environment"):find("BUILD=build/hard\n", 1, true))

-- The list of targets, and what is there for each.
status, text = make {}
assert(status == 0 and text:find("DEIMOS: make TARGET [MACHINE=", 1, true), text)
local listed = {}
for name in text:gmatch("\n  (%l+) +%l") do listed[name] = true end
for name in ("run bench shell graph plot test mutants fuzz iso golden lint clean "
    .. "distclean help"):gmatch("%S+") do
  assert(listed[name], name .. " is not in: " .. text)
end
for word in ("WORKLOAD MODULES OPTIONS MEM CPU LIMIT BOOT IUM= TRACE= FRAMES= "
    .. "HARD=1 V=1"):gmatch("%S+") do
  assert(text:find("%f[%w]" .. word), word .. " is not in: " .. text)
end

-- Of a command that fails, nothing half made stays to be taken for whole.
text = host.output(("cd %s && make -pn help 2>/dev/null"):format(TREE))
assert(text:find("\n.DELETE_ON_ERROR:", 1, true))

-- clean keeps results and what was fetched; distclean keeps results.
local function there(name) return host.run(("test -e %s/%s"):format(TREE, name)) == 0 end
host.must(("cd %s && mkdir -p build/hard .cache results/m/1 && touch build/hard/x "
  .. ".cache/x results/m/1/x"):format(TREE))
assert(make { "clean" } == 0)
assert(not there "build" and there ".cache/x" and there "results/m/1/x"
  and there "core", "clean")
host.must(("mkdir -p %s/build"):format(TREE))
assert(make { "distclean" } == 0)
assert(not there "build" and not there ".cache" and there "results/m/1/x"
  and there "results/host.lua", "distclean")

-- The version: of the commit, of one with changes, of no repository.
local function version()
  assert(make { "build/version.h", "CC=gcc" } == 0)
  return host.read(TREE .. "/build/version.h"):match('VERSION "([^"]*)"')
end
assert(version() == "unknown", version())
host.must(("cd %s && git init -q && git add README.md LICENSE && git -c "
  .. "user.name=a -c user.email=a@b commit -qm x"):format(TREE))
local commit = host.output(("git -C %s rev-parse --short=12 HEAD"):format(TREE))
assert(#commit == 12 and version() == commit, version())
host.write(TREE .. "/LICENSE", "another\n")
assert(version() == commit .. "-dirty", version())
assert(host.read(TREE .. "/build/version.h"):find('COMPILER "gcc [^"]*%d'))

-- A warning is an error, in the core and in modules.
host.write(TREE .. "/core/lib/odd.c", "static int odd(void) { return 1; }\n")
status, text = make { "build/obj/core/lib/odd.c.o" }
assert(status == 2 and text:find("unused-function", 1, true), text)
print("make: tools, statuses, settings, what is removed")
