-- SPDX-License-Identifier: MIT
-- What do user programs pay for virtual memory under each model? Appel and
-- Li's primitives: pages taken in order (x = 0), and in random order (x = 1).

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("appel", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "dirty", "prot1", "prot100", "prot100_invlpg", "prot100_cr3",
    "unprot100", "trap", "fault", "appel1", "appel2" },
  sizes = { 0, 1 }, samples = 30, warmup = 3 })

local HANDLERS <const> = { fault = "map", appel1 = "swap" }
local HANDLER <const> = "unprotect"     -- of the other cases

for _, name in ipairs(sweep.models) do
  local it, subject = model.load(name), deimos.load("bench_appel")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  local trap
  if it:offers("pages") then
    it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
    trap = it:bind("trap", subject, HANDLER)
  end
  sweep:rows{
    experiment = "appel", model = name, module = subject,
    before = function(case)
      if trap then trap:rebind(subject, HANDLERS[case] or HANDLER) end
    end,
  }
  it:unbind()
  subject:unload()
  it:unload()
end
