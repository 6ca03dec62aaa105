-- SPDX-License-Identifier: MIT
-- Buffers: every place within one can be read and written, and no byte beside
-- it, whichever way a script names it.
-- expect: pass

local SIZE <const> = 16

local buffer = deimos.buffer(SIZE)
local guard = deimos.buffer(SIZE)

local function refused(f, ...)
  local ok, message = pcall(f, ...)
  assert(not ok, message)
  return message
end

local function is(text)
  assert(buffer:string() == text, buffer:string())
  assert(guard:string() == ("\0"):rep(SIZE), "written beside it")
end

assert(#buffer == SIZE and buffer:address() ~= guard:address())
is(("\0"):rep(SIZE))
assert(buffer:u32(0, 0x04030201) == 0x04030201)
assert(buffer:u32(SIZE - 4, 0xfffefdfc) == 0xfffefdfc)
assert(buffer:u32(1) == 0x00040302)
is("\1\2\3\4" .. ("\0"):rep(SIZE - 8) .. "\xfc\xfd\xfe\xff")
assert(buffer:u32(4, -1) == 0xffffffff)
buffer:fill("abc", 4)
buffer:fill("xyz", SIZE - 3)
buffer:fill("", SIZE)
is("\1\2\3\4abc\xff" .. ("\0"):rep(SIZE - 12) .. "\xfcxyz")
assert(buffer:string(4, 3) == "abc" and buffer:string(SIZE) == "")
assert(buffer:string(0, 0) == "" and buffer:string(SIZE - 1, 1) == "z")
assert(buffer:string(13) == "xyz")

local whole = buffer:string()
local function unchanged() is(whole) end
for _, at in ipairs{ -1, -4, -2147483648, math.mininteger, SIZE - 3, SIZE,
    SIZE + 1, 1 << 32, math.maxinteger } do
  assert(refused(buffer.u32, buffer, at):find("'offset' (expected 0 to 12",
    1, true))
  refused(buffer.u32, buffer, at, 7)
  refused(buffer.fill, buffer, "abcd", at)
  refused(buffer.string, buffer, at, 4)
  unchanged()
end
for _, size in ipairs{ -1, SIZE + 1, 1 << 32, math.maxinteger,
    math.mininteger } do
  refused(buffer.string, buffer, 0, size)
  refused(buffer.string, buffer, 1, size)
  refused(buffer.string, buffer, SIZE, size)
end
refused(buffer.string, buffer, SIZE + 1)
refused(buffer.fill, buffer, ("x"):rep(SIZE + 1))
refused(buffer.fill, buffer, "x", SIZE)
refused(buffer.u32, buffer)
refused(buffer.u32, buffer, "one")
refused(buffer.u32, buffer, 0.5)
refused(buffer.u32, guard.u32, 0)
refused(buffer.string, "text")
unchanged()

for _, size in ipairs{ 0, -1, (16 << 20) + 1, 1 << 32, math.maxinteger } do
  refused(deimos.buffer, size)
end
refused(deimos.buffer)
assert(#deimos.buffer(1) == 1)
assert(deimos.buffer(16 << 20):u32((16 << 20) - 4) == 0)
-- a new one is zero, whatever its memory held
for _, size in ipairs{ 1, 16, 100, 4096, 70000, 300000 } do
  local zeros, soil = ("\0"):rep(size), ("\xa5"):rep(size)
  for _ = 1, 8 do
    local new = deimos.buffer(size)
    assert(new:string() == zeros, size)
    new:fill(soil)
    new = nil
    collectgarbage()
  end
end
print("buffers: to the byte")
