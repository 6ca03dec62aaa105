-- SPDX-License-Identifier: MIT
-- What does a protected program pay for a request to its memory model: nothing,
-- a page, its end, its rights, more data, a page used once (map, store, unmap)?

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("service", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "null", "map", "unmap", "protect", "grow", "triple" },
  samples = 30, warmup = 3 })

for _, name in ipairs(sweep.models) do
  local it, subject = model.load(name), deimos.load("bench_service")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  if it:offers("pages") then
    it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
    it:bind("trap", subject, "trap")
  end
  sweep:rows{ experiment = "service", module = subject, model = name }
  it:unbind()
  subject:unload()
  it:unload()
end
