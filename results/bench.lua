-- SPDX-License-Identifier: MIT
-- `make bench`: boot the image by GRUB, show the rows as they arrive, then
-- check, store, plot and report.

local collect = require "results.data.collect"
local finish = require "results.finish"
local host = require "results.host"
local ium = require "results.boot.ium"
local job = require "results.boot.job"
local machine = require "results.boot.machine"
local machines = require "results.boot.machines"
local pad = require("results.show.table").pad
local records = require "results.data.records"
local store = require "results.data.store"
local verdicts = require "results.boot.verdicts"

local LIMIT = 240                       -- seconds
local SHOWN = 40                        -- lines of the console

local this = job.settings { workload = "bench", boot = "iso", limit = LIMIT,
  dir = host.build() .. "/run/bench" }

local verdict, detail

-- Rows are shown as they arrive; what the console said, if the run failed.
function this.console() end

function this.results(line)
  local payload = line:match("^@ %d+ %x+ (row .*)$")
  local _, row = records.payload(payload or "")
  if payload and type(row) == "table" and row.n then
    print(("  %s p50 %10s %s"):format(pad(collect.name(row), 32), row.p50,
      row.verified == "no" and "NOT VERIFIED" or row.unit or ""))
  end
end

local function show_console()
  local lines = {}
  local text = machine.plain(host.read(this.dir .. "/console.log") or "")
  for line in text:gmatch("[^\n]+") do lines[#lines + 1] = line end
  for i = math.max(1, #lines - SHOWN + 1), #lines do print("  | " .. lines[i]) end
end

local function facts(verdict, command)
  local it = machines.get(this.machine)
  local emulator, version = it.version()
  local header = host.read(host.build() .. "/version.h") or ""
  local own = it.facts and it.facts(this.dir) or {}
  return { model = own.model, model_table = own.model_table,
    model_guessed = own.model_guessed,
    machine = this.machine, verdict = verdict, emulator = emulator,
    emulator_version = version, emulator_command = command,
    commit = header:match('DEIMOS_VERSION "([^"]*)"'),
    compiler = header:match('DEIMOS_COMPILER "([^"]*)"'),
    memory_mib = this.memory, cpu_option = this.cpu or "",
    workload = this.workload, date = os.date("!%Y-%m-%dT%H:%M:%SZ") }
end

-- The last line tells how it ended.
local function leave(how)
  print("bench: " .. verdicts.describe(how, how == verdict and detail or nil))
  os.exit(verdicts.status[how])
end

print(("bench: workload %s on %s%s"):format(this.workload, this.machine,
  this.ium == ium.default and "" or ", initial user module " .. this.ium))
io.stdout:setvbuf("line")
store.check("results/" .. this.machine)
local seconds
verdict, detail, seconds = job.start(this)
print(("bench: the guest ended after %d s"):format(seconds))
if verdict == "skip" then leave(verdict) end
if verdict ~= "pass" and this.ium == ium.default then show_console() end

local log = host.read(this.dir .. "/results.log") or ""
if not log:find("DEIMOS-BEGIN", 1, true) then
  log = host.read(this.dir .. "/console.log") or ""
end
if not log:find("DEIMOS-BEGIN", 1, true) and this.ium ~= ium.default then
  show_console()
  print(("bench: the initial user module '%s' sent no records: nothing to "
    .. "keep"):format(this.ium))
  leave(verdict)
elseif not log:find("DEIMOS-BEGIN", 1, true) then
  print("bench: the workload sent no records: nothing to keep")
  leave(verdict == "pass" and "unsound" or verdict)
end
local status = finish.results(collect.parse(log),
  facts(verdict, host.read(this.dir .. "/command"):gsub("\n", "")))
leave(verdict == "pass" and status ~= 0 and "unsound" or verdict)
