-- SPDX-License-Identifier: MIT
-- Numbers that C and a script both have, where no generator reaches. A mark
--
--     -- ORDER tests/modules/workers.c
--     -- ORDER modules/api/area.h struct area
--     -- ORDER tests/modules/client_kinds/acts.S table kinds_acts
--
-- above a statement of a Lua file, or behind it, says where C has them:
--
--     local STACK <const>, WAIT <const> = 8192, 6
--     local KIND <const> = { count = 0, ["die elsewhere"] = 4 }
--     local WAYS <const> = { "plain", "undefined" }       numbers from 0 on
--
-- Each name stands there in capitals, with or without a prefix, as a #define
-- or in an enum, and has that value; or, of a struct, it is the field with
-- that number, and a list is the fields from its first on. A table, of .long
-- behind a label, is as a struct. The names of an interface's methods are those
-- of its struct.

local host = require "results.host"

local function text_of(path)
  local text = assert(host.read(path), path .. ": it is not there")
  return (text:gsub("/%*.-%*/", " "):gsub("\\\n", " "))
end

local function value_of(expression, known)
  local plain = expression:gsub("(%d)[uU]%f[%W]", "%1"):gsub("%(u32%)", "")
  local f = load("return " .. plain, "=value", "t", known)
  local good, value = pcall(f or error)
  return good and math.type(value) == "integer" and value or nil
end

local function add_enum(body, known)
  local next_one = 0
  for member in body:gmatch("[^,]+") do
    local name, value = member:match("^%s*([%w_]+)%s*=%s*(.-)%s*$")
    name = name or member:match("[%w_]+")
    if value then next_one = value_of(value, known) end
    if not name or not next_one then return end
    known[name], next_one = next_one, next_one + 1
  end
end

-- All #defines and members of enums of a C file that are integers.
local function constants(text)
  local known = {}
  for name, value in text:gmatch("#define%s+([%w_]+)[ \t]+([^\n]+)") do
    known[name] = value_of(value, known)
  end
  for body in text:gmatch("enum[%s%w_]*(%b{})") do
    add_enum(body:sub(2, -2), known)
  end
  return known
end

