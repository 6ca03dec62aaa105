-- SPDX-License-Identifier: MIT
-- Bochs and qemu-icount count the instructions of the same image alike:
-- Bochs = QEMU + faults - REP instructions of non-zero count (QEMU counts
-- N + 1 for N iterations, Bochs N).

local collect = require "results.data.collect"
local golden = require "tests.golden"
local host = require "results.host"
local job = require "results.boot.job"

-- Faults less REP instructions in a sample, where it is not zero; by case, or
-- by case and model. LESS: some REP instructions, the same number in each
-- sample.
-- WARM: likewise, but the cold sample has some of its own.
-- COPY: one such instruction, if x is not 0.
local LESS <const>, WARM <const>, COPY <const> = "less", "warm", "copy"
-- A number, or a function of x and of which sample: exactly so many.
local DIFFERENCES = {
  -- one fault a store; of appel, as many as the row has, of each handler's
  ["fault ring1"] = 1, ["fault direct"] = 1, ["fault demux"] = 1,
  ["fault pool"] = 1,
  ["appel trap paged"] = 1, ["appel appel1 paged"] = 1,
  ["appel fault paged"] = 2, ["appel appel2 paged"] = 100,
  -- one fault, and two REPs: a page is cleared, or copied
  ["fault zero"] = -1, ["fault cow"] = -1,
  -- pages to the store and their names
  ["fault evict"] = WARM, ["fault lost"] = WARM,
  ["appel fault segpaged"] = LESS, ["paging first"] = LESS,
  -- an entry of the graph is cleared when it is made, and when it goes; what looks
  -- through stacks, too
  ["bind bind"] = -1, ["bind unbind"] = -1, ["bind unload"] = -4,
  ["bind graph"] = -1, ["bind bindings"] = -1,
  -- and two for each term's texts; a pair's are compared once
  ["bind figure3"] = -4, ["bind pairs"] = -2,
  ["bind constraints"] = function(x) return -1 - 2 * x end,
  -- sections and names are copied: as many as the module has
  ["bind load"] = LESS, ["bind load-graph"] = LESS,
  ["replace latency"] = LESS, ["replace gap"] = LESS,
  -- module, interface, receptacle, and what looks through stacks; and each binding
  -- that is drained
  ["unload quiesce"] = -4, ["cm unload"] = -2,
  ["unload drain"] = function(x) return -4 - x end,
}
-- A ladder's copy is one REP instruction; thread switches have some, too.
for _, kind in ipairs { "near", "gate", "trap" } do
  DIFFERENCES["ladder " .. kind] = COPY
end
for _, kind in ipairs { "message", "queue", "event", "stream" } do
  DIFFERENCES["ladder " .. kind] = WARM
end
-- Clients that call each other: REP instructions of each model that copies, on
-- the caller's side and on the server's; a page of a server of paged is brought
-- in first, of which the cold sample knows.
local CALLER <const> = { flat = 0, segmented = -2, paged = -5, segpaged = -2 }
local SERVER <const> = { flat = 0, segmented = -5, paged = -7, segpaged = -5 }
local COLD <const> = { [0] = 1, [64] = -1, [4096] = 0 }
for server, less in pairs(SERVER) do
  local function called(more)
    return function(x, at)
      return (x > 0 and less + more or 0)
        + (server == "paged" and at == 1 and COLD[x] or 0)
    end
  end
  DIFFERENCES["upcall upcall " .. server] = called(0)
  for caller, more in pairs(CALLER) do
    DIFFERENCES[("ipc call %s-%s"):format(caller, server)] = called(more)
  end
end
-- The first call into a client at ring 3 asks where the thread's stack ends, and the
-- answer is copied.
for _, name in ipairs { "upcall upcall segmented", "ipc call flat-segmented" } do
  local rest = DIFFERENCES[name]
  DIFFERENCES[name] = function(x, at)
    return rest(x, at) - (x == 0 and at == 1 and 1 or 0)
  end
end
-- A region there and back; the first one reads the graph.
for model, less in pairs { flat = { -12, -68 }, segmented = { -15, -75 },
    paged = { -14, -84 }, segpaged = { -17, -77 } } do
  DIFFERENCES[("ipc grant %s-%s"):format(model, model)] = function(x, at)
    if x > 0 then return less[at == 1 and 2 or 1] end
    return model == "paged" and at == 1 and COLD[0] or 0
  end
