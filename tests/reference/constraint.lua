-- SPDX-License-Identifier: MIT
-- Protection constraints once more, from core/constraint/README.md and paper
-- section 3.2 alone: to be compared with core/constraint/. Nothing is compiled, no
-- branch is cut short, nothing is fast.

local M = {}

local RESERVED = { ["and"] = 1, ["or"] = 1, ["not"] = 1, before = 1,
  compatible = 1, wildcard = 1, bindcount = 1 }
local LIMITS = { pairs = 32, terms = 32, depth = 16, text = 511 }
local WILDCARD = {}                     -- the special value

local function bad() error("refused", 0) end

-- tokens: a list of { kind, value }; kinds are name, text, integer, symbol.
local function tokens(source)
  if #source > LIMITS.text then bad() end
  local list, at = {}, 1
  local function take(pattern, kind, convert)
    local first, last, value = source:find("^" .. pattern, at)
    if not first then return false end
    at = last + 1
    list[#list + 1] = { kind, convert and convert(value) or value }
    return true
  end
  while true do
    at = source:find("[^ \t\n\r]", at)
    if not at then break end
    local ok = take("([%a_][%w_]*)", "name")
      or take('"([^"\\\n]*)"', "text")
      or take("(%-?%d+)", "integer", math.tointeger)
      or take("([<>!]=)", "symbol") or take("([<>=,()])", "symbol")
    local token = list[#list]
    if not ok then bad() end
    if token[1] == "integer" and (token[2] < -2147483648
        or token[2] > 2147483647 or source:find("^[%a_]", at)) then
      bad()
    end
  end
  return list
end

local function reader(source)
  local list, at = tokens(source), 1
  local R = { terms = 0, depth = 0 }
  function R.is(value)
    local token = list[at]
    return token and token[1] ~= "text" and token[2] == value
  end
  function R.kind() return list[at] and list[at][1] end
  function R.next()
    at = at + 1
    return (list[at - 1] or bad())[2]
  end
  function R.accept(value)
    if R.is(value) then return R.next() end
  end
  function R.expect(value) return R.accept(value) or bad() end
  function R.name()
    if R.kind() ~= "name" or RESERVED[list[at][2]] then bad() end
    return R.next()
  end
  function R.value()
    if R.kind() == "name" then return R.name() end
    if R.kind() ~= "text" and R.kind() ~= "integer" then bad() end
    return R.next()
  end
  function R.term()
    R.terms = R.terms + 1
    if R.terms > LIMITS.terms then bad() end
  end
  return R
end

local function read_pair(R, may_be_wild)
  R.expect("<")
  local name, value = R.name(), nil
  R.expect(",")
  if may_be_wild and R.accept("wildcard") then
    R.expect("(")
    R.expect(")")
    value = WILDCARD
  else
    value = R.value()
  end
  R.expect(">")
  return { name = name, value = value }
end

-- pairs: a list of { name, value }; nil if the text is no list of pairs.
function M.pairs(source)
  local ok, result = pcall(function()
    local R, found, named = reader(source), {}, false
    while R.kind() do
      local pair = read_pair(R, false)
      if pair.name == "moduleName" then
        if named or type(pair.value) ~= "string" then bad() end
        named = true
      end
      found[#found + 1] = pair
      if R.accept(",") and not R.kind() then bad() end
    end
    if #found > LIMITS.pairs then bad() end
    return found
  end)
  return ok and result or nil
end

local function matches(pair, other)
  return pair.name == other.name
    and (pair.value == WILDCARD or pair.value == other.value)
end

local function has(side, pair)
  local found = false
  for _, other in ipairs(side) do found = found or matches(pair, other) end
  return found
end

local relations = {
  ["="] = function(a, b) return a == b end,
  ["!="] = function(a, b) return a ~= b end,
  ["<"] = function(a, b) return a < b end,
  ["<="] = function(a, b) return a <= b end,
  [">"] = function(a, b) return a > b end,
  [">="] = function(a, b) return a >= b end,
}

local function relate(relation, a, b)
  if math.type(a) ~= math.type(b) and relation ~= "=" and relation ~= "!="
  then
    return false
  end
  return relations[relation](a, b)
end

local function read_module(R)
  R.term()
  local pair = read_pair(R, true)
  if pair.name ~= "moduleName" or math.type(pair.value) then bad() end
  return pair
end

local functions = {}

function functions.before(world, x, y)
  local to_other_than_y = not has(world.other, y)
  return to_other_than_y or world.bound_to(x)
end

function functions.compatible(world, x, y)
  local bound_x, bound_y = world.bound_to(x), world.bound_to(y)
  local to_x, to_y = has(world.other, x), has(world.other, y)
  return not (bound_x or bound_y) or bound_x and to_y or bound_y and to_x
end

local function read_function(R, name)
  R.next()
  R.expect("(")
  local x = read_module(R)
  R.expect(",")
  local y = read_module(R)
  R.expect(")")
  return function(world)
    local named = has(world.other, { name = "moduleName", value = WILDCARD })
    local value = functions[name](world, x, y)
    return named and value
  end
end

-- A side of a comparison: a function of the world to a list of values.
local function read_subject(R)
  if R.accept("bindcount") then
    R.expect("(")
    R.expect(")")
    return function(world) return { world.count } end, true
  end
  local name = R.name()
  return function(world)
    local values = {}
    for _, pair in ipairs(world.other) do
      if pair.name == name then values[#values + 1] = pair.value end
    end
    return values
  end
end

local function read_relation(R)
  for relation in pairs(relations) do
    if R.accept(relation) then return relation end
  end
  bad()
end

local function read_comparison(R, literal_first)
  R.term()
  local literal = literal_first and R.value()
  local relation, subject, counts
  if literal_first then
    relation = read_relation(R)
    subject, counts = read_subject(R)
  else
    subject, counts = read_subject(R)
    relation = read_relation(R)
    literal = R.value()
  end
  if counts and not math.type(literal) then bad() end
  return function(world)
    local found = false
    for _, value in ipairs(subject(world)) do
      local a, b = value, literal
      if literal_first then a, b = b, a end
      found = found or relate(relation, a, b)
    end
    return found
  end
end

local read_or

local function read_test(R)
  if R.is("<") then
    R.term()
    local pair = read_pair(R, true)
    return function(world) return has(world.other, pair) end
  elseif R.is("before") and R.kind() == "name" then
    return read_function(R, "before")
  elseif R.is("compatible") then
    return read_function(R, "compatible")
  end
  return read_comparison(R, R.kind() == "integer" or R.kind() == "text")
end

local function read_not(R)
  if R.accept("not") then
    local value = read_not(R)
    return function(world) return not value(world) end
  elseif not R.accept("(") then
    return read_test(R)
  end
  R.depth = R.depth + 1
  if R.depth > LIMITS.depth then bad() end
  local value = read_or(R)
  R.expect(")")
  R.depth = R.depth - 1
  return value
end

local function chain(R, word, read, combine)
  local list = { read(R) }
  while R.accept(word) do list[#list + 1] = read(R) end
  return function(world)
    local value = list[1](world)
    for i = 2, #list do value = combine(value, list[i](world)) end
    return value
  end
end

local function read_and(R)
  return chain(R, "and", read_not, function(a, b) return a and b end)
end

function read_or(R)
  return chain(R, "or", read_and, function(a, b) return a or b end)
end

-- predicate: a function of a world, or nil if the text is no predicate. A
-- world: { other = pairs, bound = list of pairs, count = bindcount() }.
function M.predicate(source)
  local ok, result = pcall(function()
    local R = reader(source)
    if not R.kind() then return function() return true end end
    local value = read_or(R)
    if R.kind() then bad() end
    return value
  end)
  if not ok then return nil end
  return function(world)
    world.bound_to = function(pair)
      local found = false
      for _, side in ipairs(world.bound) do found = found or has(side, pair) end
      return found
    end
    return result(world)
  end
end

return M
