-- SPDX-License-Identifier: MIT
-- Machines: start one with an image, wait within a time limit, and tell how
-- the run ended. Every run has a folder of its own with console.log,
-- results.log, emulator.log, and the command that was used.
--
-- An emulator's status is never believed alone: the guest says its exit
-- code on the console as its last line, and on QEMU both must agree.

local host = require "results.host"
local lines = require "results.data.lines"
local verdicts = require "results.boot.verdicts"
local watch = require "results.boot.watch"

local M = {}

M.names = { "qemu-icount", "qemu-tcg", "qemu-kvm", "bochs" }
M.default = "qemu-icount"
M.memory = 512                  -- MiB

local KVM_PROBE = "probe"       -- a workload with the real operations
local KVM_PROBE_LIMIT = 10      -- seconds

local FILE_SIZE <const> = 25             -- SIGXFSZ

-- A CPU with TSC, PGE, SEP, SSE2 and RDTSCP, the same on every host.
local QEMU_CPU = "qemu32,+rdtscp"
local BOCHS_CPU = "corei5_lynnfield_750"

-- Instructions of a guest's second, where they are what its clock counts.
M.second = { ["qemu-icount"] = 1000000000, bochs = 200000000 }

local QEMU = {
  ["qemu-icount"] = { "-accel", "tcg", "-icount", "shift=@,sleep=off",
    "-rtc", "base=2020-01-01,clock=vm" },
  ["qemu-tcg"] = { "-accel", "tcg" },
  ["qemu-kvm"] = { "-accel", "kvm" },
}

