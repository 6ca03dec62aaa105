-- SPDX-License-Identifier: MIT
-- A job: one workload on one machine. Finds the workload, makes the boot
-- archive and the image that it needs, and boots.

local host = require "results.host"
local image = require "results.boot.image"
local ium = require "results.boot.ium"
local machine = require "results.boot.machine"
local machines = require "results.boot.machines"
local verdicts = require "results.boot.verdicts"
local workloads = require "results.boot.workloads"

local M = {}

local USAGE <const> = verdicts.status.badscript
-- An emulator's limit without a word of the guest, in limits of the guest.
local PATIENCE = 4
local NUMBER_MAX = 1000000000           -- of a setting
local GUEST_MAX = 86400                 -- seconds; what the core takes

-- workload: its name in the archive, and its file if that is not there yet.
-- Not every initial user module takes one.
function M.workload(spec)
  if not spec then return "none" end
  if workloads.path(spec) then return spec end
  if host.exists(spec) then return host.stem(spec), spec end
  return nil, ("WORKLOAD: no file '%s' that can be read%s"):format(spec,
    spec:find("/", 1, true) and ""
      or (", and no workloads/%s.lua"):format(spec))
end

-- How many others want each processor; a guest whose clock is the host's
-- gets so much longer.
local function crowd(job)
  return machines.get(job.machine).second and 1 or host.load()
end

-- limits: the guest's, in its own seconds (0: none), which ends a runaway
-- script with a traceback; and, well beyond it, the emulator's (watch.lua).
function M.limits(job)
  local it = machines.get(job.machine)
  local second = it.host_seconds
    * (it.second and job.second and job.second / it.second or 1)
  local told = (" " .. (job.options or "")):match(".*%slimit=(%d+)")
  local guest = tonumber(told) or math.min(GUEST_MAX,
    math.max(1, math.ceil(job.limit * crowd(job) / second)))
  if guest == 0 then return guest, job.limit end
  return guest, PATIENCE * math.max(job.limit, guest * second)
end

