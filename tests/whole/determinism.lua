-- SPDX-License-Identifier: MIT
-- Two runs of one image by GRUB on qemu-icount: samples.csv and summary.csv
-- are the same to the byte.

local collect = require "results.data.collect"
local host = require "results.host"
local job = require "results.boot.job"
local store = require "results.data.store"

local ROOT = host.fresh(host.build() .. "/run/determinism")

local function run(number)
  local dir = ("%s/%d"):format(ROOT, number)
  local verdict, detail = job.start { machine = "qemu-icount", boot = "iso",
    workload = "bench", dir = dir, limit = 120 }
  assert(verdict == "pass", detail)
  local found = collect.parse(host.read(dir .. "/results.log"))
  assert(#found.errors == 0, found.errors[1])
  assert(#found.rows > 0, "no rows")
  return store.write(ROOT, found)
end

local first, second = run(1), run(2)
for _, name in ipairs { "samples.csv", "summary.csv" } do
  assert(host.read(first .. "/" .. name) == host.read(second .. "/" .. name),
    name .. " differs between two runs")
end
print("determinism: the same CSV files twice")