end
DIFFERENCES["ipc send"] = WARM
DIFFERENCES["client bind"], DIFFERENCES["client unbind"] = -1, -1

-- What a client asks for: the answer is copied to it, what is new is cleared;
-- where `grow` moves the data, or adds to them, some more.
local function at_times(times, less, more)
  return function(_, at) return times[at] and more or less end
end
for name, difference in pairs {
    ["map flat"] = -11, ["unmap flat"] = -2, ["grow flat"] = -6,
    ["triple flat"] = -13, ["map segmented"] = -4,
    ["grow segmented"] = at_times({ [2] = true, [6] = true, [11] = true,
      [17] = true, [24] = true, [33] = true }, -4, -9),
    ["triple segmented"] = -4, ["map paged"] = -6, ["unmap paged"] = -1,
    ["grow paged"] = -7, ["triple paged"] = -8, ["map segpaged"] = -9,
    ["unmap segpaged"] = -3, ["triple segpaged"] = -12,
    ["grow segpaged"] = at_times({ [16] = true, [32] = true }, -3, -9) } do
  DIFFERENCES["service " .. name] = difference
end

-- What debugs: a store's fault and step, and what is read of its instruction; guards;
-- each step, of which the first needs no look at the instruction behind it, and their
-- end. The cold sample touches pages.
for name, difference in pairs { ["watch paged"] = -7, ["beside paged"] = -7,
    ["guard paged"] = -3, ["watch segpaged"] = -8, ["beside segpaged"] = -8,
    ["guard segpaged"] = -11 } do
  DIFFERENCES["debug " .. name] = difference
end
local function steps(none, one, each, cold)
  return function(x, at)
    return (x == 0 and none or one + each * (x - 1)) + (at == 1 and cold or 0)
  end
end
DIFFERENCES["debug step segmented"] = steps(-2, -5, -7, 0)
DIFFERENCES["debug step paged"] = steps(-4, -7, -5, -2)
DIFFERENCES["debug step segpaged"] = steps(-2, -5, -5, 0)

local WORKLOADS = { "bench", "smoke" }
local OPTIONS <const> = "arg.most=1024" -- of rlookup: the rest is more of it

-- What a sample says that stands for the row's, for one with REP instructions.
local function expected_difference(qemu, bochs, at)
  local name = qemu.experiment .. " " .. qemu.case
  local difference = DIFFERENCES[name .. " " .. qemu.model]
    or DIFFERENCES[name] or 0
  if type(difference) == "number" then return difference end
  if type(difference) == "function" then
    return difference(tonumber(qemu.x), at)
  end
  if difference == COPY then return qemu.x == "0" and 0 or -1 end
  local witness = difference == WARM and at > 1 and 2 or 1
  return math.min(-1, bochs.samples[witness] - qemu.samples[witness])
end

local function rows_of(machine, workload)
  local dir = ("%s/run/agree-%s-%s"):format(host.build(), machine, workload)
  local verdict, detail = job.start { machine = machine, workload = workload,
    dir = dir, limit = 300, options = OPTIONS }
  assert(verdict == "pass", machine .. ": " .. detail)
  local run = collect.parse(host.read(dir .. "/results.log"))
  assert(#run.errors == 0, run.errors[1])
  return run.rows
end

if host.build():find("hard") then
  print("a HARD build places regions at random: counts vary with the place")
  os.exit(77)
end

local failures, compared = 0, 0
for _, workload in ipairs(WORKLOADS) do
  local qemu, bochs = rows_of("qemu-icount", workload),
    rows_of("bochs", workload)
  assert(#qemu == #bochs, workload .. ": not the same rows")
  for i, row in ipairs(qemu) do
    local name = collect.name(row)
    assert(name == collect.name(bochs[i]))
    for at, value in ipairs(golden.is_live(row) and {} or row.samples) do
      local expected = value + expected_difference(row, bochs[i], at)
      compared = compared + 1
      if bochs[i].samples[at] ~= expected then
        failures = failures + 1
        print(("%s, sample %d: qemu-icount %d, bochs %d, expected %d"):format(
          name, at - 1, value, bochs[i].samples[at], expected))
      end
    end
  end
end
print(("%d samples compared, %d differ"):format(compared, failures))
os.exit(failures == 0 and compared > 0)
