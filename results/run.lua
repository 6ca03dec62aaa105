-- SPDX-License-Identifier: MIT
-- `make run` and `make shell`: one workload, its console shown live. The
-- last line tells how it ended; the exit status is that of verdict.lua.

local host = require "results.host"
local ium = require "results.boot.ium"
local job = require "results.boot.job"
local machines = require "results.boot.machines"
local verdicts = require "results.boot.verdicts"

local LIMIT = 60                        -- seconds

local function run()
  local this = job.settings { limit = LIMIT, dir = host.build() .. "/run/run" }
  local begin
  function this.console(line) print(line) end
  function this.results(line)
    begin = begin or line:find("^DEIMOS%-BEGIN")
  end
  local verdict, detail = job.start(this)
  if begin then print("run: records in " .. this.dir .. "/results.log") end
  print("run: " .. verdicts.describe(verdict, detail))
  return verdicts.status[verdict]
end

local function shell()
  local this = job.settings { interactive = true,
    dir = host.build() .. "/run/shell" }
  local fits = machines.get(this.machine).has_prompt
  if not fits or this.boot == "iso" then
    host.fail(verdicts.status.badscript, "shell: %s", fits
      and "the prompt boots without GRUB: leave BOOT=iso out"
      or "MACHINE=" .. this.machine .. " has no prompt; try another machine")
  end
  this.workload, this.ium = nil, nil
  local tty = host.output("stty -g 2>/dev/null")
  this.piped = tty == ""
  if tty ~= "" then host.run("stty raw -echo") end
  local verdict, detail = job.start(this)
  if tty ~= "" then host.run("stty " .. tty) end
  print("shell: " .. verdicts.describe(verdict, detail))
  return verdicts.status[verdict]
end

os.exit(((... == "shell" or ium.choice() == ium.shell) and shell or run)())
