-- SPDX-License-Identifier: MIT
-- Checks a log, such as one from a real machine, and stores its results:
--
--   lua5.4 results/collect.lua LOG [MACHINE]

local collect = require "results.data.collect"
local finish = require "results.finish"
local host = require "results.host"
local verdicts = require "results.boot.verdicts"

local USAGE <const> = verdicts.status.badscript

local path, machine = ...
local text = path and host.read(path)
if not path then
  host.fail(USAGE, "usage: lua5.4 results/collect.lua LOG [MACHINE]")
elseif not text then
  host.fail(USAGE, "LOG: no file '%s' that can be read", path)
elseif machine and not machine:find("^%w[%w_.-]*$") then
  host.fail(USAGE, "MACHINE: '%s' is no name of a folder", machine)
elseif machine and #host.list(("results/%s/*.lua"):format(machine)) > 0 then
  host.fail(USAGE, "MACHINE: results/%s is a part of DEIMOS, and holds no "
    .. "results; choose another name", machine)
end
local sound = finish.results(collect.parse(text),
  { machine = machine or "metal" }) == 0
os.exit(verdicts.status[sound and "pass" or "unsound"])
