-- SPDX-License-Identifier: MIT
-- What does it cost to go from one client to another, under each model? One
-- way, from a client's hand_off() to the return of the other's. Threads are
-- those of `coop`; with `tasks`, the processor switches them (clients of
-- `flat`: the others have a context of their own, which goes by software).

deimos.begin()

local model = require "model"

local CASES = {                         -- case, model, threads
  { "flat", "flat", "coop" }, { "segmented", "segmented", "coop" },
  { "paged", "paged", "coop" }, { "segpaged", "segpaged", "coop" },
  { "tasks", "flat", "tasks" },
}
local WARMUP <const> = 3
local SAMPLES <const> = 30

local function measure(case, it, threads)
  local subject = deimos.load("bench_switch")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  it:adopt(deimos.bind(subject, "concurrency", threads, "concurrency"))
  it:bind("concurrency", threads, "concurrency")
  local row = deimos.experiment{
    experiment = "switch", case = case, module = subject,
    interface = "switch", warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("switch   %-9s  p50 %7d"):format(case, row.p50))
  end
  it:unbind()
  subject:unload()
end

for _, line in ipairs(CASES) do
  local case, name, kind = table.unpack(line)
  local scheduler, threads = deimos.load("fifo"), deimos.load(kind)
  deimos.bind(threads, "scheduler", scheduler, "scheduler")
  local it = model.load(name)
  measure(case, it, threads)
  it:unload()
  threads:unload()
  scheduler:unload()
end
