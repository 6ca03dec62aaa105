-- SPDX-License-Identifier: MIT
-- Settings of a run: a value that none may have is refused before anything is
-- booted, and its setting named; what a time limit means on each machine; and
-- what the guest is told. What is said to each mistake is in golden/settings.txt
-- (tests/story.lua).

local host = require "results.host"
local job = require "results.boot.job"
local open_story = require("tests.story").open

local BUILD <const> = host.scratch()
local USAGE <const> = 39
local STORY <const> = open_story("tests/golden/settings.txt", BUILD,
  arg[1] == "write")

local function run(settings)
  local words = { "env", "-u", "WORKLOAD", "-u", "USER_OBJECTS",
    "BUILD=" .. BUILD }
  for name, value in pairs(settings) do
    words[#words + 1] = name .. "=" .. value
  end
  words[#words + 1], words[#words + 2] = "lua5.4", "results/run.lua"
  local out = host.output(host.command(words) .. ' 2>&1; echo "status $?"')
  return tonumber(out:match("status (%d+)$")), out
end

local WRONG <const> = {
  BOOT = { "isoo", "ISO", "kernels", "cdrom", "0" },
  MACHINE = { "qemu", "QEMU-icount", "bochs2", " bochs" },
  MEM = { "0", "-1", "1.5", "64M", "1000000001" },
  LIMIT = { "0", "-3", "1e", "ten", "99999999999999999999" },
  OPTIONS = { "a\nb", "a\tb" },
  WORKLOAD = { "nobody-has-it", "./nobody", "workloads", "smoke.lua", "../x" },
  TRACE = { "nobody", "/" }, FRAMES = { "0", "x", "-1" },
  IUM = { "nobody", "a b", "$x", ("x"):rep(32), "path/nobody", "nobody.c",
    "path/nobody/", "path/to/a b.c" },
}
for name, values in pairs(WRONG) do
  for _, value in ipairs(values) do
    local settings = { WORKLOAD = "smoke" }
    settings[name] = value
    local status, out = run(settings)
    assert(status == USAGE and out:find(name .. ": ", 1, true),
      ("%s=%s: %s"):format(name, value, out))
    STORY.tell(("%s=%s"):format(name, value), out)
  end
end
local status, out = run {}
assert(status == USAGE and out:find("WORKLOAD: name a workload", 1, true), out)
-- An empty one counts as none, and what is right gets as far as the images.
for _, fine in ipairs { { BOOT = "" }, { BOOT = "iso" }, { BOOT = "kernel" },
    { MEM = "1" }, { LIMIT = "1000000000" }, { FRAMES = "1" },
    { TRACE = "LICENSE" }, { MACHINE = "bochs" }, { OPTIONS = "a  b=\"c d\"" } } do
  fine.WORKLOAD = "smoke"
  status, out = run(fine)
  assert(status == 1 and out:find("deimos.elf: no such file", 1, true), out)
end

-- machine, LIMIT, OPTIONS; the guest's limit, the emulator's. `second`: of a
-- test that has instructions of its own in one.
for _, case in ipairs {
  { "qemu-icount", 60, nil, 30, 240 }, { "bochs", 60, nil, 8, 256 },
  { "qemu-icount", 1, nil, 1, 8 }, { "qemu-icount", 7, nil, 4, 32 },
  { "qemu-icount", 60, "limit=3", 3, 240 },
  { "bochs", 60, "a limit=300 b", 300, 9600 },
  { "qemu-icount", 60, "limit=0", 0, 60 },
  { "qemu-icount", 60, "limit=5 limit=7", 7, 240 },
  { "qemu-icount", 60, "arg.limit=5 nolimit=3", 30, 240 },
  { "qemu-icount", 1000000000, nil, 86400, 4000000000 },
  { "qemu-icount", 60, nil, 300, 240, second = 100000000 },
} do
  local guest, emulator = job.limits { machine = case[1], limit = case[2],
    options = case[3], second = case.second }
  assert(guest == case[4] and emulator == case[5],
    ("%s %d %s: %s %s"):format(case[1], case[2], case[3], guest, emulator))
end

for _, case in ipairs {
  { { workload = "x", name = "n" }, "workload=n machine=m results=com2" },
  { { interactive = true }, "shell=1 machine=m results=com2" },
  { { ium = "mini" }, "machine=m results=com2 ium=mini" },
  { { ium = "lua", workload = "x", name = "n", options = "a=1  b" },
    "workload=n machine=m results=com2 a=1  b" },
  { { limit = 60, machine = "bochs" }, "machine=bochs results=com2 limit=8" },
  { { workload = "x", name = "n", machine = "pentium" },
    "workload=n machine=pentium results=com2 clock=model" },
  { { limit = 60, machine = "bochs", options = "limit=9" },
    "machine=bochs results=com2 limit=9" },
  { { limit = 60, machine = "bochs", options = "arg.limit=9" },
    "machine=bochs results=com2 limit=8 arg.limit=9" },
} do
  case[1].machine = case[1].machine or "m"
  local told = job.append(case[1])
  assert(told == case[2], told)
end
-- A name is that of a workload in any of their folders; a path, of a script.
for _, path in ipairs { "workloads/smoke.lua", "workloads/machine/probe.lua" } do
  local name, file = job.workload(host.stem(path))
  assert(name == host.stem(path) and not file, path)
  name, file = job.workload(path)
  assert(name == host.stem(path) and file == path, path)
end
STORY.finish()
print("job: what is wrong is refused, what is right is told")
