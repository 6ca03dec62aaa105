-- SPDX-License-Identifier: MIT
-- Members of the archive as files: each place of one reads what it holds, in
-- any order; a place that no file has, and what would write, is refused. And
-- memory that was given back can be had again.
-- options: heap=24
-- expect: pass

local NAME <const>, FILES <const> = "lua/model.lua", 8
local whole = deimos.archive(NAME)
local size <const> = #whole

local file = assert(io.open(NAME))
assert(file:read("a") == whole and file:read(1) == nil)
assert(file:read("a") == "" and file:seek() == size)

-- any place, by each of three ways
math.randomseed(1)
for _ = 1, 300 do
  local at, n = math.random(0, size + 3), math.random(0, 3000)
  local whence = math.random(3)
  if whence == 1 then
    assert(file:seek("set", at) == at)
  elseif whence == 2 then
    assert(file:seek("cur", at - file:seek()) == at)
  else
    assert(file:seek("end", at - size) == at)
  end
  local expected = whole:sub(at + 1, at + n)
  local got = n == 0 and "" or file:read(n) or ""
  assert(got == expected, ("%d bytes at %d"):format(n, at))
  assert(file:seek() == at + #got)
end

-- places that there are not
assert(file:seek("set", 5) == 5)
local function refused(whence, at)
  local ok, place, message = pcall(file.seek, file, whence, at)
  assert(not ok or not place, ("%s %d becomes %s"):format(whence, at, place))
  assert(not ok or message:find("nvalid"), message)
end
for _, at in ipairs { -1, -size - 1, 1 << 31, (1 << 31) + 7, 1 << 32,
    (1 << 32) + 3, 1 << 62, math.mininteger } do
  refused("set", at)
  assert(file:read(3) == whole:sub(6, 8) and file:seek("cur", -3) == 5)
end
refused("cur", -6)
refused("end", -size - 1)
refused("end", 0x7fffffff)
local LAST <const> = 0x7fffffff
assert(file:seek("set", LAST) == LAST and file:read(1) == nil)
for _, more in ipairs { 1, 2, 4096, LAST } do
  refused("cur", more)
  assert(file:seek() == LAST)
end
assert(file:close() and not pcall(file.read, file, 1))

-- names, and what is read only
for _, name in ipairs { "./" .. NAME, "/" .. NAME, ".//./" .. NAME } do
  local again <close> = assert(io.open(name))
  assert(again:read("a") == whole, name)
end
for _, name in ipairs { "", "nowhere", "lua", ("x"):rep(300) } do
  assert(not io.open(name), name)
end
for _, mode in ipairs { "w", "a", "r+", "w+", "a+" } do
  assert(not io.open(NAME, mode), mode)
end

-- as many at once as there may be, each with a place of its own
local open = {}
for i = 1, FILES do
  open[i] = assert(io.open(NAME))
  assert(open[i]:seek("set", i * 11) == i * 11)
end
assert(not io.open(NAME))
for i = FILES, 1, -1 do
  assert(open[i]:read(9) == whole:sub(i * 11 + 1, i * 11 + 9))
  open[i]:close()
end
assert(io.open(NAME)):close()

-- 5 MiB, sixty times, of a heap of 24
for i = 1, 60 do
  local text = ("x"):rep(5 << 20)
  assert(#text == 5 << 20, i)
  text = nil
  collectgarbage()
end
assert(not pcall(string.rep, "x", 25 << 20))
print("files: every place")
