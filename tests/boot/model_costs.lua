-- SPDX-License-Identifier: MIT
-- What the hot paths of paging, faults, traps and switches may cost, as the
-- experiments measure them; and a case that means nothing for its model.
-- machines: qemu-icount
-- expect: pass

local model = require "model"

local over, rows = {}, 0

local function measure(module, interface, x)
  rows = rows + 1               -- no two rows have one name
  local row = assert(deimos.experiment{ experiment = "cost", case = interface,
    module = module, interface = interface, x = rows, parameter = x or 0,
    warmup = 1, samples = 2 })
  assert(row.verified, interface)
  return row.p50 - row.overhead
end

local function bar(limit, module, interface, x)
  local net = measure(module, interface, x)
  print(("%-10s %5d of %d"):format(interface, net, limit))
  if net > limit then over[#over + 1] = interface end
end

bar(25, "bench_delivery", "direct")
bar(60, "bench_delivery", "demux")
bar(60, "bench_paging", "on", 16)
bar(60, "bench_paging", "off", 16)
bar(40, "bench_rlookup", "inverted", 1024)

-- Two clients, and their model.
local function switch(name, limit)
  local policy, threads = deimos.load("fifo"), deimos.load("coop")
  deimos.bind(threads, "scheduler", policy, "scheduler")
  local it, subject = model.load(name), deimos.load("bench_switch")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  it:adopt(deimos.bind(subject, "concurrency", threads, "concurrency"))
  it:bind("concurrency", threads, "concurrency")
  bar(limit, subject, "switch")
  it:unbind()
  for _, m in ipairs { subject, it, threads, policy } do m:unload() end
end

switch("segpaged", 60)
switch("paged", 80)

local function appel(name)
  local it, subject = model.load(name), deimos.load("bench_appel")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  return it, subject
end

local it, subject = appel("paged")
it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
it:bind("trap", subject, "unprotect")
bar(150, subject, "trap")
local least = math.min(measure(subject, "prot100_invlpg"),
  measure(subject, "prot100_cr3"))
bar(least * 11 // 10, subject, "prot100")
it:unbind()
subject:unload()
subject = deimos.load("bench_pagefault")
it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
it:adopt(deimos.bind(subject, "control", it.module, "paged"))
it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
bar(120, subject, "pool")
it:unbind()
subject:unload()
it:unload()

it, subject = appel("flat")
local row, why = deimos.experiment{ experiment = "cost", case = "prot1",
  module = subject, interface = "prot1", samples = 1 }
assert(not row and why == "not applicable", why)
it:unload()
subject:unload()

assert(#over == 0, table.concat(over, ", "))
