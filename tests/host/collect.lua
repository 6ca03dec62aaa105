-- SPDX-License-Identifier: MIT
-- The collector: a sound log passes, and each kind of damage is found and
-- named. Host only.

local collect = require "results.data.collect"
local records = require "results.data.records"

local ENV = "env key=clock value=insn"
local SAMPLES = "s id=1 at=0 v=50,20,10,12,11,17"
local ROW = "row id=1 experiment=call case=near%20call model= x= clock=insn "
  .. "unit=insn n=4 cold=50 min=10 p25=10 p50=11 p75=12 p99=17 max=17 "
  .. "mean=13 stddev=2 overhead=6 verified=yes warmup=1"

local function frame(sequence, payload)
  return ("@ %d %08x %s"):format(sequence, records.crc32(payload), payload)
end

-- A whole log of these payloads, as a list of lines.
local function log(...)
  local lines = { "DEIMOS-BEGIN 1" }
  for i, payload in ipairs { ... } do lines[i + 1] = frame(i, payload) end
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=16"):format(#lines - 1)
  return lines
end

local function parse(lines)
  return collect.parse(table.concat(lines, "\n") .. "\n")
end

local function accept(name, lines)
  local run = parse(lines)
  assert(#run.errors == 0, name .. ": " .. tostring(run.errors[1]))
  return run
end

local function refuse(name, lines, pattern)
  local run = parse(lines)
  local all = table.concat(run.errors, "\n")
  assert(all:find(pattern), ("%s: expected '%s' in: %s"):format(name, pattern,
    all))
end

assert(records.crc32("123456789") == 0xcbf43926)

local _, coded = records.payload("k a%3d=%e2%82%AC%20%0A b=%%zz c=%4")
assert(coded["a="] == "\u{20ac} \n" and coded.b == "%%zz" and coded.c == "%4")
local _, twice = records.payload("row id=1 x=2 x=3")
assert(twice == "has 'x' twice", twice)
for _, word in ipairs { "call", "near%%20call" } do
  refuse("an escape in a name",
    log(ENV, SAMPLES, (ROW:gsub(word, "%%1b]0;evil%%07", 1))),
    "%l+ has a control character")
end
for _, value in ipairs { "insn", "tsc" } do
  refuse("the environment twice", log(ENV, "env key=clock value=" .. value,
    SAMPLES, ROW), "environment 'clock' again")
end
-- Without any one of its fields, a record is refused, and nothing else happens.
for _, whole in ipairs { ENV, SAMPLES, ROW } do
  for field in whole:gmatch(" (%w+)=") do
    local payloads = { ENV, SAMPLES, ROW }
    for i, payload in ipairs(payloads) do
      if payload == whole then
        payloads[i] = payload:gsub(" " .. field .. "=%S*", "", 1)
      end
    end
    local sound, found = pcall(parse, log(table.unpack(payloads)))
    assert(sound and #found.errors > 0, ("%s without %s: %s"):format(
      whole:match("%a+"), field, sound and "no error" or found))
  end
end
refuse("a field twice", log(SAMPLES, ROW .. " n=4"), "has 'n' twice")

