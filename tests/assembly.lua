-- SPDX-License-Identifier: MIT
-- Do .S files keep to the one dialect (core/api/assembly.h)? For lint.lua.

local M = {}

local COLUMN <const>, OPERANDS <const> = 8, 8   -- blanks before, and so on
local WORDS <const> = "mov add sub and or xor cmp test push pop inc dec neg "
  .. "not lea xchg shl shr sar rol ror adc sbb imul mul div idiv bt bts btr "
  .. "btc xadd cmpxchg"
-- Those that must have a suffix if all is in memory.
local SIZED <const> = "mov add sub and or xor cmp test push pop inc dec neg "
  .. "not shl shr sar rol ror adc sbb mul div idiv"
local SHIFTS <const> = { shl = true, shr = true, sar = true, rol = true,
  ror = true }
local REGISTERS <const> = "eax ebx ecx edx esi edi esp ebp ax bx cx dx si di "
  .. "sp bp al ah bl bh cl ch dl dh cs ds es fs gs ss cr0 cr1 cr2 cr3 cr4"
local OTHERS <const> = { pushfl = "pushf", popfl = "popf", pushal = "pusha",
  popal = "popa" }
local BY_HAND <const> = { [".type"] = "FUNCTION()", [".size"] = "END()",
  [".note.GNU-stack"] = "the linker's flag" }

local function set(words)
  local s = {}
  for word in words:gmatch("%S+") do s[word] = true end
  return s
end

local is_word, is_sized, is_register = set(WORDS), set(SIZED), set(REGISTERS)

-- Operands, taken apart at the commas that are in no brackets.
local function operands_of(text)
  local list, depth, from = {}, 0, 1
  for at = 1, #text + 1 do
    local c = text:sub(at, at)
    depth = depth + (c == "(" and 1 or c == ")" and -1 or 0)
    if c == "" or c == "," and depth == 0 then
      list[#list + 1] = text:sub(from, at - 1):match("^%s*(.-)%s*$")
      from = at + 1
    end
  end
  return list
end

-- "register", "value", "memory"; nil for what a macro may be.
local function kind_of(operand)
  if is_register[operand:match("^%%(%w+)$") or ""] then return "register" end
  if operand:sub(1, 1) == "$" then return "value" end
  if operand:find("^%%%w+$") or operand:find("^%%?\\")
      or operand:find("^%u+%d?$") then return nil end
  return "memory"
end

-- Is the size of an instruction with these operands a register's, or could a
-- suffix alone tell it? nil: a macro may tell.
local function sized_by(word, operands)
  local memory
  for i, operand in ipairs(operands) do
    local kind = kind_of(operand)
    if not kind then return nil end
    if kind == "register" and (not SHIFTS[word] or i == #operands) then
      return "register"
    end
    memory = memory or kind == "memory"
  end
  return memory and "suffix" or "register"
end

-- What is wrong with the suffix, or nil.
local function suffix_fault(word, text)
  if OTHERS[word] then return word .. " is " .. OTHERS[word] end
  local plain = word:match("^(%l+)[bwl]$")
  local operands = operands_of(text)
  if is_word[plain] and not is_word[word] then
    if sized_by(plain, operands) == "register" then
      return word .. ": its size is known without a suffix"
    end
  elseif is_sized[word] and sized_by(word, operands) == "suffix" then
    return word .. ": a suffix tells the size of what is in memory"
  end
end

-- What is wrong with a line of code, without its label and remark.
local function code_fault(code, at)
  if at ~= COLUMN then return "begins in column " .. at + 1 .. ", not 9" end
  local word, blanks, text = code:match("^(%S+)(%s*)(.*)$")
  if BY_HAND[word] or text:find(".note.GNU-stack", 1, true) then
    return ("%s stands for %s"):format(BY_HAND[word] or "the linker's flag",
      word)
  end
  if text:find("^=") or word:find("^rep") then return end
  if text ~= "" and #blanks ~= math.max(1, OPERANDS - #word) then
    return "operands begin in column 17"
  end
  if text:gsub('".-"', ""):find(",[^%s]") then
    return "a blank follows a comma"
  end
  return word:sub(1, 1) ~= "." and suffix_fault(word, text) or nil
end

local function line_fault(line)
  local code = line:gsub("%s+#%s.*$", "")
  if code:find("/*", 1, true) then return "a remark behind code has a #" end
  local label, rest = code:match("^([%w_.\\()@]+:)(.*)$")
  if not label then rest = code end
  if rest:match("^%s*$") then return end
  local blanks, text = rest:match("^(%s*)(.*)$")
  return code_fault(text, #(label or "") + #blanks)
end

-- check: calls finding(path, line, ...) for each line that is not in the
-- dialect.
function M.check(path, text, finding)
  local number, comment, goes_on, open = 0, false, false, nil
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    local macro, name = line:match("^(%u+)%(([^)]+[^%s]*)%)$")
    local fault
    if comment or line:find("^/%*") then
      comment = not line:find("*/", 1, true)
    elseif macro == "FUNCTION" then
      fault = open and ("FUNCTION(%s) has no END"):format(open)
      open = name
    elseif macro == "END" then
      fault = open ~= name and ("END(%s): no such FUNCTION"):format(name)
      open = nil
    elseif not goes_on and not line:find("^#") then
      fault = line_fault(line)
    end
    goes_on = line:find("\\$")
    if fault then finding(path, number, "%s", fault) end
  end
  if open then finding(path, number, "FUNCTION(%s) has no END", open) end
end

return M
