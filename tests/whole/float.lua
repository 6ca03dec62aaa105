-- SPDX-License-Identifier: MIT
-- Numbers inside DEIMOS are those of the host's Lua, bit for bit: arithmetic,
-- conversions, formatting, subnormals (lua/test/float.lua).

local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"

local SCRIPT = "lua/test/float.lua"

local dir = host.fresh(host.build() .. "/run/float")
local verdict, detail = job.start { machine = "qemu-icount", limit = 100,
  workload = SCRIPT, dir = dir .. "/guest" }
assert(verdict == "pass", machine.describe(verdict, detail))
local guest = machine.plain(host.read(dir .. "/guest/console.log"))
  :gsub("%s*DEIMOS%-EXIT %d+%s*$", "")
local here = host.output("lua5.4 " .. SCRIPT):gsub("%s*$", "")
assert(#here > 100, "the script printed nothing")
assert(guest:sub(-#here) == here, "they differ: see " .. dir)
print(("float: %d characters as on this host"):format(#here))