local run = accept("sound", log(ENV, SAMPLES, ROW))
assert(run.status == 16 and run.environment.clock == "insn")
assert(run.rows[1].case == "near call" and run.rows[1].p50 == 11)
assert(#run.rows[1].samples == 6 and #run.unverified == 0)

accept("samples after their row", log(ROW, SAMPLES))
accept("samples on two lines",
  log("s id=1 at=0 v=50,20,10", ROW, "s id=1 at=3 v=12,11,17"))
accept("nothing applies", log((ROW:gsub("(%l%w+)=%d+", "%1=")
  :gsub("id=", "id=1"):gsub(" n=4", " n=0"):gsub("warmup=", "warmup=0")
  :gsub("verified=yes", "verified="))))

accept("nothing to measure with, and no clock", log((ROW:gsub("(%l%w+)=%d+",
  "%1="):gsub("id=", "id=1"):gsub(" n=4", " n=0"):gsub("warmup=", "warmup=0")
  :gsub("verified=yes", "verified="):gsub("clock=insn unit=insn", "clock= unit="))))
accept("nothing applies beside an overhead", log("env key=overhead value=6",
  (ROW:gsub("(%l%w+)=%d+", "%1="):gsub("id=", "id=1"):gsub(" n=4", " n=0")
  :gsub("warmup=", "warmup=0"):gsub("verified=yes", "verified="))))

local wide = log(ENV)
wide[#wide] = "DEIMOS-END 1 records=1 status=" .. ("9"):rep(20)
refuse("a status beyond 64 bits", wide, "damaged end record")

local ONCE = "row id=1 experiment=cm case=unload model= x= clock=insn unit=insn "
  .. "n=1 cold=9 min=9 p25=9 p50=9 p75=9 p99=9 max=9 mean=9 stddev=0 "
  .. "overhead=6 verified=yes warmup=0"
run = accept("a one-shot row", log("s id=1 at=0 v=9", ONCE))
assert(#run.rows[1].samples == 1 and run.rows[1].p50 == 9)
accept("one sample beside the cold one", log("s id=1 at=0 v=11,9",
  (ONCE:gsub("cold=9", "cold=11"))))
refuse("a one-shot row without its sample", log(ONCE), "0 samples, expected 2")
refuse("one with another sample", log("s id=1 at=0 v=8", ONCE), "samples say 8")
refuse("one with a warm-up", log("s id=1 at=0 v=9",
  (ONCE:gsub("warmup=0", "warmup=1"))), "1 samples, expected 3")

local crlf = log(SAMPLES, ROW)
for i, line in ipairs(crlf) do crlf[i] = line .. "\r" end
accept("carriage returns", crlf)

local after_loader = log(SAMPLES, ROW)
after_loader[1] = "\27[H\27[J\r" .. after_loader[1]
accept("a boot loader's leftovers", after_loader)

local mixed = log(ENV, SAMPLES, ROW)
table.insert(mixed, 1, "@home: console text before the begin record")
table.insert(mixed, 4, "console text")
table.insert(mixed, 5, "")
accept("console text between", mixed)

local lines = log(ENV, SAMPLES, ROW)
table.remove(lines, 3)
refuse("a gap", lines, "line 3: record 3 follows record 1: missing")

lines = log(ENV, SAMPLES, ROW)
lines[3] = lines[3]:gsub("v=50", "v=51")
refuse("a wrong CRC", lines, "line 3: record 2: its CRC")

for _, number in ipairs { "1000000000", ("9"):rep(20), ("9"):rep(400) } do
  lines = log(ENV, SAMPLES, ROW)
  lines[3] = lines[3]:gsub("@ 2", "@ " .. number)
  refuse("a number of " .. #number .. " digits", lines,
    "line 3: damaged frame after record 1")
end

lines = log(ENV, SAMPLES, ROW)
lines[2] = lines[2]:sub(1, 8)
refuse("half a frame", lines, "line 2: damaged frame after record 0")

lines = log(ENV, SAMPLES, ROW)
table.insert(lines, 3, lines[2])
refuse("a record twice", lines, "line 3: record 1 again")

lines = log(ENV, SAMPLES, ROW)
lines[#lines] = nil
refuse("no end", lines, "ends after record 3")

lines = log(ENV, SAMPLES, ROW)
table.remove(lines, 4)
refuse("last record lost", lines, "the guest sent 3 records, the last here")

lines = log(ENV, SAMPLES, ROW)
table.remove(lines, 1)
refuse("no begin", lines, "no begin record")

lines = log(ENV)
for _, line in ipairs(log(ENV)) do lines[#lines + 1] = line end
refuse("two runs", lines, "a second begin record")
refuse("another format", { "DEIMOS-BEGIN 2" }, "record format '2'")
refuse("an empty log", { "" }, "no begin record")

refuse("a row twice", log(SAMPLES, ROW, ROW), "a second row with id 1")
refuse("the same name twice", log(SAMPLES, ROW, (SAMPLES:gsub("id=1", "id=2")),
  (ROW:gsub("id=1", "id=2"))), "row 'call near call' again")
refuse("no row", log(SAMPLES), "samples of row 1, but no row")
refuse("no samples", log(ROW), "has 0 samples, expected 6")
refuse("a sample lost", log((SAMPLES:gsub(",17", "")), ROW),
  "has 5 samples, expected 6")
refuse("samples out of order", log("s id=1 at=3 v=1", ROW), "expected 0")
refuse("a field lost", log(SAMPLES, (ROW:gsub(" p75=12", ""))),
  "a row without 'p75'")
refuse("no number", log(SAMPLES, (ROW:gsub("p75=12", "p75=1x"))),
  "p75='1x' is not a number")
refuse("an unknown clock", log(SAMPLES, (ROW:gsub("clock=insn", "clock=wall"))),
  "clock 'wall'")
refuse("an unknown kind", log("noise a=b"), "unknown kind 'noise'")
-- Fields that contradict each other, or the run's environment.
local function again(from, to)
  return (ROW:gsub("id=1", "id=2"):gsub("near%%20call", "far"):gsub(from, to))
end
local OTHER = (SAMPLES:gsub("id=1", "id=2"))
for _, case in ipairs {
  { "unit=insn", "unit=cycle", "clock 'insn' with unit 'cycle'" },
  { "unit=insn", "unit=", "clock 'insn' with unit ''" },
  { "clock=insn", "clock=tsc", "clock 'tsc' with unit 'insn'" },
  { "clock=insn unit=insn", "clock= unit=", "clock ''" },
  { "clock=insn", "clock=none", "clock 'none'" },
  { "verified=yes", "verified=yes wall=1", "a row with the unknown key 'wall'" },
  { "verified=yes", "verified=maybe", "verified='maybe'" },
} do
  refuse(case[2], log(SAMPLES, (ROW:gsub(case[1], case[2]))), case[3])
end
refuse("two overheads", log(SAMPLES, ROW, OTHER, again("overhead=6",
  "overhead=7")), "row 'call far': overhead 7, that of row 'call near call' is 6")
refuse("two clocks", log(SAMPLES, ROW, OTHER, again("clock=insn unit=insn",
  "clock=tsc unit=cycle")), "row 'call far': clock tsc, that of row")
refuse("the environment's overhead", log("env key=overhead value=7", SAMPLES,
  ROW), "overhead 6, the environment says 7")
refuse("the environment's clock", log("env key=clock value=tsc", SAMPLES, ROW),
  "clock insn, the environment says tsc")
refuse("no clock at all", log("env key=clock value=none", SAMPLES, ROW),
  "clock insn, the environment says")
refuse("the environment's unit", log("env key=unit value=cycle", SAMPLES, ROW),
  "unit insn, the environment says cycle")
refuse("an environment with more", log("env key=a value=b more=c"),
  "a env with the unknown key 'more'")
refuse("samples with more", log(SAMPLES .. " unit=insn", ROW),
  "a s with the unknown key 'unit'")
local EMPTY = (ROW:gsub("(%l%w+)=%d+", "%1="):gsub("id=", "id=1")
  :gsub(" n=4", " n=0"):gsub("warmup=", "warmup=0"):gsub("=yes", "="))
refuse("a value without samples", log((EMPTY:gsub("p50=", "p50=5"))),
  "p50='5' with n=0")
refuse("nothing, verified", log((EMPTY:gsub("verified=", "verified=yes"))),
  "verified='yes' with n=0")
refuse("nothing, with samples", log(SAMPLES, EMPTY), "6 samples, expected 0")

refuse("a negative sample", log((SAMPLES:gsub("=50", "=-50")), ROW),
  "sample '%-50' is not a number")

for _, change in ipairs { "min=10 min=9", "p25=10 p25=11", "p50=11 p50=12",
    "p75=12 p75=11", "p99=17 p99=16", "max=17 max=18", "mean=13 mean=12",
    "cold=50 cold=49" } do
  local from, to = change:match("(%S+) (%S+)")
  refuse("wrong " .. from, log(SAMPLES, (ROW:gsub(from, to))), "sample")
end
refuse("samples that overlap", log("s id=1 at=0 v=50,20,10", ROW,
  "s id=1 at=1 v=12,11,17"), "from 1 on, expected 3")
refuse("a stddev that is too small", log(SAMPLES, (ROW:gsub("stddev=2",
  "stddev=1"))), "1 is not the samples' stddev")
refuse("wrong stddev", log(SAMPLES, (ROW:gsub("stddev=2", "stddev=3"))),
  "3 is not the samples' stddev")

run = accept("unverified", log(SAMPLES, (ROW:gsub("=yes", "=no"))))
assert(run.unverified[1] == "call near call")
refuse("not even said", log(SAMPLES, (ROW:gsub("=yes", "="))), "verified=''")

-- Any damage at all: one byte changed anywhere is noticed.
local text = table.concat(log(ENV, SAMPLES, ROW), "\n") .. "\n"
for at = 1, #text do
  local byte = string.char(text:byte(at) ~ 4)
  local damaged = text:sub(1, at - 1) .. byte .. text:sub(at + 1)
  assert(#collect.parse(damaged).errors > 0
    or collect.parse(damaged).status ~= 16, "not noticed at byte " .. at)
end
for length = 0, #text - 1 do
  local ok = #collect.parse(text:sub(1, length)).errors == 0
  assert(not ok or length == #text - 1, "cut at byte " .. length)
end
-- A line that was cut is no record, however long it is.
local began = os.clock()
assert(#collect.parse(text .. ("y"):rep(500000)).errors == 0)
assert(os.clock() - began < 5, "a long line takes long")
print("collect: sound logs pass, damaged ones do not")
