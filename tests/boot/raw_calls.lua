-- SPDX-License-Identifier: MIT
-- Methods of the CM and the console, asked with any argument: members read
-- from anywhere to anywhere, texts cut to their buffers, memory that is not
-- the caller's; and what a module does in its exit and with its state.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: raw_calls exit_bound asker counter1 counter_outside

local ADDRESS <const>, RANGE <const>, NOTFOUND <const> = -4, -24, -2
local NAME <const> = "modules/null.o"
local SIZE <const> = 256

local before = deimos.digest()
local module = deimos.load("raw_calls")
local raw = module:open("raw")
local buffer = deimos.buffer(SIZE)
local whole, ups = deimos.archive(NAME), deimos.machine().ups_size

local function filled()
  buffer:fill(("#"):rep(SIZE))
  return buffer
end

-- reading a member
for _, offset in ipairs{ 0, 1, 100, #whole - SIZE, #whole - 1, #whole } do
  for _, size in ipairs{ 0, 1, 7, SIZE } do
    local n = math.min(size, #whole - offset)
    local got = raw.read(NAME, offset, filled(), size)
    assert(got == n, ("%d from %d: %d"):format(size, offset, got))
    assert(buffer:string() == whole:sub(offset + 1, offset + n)
      .. ("#"):rep(SIZE - n), ("%d from %d"):format(size, offset))
  end
end
for _, offset in ipairs{ #whole + 1, #whole + 512, 0x7fffffff, -1 } do
  assert(raw.read(NAME, offset, filled(), SIZE) == RANGE)
  assert(buffer:string() == ("#"):rep(SIZE))
end
assert(raw.read(NAME, 0, ups - 4, 8) == ADDRESS)
assert(raw.read(NAME, 0, 0xfffffff0, 32) == ADDRESS)
assert(raw.read("no/such", 0, filled(), 8) == NOTFOUND)

-- a text is cut, and ends
local name, index = nil, 0
while name ~= NAME do
  local length = raw.name(index, filled(), SIZE)
  name, index = buffer:string(0, length), index + 1
  assert(buffer:string(length, 2) == "\0#")
end
assert(raw.name(index - 1, filled(), 4) == #NAME)
assert(buffer:string(0, 5) == NAME:sub(1, 3) .. "\0#")
assert(raw.name(index - 1, filled(), 0) == ADDRESS)
assert(raw.name(0xffff, filled(), SIZE) == NOTFOUND)

-- the console
for channel = 0, 1 do
  assert(raw.write(channel, 0, 0) == 0)
  assert(raw.write(channel, ups - 4, 8) == ADDRESS)
  assert(raw.write(channel, 0xfffffff0, 32) == ADDRESS)
end
assert(raw.write(2, filled(), 1) == RANGE)
assert(raw.input(ups - 4, 8) == ADDRESS and raw.input(filled(), 0) == 0)

-- what exit binds keeps the module, with its reason
local bound = deimos.load("exit_bound")
local ok, message = pcall(bound.unload, bound)
assert(not ok and message:find("bound again by its exit", 1, true), message)
deimos.find("asker"):unload()
bound:unload()

-- state that is nowhere is not handed on
local outside = deimos.load("counter_outside")
local counter = outside:open("counter")
ok, message = pcall(outside.replace, outside, "counter1")
assert(not ok and message:find("state outside the UPS", 1, true), message)
assert(counter.count() == 1)
deimos.close(counter)
outside:unload()

deimos.close(raw)
module:unload()
collectgarbage()
assert(deimos.digest() == before, "something is left")
print("raw calls: all answered")
