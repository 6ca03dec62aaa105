-- SPDX-License-Identifier: MIT
-- The evaluator of core/cm/ against the one in tests/reference/, on random
-- pairs of constraints: each a predicate and pairs, with what is bound to
-- each side. Both must accept the same texts, and agree on what holds.

local host = require "results.host"
local i386 = require "tests.i386"
local reference = require "tests.reference.constraint"

local PAIRS_OF_CONSTRAINTS = 100000
local SHOWN = 5
local SOURCES = "core/constraint/*.c core/lib/crc32.c core/lib/format.c"
local COMPILE = "gcc -m32 -std=gnu11 -O1 -g -fsanitize="
  .. i386.sanitizers .. " -fno-sanitize-recover=all -Wall -Wextra -Werror -I. -o %s "
  .. "tests/reference/constraint_driver.c %s"

-- A generator of our own: the same cases with every Lua.
local state = 20240229
local function random(n)
  state = (state * 6364136223846793005 + 1442695040888963407)
  return (state >> 33) % n + 1
end
local function pick(list) return list[random(#list)] end
local function chance(percent) return random(100) <= percent end

local NAMES = { "a", "b", "level", "moduleName", "ab" }
local MODULES = { "x", "y", "z", '"x"', '"y"', '"x y"', '""' }
local VALUES = { "1", "2", "-1", "0", '"1"', '"2"', "x", '"x"', '"xy"', '""',
  "01", "-0", "2147483647", "-2147483648", '"and"' }
local RELATIONS = { "=", "!=", "<", "<=", ">", ">=" }
local BLANKS = { "", "", "", " ", " ", "\n", "\t " }
local DAMAGE = { "<", ">", ",", "(", ")", "and", "or", "not", "=", "==", "!",
  '"', "wildcard()", "bindcount()", "before", "2147483648", "a", "1b", "-",
  "moduleName", "<moduleName,1>", "\\", ";" }

local function blank() return pick(BLANKS) end

local function pair(name, value)
  return "<" .. blank() .. name .. blank() .. "," .. blank() .. value
    .. blank() .. ">"
end

local function wild_or(list)
  return chance(15) and "wildcard()" or pick(list)
end

local function module() return pair("moduleName", wild_or(MODULES)) end

local function term()
  local name = pick(NAMES)
  return pair(name, wild_or(name == "moduleName" and MODULES or VALUES))
end

local function comparison()
  local subject, value = pick(NAMES), pick(VALUES)
  if chance(40) then
    subject, value = "bindcount()", tostring(random(6) - 2)
  end
  if chance(30) and (subject == "bindcount()" or not value:find("^%a")) then
    subject, value = value, subject
  end
  return subject .. blank() .. pick(RELATIONS) .. blank() .. value
end

local function called()
  return pick { "before", "compatible" } .. blank() .. "(" .. module()
    .. blank() .. "," .. blank() .. module() .. ")"
end

local function expression(depth)
  local kind = depth == 0 and 4 or random(10)
  if kind <= 2 then
    return "(" .. expression(depth - 1) .. ")"
  elseif kind == 3 then
    return "not " .. expression(depth - 1)
  elseif kind <= 7 then
    return pick { term, comparison, called, called } ()
  end
  return expression(depth - 1) .. " " .. pick { "and", "or" } .. " "
    .. expression(depth - 1)
end

local function side()
  local list = {}
  if chance(75) then list[1] = pair("moduleName", pick(MODULES)) end
  for _ = 1, random(4) - 1 do
    local name = pick(NAMES)
    if name ~= "moduleName" then
      table.insert(list, random(#list + 1), pair(name, pick(VALUES)))
    end
  end
  return table.concat(list, pick { " ", ", ", "", "\n" })
end

-- A word too many, now and then.
local function damage(text)
  if not chance(4) then return text end
  local at = random(#text + 1)
  return text:sub(1, at - 1) .. pick(DAMAGE) .. text:sub(at)
end

local function constraint()
  local c = { predicate = damage(expression(random(5) - 1)),
    pairs = damage(side()), bound = {} }
  for i = 1, random(5) - 1 do c.bound[i] = side() end
  return c
end

local function ours(c, other)
  local predicate, pairs_of_other =
    reference.predicate(c.predicate), reference.pairs(other.pairs)
  if not pairs_of_other then return "T" end
  if not predicate then return "P" end
  local bound = {}
  for i, text in ipairs(c.bound) do
    bound[i] = assert(reference.pairs(text), text)
  end
  return predicate { other = pairs_of_other, bound = bound, count = #bound }
    and "1" or "0"
end

local function write(file, c, other)
  local texts = { c.predicate, other.pairs, table.unpack(c.bound) }
  for _, text in ipairs(texts) do
    file:write(" ", (text:gsub("\n", "\f")), "\n")
  end
  file:write("\n")
end

local dir = host.build() .. "/test"
local program, cases = dir .. "/constraint_driver", dir .. "/constraint_cases"
host.mkdir(dir)
host.must(COMPILE:format(program, SOURCES))
local file = assert(io.open(cases, "wb"))
local expected, sides = {}, {}
for _ = 1, PAIRS_OF_CONSTRAINTS do
  local a, b = constraint(), constraint()
  for _, c in ipairs { { a, b }, { b, a } } do
    write(file, c[1], c[2])
    expected[#expected + 1] = ours(c[1], c[2])
    sides[#sides + 1] = c
  end
end
file:close()

local found = host.output(("%s%s <%s"):format(i386.prefix, program, cases))
local counts, wrong = {}, 0
for i, verdict in ipairs(expected) do
  counts[verdict] = (counts[verdict] or 0) + 1
  if found:sub(i, i) ~= verdict then
    wrong = wrong + 1
    if wrong <= SHOWN then
      local c = sides[i]
      print(("expected %s, got '%s': %s\n  on %s\n  bound: %s"):format(verdict,
        found:sub(i, i), c[1].predicate, c[2].pairs,
        table.concat(c[1].bound, " | ")))
    end
  end
end
print(("%d pairs of constraints: %d sides hold, %d do not, %d predicates and "
  .. "%d pairs refused; %d wrong"):format(PAIRS_OF_CONSTRAINTS, counts["1"],
  counts["0"], counts.P, counts.T, wrong))
os.exit(wrong == 0 and #found == #expected and counts["1"] > 10000
  and counts["0"] > 10000)
