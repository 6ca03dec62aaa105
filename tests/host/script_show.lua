-- SPDX-License-Identifier: MIT
-- What the prompt prints and completes, without a prompt: a table within the
-- bounds, read again, is the same table; each bound holds exactly; what Tab adds
-- is what all names that begin so have in common.

local show = dofile("lua/script/show.lua")
local shown <const> = { 1, "two", { three = print }, true }

-- Whatever the user calls so later is not what it works with: each of these is an error.
local function without_globals(f, ...)
  local kept, nothing = {}, function() error "it is the user's" end
  for _, name in ipairs { "debug", "ipairs", "next", "pcall", "rawget", "tostring",
      "type" } do
    kept[name], _G[name] = _G[name], nothing
  end
  local text = f(...)
  for name, value in kept.next, kept do _G[name] = value end
  return text
end
local complete = dofile("lua/script/complete.lua")

local random = math.random
math.randomseed(7)

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: %q, not %q"):format(what or "?", found, wanted), 2)
  end
end

-- A table of tables, no deeper than the prompt shows.
local function text_of(most)
  local bytes = {}
  for i = 1, random(0, most) do bytes[i] = string.char(random(0, 127)) end
  return table.concat(bytes)
end
local KEYS <const> = {
  function() return random(1, 4) end, function() return -random(9) + 0.5 end,
  function() return "k" .. random(9) end, function() return text_of(5) end,
  function() return random(2) == 1 end,
}
local function value_of(depth)
  local kind = random(depth < 4 and 6 or 4)
  if kind == 1 then return random(-1000, 1000) end
  if kind == 2 then return text_of(30) end
  if kind == 3 then return random(2) == 1 end
  if kind == 4 then return random(99) + 0.25 end
  local made = {}
  for _ = 1, random(0, 5) do
    made[KEYS[random(#KEYS)]()] = value_of(depth + 1)
  end
  return made
end
for _ = 1, 1500 do
  local value = { value_of(1), x = value_of(1) }
  local text = show(value)
  local again = load("return " .. text)
  assert(again and same(again(), value), text)
end

-- Keys in order: numbers, texts, truths, the rest; a list's own without a key.
is(show { 1, 2, [2.5] = 3, [-1] = 4, [4] = 5, b = 6, a = 7, [true] = 8 },
  "{ [-1] = 4, 1, 2, [2.5] = 3, [4] = 5, a = 7, b = 6, [true] = 8 }", "order")
for _, rest in ipairs { print, {}, io.stdout, coroutine.create(print) } do
  local shown = show { [rest] = 1, [true] = 2, [false] = 3, z = 4 }
  assert(shown:find("^{ z = 4, %[false%] = 3, %[true%] = 2, %["), shown)
end
is(show { ["end x"] = 1, _a1 = 2, ["1a"] = 3 },
  '{ ["1a"] = 3, _a1 = 2, ["end x"] = 1 }', "keys")
is(show { "a\nb\t\"\\\127" }, '{ "a\\nb\\x09\\"\\\\\\x7f" }', "escapes")

-- Bounds: width, text, fields, lines, depth.
for length = 60, 90 do
  local line = show { ("x"):rep(length) }
  is(line:find("\n") ~= nil, length + 6 > 76, "width " .. length)
  local deeper = show { { ("x"):rep(length) }, ("y"):rep(80) }
  is(select(2, deeper:gsub("\n", "")) > 3, length + 6 + 2 > 76, "indent")
end
is(show { a = { 1, 2 }, b = ("y"):rep(80) }, '{\n  a = { 1, 2 },\n  b = "'
  .. ("y"):rep(80) .. '"\n}', "lines")
for length = 100, 140 do
  for _, unit in ipairs { "x", "\u{e9}", "\u{20ac}", "\u{1f600}" } do
    local text = unit:rep(length // #unit) .. ("z"):rep(length % #unit)
    local shown, rest = show({ text }):match('"([^"]*)"(%.*)')
    is(rest, length > 120 and "..." or "", "cut " .. length)
    is(text:sub(1, #shown), shown, "a begin")
    assert(utf8.len(shown) and #shown <= 120 and #shown >= math.min(length,
      116), "characters are whole: " .. #shown)
  end
end
for count = 55, 65 do
  local list = {}
  for i = 1, count do list[i] = i end
  local _, commas = show(list):gsub(",", "")
  is(commas, count > 60 and 60 or count - 1, "fields")
  is(show(list):find("...", 1, true) ~= nil, count > 60, "the rest of them")
end
local long = {}
for i = 1, 10 do
  long[i] = {}
  for k = 1, 30 do long[i][k] = 0 end
end
is(select(2, show(long):gsub("0", "")), 6 * 30 + 15, "lines in all")
is(show { { { { {} } } } }, "{ { { { {} } } } }", "depth")
is(show { { { { { 1 } } } } }, "{ { { { {...} } } } }", "depth")

is(without_globals(show, shown), show(shown), "names that are the user's")

-- Cycles, what was shown, names; no metamethod but __tostring.
local inner = { 1 }
local text = show { inner, inner }
assert(text:find("^{ { 1 }, <table: [^>]*: see above> }$"), text)
inner[1] = inner
assert(show(inner):find("^{ <table: [^>]*: a cycle> }$"), show(inner))
local odd = setmetatable({ 1 }, { __index = error, __len = error,
  __pairs = error, __eq = error, __lt = error })
is(show(odd), "{ 1 }", "metamethods")
is(show(setmetatable({ 1 }, { __tostring = function() return "me" end })),
  "me", "__tostring")
assert(show(setmetatable({ 1 }, { __name = "T" })):find("^T: "), "__name")
for _, wrong in ipairs { error, function() return {} end } do
  is(show(setmetatable({}, { __tostring = wrong })),
    "table that does not convert to a string", "no text")
end
assert(show { [inner] = 1 }:find("^{ %[table: %w+%] = 1 }$"))
for _, plain in ipairs { "text \n", 5, 1.5, true } do
  is(show(plain), tostring(plain), "by itself")
end
is(show(nil), "nil", "nil")

-- Tab: against all names that begin so.
local KEYWORDS <const> = "and break do else elseif end false for function goto "
  .. "if in local nil not or repeat return then true until while"
local function names(places, prefix, only_functions, keywords)
  local found, seen = {}, {}
  local function take(name)
    if name:sub(1, #prefix) == prefix and not seen[name] then
      seen[name] = true
      found[#found + 1] = name
    end
  end
  for _, place in ipairs(places) do
    for key, value in pairs(place) do
      if type(key) == "string" and key:find("^[%a_][%w_]*$")
          and (not only_functions or type(value) == "function") then
        take(key)
      end
    end
  end
  for word in keywords:gmatch("%S+") do take(word) end
  table.sort(found)
  return found
end
local function check_tab(before, places, prefix, only_functions, keywords)
  local wanted = names(places, prefix, only_functions, keywords or "")
  local more, choices = complete(before)
  is(table.concat(choices, " "), #wanted > 1 and table.concat(wanted, " ")
    or "", before)
  local common = wanted[1] or prefix
  for _, name in ipairs(wanted) do
    while name:sub(1, #common) ~= common do common = common:sub(1, -2) end
  end
  is(more, common:sub(#prefix + 1), before)
end

local base = { alpha = 1, beta = print, _g = { deep = { er = 1, est = 2 } } }
tree = setmetatable({ alpine = print, alps = 2, [1] = 3, ["not a name"] = 4,
  s = "text", file = io.stdout, base = base }, { __index = base })
loop = setmetatable({ here = 1 }, {})
getmetatable(loop).__index = loop
closed = setmetatable({}, { __index = function() return base end })
for _, prefix in ipairs { "", "a", "al", "alp", "alpi", "b", "_", "no", "zz" } do
  for _, head in ipairs { "", "x = ", "(", "a.b, " } do
    check_tab(head .. "tree." .. prefix, { tree, base }, prefix)
    check_tab(head .. "tree:" .. prefix, { tree, base }, prefix, true)
    check_tab(head .. "tree.base." .. prefix, { base }, prefix)
  end
end
for _, prefix in ipairs { "t", "tr", "str", "e", "el", "i", "re", "fals", "q" }
do
  check_tab(prefix, { _G }, prefix, false, KEYWORDS)
  check_tab("1 + " .. prefix, { _G }, prefix, false, KEYWORDS)
end
check_tab("tree._g.deep.e", { base._g.deep }, "e")
check_tab("tree.s:re", { string }, "re", true)
check_tab("tree.file:se", { getmetatable(io.stdout).__index }, "se", true)
check_tab("loop.h", { loop }, "h")
check_tab("closed.al", {}, "al")
check_tab("nothing.x", {}, "x")
check_tab("tree.nothing.x", {}, "x")
for before, wanted in pairs { [""] = " ", ["x = "] = " ", ["("] = " ",
    ["'s':"] = "", ["f()."] = "" } do
  local more, choices = complete(before)
  is(more, wanted, before)
  is(#choices, 0, before)
end
print("show: read again, it is the same")
