-- SPDX-License-Identifier: MIT
-- What does it cost that one client calls another, there and back, each in a
-- space of its own? By the caller's thread, which crosses (`call`), or by one
-- of the binding's (`send`); with 0 to 4,096 bytes there, and as many back. Or with
-- a page that is granted for the time of the call (`grant`), in which so many bytes
-- change; of one model. The model is the caller's and the server's.

deimos.begin()

local model = require "model"
local sweep = require("sweep").begin("ipc", {
  models = { "flat", "segmented", "paged", "segpaged" },
  cases = { "call", "send", "grant" }, sizes = { 0, 64, 4096 },  -- bytes
  schedulers = { "fifo" }, samples = 30, warmup = 3 })

local function measure(threads, from, to, scheduler, cases)
  local a = model.load(from)
  local b = from == to and a or model.load(to)
  local subject = deimos.load("bench_ipc")
  a:adopt(deimos.bind(subject, "memory", a.module, "memory"))
  b:adopt(deimos.bind(subject, "peer", b.module, "memory"))
  a:bind("concurrency", threads, "concurrency")
  if b ~= a then b:bind("concurrency", threads, "concurrency") end
  sweep:rows{ experiment = "ipc", module = subject, cases = cases,
    model = sweep.with(from .. "-" .. to, "fifo", scheduler) }
  a:unbind()
  if b ~= a then b:unbind() end
  subject:unload()
  a:unload()
  if b ~= a then b:unload() end
end

for _, scheduler in ipairs(sweep.schedulers) do
  local threads, unload = sweep.schedule("coop", scheduler)
  local has_pairs = sweep:has("call") or sweep:has("send")
  for _, from in ipairs(has_pairs and sweep.models or {}) do
    for _, to in ipairs(sweep.models) do
      measure(threads, from, to, scheduler, { "call", "send" })
    end
  end
  for _, of in ipairs(sweep:has("grant") and sweep.models or {}) do
    measure(threads, of, of, scheduler, { "grant" })
  end
  unload()
end
