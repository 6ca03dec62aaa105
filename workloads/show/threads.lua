-- SPDX-License-Identifier: MIT
-- Two kinds of threads at once, each named by the binding of a memory model: do all
-- clients count to the end, if another kind takes the place of one with threads
-- inside?

local model = require "model"

local CLIENTS <const>, ROUNDS <const> = 4, 40   -- of each model

local function threads(kind)
  local it = { policy = deimos.load("fifo"), module = deimos.load(kind) }
  deimos.bind(it.module, "scheduler", it.policy, "scheduler")
  it.concurrency = it.module:open("concurrency")
  return it
end

-- A model whose clients are threads of that kind; so many of them have begun.
local function clients(name, kind)
  local it = { model = model.load(name), exec = deimos.load("exec_" .. name),
    handles = {} }
  it.model:bind("concurrency", kind.module, "concurrency")
  deimos.bind(it.exec, "concurrency", kind.module, "concurrency")
  it.execution = it.exec:open("execution")
  for who = 1, CLIENTS do
    it.handles[who] = it.execution.exec("counter", ROUNDS << 8 | who)
    assert(it.handles[who] > 0, deimos.error_text(it.handles[who]))
  end
  return it
end

local function wait(its)
  for _, handle in ipairs(its.handles) do
    local counted = its.execution.wait(handle)
    assert(counted == ROUNDS, counted)
  end
  return #its.handles
end

local function end_clients(its)
  deimos.close(its.execution)
  its.exec:unload()
  its.model:unload()
end

local function end_threads(its)
  deimos.close(its.concurrency)
  its.module:unload()
  its.policy:unload()
end

local coop, preempt = threads("coop"), threads("preempt")
deimos.bind(coop.module, "beside", preempt.module, "beside")
local beside = deimos.bind(preempt.module, "beside", coop.module, "beside")
local flat, segpaged = clients("flat", coop), clients("segpaged", preempt)
print(("coop: %d threads; preempt: %d"):format(coop.concurrency.count(),
  preempt.concurrency.count()))
for _, kind in ipairs { coop, preempt } do kind.concurrency.yield() end
deimos.snapshot("two kinds of threads")

local before = coop.concurrency.count()
local old = coop.module
coop.module = old:replace("tasks")
local inside = coop.concurrency.count()
assert(coop.module.handle == deimos.find("tasks").handle, "it is coop still")
assert(inside == before and inside > 1, "no thread is inside")
print(("tasks in the place of coop, with %d threads inside"):format(inside))
deimos.snapshot("exchanged")

print(("%d clients have counted to %d"):format(wait(flat) + wait(segpaged),
  ROUNDS))
end_clients(segpaged)
end_clients(flat)
beside:unbind()
-- If a stack looked as if it led into the old one, that drains.
if deimos.find("coop") then old:unload() end
end_threads(coop)
end_threads(preempt)