-- Fields of a struct in order; of methods, their names.
local function fields(text, struct)
  local body = text:match("struct " .. struct .. " (%b{})")
  local found = {}
  assert(body, "struct " .. struct .. ": it is not there")
  for field in body:sub(2, -2):gsub("%(%*([%w_]+)%)%s*%b()", "%1")
      :gmatch("[^;]+") do
    for name in field:gsub("%b[]", ""):gmatch("([%w_]+)%s*%f[,\0]") do
      found[#found + 1] = name
    end
  end
  return found
end

-- What the .long behind a label have, in order.
local function entries(text, label)
  local found = {}
  local behind = text:match("\n" .. label .. ":([^:]*)")
  assert(behind, "table " .. label .. ": it is not there")
  for list in behind:gmatch("%.long%s+([^\n]+)") do
    for name in list:gmatch("[%w_]+") do found[#found + 1] = name end
  end
  return found
end

-- The constant of that name, with the shortest prefix.
local function constant(known, name, where)
  local wanted = name:upper():gsub("%W", "_")
  local best = known[wanted] and wanted
  for other in pairs(best and {} or known) do
    if other:sub(-#wanted - 1) == "_" .. wanted and
        (not best or #other < #best) then
      best = other
    end
  end
  return known[assert(best, where .. ": C has no number " .. name)]
end

local checked = 0
local function same(where, name, here, there)
  assert(here == there, ("%s: %s is %s here, %s there"):format(where, name,
    here, there))
  checked = checked + 1
end

-- Where a list begins in the C side's: its first name's number.
local function first_of(list, name)
  for i, other in ipairs(list) do
    if other == name then return i - 1 end
  end
  return 0
end

-- The names and numbers of a statement: { name, number }; `listed`: it is a
-- list of names.
local function numbers(statement)
  local found = {}
  local body = statement:match("%b{}")
  if not body then
    local names, values = statement:match("^(.-)=(.*)$")
    local values_of = values:gmatch("[^,]+")
    names = names:gsub("local", ""):gsub("<const>", ""):gsub("M%.", "")
    for name in names:gmatch("[%w_]+") do
      found[#found + 1] = { name, value_of(values_of(), {}) }
    end
    return found, false
  end
  for name, value in body:gmatch('([%w_]+)%s*=%s*{?%s*(%w+)') do
    found[#found + 1] = { name, value_of(value, {}) }
  end
  for name, value in body:gmatch('%["([^"]+)"%]%s*=%s*(%w+)') do
    found[#found + 1] = { name, value_of(value, {}) }
  end
  if #found > 0 then return found, false end
  for name in body:gmatch('"([^"]+)"') do found[#found + 1] = { name, #found } end
  return found, true
end

local function check(where, statement, path, kind, list)
  assert(statement, where .. ": no statement of names and numbers behind it")
  local found, listed = numbers(statement)
  assert(#found > 0, where .. ": no numbers: " .. statement)
  local text = text_of(path)
  local known = list and (kind == "struct" and fields or entries)(text, list)
    or constants(text)
  local from = list and listed and first_of(known, found[1][1]) or 0
  for _, pair in ipairs(found) do
    local name, number = pair[1], pair[2]
    if list then
      same(where, name, name, tostring(known[from + number + 1]))
    else
      same(where, name, number, constant(known, name, where))
    end
  end
end

-- The statement that a mark belongs to: the line's own, from where it begins,
-- or what follows, up to where its braces and lists are closed.
local function statement_at(lines, at)
  local first = at
  if lines[at]:match("^%s*%-%-") then
    repeat first = first + 1 until not lines[first]:match("^%s*%-%-")
  else
    while not lines[first]:match("^%s*local ") and
        not lines[first]:match("^%S*%.[%w_.]+") do
      first = first - 1
    end
  end
  local text = ""
  for i = first, #lines do
    text = text .. " " .. lines[i]:gsub("%s*%-%-.*", "")
    local _, opened = text:gsub("[{]", "")
    local _, closed = text:gsub("[}]", "")
    if i >= at and opened == closed and not text:match("[,=]%s*$") and
        not text:match("= {}%s*$") then
      return text
    end
  end
end

local function file(path)
  local lines = {}
  for line in text_of(path):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  for i, line in ipairs(lines) do
    local c, rest = line:match("%-%- ORDER ([%w_/.]+)(.*)")
    if c and c ~= "none" then
      local kind, list = rest:match("^ (%l+) ([%w_]+)")
      local is_list = kind == "struct" or kind == "table"
      check(path .. ":" .. i, statement_at(lines, i), c, kind, is_list and list)
    end
  end
end

local list = assert(io.popen("grep -rlw -e '-- ORDER' tests lua/script "
  .. "results workloads --include=*.lua"))
for path in list:lines() do
  if not path:match("/host/numbers.lua$") then file(path) end
end
list:close()
-- NAME_METHODS of a header, and the struct of that name, or right before it.
local function methods(path)
  local text = text_of(path)
  for at, struct, names in text:gmatch("()#define ([%w_]+)_METHODS ([^\n]+)") do
    struct = struct:lower()
    if not text:find("struct " .. struct .. " {", 1, true) then
      struct = text:sub(1, at):match(".*struct ([%w_]+) {")
    end
    local known, n = fields(text, struct), 0
    for name in names:gmatch("[%w_]+") do
      n = n + 1
      same(path .. ": struct " .. struct, n, name, known[n])
    end
    same(path .. ": struct " .. struct, "count", n, #known)
  end
end

list = assert(io.popen("grep -rl '_METHODS \\\"\\|_METHODS .$' core/api modules/api"
  .. " nmm/nmm.h"))
for path in list:lines() do methods(path) end
list:close()
assert(checked > 350, checked .. " numbers only")
print(("numbers: %d are the same in C"):format(checked))
