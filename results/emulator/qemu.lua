-- SPDX-License-Identifier: MIT
-- What the machines of QEMU share. Its status must agree with the guest's word:
-- the device isa-debug-exit makes 2 * code + 1 of it.

local host = require "results.host"

local M = {}

-- A CPU with TSC, PGE, SEP, SSE2 and RDTSCP, the same on every host.
local CPU <const> = "qemu32,+rdtscp"

local function append(list, ...)
  for _, item in ipairs { ... } do list[#list + 1] = item end
end

local function console(words, run)
  if run.interactive then
    append(words, "-chardev", "stdio,id=tty,signal=off",
      "-serial", "chardev:tty")
  else
    append(words, "-serial", "file:" .. run.dir .. "/console.log")
  end
end

local function medium(words, run)
  if run.iso then
    append(words, "-cdrom", run.iso)
  else
    append(words, "-kernel", run.kernel, "-initrd", run.archive,
      "-append", run.append)
  end
end

local function agrees(status, word)
  return status == 2 * word + 1
end

-- machine: one of them. given.order (its place in lists), given.accelerator
-- (a function: words for a run); optional: given.cpu, given.second and
-- given.host_seconds (instructions of a guest's second, and the seconds that
-- it may take on an idle host; none where the clock is the host's),
-- given.unfit (results/README.md has them all).
function M.machine(given)
  local machine = { order = given.order, second = given.second,
    host_seconds = given.host_seconds or 1, needs_iso = false,
    has_prompt = true, unfit = given.unfit or function() end,
    agrees = agrees }

  function machine.command(run)
    local words = { "qemu-system-i386", "-M", "pc-i440fx-7.2",
      "-cpu", run.cpu or given.cpu or CPU, "-m", tostring(run.memory) }
    append(words, table.unpack(given.accelerator(run)))
    append(words, "-nodefaults", "-net", "none", "-vga", "std",
      "-display", "none", "-no-reboot",
      "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04")
    console(words, run)
    append(words, "-serial", "file:" .. run.dir .. "/results.log")
    medium(words, run)
    return words
  end

  function machine.says(status, messages)
    if status == 0 then
      return nil, "the machine reset or switched itself off: a triple fault?"
    end
    return messages:match("[^\n]+")
  end

  function machine.again()
    return false
  end

  -- QEMU then stops its guest, and stays.
  function machine.stopped(messages)
    return messages:find("KVM internal error", 1, true)
      and "KVM internal error: it cannot emulate an instruction"
  end

  function machine.version()
    return "qemu-system-i386",
      host.output("qemu-system-i386 --version | sed -n '1s/.*version //p'")
  end

  return machine
end

return M
