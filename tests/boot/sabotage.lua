-- SPDX-License-Identifier: MIT
-- Proofs can fail: an experiment whose operation does nothing, though it says
-- that it did, has no verified row. A module between the experiment and what
-- it measures breaks one method; without that, the same rows are verified.
-- expect: fail
-- modules: sabotage asker
-- output: sabotage: every one was found

local model = require "model"

-- ORDER sabotage.c, struct nmm, struct cm, struct memory, struct pages
local NMM <const> = { paging = 4, create_page_table = 5,
  invalidate_page_mapping = 8, phys_to_virt = 9,
  page_attributes = 18, reverse_structure = 22 }
local MEMORY <const> = { run = 203, protect = 206 }
local PAGES <const> = { attributes = 300 }
local CM <const> = { load = 100, unload = 101, bind = 103, rebind = 104,
  unbind = 105 }
local NOBODY <const> = 999

local saboteur, asker = deimos.load("sabotage"), deimos.load("asker")
local sabotage, ask = saboteur:open("sabotage"), asker:open("asker")
local names = 0

local function run(subject, case, x)
  names = names + 1
  local ok, row = pcall(deimos.experiment, { experiment = "s" .. names,
    case = case, module = subject, interface = case, parameter = x or 0,
    warmup = 0, samples = 2 })
  return ok and row and row.verified
end

-- The experiment with one method broken, and sound before and after.
local function check(subject, case, index, answer, x)
  assert(run(subject, case, x), case .. " is not verified when it is sound")
  sabotage.set(index, answer)
  local found = not run(subject, case, x)
  sabotage.set(NOBODY, 0)
  assert(found, ("%s is verified although method %d does nothing"):format(
    case, index))
  assert(run(subject, case, x), case .. " is not verified afterwards")
end

-- A receptacle that the manifest has bound leads to the saboteur instead.
local function between(subject, interface)
  for _, b in ipairs(deimos.graph().bindings) do
    for _, i in ipairs(deimos.graph().interfaces) do
      if b.client == subject.handle and b.interface == i.handle
          and i.name == interface then
        assert(ask.rebind(b.handle, saboteur.handle, interface) == 0)
      end
    end
  end
end

local own = deimos.bind(saboteur, "nmm", deimos.find("nmm"), "nmm")

local function of_nmm(name, cases)
  local subject = deimos.load(name)
  between(subject, "nmm")
  for _, case in ipairs(cases) do check(subject, table.unpack(case)) end
  subject:unload()
end

of_nmm("bench_paging", { { "on", NMM.paging, 0, 4 },
  { "off", NMM.paging, 1, 4 }, { "roundtrip", NMM.paging, 0, 4 },
  { "first", NMM.paging, 0, 1 } })
of_nmm("bench_flush", { { "none", NMM.page_attributes, 0x27, 4 },
  { "invlpg", NMM.page_attributes, 0, 4 },
  { "cr3", NMM.page_attributes, 0, 4 }, { "pg", NMM.page_attributes, 0, 4 },
  { "best", NMM.page_attributes, 0, 4 } })
of_nmm("bench_rlookup", { { "scan", NMM.phys_to_virt, 0, 4 },
  { "inverted", NMM.phys_to_virt, 0, 4 }, { "chain", NMM.phys_to_virt, 0, 4 },
  { "miss", NMM.phys_to_virt, 0, 4 } })
of_nmm("bench_smallspace", { { "pg", NMM.paging, 1, 4 },
  { "pg", NMM.paging, 0, 4 } })
of_nmm("bench_fault", { { "ring1", NMM.paging, 0 },
  { "ring1", NMM.invalidate_page_mapping, 0 } })
own:unbind()

-- The configuration manager's.
own = deimos.bind(saboteur, "cm", deimos.find("cm"), "cm")
for _, case in ipairs{ { "load", CM.load, 0 }, { "bind", CM.bind, 0 },
    { "first", CM.bind, 0 },
    { "rebind", CM.rebind, 0 }, { "unbind", CM.unbind, 0 },
    { "unload", CM.unload, 0 } } do
  local binder = deimos.load("bench_bind")      -- what it did is left over
  between(binder, "cm")
  assert(run(binder, case[1]), case[1])
  sabotage.set(case[2], case[3])
  assert(not run(binder, case[1]), case[1] .. " is verified")
  sabotage.set(NOBODY, 0)
  binder:unload()
end
local CASES <const> = {
  bench_constraints = { { "figure3", CM.bind, 0, 4 },
    { "constraints", CM.bind, 0, 4 }, { "pairs", CM.bind, 0, 4 } },
  bench_graph = { { "graph", CM.bind, 0, 4 } },
}
for name, cases in pairs(CASES) do
  local module = deimos.load(name)
  between(module, "cm")
  for _, case in ipairs(cases) do check(module, table.unpack(case)) end
  module:unload()
end
own:unbind()

-- A model's own experiments.
local it = model.load("paged")
local links = { deimos.bind(saboteur, "memory", it.module, "memory"),
  deimos.bind(saboteur, "pages", it.module, "pages") }
local subject = deimos.load("bench_appel")
deimos.bind(subject, "memory", saboteur, "memory")
deimos.bind(subject, "pages", saboteur, "pages")
local trap = it:bind("trap", subject, "unprotect")
check(subject, "dirty", PAGES.attributes, 0)
check(subject, "prot1", PAGES.attributes, 7)
check(subject, "prot100", PAGES.attributes, 7)
check(subject, "unprot100", PAGES.attributes, 5)
check(subject, "trap", MEMORY.protect, 0)
trap:unbind()
subject:unload()
subject = deimos.load("bench_pagefault")
deimos.bind(subject, "memory", saboteur, "memory")
deimos.bind(subject, "control", it.module, "paged")
for _, case in ipairs { "pool", "zero", "store", "cow", "evict" } do
  check(subject, case, MEMORY.run, 0)
end
links[1]:unbind()
links[2]:unbind()
print("sabotage: every one was found")
