-- SPDX-License-Identifier: MIT
-- The text of a trace: one reference a line, `#` begins a remark.
--
--     17          page 17 is read (decimal, or 0x11)
--     17 w        page 17 is written (or 17w, w 17; r says that it is read)
--
-- options.unit: "pages" or "bytes": what the numbers are. Addresses have up
-- to 64 bits, and options.page bytes (4096) make a page; page numbers have
-- up to 32 bits. options.base: 16, of numbers without 0x (or 10).
--
-- Without a unit they are page numbers, unless they look like addresses;
-- then the error asks. They do where
-- - a number has hexadecimal letters or a leading zero, and no 0x
-- - r or w stands before the number
-- - they are many times more than the pages that they name (SPARSE), and
--   more than LARGE
-- - there are MANY, all of them whole words (WORD) apart, as an array's

local check = require "check"

local M = {}

local PAGE_MAX <const> = 1 << 30        -- bytes
local SPARSE <const>, LARGE <const> = 16, 256
local MANY <const>, WORD <const> = 16, 4
local ASK <const> = "%s; are these byte addresses or page numbers? Say "
  .. 'OPTIONS="arg.unit=bytes arg.page=4096" or OPTIONS=arg.unit=pages'
local ASK_BASE <const> = "%s; is it a hexadecimal address? Say OPTIONS="
  .. '"arg.unit=bytes arg.page=4096 arg.base=16", or arg.base=10; '
  .. "arg.unit=pages of page numbers"
local ASK_SAID <const> = "%s; is it hexadecimal? Say OPTIONS=\"arg.unit=%s "
  .. "arg.base=16\", or arg.base=10"

local function refuse(number, ...)
  error(("trace: line %d: "):format(number) .. string.format(...), 0)
end

local function printable(line)
  return (line:sub(1, 40):gsub("%c", "?"))
end

-- The value of digits, as 64 bits; nil: it has more.
local function value_of(digits, base)
  if #digits < 16 then return tonumber(digits, base) end
  local value, least = 0, 0
  for digit in digits:gmatch("%x") do
    least = value
    value = value * base + tonumber(digit, 16)
    -- floor(2^64 / base) is where a further digit is too much
    local most = base == 16 and 0x0fffffffffffffff or 0x1999999999999999
    if math.ult(most, least) or math.ult(value, least * base) then
      return nil
    end
  end
  return value
end

-- Unsigned division.
local function divide(value, by)
  if value >= 0 then return value // by end
  local quotient = ((value >> 1) // by) << 1
  local rest = value - quotient * by
  return math.ult(rest, by) and quotient or quotient + 1
end

local function number_of(text, line, options)
  local prefixed = text:match("^0[xX](%x+)$")
  if prefixed then return value_of(prefixed, 16) end
  if options.base then return value_of(text, options.base) end
  if text:find("%a") or text:find("^0%d") then
    refuse(line, options.unit and ASK_SAID or ASK_BASE,
      ("'%s' has no 0x"):format(printable(text)), options.unit)
  end
  return value_of(text, 10)
end

-- kind, digits, kind: of a line that has a reference.
local function parts(text)
  local before, digits, after = text:match("^%s*([rRwW]?)%s*(%w+)%s*$")
  if digits then
    local number, kind = digits:match("^(0[xX]%x+)([rRwW]?)$")
    if not number then number, kind = digits:match("^(%x+)([rRwW]?)$") end
    digits, after = number, kind
  else
    before, digits, after = text:match("^%s*()(%w+)%s+([rRwW])%s*$")
    before = ""
    if digits and not digits:find("^0[xX]%x+$")
        and not digits:find("^%x+$") then
      digits = nil
    end
  end
  if digits and (before == "" or after == "") then
    return before, digits, after
  end
end

local function reference(line, number, options)
  local plain, letter = line:match("^([1-9]%d*) ?([rw]?)\r?$")
  if plain and #plain < 10 and options.unit ~= "bytes"
      and options.base ~= 16 then           -- most lines are like that
    return tonumber(plain), letter == "w"
  end
  local text = line:gsub("#.*", "")
  if not text:find("%S") then return nil end
  local before, digits, after = parts(text)
  if not digits or options.base == 10 and digits:find("^%d*%a")
      and not digits:find("^0[xX]") then
    refuse(number, "'%s' is not a number, with r or w beside it",
      printable(line))
  end
  if not options.unit and before ~= "" then
    refuse(number, ASK, ("'%s' begins with r or w"):format(printable(text)))
  end
  local value = number_of(digits, number, options)
  if not value then
    refuse(number, "'%s' is beyond 64 bits", printable(digits))
  elseif options.unit == "bytes" then
    value = divide(value, options.page)
  elseif math.ult(0xffffffff, value) then
    refuse(number, "'%s' is not a page number of up to 32 bits%s",
      printable(digits), options.unit and "" or
      '; of byte addresses say OPTIONS="arg.unit=bytes arg.page=4096"')
  end
  return value, (before .. after):lower() == "w"
end

local function checked(given)
  check.fields("trace.parse", given, { "unit", "page", "base" })
  local options = { unit = given.unit, page = given.page, base = given.base }
  if options.unit ~= nil then
    check.choice("trace.parse unit", options.unit, { "bytes", "pages" })
  end
  if options.page ~= nil then
    check.integer("trace.parse page", options.page, 1, PAGE_MAX)
    if options.unit ~= "bytes" then
      check.fail("trace.parse page", "it needs the unit 'bytes'")
    end
  end
  options.page = options.page or 4096
  if options.base ~= nil and options.base ~= 10 and options.base ~= 16 then
    check.fail("trace.parse base", "expected 10 or 16, got %s",
      options.base)
  end
  return options
end

local function common(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

-- What has been seen of the numbers: do they look like addresses? Each is
-- added once.
local function add(seen, page, line)
  seen.pages = seen.pages + 1
  if page > seen.most then seen.most, seen.at = page, line end
  seen.first = seen.first or page
  seen.apart = common(seen.apart, math.abs(page - seen.first))
end

local function ask(seen)
  if seen.most >= LARGE and seen.most >= SPARSE * seen.pages then
    refuse(seen.at, ASK, ("%d, among %d different numbers"):format(seen.most,
      seen.pages))
  elseif seen.pages >= MANY and seen.apart >= WORD then
    refuse(seen.at, ASK, ("%d different numbers, all %d or a multiple apart")
      :format(seen.pages, seen.apart))
  end
end

-- references: calls visit(page, is_write) for each. A line that is none is
-- an error that tells its number.
function M.references(text, given, visit)
  local options = checked(given or {})
  local number, is_seen = 0, {}
  local seen = { pages = 0, most = -1, at = 0, apart = 0 }
  text = text:gsub("^\xEF\xBB\xBF", "")         -- a byte order mark
  for line in text:gmatch("([^\n]*)\n?") do
    number = number + 1
    local page, is_write = reference(line, number, options)
    if page then
      if not is_seen[page] then
        is_seen[page] = true
        add(seen, page, number)
      end
      visit(page, is_write)
    end
  end
  if not options.unit then ask(seen) end
end

return M
