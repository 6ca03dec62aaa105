-- SPDX-License-Identifier: MIT
-- What does it cost that a module at ring 1 calls a client, under each model?
-- 0 to 4,096 bytes there, and as many back.

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("upcall", {
  models = { "flat", "segmented", "paged", "segpaged" },
  sizes = { 0, 64, 4096 },              -- bytes
  samples = 30, warmup = 3 })

local threads, unload = sweep.schedule("coop", "fifo")
for _, name in ipairs(sweep.models) do
  local it, subject = model.load(name), deimos.load("bench_upcall")
  it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
  it:bind("concurrency", threads, "concurrency")
  sweep:curve{ experiment = "upcall", case = "upcall", module = subject,
    model = name }
  it:unbind()
  subject:unload()
  it:unload()
end
unload()
