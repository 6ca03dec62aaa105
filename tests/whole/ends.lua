-- SPDX-License-Identifier: MIT
-- TERM, HUP, INT or KILL, to a tool or to the make above it: the emulator is
-- gone in no time, and nothing temporary stays.

local host = require "results.host"
local process = require "results.host.process"

local MEMORY = 91                       -- MiB: by it we know our emulators
local PATIENCE = 2                      -- seconds of an idle host, then ours
local SETTINGS = ("WORKLOAD=tests/workloads/loop.lua OPTIONS=limit=0 MEM=%d ")
  :format(MEMORY)

local from, build = host.build(), host.build() .. "/run/ends"
local hard = from:find("hard") and "HARD=1 " or ""
host.fresh(build)
host.must(("cp -r %s/stage %s/modules %s/deimos.elf %s/archive.tar %s")
  :format(from, from, from, from, build))

-- The emulators that belong to this tree and to us.
local function emulators()
  local found, here = {}, host.output("pwd -P")
  for line in host.output("grep -lzx -e " .. MEMORY .. " -e '.*/run/.*/bochsrc'"
      .. " /proc/[0-9]*/cmdline 2>/dev/null"):gmatch("[^\n]+") do
    local pid = line:match("%d+")
    local text = (host.read(line) or ""):gsub("%z", " ")
    local rc = text:match("(%S+/bochsrc)")
    if host.output("readlink /proc/" .. pid .. "/cwd") == here
        and (text:find("^%S*qemu") or rc and (host.read(rc) or ""):find(
        "guest=" .. MEMORY .. ",")) then
      found[#found + 1] = pid
    end
  end
  return found
end

local function wait_for(what, seconds)
  local patience = seconds * host.load() * 4
  local began = os.time()
  repeat
    if what() then return true end
    process.pause(100)
  until os.time() - began > patience
end

local function leftovers(pid)
  return host.output(("ls -d %s/run/*.owner %s/run/status.%d.* "
    .. "results/*/.new-%d-* 2>/dev/null"):format(build, from, pid, pid))
end

local function try(line, signal)
  local name = signal .. " to: " .. line
  host.must("rm -f " .. build .. "/run/*.owner")   -- of who was killed
  local child = process.start({ "sh", "-c", "exec env " .. line },
    { input = "none", log = build .. "/log" })
  assert(wait_for(function() return #emulators() > 0 end, 60), name
    .. ": no emulator starts: " .. host.read(build .. "/log"))
  host.must(("kill -%s %d"):format(signal, child.pid))
  assert(wait_for(function() return #emulators() == 0 end, PATIENCE),
    name .. ": the emulator lives")
  assert(wait_for(function() return process.ended(child) end, PATIENCE),
    name .. ": it does not end")
  assert(child.status ~= 0, name .. ": status 0")
  local said = host.read(build .. "/log")
  assert(not said:find("traceback"), name .. ": " .. said)
  if signal ~= "KILL" then
    local left = leftovers(child.pid)
    assert(left == "", name .. ": left " .. left)
  end
end

-- Under nohup, HUP is to end nothing.
local function stays(line)
  local child = process.start({ "sh", "-c", "exec env " .. line },
    { input = "none", log = build .. "/log" })
  assert(wait_for(function() return #emulators() > 0 end, 60), line)
  host.must(("kill -HUP %d"):format(child.pid))
  process.pause(1000)
  assert(#emulators() > 0, line .. ": HUP ended it")
  host.must(("kill -TERM %d"):format(child.pid))
  assert(wait_for(function() return process.ended(child) end, PATIENCE), line)
end

local TOOL = ("BUILD=%s %s"):format(build, SETTINGS)
local MAKE = ("-u MAKEFLAGS -u MAKELEVEL -u MFLAGS make %s%s"):format(hard,
  SETTINGS)
for _, signal in ipairs { "TERM", "HUP", "INT", "KILL" } do
  try(TOOL .. "lua5.4 results/run.lua", signal)
  try(MAKE .. "run", signal)
end
try(TOOL .. "lua5.4 results/bench.lua", "TERM")
try(TOOL .. "lua5.4 results/graph.lua", "HUP")
try(TOOL .. "MACHINE=bochs lua5.4 results/run.lua", "TERM")
try(TOOL .. "MACHINE=bochs lua5.4 results/run.lua", "KILL")
try(MAKE .. "bench", "INT")
stays(TOOL .. "nohup lua5.4 results/run.lua")
print("ends: nothing stays")
