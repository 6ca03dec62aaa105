-- SPDX-License-Identifier: MIT
-- A memory model is added without touching the tree, as modules/models/README.md
-- says: a copy of the template, elsewhere, and an execution module of one line.

local host = require "results.host"

local folder = host.scratch()
local build = host.build() .. "/run/template"   -- runs share no folder
local sources = ("%s/mine %s/exec_mine.c"):format(folder, folder)
local objects = ("%s/user/mine.o %s/user/exec_mine.o"):format(host.build(),
  host.build())

host.must(("cp -r modules/models/null_memory %s/mine && "
  .. "sed -i s/null_memory/mine/g %s/mine/*"):format(folder, folder))
host.write(folder .. "/exec_mine.c",
  '#include "execution/execution.h"\n\nEXECUTION("mine");\n')
host.write(folder .. "/try.lua", [[
local threads, policy = deimos.load("coop"), deimos.load("fifo")
deimos.bind(threads, "scheduler", policy, "scheduler")
local model = deimos.load("mine")
deimos.bind(model, "concurrency", threads, "concurrency")
local exec = deimos.load("exec_mine")
deimos.bind(exec, "concurrency", threads, "concurrency")
local space = model:open("memory").create()
assert(space > 0, space)
print("template: space " .. space)
]])

local hard = host.build():find("hard") and "HARD=1" or ""
local status = host.run(("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
  .. "make --no-print-directory JOBS=1 %s MODULES='%s' %s"):format(hard,
  sources, objects))
assert(status == 0, "it does not build")
host.fresh(build)
local from = host.build()
host.must(("cp -r %s/stage %s/modules %s/deimos.elf %s/archive.tar %s")
  :format(from, from, from, from, build))
local text = host.output(("env BUILD=%s USER_OBJECTS='%s' WORKLOAD=%s "
  .. "lua5.4 results/run.lua 2>&1"):format(build, objects,
  folder .. "/try.lua"))
assert(text:find("template: space %d") and text:find("run: passed", 1, true),
  text)
print("template: a copy of it is a model")
