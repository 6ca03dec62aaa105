-- SPDX-License-Identifier: MIT
-- What does the same null method cost by each kind of binding module, with 0
-- to 4,096 bytes? A round trip: until the server has the bytes. And what does
-- one cost that crosses rings?

deimos.begin()

local arguments = require "arguments"
local sweep = require("sweep").begin("ladder", {
  kinds = { "near", "gate", "trap", "message", "queue", "event", "stream" },
  cases = { "kinds", "wrapper" },       -- wrapper: no binding module
  sizes = { 0, 4, 16, 64, 256, 1024, 4096 },    -- bytes
  schedulers = { "fifo" }, samples = 30, warmup = 3 })

local RINGS <const> = "1"       -- client, binding and server: all at ring 1
local WRAPPER_RINGS <const> = "1-0-1"

-- The interface of bench_ladder for that kind: its own, or, of a kind from
-- outside, `call` or `send`, by what the binding module says of itself.
local function interface_of(subject, kind)
  for _, it in ipairs(subject:interfaces()) do
    if it.name == kind and it.type == "experiment" then return kind end
  end
  local name = arguments.module_of("kinds", kind)
  local module = deimos.load(name)
  local graph, pairs_of, needs_thread = deimos.graph(), "", false
  for _, it in ipairs(graph.interfaces) do
    if it.node == module.handle and it.name == "service" then
      pairs_of = it.pairs
    end
  end
  for _, r in ipairs(graph.receptacles) do
    needs_thread = needs_thread
      or r.node == module.handle and r.name == "threads"
  end
  module:unload()
  local replies = pairs_of:find('<reply, "yes">', 1, true) ~= nil
  local kinds <close> = subject:open("kinds")
  kinds.choose(name, replies, needs_thread,
    pairs_of:find('<unit, "byte">', 1, true) ~= nil)
  return replies and "call" or "send"
end

local function measure(scheduler)
  local unload = select(2, sweep.schedule("coop", scheduler))
  local subject = deimos.load("bench_ladder")
  for _, kind in ipairs(sweep:has("kinds") and sweep.kinds or {}) do
    sweep:curve{
      experiment = "ladder", case = kind, module = subject,
      model = sweep.with(RINGS, "fifo", scheduler),
      interface = interface_of(subject, kind),
      not_for = function(line)  -- a stream carries no empty message
        return kind == "stream" and line.x == 0
      end,
    }
  end
  if sweep:has("wrapper") and not sweep.said.kinds then
    sweep:row{ experiment = "ladder", case = "gate", module = subject,
      model = sweep.with(WRAPPER_RINGS, "fifo", scheduler), x = 0,
      interface = "wrapper" }
  end
  subject:unload()
  unload()
end

for _, scheduler in ipairs(sweep.schedulers) do measure(scheduler) end
