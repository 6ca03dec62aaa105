-- SPDX-License-Identifier: MIT
-- `make plot`: plots and report of MACHINE's latest results, again.

local host = require "results.host"
local machines = require "results.boot.machines"
local plot = require "results.show.plot"
local report = require "results.show.report"
local store = require "results.data.store"
local verdicts = require "results.boot.verdicts"

local name = host.env("MACHINE", machines.default)
local dir = ("results/%s/latest"):format(name)
local kept = store.load(dir)
if not kept and not machines.get(name) then
  host.fail(verdicts.status.badscript,
    "MACHINE: no machine '%s'; there are: %s", name,
    table.concat(machines.names, " "))
elseif not kept then
  host.fail(verdicts.status.host,
    "plot: no results of %s yet: make bench MACHINE=%s", name, name)
end
plot.all(dir, name)
report.write(dir)
print("report: " .. dir .. "/report.html")