local BOCHSRC = [[
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

local function append(list, ...)
  for _, item in ipairs { ... } do list[#list + 1] = item end
end

local function qemu_medium(words, run)
  if run.iso then
    append(words, "-cdrom", run.iso)
  else
    append(words, "-kernel", run.kernel, "-initrd", run.archive,
      "-append", run.append)
  end
end

-- The shift of QEMU's -icount: 2^shift ns an instruction.
local function shift(run)
  local full = M.second["qemu-icount"]
  return math.tointeger(math.log(full // (run.second or full), 2) // 1)
end

local function qemu_command(run)
  local cpu = run.cpu or (run.machine == "qemu-kvm" and "host" or QEMU_CPU)
  local words = { "qemu-system-i386", "-M", "pc-i440fx-7.2", "-cpu", cpu,
    "-m", tostring(run.memory), table.unpack(QEMU[run.machine]) }
  for i, word in ipairs(words) do
    words[i] = word:gsub("^shift=@", "shift=" .. shift(run))
  end
  append(words, "-nodefaults", "-net", "none", "-vga", "std",
    "-display", "none", "-no-reboot",
    "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04")
  if run.interactive then
    append(words, "-chardev", "stdio,id=tty,signal=off",
      "-serial", "chardev:tty")
  else
    append(words, "-serial", "file:" .. run.dir .. "/console.log")
  end
  append(words, "-serial", "file:" .. run.dir .. "/results.log")
  qemu_medium(words, run)
  return words
end

local function bochs_command(run)
  local values = { cpu = run.cpu or BOCHS_CPU, memory = run.memory,
    iso = run.iso, dir = run.dir,
    second = run.second or M.second.bochs }
  host.write(run.dir .. "/bochsrc", (BOCHSRC:gsub("@(%w+)@", values)))
  host.write(run.dir .. "/debugger", "c\n")
  return { "bochs", "-q", "-f", run.dir .. "/bochsrc",
    "-rc", run.dir .. "/debugger" }
end

M.plain = lines.plain

-- The guest's own word: the code in its last line, or nil.
local function last_word(console)
  local line = lines.last(lines.plain(console))
  return tonumber(line:match("^DEIMOS%-EXIT (%d+)$"))
end

-- Why a run without a word from the guest ended.
local function epitaph(machine, status, messages)
  local first = machine == "bochs" and (messages:match(">>PANIC<< ([^\n]+)")
    or messages:match("following message:\n([^\n]+)"))
    or machine ~= "bochs" and messages:match("[^\n]+")
  if machine ~= "bochs" and status == 0 then
    return "the machine reset or switched itself off: a triple fault?"
  elseif status == 128 + FILE_SIZE then
    return "a file of the emulator became larger than the limit (ulimit -f)"
  elseif status > 128 then
    return ("the emulator died of signal %d"):format(status - 128)
  end
  return ("the emulator ended with status %d%s"):format(status,
    first and ": " .. first or "")
end

-- Records that were begun must have been ended.
local function records_end(results, console)
  for _, text in ipairs { results, console } do
    if text:find("DEIMOS-BEGIN ", 1, true) then
      return text:find("\nDEIMOS%-END %d+ [^\n]*\n") ~= nil
    end
  end
  return true
end

-- verdict: pure. From the emulator's status and the logs to one of pass,
-- fail, panic, badscript, skip, timeout, dead; and a remark for people.
function M.verdict(machine, status, console, results, messages)
  local word = last_word(console)
  local verdict = verdicts.by_code[word]
  if messages:find("KVM internal error", 1, true) then
    return "dead", "KVM internal error: it cannot emulate an instruction"
  elseif status == watch.TIMED_OUT then
    return "timeout", "the guest wrote nothing for too long"
  elseif not word then
    return "dead", epitaph(machine, status, messages)
  elseif not verdict then
    return "dead", ("the guest ended with the unknown code %d"):format(word)
  elseif machine ~= "bochs" and status ~= 2 * word + 1 then
    return "dead", ("the guest said %d, the emulator's status is %d")
      :format(word, status)
  elseif verdict == "pass" and not records_end(results, console) then
    return "fail", "the end record is missing"
  end
  return verdict, ""
end

-- describe: a verdict as one line.
M.describe = verdicts.describe

-- Lines are handed on as people read them.
local function plainly(sink)
  return sink and function(line) sink(lines.plain(line)) end
end

-- A serial line has no end of file: where input ends that is no terminal,
-- the prompt gets Ctrl-D (a second one leaves an unfinished chunk). The first
-- byte is lost as the guest sets up the line.
local FEED <const> = [[
fifo=%s; mkfifo "$fifo"; exec 3<&0
{ printf '\r'; cat <&3 & cat=$!
  { while kill -0 $$; do sleep 1; done; kill $cat; } 2>/dev/null &
  wait $cat; printf '\r\004\004\004'; } >"$fifo" &
exec %s <"$fifo"]]

local function start(run)
  local words = run.machine == "bochs" and bochs_command(run)
    or qemu_command(run)
  host.write(run.dir .. "/command", host.command(words) .. "\n")
  if run.piped then
    words = { "sh", "-c", FEED:format(host.quote(run.dir .. "/input"),
      host.command(words)) }
  end
  return watch.run({ dir = run.dir, limit = run.limit,
    interactive = run.interactive, console = plainly(run.console),
    results = plainly(run.results) }, words)
end

-- Bochs's display listens for a viewer; for a moment there may be no port.
local NO_PORT <const>, TRIES <const> = "RFB could not bind any port", 30

local function start_again(run)
  local status
  for try = 1, TRIES do
    status = start(run)
    local messages = run.machine == "bochs" and not run.interactive
      and host.read(run.dir .. "/emulator.log") or ""
    if not messages:find(NO_PORT, 1, true) then break end
    if try < TRIES then host.run("sleep 1") end
  end
  return status
end

-- boot: run.machine, run.dir (an empty folder), run.limit (seconds of the
-- emulator's own since the guest last wrote, see watch.lua), and either
-- run.iso or run.kernel, run.archive and run.append. Optional: run.memory
-- (MiB), run.cpu, run.second (instructions in one), run.console and
-- run.results (called with each line as it arrives), run.interactive.
-- Returns verdict, remark, seconds.
function M.boot(run)
  local log = { console = "", results = "", emulator = "" }
  local began = os.time()
  run.memory = run.memory or M.memory
  local status = start_again(run)
  local seconds = os.time() - began
  for name in pairs(log) do
    log[name] = host.read(("%s/%s.log"):format(run.dir, name)) or ""
  end
  if run.interactive then
    log.console = ("DEIMOS-EXIT %d\n"):format((status - 1) // 2)
  end
  local verdict, detail = M.verdict(run.machine, status, log.console,
    log.results, log.emulator)
  return verdict, detail, seconds
end

-- known: is there such a machine?
function M.known(name)
  for _, machine in ipairs(M.names) do
    if machine == name then return true end
  end
  return false
end

-- unfit: why this host cannot be that machine; nil if it can. `probe` boots
-- a workload on a machine, with a limit, and returns verdict and remark.
function M.unfit(machine, probe)
  if machine ~= "qemu-kvm" then return nil end
  if not io.open("/dev/kvm", "r+b") then
    return "qemu-kvm: there is no /dev/kvm here that we may open"
  end
  local verdict, detail = probe(machine, KVM_PROBE, KVM_PROBE_LIMIT)
  if verdict ~= "pass" then
    return ("qemu-kvm: KVM is unfit here: workload %s: %s"):format(KVM_PROBE,
      M.describe(verdict, detail))
  end
end

-- version: of the emulator behind a machine.
function M.version(machine)
  if machine == "bochs" then
    return "bochs", host.output("dpkg-query -W -f '${Version}' bochs")
  end
  return "qemu-system-i386",
    host.output("qemu-system-i386 --version | sed -n '1s/.*version //p'")
end

return M
