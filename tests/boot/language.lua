-- SPDX-License-Identifier: MIT
-- What Lua's later releases mended stays mended: each case failed in 5.4.4 or
-- was reported of 5.4.7.
-- machines: qemu-icount bochs
-- expect: pass

local function fails(source, pattern, ...)
  local f, message = load(source, "=s")
  if f then
    local ok
    ok, message = pcall(f, ...)
    assert(not ok, "no error by: " .. source)
  end
  assert(message:find(pattern), ("%s: %s"):format(source, message))
end

-- Binary chunks are refused, sound or damaged, by each way to load one.
do
  local text <const> = string.dump(function() return 1 end)
  for _, chunk in ipairs { text, text:sub(1, 4), "\27", "\27Lua" .. ("x"):rep(99),
      text:sub(1, -9) .. ("\255"):rep(8) } do
    for _, mode in ipairs { "b", "bt", false } do
      local f, why = load(chunk, "=s", mode or nil)
      assert(not f and why:find("s: a binary chunk; texts alone", 1, true), why)
    end
    assert(select(2, load(chunk)):find("a string: a binary chunk", 1, true))
    local left = chunk
    local f, why = load(function()
      local part = left
      left = nil
      return part
    end)
    assert(not f and why:find("a binary chunk", 1, true), why)
  end
  local f, why = load(text, "=s", "t")
  assert(not f and why:find("attempt to load a binary chunk", 1, true), why)
end

-- A constant _ENV is indexed, not read past.
fails("local _ENV <const> = 77; return later", "attempt to index a number")
fails("local _ENV <const> = 77; later = 1", "attempt to index a number")

-- Bitwise operators whose first operand is a constant that is no number.
fails("local k <const> = nil; local y = 6; return k | (y & 0)",
  "bitwise operation on a nil")
fails("local k <const> = 'x'; return k | 3", "bitwise operation on a string")
do
  local big <const>, float <const> = 70000, 2.0
  local x = 9
  assert(big & x == 70000 & 9 and float | x == 11 and x ~ big == 9 ~ 70000)
  assert(big >> 3 == 8750 and "q" .. (7 & 70001) == "q1")
end

-- Bytes that continue no character, and first bytes that begin none.
for _, text in ipairs { "ab\x80", "\x80", "\u{e9}\x80c", "\xBFx",
    "\xFE" .. ("\x80"):rep(5), "\xFE" .. ("\xBF"):rep(6),
    "\xFF" .. ("\xBF"):rep(7), "\xFF" } do
  assert(not pcall(function() for _ in utf8.codes(text, true) do end end))
  assert(not utf8.len(text, 1, -1, true))
end

-- Every way out of a loop closes its fourth value.
do
  local closed = 0
  local function each()
    return next, { 1, 2, 3 }, nil,
      setmetatable({}, { __close = function() closed = closed + 1 end })
  end
  for _ in each() do break end
  for _ in each() do
    local function up() return _ end
    if up() then break end
  end
  for _ in each() do goto out end
  ::out::
  (function() for _ in each() do if true then return end end end)()
  assert(closed == 4, closed)
end

-- The line of an error in an expression of several lines.
fails("local a = {}\nlocal b = 1\nlocal c = b\n  +\n  a\nreturn c", "^s:4:")
fails("\n\nlatent (\n0\n)\n", "^s:3:")

-- 5.4.8: a comparison as an index; the field of a string "_ENV".
do
  local t = { [true] = "yes", [false] = "no" }
  local function at(a, b) return t[a < b], t[a == b], t[not (a < b)] end
  local less, same, not_less = at(1, 2)
  assert(less == "yes" and same == "no" and not_less == "no")
  local function set(a) t[a > 1] = a; return t[true], t[false] end
  local high = set(5)
  local _, low = set(0)
  assert(high == 5 and low == 0)
end
fails("local a = ('_ENV').x + 1", "field 'x'")

-- 5.4.8: what a message handler gets when it fails, and when a thread closes.
do
  local function handler(message) error(message) end
  local ok, message = xpcall(error, handler, "x")
  assert(not ok and message == "error in error handling"
    or tostring(message):find("C stack overflow"), message)
  local thread = coroutine.wrap(function()
    return xpcall(function()
      local _ <close> = setmetatable({}, { __close = function()
        error("closing", 0)
      end })
      error("body", 0)
    end, function(text) return "handled " .. text end)
  end)
  local fine, text = thread()
  assert(not fine and text == "handled closing", text)
end

-- 5.4.9: an error within gsub or gmatch leaves the depth of patterns alone.
do
  local deep = ("(a?"):rep(20) .. (")"):rep(20)
  for _ = 1, 20 do
    local next_match = ("aaaa"):gmatch("a(.-)%z?")
    next_match()
    pcall(string.gsub, "aaaa", "a", function() error("out") end)
  end
  assert(("a"):find(deep))
  local hard = ("x"):rep(300):gmatch(("x?"):rep(250))
  for _ = 1, 3 do
    local ok, message = pcall(hard)
    assert(not ok and message:find("pattern too complex"), message)
  end
  local words = 0
  for _ in (("ab "):rep(50)):gmatch("%a+") do words = words + 1 end
  assert(words == 50)
end

-- 5.4.9: finalizers where little stack is left; assignment through
-- __newindex while old tables are collected.
do
  collectgarbage("generational")
  local sink = {}
  local proxy = setmetatable({}, { __newindex = sink })
  for i = 1, 2000 do proxy[i % 50] = { i } end
  for k, v in pairs(sink) do assert(v[1] % 50 == k) end
  local function down(n)
    setmetatable({}, { __gc = function() local _ = ("x"):rep(n) end })
    return n == 0 and 0 or 1 + down(n - 1)
  end
  assert(down(1000) == 1000)
  collectgarbage("incremental")
  collectgarbage()
end

-- Tables that are weak in keys and values keep their metatable.
do
  local weak = setmetatable({}, { __mode = "kv",
    __index = function() return 7 end })
  for _ = 1, 3 do collectgarbage() end
  assert(weak.anything == 7)
end
print("language: as mended")
