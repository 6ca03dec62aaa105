-- SPDX-License-Identifier: MIT
-- Do numbers behave here as they do under the host's Lua? Run this with both
-- and compare what is printed: hashes over random operations, every result
-- bit for bit. Half of the doubles are subnormal, tiny or huge.

local ROUNDS <const> = 20000
local STEP <const> = 1000           -- rounds for each line
local TEXT_EACH <const> = 30        -- conversions are slower
local MANTISSA <const> = 0xfffffffffffff
local SPECIAL <const> = {
  0.0, -0.0, 1 / 0, -1 / 0, 5e-324, 2.2250738585072014e-308,
  2.225073858507201e-308, 1.7976931348623157e308, 1.0, -1.0, 0.5, 3.0,
  2.0 ^ 53, 2.0 ^ 63, -2.0 ^ 63,
}

local format, pack, unpack = string.format, string.pack, string.unpack
local seed = 0x9E3779B97F4A7C15
local hash = 0

local function random()
  seed = seed ~ (seed << 13)
  seed = seed ~ (seed >> 7)
  seed = seed ~ (seed << 17)
  return seed
end

local function random_exponent(kind)
  local r = random()
  if kind < 6 then return 0 end                           -- subnormal
  if kind < 9 then return r & 63 end                      -- tiny
  if kind < 11 then return 2046 - (r & 63) end            -- huge
  if kind < 13 then return 1023 - 32 + (r & 63) end       -- near one
  if kind < 14 then return 512 - 16 + (r & 31) end        -- squares are tiny
  return (r & 0x7ff) % 0x7ff
end

local function random_double()
  local kind, r = random() & 15, random()
  if kind == 0 then return SPECIAL[(r & 0xffff) % #SPECIAL + 1] end
  local mantissa = r & MANTISSA
  if kind < 3 then mantissa = mantissa & (-1 << (random() & 51)) end
  local bits = r & math.mininteger | random_exponent(kind) << 52 | mantissa
  return (unpack("<d", pack("<i8", bits)))
end

local function random_integer()
  return random() >> (random() & 63)
end

-- A result as an integer; all NaNs are one, since processors choose.
local function as_integer(value)
  if value ~= value then return 0x7ff8 end
  if math.type(value) == "integer" then return value end
  if math.type(value) == "float" then
    return (unpack("<i8", pack("<d", value)))
  end
  local sum = 7
  for _, byte in ipairs { tostring(value):byte(1, -1) } do
    sum = sum * 31 + byte
  end
  return sum
end

local function put(...)
  for i = 1, select("#", ...) do
    hash = (hash ~ as_integer((select(i, ...)))) * 0x100000001b3
    hash = hash ~ (hash >> 29)
  end
end

local function floats(a, b)
  put(a + b, a - b, a * b, a / b, a // b, a % b, -a, a ^ 2)
  put(a < b, a <= b, a == b, a * b + a, (a + b) - a)
  put(math.sqrt(a), math.floor(a), math.ceil(a), math.fmod(a, b))
  put(math.rad(a), math.deg(a), math.abs(a), math.tointeger(a))
  put(math.modf(a))
end

local function mixed(a, i, j)
  put(i + 0.0, i * a, i / j, i < a, i <= a, a < i, a <= i, i == a)
  put(i // j, i % j, i * j, i << (j & 127), math.fmod(i, j))
  put(math.ult(i, j))
end

local function texts(a, b, i, j)
  for _, how in ipairs { "%.17g", "%.14g", "%.3f", "%20.10e", "%.20g" } do
    local text = format(how, b)
    put(b == b and text, tonumber(text))
  end
  put(format("%d %x", i, j), a == a and tostring(a))
  put(tonumber(format("%d.%de%d", i & 0xfffffff, j & 0xffffffff,
                      (random() & 1023) - 512)))
  if math.abs(a) > 1e-307 and math.abs(a) < math.huge then
    put(format("%a %.5a %q", a, a, a))      -- subnormals have two spellings
  end
  if math.abs(a) < math.huge then
    put(tonumber(format("%a", a)), load("return " .. format("%q", a))())
  end
end

-- Mathematical functions are not rounded alike everywhere: ten digits are.
local function functions(i, j)
  local x, y = (i % 2000 - 999) / 97, (j % 2000 + 1) / 89
  local part = (i % 2000 - 999) / 1001
  for _, value in ipairs { math.sin(x), math.cos(x), math.tan(x), math.exp(x),
      math.asin(part), math.acos(part), math.atan(x, y), math.atan(x),
      math.log(y), math.log(y, 2), math.log(y, 10), math.log(y, 3 + y), y ^ x } do
    put(format("%.10g", value))
  end
end

local function loop(a)
  local sum = 0
  for x = a % 10, 12, 0.1 do sum = sum + x end
  put(sum)
end

for round = 1, ROUNDS do
  local a, b = random_double(), random_double()
  local i, j = random_integer(), random_integer() | 1
  floats(a, b)
  mixed(a, i, j)
  if round % TEXT_EACH == 0 then
    texts(a, b, i, j)
    loop(a)
    functions(i, j)
  end
  if round % STEP == 0 then print(format("float %d %016x", round, hash)) end
end
