-- SPDX-License-Identifier: MIT
-- The emulator of the modelled machines, which has bench/model in it:
-- * two runs are the same to the byte;
-- * without a table it is Bochs: it counts instructions as the distribution's does;
-- * with a table that gives each instruction one clock it does, too: each is told to
--   the model once, and each clock of the model's is a tick of the TSC;
-- * the guest's timer and its TSC agree on the frequency that the table names;
-- * a table that is wrong ends it, with what is wrong and where.

local collect = require "results.data.collect"
local host = require "results.host"
local job = require "results.boot.job"
local machines = require "results.boot.machines"

local ROOT = host.fresh(host.build() .. "/run/emulator")
local EMULATOR <const> = ".cache/emulator/bochs"
local TABLE <const> = "bench/model/%s.csv"
local PENTIUM_HZ <const>, I486_HZ <const> = 90000000, 50000000

-- Figures that are no instruction's: what is added to one, or comes between two.
local ADDED <const> = [[ mispredict_u mispredict_v mispredict_jmp agi prefix lock
  misaligned rep_movs rep_stos rep_lods rep_scas rep_cmps io_bus desc_accessed
  call_gate_param task_switch exc_same exc_inner pf_same pf_inner hwint_extra
  l2_read mem_read write_drain write_mem tlb_miss ad_update lea_index ]]

local function build()
  local status = host.run("env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make "
    .. "--no-print-directory emulator")
  assert(status == 0 and host.exists(EMULATOR), "it does not build")
end

-- run: a folder with what it wrote. change: of the emulator's words.
local function run(name, machine, change, settings)
  local it = machines.get(machine)
  local command = it.command
  it.command = function(of) return change(command(of)) end
  local dir = ROOT .. "/" .. name
  local verdict, detail = job.start { machine = machine, dir = dir, limit = 240,
    workload = "tests/workloads/clocks.lua", cpu = settings and settings.cpu,
    second = settings and settings.second }
  it.command = command
  assert(verdict == "pass", name .. ": " .. detail)
  return dir
end

local function as_it_is(words) return words end

-- rows: each row's numbers as one line.
local function rows(dir)
  local found = collect.parse(host.read(dir .. "/results.log"))
  assert(#found.errors == 0 and #found.rows > 20, found.errors[1])
  local list = {}
  for _, row in ipairs(found.rows) do
    list[#list + 1] = ("%s %s %s %s: %s %s %s %s"):format(row.experiment,
      row.case, row.model, row.x, row.n, row.min, row.p50, row.max)
    assert(row.verified == "yes" or row.n == 0, list[#list])
  end
  return list, found
end

local function same(what, one, other)
  for i = 1, math.max(#one, #other) do
    assert(one[i] == other[i], ("%s: '%s' is '%s'"):format(what, one[i], other[i]))
  end
end

-- ticks: of the TSC in a second of the timer's.
local function ticks(dir)
  return tonumber(host.read(dir .. "/console.log"):match "clocks: (%d+) ticks")
end

local function near(value, hertz)
  assert(math.abs(value - hertz) <= hertz / 100,
    ("%d ticks a second, not %d"):format(value, hertz))
end

-- ones: the Pentium's table with one clock for each instruction.
local function ones()
  local shapes, path = {}, ROOT .. "/ones.csv"
  local figures = host.read "bench/model/figures.def"
  for name in figures:gmatch "SHAPE%(([%w_]+)%)" do shapes[name] = true end
  local text = host.read(TABLE:format "pentium"):gsub("([%w_]+),%d+,",
    function(name)
      if name == "pairing" or name == "prefix_0f" then return name .. ",0," end
      if shapes[name] then return end
      return ("%s,%d,"):format(name, ADDED:find(" " .. name .. "[ \n]") and 0 or 1)
    end)
  host.write(path, text)
  return path
end

local function twice()
  local one, other = run("one", "pentium", as_it_is), run("other", "pentium", as_it_is)
  for _, name in ipairs { "results.log", "counts.csv" } do
    assert(host.read(one .. "/" .. name) == host.read(other .. "/" .. name),
      name .. " differs between two runs")
  end
  local _, found = rows(one)
  assert(found.environment.clock == "model", found.environment.clock)
  near(ticks(one), PENTIUM_HZ)
  near(ticks(run("i486", "i486", as_it_is)), I486_HZ)
end

local function instructions()
  local plain = rows(run("plain", "bochs", as_it_is,
    { cpu = "pentium", second = PENTIUM_HZ }))
  same("no table", plain, (rows(run("off", "pentium", function(words)
    assert(table.remove(words, 2):find "^DEIMOS_TABLE=")
    return words
  end))))
  same("one clock each", plain, (rows(run("ones", "pentium", function(words)
    words[2] = "DEIMOS_TABLE=" .. ones()
    return words
  end))))
end

-- refused: the emulator's words and status 2.
local function refused(environment, expected)
  local command = ("%s %s -q -f %s/one/bochsrc 2>&1; echo status $?")
    :format(environment, EMULATOR, ROOT)
  local text = host.output(command)
  assert(text:find(expected, 1, true) and text:find "status 2$",
    ("'%s' and not '%s'"):format(text, expected))
end

local function tables()
  local good, path = TABLE:format "pentium", ROOT .. "/bad.csv"
  host.write(path, (host.read(good):gsub("\nagi,1,", "\nagi,x,")))
  refused("DEIMOS_TABLE=" .. path, path .. ":89: no number of clocks")
  refused("DEIMOS_TABLE=" .. ROOT .. "/none.csv", "none.csv: No such file")
  refused(("DEIMOS_TABLE=%s DEIMOS_FIGURES=agy=1"):format(good), "no such figure: agy")
  refused(("DEIMOS_TABLE=%s DEIMOS_FIGURES=agi=x"):format(good), "no number: agi=x")
  refused(("DEIMOS_TABLE=%s DEIMOS_FIGURES=l2_ways=3"):format(good), "DEIMOS_FIGURES: ")
end

build()
twice()
instructions()
tables()
print("emulator: Bochs's instructions, the model's clocks, the same twice")
