-- SPDX-License-Identifier: MIT
-- Proofs can fail: an experiment whose operation does nothing, though it says
-- that it did, has no verified row. A module between the experiment and what
-- it measures breaks one method; without that, the same rows are verified.
-- expect: fail
-- modules: sabotage asker
-- output: sabotage: every one was found

local model = require "model"
local saboteur = require "saboteur"

local NMM <const>, CM <const> = saboteur.NMM, saboteur.CM
local MEMORY <const>, PAGES <const> = saboteur.MEMORY, saboteur.PAGES
local run, check, between = saboteur.run, saboteur.check, saboteur.between

local own = saboteur.own("nmm")

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
  { "miss", NMM.phys_to_virt, 0, 4 },
  { "shared_scan", NMM.phys_to_virt, 0, 4 },
  { "update_scan", NMM.create_page_mapping, 0, 4 },
  { "update_inverted", NMM.invalidate_page_mapping, 0, 4 },
  { "update_chain", NMM.create_page_mapping, 0, 4 } })
of_nmm("bench_smallspace", { { "pg", NMM.paging, 1, 4 },
  { "pg", NMM.paging, 0, 4 } })
of_nmm("bench_fault", { { "ring1", NMM.paging, 0 },
  { "ring1", NMM.invalidate_page_mapping, 0 } })
own:unbind()

-- The configuration manager's.
own = saboteur.own("cm")
for _, case in ipairs{ { "load", CM.load, 0 }, { "bind", CM.bind, 0 },
    { "first", CM.bind, 0 },
    { "rebind", CM.rebind, 0 }, { "unbind", CM.unbind, 0 },
    { "unload", CM.unload, 0 } } do
  local binder = deimos.load("bench_bind")      -- what it did is left over
  between(binder, "cm")
  assert(run(binder, case[1]), case[1])
  binder:unload()
  for turn = -1, 2 do                           -- each; one of three samples
    binder = deimos.load("bench_bind")
    between(binder, "cm")
    saboteur.set(case[2], case[3], turn >= 0 and turn or nil)
    assert(not run(binder, case[1]), case[1] .. " is verified: " .. turn)
    saboteur.mend()
    binder:unload()
  end
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
local links = { saboteur.own("memory", it.module),
  saboteur.own("pages", it.module) }
local subject = deimos.load("bench_appel")
deimos.bind(subject, "memory", saboteur.module, "memory")
deimos.bind(subject, "pages", saboteur.module, "pages")
local trap = it:bind("trap", subject, "unprotect")
check(subject, "dirty", PAGES.attributes, 0)
check(subject, "prot1", PAGES.attributes, 7)
check(subject, "prot100", PAGES.attributes, 7)
check(subject, "unprot100", PAGES.attributes, 5)
check(subject, "trap", MEMORY.protect, 0)
trap:unbind()
subject:unload()
subject = deimos.load("bench_pagefault")
deimos.bind(subject, "memory", saboteur.module, "memory")
deimos.bind(subject, "control", it.module, "paged")
for _, case in ipairs { "pool", "zero", "store", "cow", "evict" } do
  check(subject, case, MEMORY.run, 0)
end
links[1]:unbind()
links[2]:unbind()
print("sabotage: every one was found")
