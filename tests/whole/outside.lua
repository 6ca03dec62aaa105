-- SPDX-License-Identifier: MIT
-- What is added without touching the tree: its source lies in a folder
-- elsewhere, and is built and run as a user's is. A kind of binding, of files; a
-- folder whose assembly has an offsets.c of its own; an application of protected
-- modules.

local host = require "results.host"

local build = host.build() .. "/run/outside"    -- runs share no folder

-- The paths of the copies, and of what they become.
local function copy(names)
  local folder, sources, objects = host.scratch(), {}, {}
  for i, name in ipairs(names) do
    host.must(("cp -r tests/modules/%s %s"):format(name, folder))
    sources[i] = folder .. "/" .. name
    objects[i] = ("%s/user/%s.o"):format(host.build(), host.stem(name))
  end
  return table.concat(sources, " "), table.concat(objects, " ")
end

local function make(sources, objects)
  local hard = host.build():find("hard") and "HARD=1" or ""
  return host.run(("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
    .. "make --no-print-directory JOBS=1 %s MODULES='%s' %s"):format(hard,
    sources, objects))
end

local function run(objects, workload)
  host.fresh(build)
  local from = host.build()
  host.must(("cp -r %s/stage %s/modules %s/deimos.elf %s/archive.tar %s")
    :format(from, from, from, from, build))
  return host.output(("env BUILD=%s USER_OBJECTS='%s' WORKLOAD=%s "
    .. "lua5.4 results/run.lua 2>&1"):format(build, objects, workload))
end

local function works(names, workload, expected)
  local sources, objects = copy(names)
  assert(make(sources, objects) == 0, workload .. ": it does not build")
  local text = run(objects, ("tests/workloads/%s.lua"):format(workload))
  assert(text:find(expected, 1, true) and text:find("run: passed", 1, true),
    text)
end

works({ "counted.c", "client.c", "server.c" }, "counted",
  "counted: 2 calls, 30 bytes")
works({ "own_offsets" }, "own_offsets", "own_offsets: 420 g, 85 ct")
works({ "client_till.c", "client_prices.c", "client_stock.c",
  "client_stock_new.c", "client_fence.c" }, "shop", "shop: 20 sales")
print("outside: built and run")
