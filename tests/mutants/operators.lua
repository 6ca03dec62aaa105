-- SPDX-License-Identifier: MIT
-- What a machine can break in one line of a source: for each language a list
-- of operators, each a function from a line to all lines that it makes of it.

local M = {}

-- Is that place of a line within a text in quotes?
local function is_text(line, at)
  return select(2, line:sub(1, at - 1):gsub('"', "")) % 2 == 1
end

-- Each match of a pattern, replaced by what `put` says, one at a time.
local function each(pattern, put)
  return function(line)
    local found = {}
    for at, match, after in line:gmatch("()(" .. pattern .. ")()") do
      local new = type(put) == "function" and put(match) or put
      if type(new) == "string" and not is_text(line, at) then
        found[#found + 1] = line:sub(1, at - 1) .. new .. line:sub(after)
      end
    end
    return found
  end
end

-- swap: each text of the pairs by its partner, which is plain text, too.
local function swap(pairs_of)
  return function(line)
    local found = {}
    for _, pair in ipairs(pairs_of) do
      local at = line:find(pair[1], 1, true)
      while at do
        found[#found + 1] = line:sub(1, at - 1) .. pair[2]
          .. line:sub(at + #pair[1])
        at = line:find(pair[1], at + 1, true)
      end
    end
    return found
  end
end

-- The whole line by another one, if it looks like that.
local function whole(pattern, put)
  return function(line)
    return line:find(pattern) and { line:match("^%s*") .. put } or {}
  end
end

local function add(difference)
  return function(number)
    local value = math.tointeger(tonumber(number))
    local sum = value and value + difference
    if not sum or sum < 0 then return nil end
    return (number:find("x") and "0x%x" or "%d"):format(sum)
  end
end

local function both(first, second)
  return function(line)
    local found = first(line)
    return table.move(second(line), 1, 99, #found + 1, found)
  end
end

local NUMBER <const> = "%f[%w_]%d[%da-fA-Fx]*%f[^%w_.]"
local constants = both(each(NUMBER, add(1)), each(NUMBER, add(-1)))

-- Two arguments beside each other, of those without parentheses.
local function arguments(line)
  local found = {}
  for at, one, two, after in
      line:gmatch("()%f[%w_]([%w_]+), ([%w_%->.]+)()%f[,)]") do
    if one ~= two and line:sub(1, at):find("[(,]")
        and not is_text(line, at) then
      found[#found + 1] = line:sub(1, at - 1) .. two .. ", " .. one
        .. line:sub(after)
    end
  end
  return found
end

local function conditions(line)
  local head, condition, tail = line:match("^(.*%f[%w]if )(%b())(.*)$")
  if not head then
    head, condition, tail = line:match("^(.*%f[%w]while )(%b())(.*)$")
    if not head then return {} end
    return { ("%s(!%s)%s"):format(head, condition, tail) }
  end
  return { ("%s(!%s)%s"):format(head, condition, tail),
    head .. "(0)" .. tail, head .. "(1)" .. tail }
end

local function choices(line)
  local new, count = line:gsub("%? (.-) : ([^;,)]+)", "? %2 : %1")
  return count > 0 and { new } or {}
end

local SAME <const> = { ["false"] = "0", ["true"] = "1", NULL = "0",
  E_OK = "0" }
local function returns(line)
  local indent, value = line:match("^(%s+)return (.+);$")
  if not value then return {} end
  local found, is_truth = {}, value == "true" or value == "false"
  for _, other in ipairs { "0", "1", "-1" } do
    if other ~= value and other ~= SAME[value]
        and not (is_truth and other == "-1") then
      found[#found + 1] = ("%sreturn %s;"):format(indent, other)
    end
  end
  return found
end

M.c = {
  swap { { " < ", " <= " }, { " <= ", " < " }, { " > ", " >= " },
    { " >= ", " > " }, { " == ", " != " }, { " != ", " == " } },
  swap { { " + ", " - " }, { " - ", " + " }, { " && ", " || " },
    { " || ", " && " }, { " & ", " | " }, { " | ", " & " }, { " * ", " + " },
    { " / ", " * " }, { " % ", " / " }, { " << ", " >> " }, { " >> ", " << " },
    { " += ", " -= " }, { " |= ", " &= " }, { " &= ", " |= " }, { "++", "--" } },
  each("%f[!~][!~]%f[%w_(]", ""),
  constants, arguments, conditions, returns, choices,
  swap { { "true", "false" }, { "false", "true" }, { "NULL", "(void *)4" } },
  whole("^%s+[%w_>.%-%[%]]+%(.*%);$", "(void)0;"),             -- a call
  whole("^%s+[%w_>.%-%[%]*()]+ [|&+-]?= .*;$", "(void)0;"),
  whole("^%s+[%w_>.%-%[%]]+[+-][+-];$", "(void)0;"),
  whole("^%s+return.*;$", "(void)0;"),
  whole("^%s+break;$", "(void)0;"), whole("^%s+continue;$", "(void)0;"),
}

-- The register beside it, of the same width.
local NEXT <const> = { eax = "ecx", ecx = "edx", edx = "ebx", ebx = "esi",
  esi = "edi", edi = "eax", esp = "ebp", ebp = "esp", al = "cl", ax = "cx",
  dx = "ax", cl = "al", ds = "es", es = "ds", fs = "gs", gs = "fs", ss = "ds" }
local function register(name)
  return NEXT[name:sub(2)] and "%" .. NEXT[name:sub(2)]
end

M.S = {
  swap { { "je ", "jne " }, { "jne ", "je " }, { "jz ", "jnz " },
    { "jnz ", "jz " }, { "jb ", "jbe " }, { "jb ", "jae " },
    { "jae ", "ja " }, { "jae ", "jb " }, { "ja ", "jae " }, { "ja ", "jbe " },
    { "jbe ", "jb " }, { "jbe ", "ja " }, { "jc ", "jnc " }, { "jnc ", "jc " },
    { "js ", "jns " }, { "jns ", "js " }, { "jle ", "jl " }, { "jl ", "jle " },
    { "jg ", "jge " }, { "jge ", "jg " }, { "addl ", "subl " },
    { "subl ", "addl " }, { "incl ", "decl " }, { "decl ", "incl " },
    { "andl ", "orl " }, { "orl ", "andl " }, { "shrl ", "shll " },
    { "shll ", "shrl " }, { "cld", "std" }, { "verr ", "verw " },
    { "verw ", "verr " }, { "testl ", "cmpl " }, { "movzbl ", "movsbl " } },
  each("%%%l+", register),
  constants,
  each("%f[%w_]%d+%f[(]", add(4)),                              -- an offset
  whole("^%s+%l[%l%d]*%f[%s\0]", ""),
  function(line)                        -- an instruction behind a label
    local label = line:match("^([%w_]+:)%s+%l")
    return label and { label } or {}
  end,
}

local lua_conditions = each("%f[%w]if .- then", function(found)
  return "if not (" .. found:sub(4, -6) .. ") then"
end)
M.gp = {
  swap { { " < ", " <= " }, { " <= ", " < " }, { " > ", " >= " },
    { " >= ", " > " }, { " == ", " ~= " }, { " + ", " - " }, { " - ", " + " },
    { " * ", " + " } },
  constants,
}
M.lua = { M.gp[1], constants, lua_conditions,
  swap { { " ~= ", " == " }, { " and ", " or " }, { " or ", " and " },
    { "true", "false" }, { "false", "true" } },
  whole("^%s+[%w_.:]+%(.*%)$", ""),
}

-- No comments, no directives, no declarations that only the compiler sees.
local function is_code(line)
  return line:find("%S") and not line:find("^%s*/?%*") and not line:find("^#")
    and not line:find("^%s*%-%-") and not line:find("assert", 1, true)
    and not line:find("^%s*%.%l")
end

-- A remark behind code is not code.
local function without_remark(line, language)
  local code = language == "c" and line:match("^(.-)%s*/%*.*%*/%s*$")
    or language == "S" and line:match("^(.-)%s*#.*$")
  return code or line
end

-- mutants: all lines that the language's operators make of one.
function M.mutants(line, language)
  local found, seen = {}, { [line] = true }
  if not is_code(line) then return found end
  local code = without_remark(line, language)
  for _, operator in ipairs(M[language]) do
    for _, new in ipairs(operator(code)) do
      if not seen[new] and new ~= code then
        seen[new], found[#found + 1] = true, new
      end
    end
  end
  return found
end

return M
