-- SPDX-License-Identifier: MIT
-- What does a page fault cost? To a handler at ring 1 that maps the page
-- (ring1); to the handler's first instruction, straight or through the core
-- (direct, demux); and to the completed store under the model `paged`, by
-- where the page comes from.

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("fault", {
  models = { "paged" }, policies = { "clock" },
  cases = { "ring1", "direct", "demux", "pool", "zero", "store", "cow",
    "evict", "lost" },
  samples = 30, warmup = 3 })

local DELIVERY_SAMPLES <const> = 100
local POLICY <const> = "clock"          -- which the rows do not name

local function delivery(name, ...)
  local subject = deimos.load(name)
  for _, case in ipairs{ ... } do
    if sweep:has(case) then
      sweep:row{ experiment = "fault", case = case, module = subject,
        samples = DELIVERY_SAMPLES }
    end
  end
  subject:unload()
end

local function bind(subject, memory, control, it)
  it:adopt(deimos.bind(subject, memory, it.module, "memory"))
  it:adopt(deimos.bind(subject, control, it.module, "paged"))
end

-- Under a model with a store; the policy matters where a page is evicted.
local function pages(name, policy, is_first)
  local subject = deimos.load("bench_pagefault")
  local parts = { replacement = policy }
  local function case(which, x, parameter)
    if not sweep:has(which) then return end
    sweep:row{ experiment = "fault", case = which, x = x,
      model = sweep.with(name, POLICY, policy), parameter = parameter,
      module = subject }
  end
  local first = model.load(name, parts)
  bind(subject, "memory", "control", first)
  first:adopt(deimos.bind(subject, "pages", first.module, "pages"))
  for _, which in ipairs(is_first and { "pool", "zero", "store", "cow" }
      or {}) do
    case(which)
  end
  case("evict", "clean", 0)
  case("evict", "dirty", 1)
  if is_first and sweep:has("lost") then
    -- a second one, which finds the frames of the first
    local second = model.load(name, parts)
    bind(subject, "peer", "peer_control", second)
    first:bind("peers", second.module, "memory")
    case("lost")
    first:unbind()
    second:unload()
  end
  first:unload()
  subject:unload()
end

delivery("bench_fault", "ring1")
delivery("bench_delivery", "direct", "demux")
for _, name in ipairs(sweep.models) do
  for i, policy in ipairs(sweep.policies) do pages(name, policy, i == 1) end
end