-- append: the kernel's command line.
function M.append(job)
  local words = { "machine=" .. job.machine, "results=com2" }
  local it = machines.get(job.machine)
  words[#words + 1] = it and it.is_modelled and "clock=model" or nil
  if job.interactive then
    table.insert(words, 1, "shell=1")
  elseif job.workload then
    table.insert(words, 1, "workload=" .. job.name)
  end
  words[#words + 1] = job.ium and ium.option(job.ium)
  local told = (" " .. (job.options or "")):find("%slimit=")
  if job.limit and not told then
    words[#words + 1] = "limit=" .. M.limits(job)
  end
  words[#words + 1] = job.options
  return table.concat(words, " ")
end

-- A setting that is a positive number.
local function number(name, default)
  local text = host.env(name)
  if not text then return default end
  local value = math.tointeger(tonumber(text))
  if not value or value < 1 or value > NUMBER_MAX then
    host.fail(USAGE, "%s: '%s' is not a positive number", name, text)
  end
  return value
end

-- A trace of page references and its frames, for workloads/trace.lua.
local function trace(job)
  local path = host.env("TRACE")
  local frames = number("FRAMES")
  if path then
    if not host.exists(path) then
      host.fail(USAGE, "TRACE: no file '%s' that can be read", path)
    end
    job.files.trace = path
  end
  if frames then
    job.options = ("%sarg.frames=%d"):format(job.options
      and job.options .. " " or "", frames)
  end
end

-- settings: a job from the environment, as make hands it on.
function M.settings(default)
  local job = {
    ium = ium.choice(), policy = ium.policy(),
    machine = host.env("MACHINE", default.machine or machines.default),
    workload = host.env("WORKLOAD", default.workload),
    options = host.env("OPTIONS"),
    memory = number("MEM", machine.memory),
    cpu = host.env("CPU"),
    limit = number("LIMIT", default.limit),
    boot = host.env("BOOT", default.boot),
    modules = {}, files = {},
    dir = host.claim(default.dir),
    interactive = default.interactive,
  }
  for path in host.env("USER_OBJECTS", ""):gmatch("%S+") do
    job.modules[host.stem(path)] = path
  end
  if not machines.get(job.machine) then
    host.fail(USAGE, "MACHINE: no machine '%s'; there are: %s", job.machine,
      table.concat(machines.names, " "))
  elseif not job.workload and not default.interactive
      and job.ium == ium.default then
    host.fail(USAGE, "WORKLOAD: name a workload or a Lua file")
  elseif (job.options or ""):find("%c") then
    host.fail(USAGE, "OPTIONS: control characters")
  elseif job.boot and job.boot ~= "iso" and job.boot ~= "kernel" then
    host.fail(USAGE, "BOOT: 'iso' or 'kernel'")
  end
  trace(job)
  local name, problem = M.workload(job.workload)
  if not name then host.fail(USAGE, "%s", problem) end
  return job
end

-- Who calls the tools without make may have built nothing yet.
local function need(path)
  if not host.exists(path) then
    host.fail(verdicts.status.host, "%s: no such file; 'make images' builds it",
      path)
  end
  return path
end

-- prepare: archive and image into job.dir; the run that machine.boot takes.
local function prepare(job)
  local file
  local kernel = need(host.build() .. "/deimos.elf")
  host.fresh(job.dir)
  local name, found = M.workload(job.workload)
  if not name then host.fail(USAGE, "%s", found) end
  file, job.name = found, job.name or name
  job.files = job.files or {}
  if file then                          -- messages name it as it was typed
    host.write(job.dir .. "/script", job.workload)
    job.files.script = job.dir .. "/script"
  end
  local archive = job.archive or need(host.build() .. "/archive.tar")
  if not job.archive and (file or next(job.modules or {})
      or next(job.files)
      or next(job.policy or {})) then
    archive = image.extend(job.dir, { modules = job.modules,
      policy = job.policy, files = job.files,
      libraries = job.libraries, scripts = file and { [job.name] = file } })
  end
  local run = {
    machine = job.machine, dir = job.dir, second = job.second,
    limit = job.limit and select(2, M.limits(job)),
    memory = job.memory, cpu = job.cpu, interactive = job.interactive,
    piped = job.piped,
    console = job.console, results = job.results,
    kernel = kernel, archive = archive,
    append = M.append(job),
  }
  if job.boot == "iso" or machines.get(job.machine).needs_iso then
    run.iso = job.dir .. "/deimos.iso"
    image.iso(run.iso, archive, { { title = job.name, append = run.append,
      before = job.grub } })
  end
  return run
end

-- probe: boots a small workload, to see what a machine is good for.
local function probe(name, workload, limit)
  return machine.boot(prepare { machine = name, workload = workload,
    limit = limit, dir = host.build() .. "/run/probe-" .. name })
end

-- Did the guest's own limit end it?
local function ran_out(job)
  local console = host.read(job.dir .. "/console.log") or ""
  return job.limit and (console:find("time limit of %d+ s exceeded")
    or console:find("time limit exceeded", 1, true))
end

-- start: boot a job; verdict, remark, seconds. Beside what settings() finds:
-- job.name (in the archive), job.libraries ({ name = path } of Lua files for
-- require), job.archive (instead of one that is built), job.console,
-- job.results, job.interactive as machine.boot has them.
function M.start(job)
  local unfit = machine.unfit(job.machine, probe)
  if unfit then return "skip", unfit, 0 end
  local verdict, detail, seconds = machine.boot(prepare(job))
  -- What the emulator could not write is no fault of the guest's.
  if verdict ~= "pass" then host.probe(job.dir .. "/room") end
  if verdict == "timeout" or ran_out(job) then
    detail = ("%sits time was over; LIMIT=%d gives it twice as much"):format(
      detail ~= "" and detail .. ": " or "", 2 * job.limit)
  end
  return verdict, detail, seconds
end

return M
