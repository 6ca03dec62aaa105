-- SPDX-License-Identifier: MIT
-- The record parser on damaged logs, always the same ones. It never raises an
-- error of its own; and a log that it accepts says what the sound one says.
-- Where CRCs are mended after the damage, only the first holds.

local collect = require "results.data.collect"
local records = require "results.data.records"

local ROUNDS = 20000
local ROW = "row id=%d experiment=call case=c%d model=m%%20x x= clock=insn "
  .. "unit=insn n=4 cold=50 min=10 p25=10 p50=11 p75=12 p99=17 max=17 "
  .. "mean=13 stddev=2 overhead=6 verified=yes warmup=1"
local PIECES = { "@ ", "@ 3 ", "\n", "\r", "\0", "%", "%41", "=", " ", ",",
  "-", "99999999999999999999", "DEIMOS-END 1 records=1 status=16\n",
  "DEIMOS-BEGIN 1\n", "row ", "s id=1 at=0 v=1\n", "\27[H", "\255", "x" }

local state = 1
local function random(n)
  state = state * 6364136223846793005 + 1442695040888963407
  return (state >> 33) % n + 1
end

local function frame(sequence, payload)
  return ("@ %d %08x %s\n"):format(sequence, records.crc32(payload), payload)
end

local function sound()
  local list = { "env key=clock value=insn", "env key=a value=b%20c" }
  for id = 1, 3 do
    list[#list + 1] = ("s id=%d at=0 v=50,20,10"):format(id)
    list[#list + 1] = ("s id=%d at=3 v=12,11,17"):format(id)
    list[#list + 1] = ROW:format(id, id)
  end
  local lines = { "console text\n", "DEIMOS-BEGIN 1\n" }
  for i, payload in ipairs(list) do lines[#lines + 1] = frame(i, payload) end
  table.insert(lines, 6, "more of it\n")
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=16\n"):format(#list)
  return table.concat(lines)
end

-- Everything that a log has told, as one text.
local function told(run)
  local list = {}
  for key, value in pairs(run.environment) do
    list[#list + 1] = key .. "=" .. value
  end
  for _, row in ipairs(run.rows) do
    list[#list + 1] = ("%s %d %s"):format(collect.name(row), row.p50,
      table.concat(row.samples, ","))
  end
  table.sort(list)
  return table.concat(list, "\n")
end

local function bounds(text)
  local a, b = random(#text), random(#text)
  return math.min(a, b), math.max(a, b)
end

local mutations = {
  function(text)                        -- one bit
    local at = random(#text)
    return text:sub(1, at - 1)
      .. string.char(text:byte(at) ~ 1 << random(8) - 1) .. text:sub(at + 1)
  end,
  function(text)                        -- something put in
    local at = random(#text)
    return text:sub(1, at - 1) .. PIECES[random(#PIECES)] .. text:sub(at)
  end,
  function(text)                        -- something taken out
    local at = random(#text)
    return text:sub(1, at - 1) .. text:sub(at + random(20))
  end,
  function(text)                        -- something twice
    local first, last = bounds(text)
    return text:sub(1, last) .. text:sub(first)
  end,
  function(text)                        -- a line moved
    local lines = {}
    for line in text:gmatch("[^\n]*\n") do lines[#lines + 1] = line end
    if #lines == 0 then return text end
    table.insert(lines, random(#lines), table.remove(lines, random(#lines)))
    return table.concat(lines)
  end,
  function(text) return text:sub(1, random(#text)) end,
}

local function mend(text)
  return (text:gsub("@ (%d+) %x+ ([^\n]*)", function(number, payload)
    return ("@ %s %08x %s"):format(number, records.crc32(payload), payload)
  end))
end

local original = sound()
local first = collect.parse(original)
assert(#first.errors == 0 and #first.rows == 3, first.errors[1])
local expected = told(first)

local accepted, mended = 0, 0
for round = 1, ROUNDS do
  local text = original
  for _ = 1, random(3) do
    if text ~= "" then text = mutations[random(#mutations)](text) end
  end
  local may_differ = random(2) == 1
  if may_differ then text = mend(text) end
  local ok, run = pcall(collect.parse, text)
  assert(ok, ("round %d: %s\n%s"):format(round, tostring(run), text))
  if #run.errors == 0 and may_differ then
    mended = mended + 1
    told(run)
  elseif #run.errors == 0 then
    accepted = accepted + 1
    assert(told(run) == expected,
      ("round %d: accepted, but says something else:\n%s"):format(round, text))
  end
end
print(("%d damaged logs: %d harmless ones, %d others accepted once mended")
  :format(ROUNDS, accepted, mended))
assert(accepted > 100 and mended > 100)
