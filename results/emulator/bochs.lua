-- SPDX-License-Identifier: MIT
-- What the machines of Bochs share. It boots from a CD only, has no display
-- here but its RFB one, and its status means nothing.

local host = require "results.host"

local M = {}

local CONFIGURATION <const> = [[
display_library: rfb, options="timeout=0"
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
cpu: model=@cpu@, count=1, ips=@second@, reset_on_triple_fault=0
memory: guest=@memory@, host=@memory@
speaker: enabled=0
sound: waveoutdrv=dummy
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

-- The display listens for a viewer; for a moment there may be no port.
local NO_PORT <const> = "RFB could not bind any port"

-- machine: one of them. given.order, given.cpu (a model of Bochs),
-- given.second, given.host_seconds, as in qemu.lua.
function M.machine(given)
  local machine = { order = given.order, second = given.second,
    host_seconds = given.host_seconds, needs_iso = true, has_prompt = false,
    unfit = given.unfit or function() end }

  function machine.command(run)
    local values = { cpu = run.cpu or given.cpu, memory = run.memory,
      iso = run.iso, dir = run.dir, second = run.second or given.second }
    host.write(run.dir .. "/bochsrc", (CONFIGURATION:gsub("@(%w+)@", values)))
    host.write(run.dir .. "/debugger", "c\n")
    return { "bochs", "-q", "-f", run.dir .. "/bochsrc",
      "-rc", run.dir .. "/debugger" }
  end

  function machine.agrees()
    return true
  end

  function machine.says(_, messages)
    return messages:match(">>PANIC<< ([^\n]+)")
      or messages:match("following message:\n([^\n]+)")
  end

  function machine.again(messages)
    return messages:find(NO_PORT, 1, true) ~= nil
  end

  function machine.stopped()
    return nil
  end

  function machine.version()
    return "bochs", host.output("dpkg-query -W -f '${Version}' bochs")
  end

  return machine
end

return M
