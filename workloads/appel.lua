-- SPDX-License-Identifier: MIT
-- What do user programs pay for virtual memory under each model? Appel and
-- Li's primitives: pages taken in order (x = 0), and in random order (x = 1).

deimos.begin()

local model = require "model"

local MODELS = { "flat", "segmented", "paged", "segpaged" }
local CASES = { "dirty", "prot1", "prot100", "prot100_invlpg", "prot100_cr3",
  "unprot100", "trap", "fault", "appel1", "appel2" }
local HANDLERS = { fault = "map", appel1 = "swap" }     -- the others: unprotect
local WARMUP <const> = 3
local SAMPLES <const> = 30

local function rows(subject, name, trap)
  for _, case in ipairs(CASES) do
    if trap then trap:rebind(subject, HANDLERS[case] or "unprotect") end
    for order = 0, 1 do
      local row, why = deimos.experiment{
        experiment = "appel", case = case, model = name, x = order,
        module = subject, interface = case,
        warmup = WARMUP, samples = SAMPLES,
      }
      print(("appel    %-14s %-9s x %d  p50 %7s"):format(case, name, order,
                                                         row and row.p50 or why))
    end
  end
end

for _, name in ipairs(MODELS) do
  local it = model.exists(name) and model.load(name)
  if it then
    local subject = deimos.load("bench_appel")
    it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
    local trap
    if it:offers("pages") then
      it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
      trap = it:bind("trap", subject, "unprotect")
    end
    rows(subject, name, trap)
    it:unbind()
    subject:unload()
    it:unload()
  end
end
