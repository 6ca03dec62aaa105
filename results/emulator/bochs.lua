-- SPDX-License-Identifier: MIT
-- What the machines of Bochs share. It boots from a CD only, and its status means
-- nothing. The distribution's has no display here but its RFB one; ours, which has
-- the model of a processor in it (bench/model/), has none.

local host = require "results.host"

local M = {}

local CONFIGURATION <const> = [[
display_library: @display@
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
cpu: model=@cpu@, count=1, ips=@second@, reset_on_triple_fault=0
memory: guest=@memory@, host=@memory@
clock: sync=none, time0=1577836800
ata0-master: type=cdrom, path=@iso@, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=@dir@/console.log
com2: enabled=1, mode=file, dev=@dir@/results.log
port_e9_hack: enabled=1
private_colormap: enabled=0
log: @dir@/bochs.log
panic: action=fatal
error: action=report
info: action=ignore
]]
local RFB <const>, NONE <const> = 'rfb, options="timeout=0"', "nogui"
-- What only one that can play sound takes.
local SILENCE <const> = "speaker: enabled=0\nsound: waveoutdrv=dummy\n"

-- The display listens for a viewer; for a moment there may be no port.
local NO_PORT <const> = "RFB could not bind any port"

local function configure(run, machine, display)
  local values = { cpu = run.cpu or machine.cpu, memory = run.memory,
    iso = run.iso, dir = run.dir, second = run.second or machine.second,
    display = display }
  return (CONFIGURATION:gsub("@(%w+)@", values))
end

local function fields(given)
  return { order = given.order, second = given.second,
    host_seconds = given.host_seconds, needs_iso = true, has_prompt = false,
    unfit = given.unfit or function() end,
    agrees = function() return true end, stopped = function() end,
    says = function(_, messages)
      return messages:match(">>PANIC<< ([^\n]+)")
        or messages:match("following message:\n([^\n]+)")
    end,
    again = function(messages)
      return messages:find(NO_PORT, 1, true) ~= nil
    end }
end

-- machine: one of them. given.order, given.cpu (a model of Bochs),
-- given.second, given.host_seconds, as in qemu.lua.
function M.machine(given)
  local machine = fields(given)

  function machine.command(run)
    host.write(run.dir .. "/bochsrc", configure(run, given, RFB) .. SILENCE)
    host.write(run.dir .. "/debugger", "c\n")
    return { "bochs", "-q", "-f", run.dir .. "/bochsrc",
      "-rc", run.dir .. "/debugger" }
  end

  function machine.version()
    return "bochs", host.output("dpkg-query -W -f '${Version}' bochs")
  end

  return machine
end

local EMULATOR <const> = ".cache/emulator/bochs"
local COUNTS <const> = "counts.csv"     -- what the model says at the end

-- modelled: one whose clock counts a processor's cycles, by the table
-- bench/model/NAME.csv. given.name, given.second (Hz), given.host_seconds.
function M.modelled(given)
  local machine = fields(given)
  machine.is_modelled = true

  function machine.command(run)
    host.write(run.dir .. "/bochsrc", configure(run, given, NONE))
    return { "env", ("DEIMOS_TABLE=bench/model/%s.csv"):format(given.name),
      "DEIMOS_COUNTS=" .. run.dir .. "/" .. COUNTS,
      EMULATOR, "-q", "-f", run.dir .. "/bochsrc" }
  end

  function machine.unfit()
    return not host.exists(EMULATOR)
      and "its emulator is not built: 'make emulator' builds it" or nil
  end

  function machine.version()
    return "bochs with the model of " .. given.name,
      host.output(EMULATOR .. " --help 2>&1 | sed -n 's/.*Emulator //p' | head -n 1")
  end

  -- How much of all that it counted rests on figures that somebody guessed. Waits
  -- for ports do not count: they are the console's, and in no sample.
  function machine.facts(dir)
    local counts = host.read(dir .. "/" .. COUNTS) or ""
    local clocks, guessed = 0, 0
    for part, all, some in counts:gmatch "\n(%l[%a ]*),(%d+),(%d+)" do
      if part ~= "port" then
        clocks, guessed = clocks + all, guessed + some
      end
    end
    if clocks == 0 then return {} end
    return { model = given.name, model_table = counts:match("^table,(%x+)"),
      model_guessed = ("%.1f%%"):format(100 * guessed / clocks) }
  end

  return machine
end

return M
