-- SPDX-License-Identifier: MIT
-- Every row of `make bench` on qemu-icount reads what golden/bench.csv says,
-- to the instruction. If a row is meant to move: `make golden`, which runs
--
--   lua5.4 tests/whole/golden.lua write
--
-- and tells what it changes.

local collect = require "results.data.collect"
local golden = require "tests.golden"
local host = require "results.host"
local job = require "results.boot.job"

local LIMIT <const> = 230               -- seconds
local SKIP <const> = 77

local function skip(...)
  print(string.format(...))
  os.exit(SKIP)
end

local function measure()
  local dir = host.claim(host.build() .. "/run/golden")
  local verdict, detail = job.start { machine = golden.machine, boot = "iso",
    workload = golden.workload, dir = dir, limit = LIMIT }
  assert(verdict == "pass", detail)
  local run = collect.parse(host.read(dir .. "/results.log"))
  assert(#run.errors == 0, run.errors[1])
  return golden.entries(run.rows)
end

local function show(lines)
  for _, line in ipairs(lines) do print(line) end
  return #lines
end

local function write(compiler)
  local before = host.exists(golden.path) and golden.read() or {}
  local after = measure()
  show(golden.compare(before, after))
  host.write(golden.path, golden.text(after, compiler))
  print(("golden: %d rows in %s"):format(#after, golden.path))
end

local function check(compiler)
  local before, theirs = golden.read()
  if compiler ~= theirs then
    skip("the golden counts are those of %s, this is %s", theirs, compiler)
  end
  local after = measure()
  local count = show(golden.compare(before, after))
  print(("%d rows, %d not as in %s%s"):format(#after, count, golden.path,
    count > 0 and " (if that is meant: make golden)" or ""))
  os.exit(count == 0 and #after > 0)
end

if host.build():find("hard") then
  skip("a HARD build places regions at random: counts vary with the place")
end
(... == "write" and write or check)(golden.compiler())
