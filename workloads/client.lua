-- SPDX-License-Identifier: MIT
-- What does each step in the life of a client cost, which its memory model
-- carries: load, bind to it, unbind, unload? Beside them: the rows of `bind`.

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("client", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "load", "bind", "unbind", "unload" },
  samples = 30, warmup = 3 })

local threads, unload = sweep.schedule("coop", "fifo")
for _, name in ipairs(sweep.models) do
  local it, subject = model.load(name), deimos.load("bench_client")
  it:bind("concurrency", threads, "concurrency")
  sweep:rows{ experiment = "client", module = subject, model = name,
    parameter = it.module.handle }
  subject:unload()
  it:unload()
end
unload()
