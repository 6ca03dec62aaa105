-- SPDX-License-Identifier: MIT
-- A full disk, a folder that cannot be written, a limit on a file's size, a
-- plot script with a mistake: one line with the path and the cause, no
-- traceback, status 1, and no half-written result.

local copy = require "tests.tree"
local host = require "results.host"

local SKIP <const> = 77

if host.run("unshare -m true 2>/dev/null") ~= 0 then
  print("unshare: no mount namespace for us here: are we root?")
  os.exit(SKIP)
end

local tree = host.scratch()
host.must(("tar -c %s ./results ./lua ./plots ./core ./workloads ./tests "
  .. "./modules | tar -x -C %s && mkdir -p %s/build %s/results/qemu-icount && cp -r "
  .. "%s/stage %s/modules %s/deimos.elf %s/archive.tar %s/version.h %s/build")
  :format(copy.NO_RESULTS, tree, tree, tree, host.build(), host.build(), host.build(),
  host.build(), host.build(), tree))

-- run: a tool in the copy, after `before` (mounts of its own); what it said.
local function run(before, tool)
  local text = host.output(("cd %s && unshare -m sh -c %s 2>&1; echo $?")
    :format(tree, host.quote(before .. "; exec env -u BUILD WORKLOAD=smoke "
    .. "lua5.4 results/" .. tool)))
  return tonumber(text:match("(%d+)$")), text:gsub("%d+$", "")
end

local function expect(what, path, cause, before, tool)
  local status, text = run(before, tool)
  local lines = {}
  for line in text:gmatch("[^\n]+") do
    if line:find(path, 1, true) and line:find(cause) then
      lines[#lines + 1] = line
    end
  end
  assert(#lines >= 1 and status == 1 and not text:find("traceback"),
    ("%s: status %s, expected 1 and '%s: %s' in:\n%s"):format(what, status,
    path, cause, text))
  local left = host.output(("ls -A %s/results/qemu-icount"):format(tree))
  assert(left == "", what .. " left: " .. left)
end

local function small(folder, size)
  return ("mount -t tmpfs -o size=%s tmpfs %s"):format(size, folder)
end
local function locked(folder)
  return ("mount --bind %s %s && mount -o remount,ro,bind %s"):format(folder,
    folder, folder)
end
local FULL, READ_ONLY = "[Nn]o space left", "[Rr]ead%-only"

expect("results full", "results/qemu-icount", FULL,
  small("results/qemu-icount", "16k"), "bench.lua")
expect("results read-only", "results/qemu-icount", READ_ONLY,
  locked("results"), "bench.lua")
for _, tool in ipairs { "bench.lua", "run.lua", "graph.lua" } do
  expect("build read-only", "build/run", READ_ONLY, locked("build"), tool)
  expect("build full", "build/run", FULL, "mkdir -p build/run; "
    .. small("build/run", "8k"), tool)
end
expect("a file's size", "build/run", "[Tt]oo large", "ulimit -f 1", "run.lua")
host.write(tree .. "/plots/generic.gp", "set title 'x'\nplot nonsense\n")
expect("a plot script", "plots/generic.gp", "line 2", ":", "bench.lua")
print("full: each says what and where")
