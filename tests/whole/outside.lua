-- SPDX-License-Identifier: MIT
-- A kind of binding is added without touching the tree: its source lies in a
-- folder elsewhere, and is built and run as a user's is.

local host = require "results.host"

local NAMES = { "counted", "client", "server" }

local folder = host.scratch()
local build = host.build() .. "/run/outside"    -- runs share no folder
local sources, objects = {}, {}
for i, name in ipairs(NAMES) do
  host.must(("cp tests/modules/%s.c %s"):format(name, folder))
  sources[i] = ("%s/%s.c"):format(folder, name)
  objects[i] = ("%s/user/%s.o"):format(host.build(), name)
end
sources, objects = table.concat(sources, " "), table.concat(objects, " ")

local function make()
  local hard = host.build():find("hard") and "HARD=1" or ""
  return host.run(("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
    .. "make --no-print-directory JOBS=1 %s MODULES='%s' %s"):format(hard,
    sources, objects))
end

local function run()
  host.fresh(build)
  local from = host.build()
  host.must(("cp -r %s/stage %s/modules %s/deimos.elf %s/archive.tar %s")
    :format(from, from, from, from, build))
  return host.output(("env BUILD=%s USER_OBJECTS='%s' WORKLOAD=%s "
    .. "lua5.4 results/run.lua 2>&1"):format(build, objects,
    "tests/workloads/counted.lua"))
end

local status = make()
assert(status == 0, "it does not build")
local text = run()
assert(text:find("counted: 2 calls, 30 bytes", 1, true)
  and text:find("run: passed", 1, true), text)
print("outside: built and run")
