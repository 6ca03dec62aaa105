-- SPDX-License-Identifier: MIT
-- What does it cost to go from one client to another, under each model? One
-- way, from a client's hand_off() to the return of the other's. Threads are
-- those of `coop`; with `tasks`, the processor switches them (clients of
-- `flat`: the others have a context of their own, which goes by software).

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("switch", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "models", "tasks" },        -- threads of `coop`, of `tasks`
  schedulers = { "fifo" }, samples = 30, warmup = 3 })

local TASKS <const> = "flat"            -- whose clients run on tasks

local function measure(case, name, kind, scheduler)
  local threads, unload = sweep.schedule(kind, scheduler)
  local it, subject = model.load(name), deimos.load("bench_switch")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  it:adopt(deimos.bind(subject, "concurrency", threads, "concurrency"))
  it:bind("concurrency", threads, "concurrency")
  sweep:row{ experiment = "switch", case = case, module = subject,
    model = sweep.with(nil, "fifo", scheduler), interface = "switch" }
  it:unbind()
  subject:unload()
  it:unload()
  unload()
end

for _, scheduler in ipairs(sweep.schedulers) do
  if sweep:has("models") then
    for _, name in ipairs(sweep.models) do
      measure(name, name, "coop", scheduler)
    end
  end
  if sweep:has("tasks") and not sweep.said.models then
    measure("tasks", TASKS, "tasks", scheduler)
  end
end
