-- SPDX-License-Identifier: MIT
-- What does a client pay for being debugged: a store that is watched, one beside
-- what is watched, an object between guard pages, 0 to 100 single steps?

deimos.begin()

local debug_model, model = require "debug_model", require "model"
local sweep = require("sweep").begin("debug", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "off", "watch", "beside", "guard", "step" },
  sizes = { 0, 1, 10, 100 },            -- steps
  samples = 30, warmup = 3 })

-- One row; of `step`, a curve.
local function rows(it, subject, case)
  local line = { experiment = "debug", case = case, module = subject,
    model = it.name }
  local can = it:offers("steps")        -- its clients can be watched
  if not sweep:has(case) then return end
  if case == "step" then
    line.not_for = function() return not can end
    sweep:curve(line)
  elseif can then
    sweep:row(line)
  else
    sweep:not_applicable(line)
  end
end

for _, name in ipairs(sweep.models) do
  local it, subject = model.load(name), deimos.load("bench_debug")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  if it:offers("pages") then
    it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
    it:bind("trap", subject, "trap")
  end
  rows(it, subject, "off")              -- debug is not there yet
  local debugger = it:offers("steps") and debug_model.under(it.module)
  local link = debugger and deimos.bind(subject, "debug", debugger.module, "debug")
  for _, case in ipairs { "watch", "beside", "guard", "step" } do
    rows(it, subject, case)
  end
  if debugger then
    link:unbind()
    debugger.unload()
  end
  it:unbind()
  subject:unload()
  it:unload()
end
