-- SPDX-License-Identifier: MIT
-- Each way in which a run can end, told apart by `make run`'s tool: its last
-- line and its exit status.

local host = require "results.host"

local W = "tests/workloads/"
local CASES = {
  -- environment, exit status, pattern in what it prints
  { "WORKLOAD=" .. W .. "pass.lua", 0, "run: passed" },
  { "WORKLOAD=" .. W .. "pass.lua BOOT=iso", 0, "run: passed" },
  { "WORKLOAD=" .. W .. "pass.lua MACHINE=bochs", 0, "run: passed" },
  { "WORKLOAD=" .. W .. "fail.lua", 35, "traceback.*run: failed workload" },
  { "WORKLOAD=" .. W .. "fail.lua MACHINE=bochs", 35, "failed workload" },
  { "WORKLOAD=" .. W .. "bad.lua", 39, "bad.lua:3:.*run: bad script" },
  { "WORKLOAD=" .. W .. "pass.lua OPTIONS=nonsense", 39,
    "nonsense.*run: bad script or option" },
  { "WORKLOAD=" .. W .. "skip.lua", 77, "skip: as told.*run: skipped" },
  { "WORKLOAD=" .. W .. "loop.lua OPTIONS=limit=1", 35,
    "traceback.*run: failed workload" },
  { "WORKLOAD=" .. W .. "loop.lua LIMIT=2", 35,
    "traceback.*run: failed workload.*LIMIT=4 gives" },
  { "WORKLOAD=" .. W .. "loop.lua LIMIT=2 MACHINE=bochs", 35,
    "traceback.*run: failed workload.*LIMIT=4 gives" },
  { "WORKLOAD=" .. W .. "loop.lua OPTIONS=limit=0 LIMIT=2", 124,
    "run: time%-out.*LIMIT=4 gives" },
  { "WORKLOAD=" .. W .. "pass.lua CPU=none", 70, "run: dead emulator" },
  { "WORKLOAD=" .. W .. "reset.lua USER_OBJECTS=" .. host.build()
    .. "/testmodules/reset.o", 70, "run: dead emulator .*reset" },
  { "WORKLOAD=" .. W .. "pass.lua MEM=2", 37, "run: panic" },
  { "WORKLOAD=" .. W .. "pass.lua MEM=none", 39, "MEM: 'none'" },
  { "WORKLOAD=" .. W .. "pass.lua BUILD=" .. host.build() .. "/run/nothing", 1,
    "run/nothing/deimos.elf: no such file; 'make images' builds it" },
  { "WORKLOAD=no/such/file.lua", 39, "no file 'no/such/file.lua'" },
  { "WORKLOAD=tests", 39, "no file 'tests'" },
  { "WORKLOAD=" .. W .. "pass.lua MACHINE=pdp11", 39, "no machine 'pdp11'" },
}

-- Of make: what is asked, its own status, its last line.
local MAKES = {
  { "run WORKLOAD=" .. W .. "pass.lua", 0, "^run: passed %(status 0%)$" },
  { "run WORKLOAD=" .. W .. "skip.lua", 0, "^run: skipped %(status 77%)$" },
  { "run WORKLOAD=" .. W .. "fail.lua", 2,
    "run: failed workload %(status 35%)" },
  { "bench WORKLOAD=" .. W .. "fail.lua BOOT=kernel", 2,
    "bench: failed workload %(status 35%)" },
  { "bench WORKLOAD=" .. W .. "skip.lua BOOT=kernel", 0,
    "^bench: skipped %(status 77%)" },
  { "graph WORKLOAD=" .. W .. "bad.lua", 2,
    "graph: bad script or option %(status 39%)" },
  { "plot MACHINE=pdp11", 2, "plot: bad script or option %(status 39%)" },
  { "run WORKLOAD=none", 2, "run: bad script or option %(status 39%)" },
}

local build = host.build() .. "/run/statuses"

-- A build folder of its own, since runs of `make run` share one.
host.fresh(build)
host.must(("cp -r %s/stage %s/modules %s/deimos.elf %s/archive.tar %s")
  :format(host.build(), host.build(), host.build(), host.build(), build))

local failures = 0
for _, case in ipairs(CASES) do
  local settings, status, pattern = table.unpack(case)
  local line = ("env BUILD=%s %s lua5.4 results/run.lua 2>&1; echo $?")
    :format(build, settings)
  local text = host.output(line)
  local found = tonumber(text:match("(%d+)$"))
  if found ~= status or not text:find(pattern) then
    failures = failures + 1
    print(("%s: expected %d and '%s', got %s:\n%s"):format(settings, status,
      pattern, found, text))
  end
end
local hard = host.build():find("hard") and "HARD=1 " or ""
for _, case in ipairs(MAKES) do
  local asked, status, pattern = table.unpack(case)
  local text = host.output(("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make "
    .. "--no-print-directory %s%s 2>&1; echo $?"):format(hard, asked))
  local last, found = text:match("([^\n]*)\n(%d+)$")
  if tonumber(found) ~= status or not last:find(pattern) then
    failures = failures + 1
    print(("make %s: expected %d and '%s', got:\n%s"):format(asked, status,
      pattern, text))
  end
end
host.must("rm -f results/qemu-icount/graph-bad.*")
if failures > 0 then
  print(failures .. " runs did not end as they should")
  os.exit(1)
end
print("statuses: each run ended as it should")
