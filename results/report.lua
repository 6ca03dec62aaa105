-- SPDX-License-Identifier: MIT
-- `make plot`: plots and report of MACHINE's latest results, again.

local host = require "results.host"
local machine = require "results.boot.machine"
local plot = require "results.show.plot"
local report = require "results.show.report"
local store = require "results.data.store"
local verdicts = require "results.boot.verdicts"

local name = host.env("MACHINE", machine.default)
local dir = ("results/%s/latest"):format(name)
local kept = store.load(dir)
if not kept and not machine.known(name) then
  host.fail(verdicts.status.badscript,
    "MACHINE: no machine '%s'; there are: %s", name,
    table.concat(machine.names, " "))
elseif not kept then
  host.fail(verdicts.status.host,
    "plot: no results of %s yet: make bench MACHINE=%s", name, name)
end
plot.all(dir, name)
report.write(dir)
print("report: " .. dir .. "/report.html")
