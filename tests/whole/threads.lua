-- SPDX-License-Identifier: MIT
-- Threads under the timer repeat: two runs on qemu-icount print the same,
-- each death with its registers included.

local guest = require "tests.guest_header"
local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local ROOT = host.fresh(host.build() .. "/run/threads")
local TEST <const> = "tests/boot/threads_preempt.lua"

local function run(number)
  local dir = ("%s/%d"):format(ROOT, number)
  local verdict, detail = job.start { machine = "qemu-icount",
    workload = TEST, name = "threads", dir = dir, limit = 60,
    libraries = guest.libraries(), modules = guest.modules(guest.read(TEST)) }
  assert(verdict == "pass", machine.describe(verdict, detail))
  return machine.plain(host.read(dir .. "/console.log"))
end

local first = run(1)
assert(first:find("#UD") and first:find("preempt: all threads"), first)
assert(first == run(2), "two runs differ")
print("threads: the same twice")
