-- SPDX-License-Identifier: MIT
-- What does the same null method cost by each kind of binding module, with 0
-- to 4,096 bytes? A round trip: until the server has the bytes. And what does
-- one cost that crosses rings?

deimos.begin()

local KINDS = { "near", "gate", "trap", "message", "queue", "event", "stream" }
local BYTES = { 0, 4, 16, 64, 256, 1024, 4096 }
local RINGS <const> = "1"       -- client, binding and server: all at ring 1
-- Rungs without a binding module, of 0 bytes: case, interface, rings.
local CROSSINGS = { { "gate", "wrapper", "1-0-1" } }
local WARMUP <const> = 3
local SAMPLES <const> = 30

local scheduler = deimos.load("fifo")
local threads = deimos.load("coop")
deimos.bind(threads, "scheduler", scheduler, "scheduler")
local subject = deimos.load("bench_ladder")
for _, kind in ipairs(KINDS) do
  for _, bytes in ipairs(BYTES) do
    local case = {
      experiment = "ladder", case = kind, model = RINGS, x = bytes,
      module = subject, interface = kind,
      warmup = WARMUP, samples = SAMPLES,
    }
    if kind == "stream" and bytes == 0 then
      deimos.not_applicable(case)       -- a stream carries no empty message
    else
      local row = deimos.experiment(case)
      if row then
        print(("ladder   %-9s x %-7d  p50 %7d"):format(kind, bytes, row.p50))
      end
    end
  end
end
for _, line in ipairs(CROSSINGS) do
  local case, interface, rings = table.unpack(line)
  local row = deimos.experiment{
    experiment = "ladder", case = case, model = rings, x = 0,
    module = subject, interface = interface,
    warmup = WARMUP, samples = SAMPLES,
  }
  if row then
    print(("ladder   %-9s %-8s   p50 %7d"):format(case, rings, row.p50))
  end
end
subject:unload()
threads:unload()
scheduler:unload()
