-- SPDX-License-Identifier: MIT
-- What does a page fault cost? To a handler at ring 1 that maps the page
-- (ring1); to the handler's first instruction, straight or through the core
-- (direct, demux); and to the completed store under the model `paged`, by
-- where the page comes from.

deimos.begin()

local model = require "model"

local WARMUP <const> = 3
local DELIVERY_SAMPLES <const> = 100
local SAMPLES <const> = 30

local function measure(line)
  line.experiment, line.interface, line.warmup = "fault", line.case, WARMUP
  local row = deimos.experiment(line)
  if row then
    print(("fault    %-9s %-7s %-5s  p50 %7d"):format(line.case,
      line.model or "", line.x or "", row.p50))
  end
end

local function delivery(name, ...)
  local subject = deimos.load(name)
  for _, case in ipairs{ ... } do
    measure{ case = case, module = subject, samples = DELIVERY_SAMPLES }
  end
  subject:unload()
end

local function bind(subject, memory, control, it)
  it:adopt(deimos.bind(subject, memory, it.module, "memory"))
  it:adopt(deimos.bind(subject, control, it.module, "paged"))
end

local function paged()
  local subject = deimos.load("bench_pagefault")
  local function case(name, x, parameter)
    measure{ case = name, model = "paged", x = x, parameter = parameter,
      module = subject, samples = SAMPLES }
  end
  local first = model.load("paged")
  bind(subject, "memory", "control", first)
  first:adopt(deimos.bind(subject, "pages", first.module, "pages"))
  for _, name in ipairs{ "pool", "zero", "store", "cow" } do case(name) end
  case("evict", "clean", 0)
  case("evict", "dirty", 1)
  -- a second one, which finds the frames of the first
  local second = model.load("paged")
  bind(subject, "peer", "peer_control", second)
  first:bind("peers", second.module, "memory")
  case("lost")
  first:unbind()
  second:unload()
  first:unload()
  subject:unload()
end

delivery("bench_fault", "ring1")
delivery("bench_delivery", "direct", "demux")
paged()
