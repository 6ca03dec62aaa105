-- SPDX-License-Identifier: MIT
-- Clients that enter by SYSENTER: from any code, with each register, flag and
-- selector, while what they stand on is not there; and one step at a time
-- through the stubs. Each comes back or dies, and nobody else does.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege owns
-- limit: 120

local share = require "share"
local siege = require "siege"

local place = siege.place
local PAGE <const> = 4096
local STUB <const> = 48                 -- ORDER modules/lib/native/stub.h
local SERVICES <const>, UNMAP <const>, PROTECT <const> = 11, 6, 7
local OK <const> = 42
local ENTER <const>, EXIT <const>, TWICE <const>, CALL <const> = 10, 61, 122,
  128
local FLAGS <const> = { 0, 0x100, 0x4000, 0x400, 0x40000, 0x10000, 0x200000,
  0x3000, 0x80000, 0x100000, 0x377d00 }
local NUMBERS <const> = { 4, 0, 1, 3, 5, 9, 10, 11, 12, 0x7fffffff, 0x80000000,
  0xffffffff }
local INSIDE <const> = { place("stack", -256), 4095, place("text_page"),
  place("stub"), place("stub", 36), place("back"), place("mapped", 2048),
  place("mapped", 4094), place("pages", 1) }
-- Where no limit is checked, that is another client's of segpaged.
local OUTSIDE <const> = { 0, 1, 3, 15, 0x7fffffff, 0x80000000, 0xc0000000,
  0xfffffffc, 0xffffffff, place("code_limit"), place("code_limit", 1),
  place("data_limit"), place("data_limit", 1), place("stack_limit"),
  place("stack_limit", 1) }
local SELECTORS <const> = { siege.DATA, 0, 3, siege.CODE, siege.STACK, 0x2b,
  0x23, 0x33, 0xffff }
local WAYS <const> = { ENTER, EXIT, TWICE }
local DEEDS <const> = { {}, { UNMAP, place("stub"), 1 },
  { UNMAP, place("stubs_page"), PAGE },
  { PROTECT, place("stubs_page"), PAGE, 0 },
  { UNMAP, place("text_page"), PAGE }, { UNMAP, place("stack_page"), PAGE },
  { PROTECT, place("stack_page"), PAGE, 0 }, { UNMAP, place("pages"), PAGE },
  { PROTECT, place("stack_page"), PAGE, 1 }, { UNMAP, PAGE, 1 << 22 } }

local REGISTERS <const> = { "ds", "es", "fs", "gs", "ss" }
local draw, DRAWS <const> = share.draw, share.drawing(16)

local wrapper = assert(deimos.find("sysenter"))
assert(deimos.machine().features.sep)

local function enters(t)
  deimos.bind(t.module, "sysenter", wrapper, "sysenter")
end

-- Registers, flags, selectors; its SS cannot be anything but a stack.
local function registers(order, places)
  for _ = 1, DRAWS do
    local esp, eip = draw(places), draw(places)
    order { act = draw(WAYS), flags = draw(FLAGS) | 2, eax = draw(NUMBERS),
      ecx = esp, edx = eip, ebx = eip, ebp = esp }
  end
end

-- A service that does nothing comes back, whatever the flags; with TF only if
-- steps go on.
local function plain(order, steps)
  for _, flags in ipairs(FLAGS) do
    if flags & 0x100 == 0 or steps then
      for _, n in ipairs { 1, 4, 11 } do
        order { act = ENTER, flags = flags | 2, eax = n,
          judge = function(result)
            assert(result == OK, ("flags %#x, %d: %d"):format(flags, n, result))
          end }
      end
    end
  end
end

local function selectors(order)
  for _ = 1, DRAWS do
    order { act = ENTER, flags = draw(FLAGS) | 2,
      eax = math.random(0, SERVICES), [draw(REGISTERS)] = draw(SELECTORS) }
  end
end

-- By the stubs, on stacks that end there.
local function stubs(order, places)
  for _ = 1, DRAWS do
    local deed = draw(DEEDS)
    order { act = CALL, flags = draw(FLAGS) | 2, esp = draw(places),
      edx = place("stub", math.random(0, SERVICES) * STUB),
      before = { deed[1] and deed or nil } }
  end
end

local function places_of(name)
  local list = table.move(INSIDE, 1, #INSIDE, 1, {})
  if name == "paged" or deimos.machine().segment_limits then
    table.move(OUTSIDE, 1, #OUTSIDE, #list + 1, list)
  end
  return list
end

local function with(kind, name, owner, fresh, cases)
  local s = siege.open(kind, name, { setup = enters, any = true,
    fresh = fresh })
  if owner then assert(owner.take(1) == 0) end
  local function order(o) s:order(o) end
  if not fresh then plain(order, owner) end
  cases(order, places_of(name))
  s:flush()
  if owner then owner.give() end
  s:close()
end

local module = deimos.load "owns"
local o = module:open "owns"
siege.each(function(kind, name)
  if name == "segmented" then return end        -- it has gates only
  for _, owner in ipairs { false, o } do
    with(kind, name, owner, false, function(order, places)
      registers(order, places)
      selectors(order)
    end)
    with(kind, name, owner, true, stubs)
  end
end)
siege.report()
print(("%d steps"):format(o.steps()))
deimos.close(o)
module:unload()
assert(siege.back > 0 and siege.died > 0)
