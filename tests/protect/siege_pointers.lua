-- SPDX-License-Identifier: MIT
-- Each service with pointers, sizes and rights that are chosen at random, the
-- same ones for a commit: what is not the client's is refused, and nobody
-- dies.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege
-- limit: 120

local share = require "share"
local siege = require "siege"

local place = siege.place
local POINTERS <const> = {}
local function add(name, ...)
  for _, d in ipairs { ... } do
    POINTERS[#POINTERS + 1] = place(name, d)
  end
end
for _, n in ipairs { 0, 1, 4, 4096, 0x7fffffff, 0x80000000, 0x800f0000,
    0x81770000, 0x80770000, 0xc0000000, 0xfffff000, 0xfffffffc, 0xffffffff } do
  POINTERS[#POINTERS + 1] = n
end
add("text_page", 0, 4095, 4096)
add("order", 0)
add("stack_page", 0, 4092)
add("stack_limit", -3, 0, 1)
add("data_limit", -3, -2, 0, 1, 4)
add("code_limit", -3, 1)
add("mapped", 0, 4092, 4094, 8188, 8190)
add("attached", 0, 4092, 4094, 4096)
add("stubs_page", 0)
add("pages", 0)
local SIZES <const> = { 0, 1, 4, 4096, 4097, 1 << 20, 1 << 31, 0xfffff000,
  0xffffffff, place("data_wrap"), place("data_wrap", -4) }
local ACCESSES <const> = { 0, 1, 2, 3, 4, 7, 8, 0xffffffff }
-- What each service takes, by its number (client.h).
local ARGUMENTS <const> = { [0] = "p", "", "p", "ps", "", "psap", "ps", "psa",
  "sp", "psap" }
local LISTS <const> = { p = POINTERS, s = SIZES, a = ACCESSES }
local DRAWS <const> = share.drawing(12)

local function draw(service)
  local a = {}
  for kind in ARGUMENTS[service]:gmatch "." do
    a[#a + 1] = share.draw(LISTS[kind])
  end
  return a
end

-- A call is refused, or done; only exit() ends with another number, and one
-- that takes the ground away with a death.
siege.each(function(kind, name)
  local s = siege.open(kind, name, { any = true })
  for service = 0, 9 do
    for _ = 1, DRAWS do
      local a = draw(service)
      s:order { act = service, words = { 0, table.unpack(a) } }
      if name ~= "segmented" then
        s:order { act = 10, eax = service, ebx = a[1],
          esp = place("stack", -256), ebp = a[4], edx = place("back") }
      end
    end
  end
  s:close()
end)
siege.report()
assert(siege.back > siege.cases // 4 and siege.died > 0)
