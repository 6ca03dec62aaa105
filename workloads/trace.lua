-- SPDX-License-Identifier: MIT
-- How many page faults does a trace of page references take, with so many
-- frames and the clock policy? Pages are really touched, at ring 3.
--
--     make run WORKLOAD=workloads/trace.lua TRACE=<file> FRAMES=<n>
--
-- OPTIONS=arg.policies=clock,fifo_replacement asks two policies. The numbers are
-- page numbers (OPTIONS=arg.unit=pages), or byte addresses:
-- OPTIONS="arg.unit=bytes arg.page=4096", with arg.base=16 if they are
-- hexadecimal without 0x.

local arguments = require "arguments"
local replay = require "trace"

local given = arguments.read("trace", {
  frames = false, policies = { "clock" }, unit = false, page = false,
  base = false })

local function bad(...) arguments.bad("trace", ...) end

local text = deimos.archive("trace")
if not text then bad("TRACE=<file>: which one?") end
if not given.frames or given.frames < 1 then bad("FRAMES=<n>: how many?") end

local fine, trace = pcall(replay.parse, text, {
  unit = given.unit, page = given.page, base = given.base })
if not fine then bad("%s", (trace:gsub("^.*trace[.a-z]*: ", ""))) end
text = nil

local function faults_of(policy)
  local done, result = pcall(replay.replay, trace, given.frames, policy)
  if not done then
    print(result)
    deimos.exit("fail")
  end
  if given.said.policies then print("policy " .. policy) end
  print(("trace: %d references to %d pages, %d frames"):format(trace.count,
    trace.pages, given.frames))
  print(("faults %d"):format(result.faults))
  print(("writebacks %d"):format(result.writes))
end

for _, policy in ipairs(given.policies) do faults_of(policy) end
