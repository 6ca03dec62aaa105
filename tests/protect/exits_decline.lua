-- SPDX-License-Identifier: MIT
-- decline() goes on with a frame of its caller's: none that may not be returned
-- to is, whatever its CS, SS, EIP, ESP and EFLAGS say.
-- machines: qemu-icount bochs
-- modules: exits
-- limit: 600
-- expect: pass

local expect = require "expect"
local exits = require "exits"

local E_INVALID <const>, E_OWNER <const> = expect.errors "E_INVALID E_OWNER"
local TF <const>, FIXED <const>, BACK <const> = 0x100, 2, 1

local CS = { 0x19, 0, 1, 3, 0x08, 0x09, 0x0b, 0x0d, 0x0f, 0x1a, 0x1b, 0x1d,
  0x21, 0x29, 0x2b, 0x31, 0x39, 0x41, 0x49, 0x59, 0x61, 0x101, 0x5141,
  0x7ff9, 0xfff9, 0xffff, 0xdead0019 }
local SS = { 0x21, 0, 1, 3, 0x08, 0x10, 0x11, 0x19, 0x20, 0x22, 0x23, 0x25,
  0x29, 0x2b, 0x31, 0x0d, 0x0f, 0x39, 0x49, 0xfff9, 0xbeef0021 }
local EIP = { 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff }
local ESP = { 0, 1, 4, 0x93010, 0x7ffffffc, 0xfffffffc, 0xffffffff }
local OWNERS = { { 1 }, { 1, 13 }, { 1, 10, 11, 12, 13, 14 } }

-- Without limits, what is at such an address is executed, or written to.
if not deimos.machine().segment_limits then EIP, ESP = {}, {} end

local flags = { none = 0, TF = TF, all = 0xffffffff, clear = -TF - 1 }
for name, bit in pairs(exits.flags) do flags[name] = bit | TF end

local function preparing(list, task)
  return function(user)
    if task then assert(user.begin_task() == 0x0f) end
    for _, n in ipairs(list) do assert(user.own(n) == 0) end
  end
end

local function always(name, list, task, ...)
  return exits.always(name, preparing(list, task), "decline", ...)
end

local function decline(name, list, task, ...)
  exits.case(name, preparing(list, task), "decline", ...)
end

-- the control: a step of a module while a task runs is no fault
local _, result = always("control", { 1 }, true, 1, BACK, 0x19, TF | FIXED,
  0x21)
assert(result == nil and exits.back == 1, ("%s %d"):format(result, exits.owned))

-- who does not own the vector is refused, and what is no exception of ring 1
_, result = always("not owned", {}, true, 1, BACK, 0x19, TF, 0x21)
assert(result == E_OWNER)
for _, n in ipairs { 2, 8, 18, 32, 256, 0x201, 0xffffffff } do
  _, result = always("vector", { 1 }, true, n, BACK, 0x19, TF, 0x21)
  assert(result == E_INVALID or result == E_OWNER)
end
for _, cs in ipairs { 0, 0x08, 0x10, 0x12, 0xfffc } do
  _, result = always("cs", { 1 }, false, 1, BACK, cs, TF, 0x21)
  assert(result == E_INVALID)
end
_, result = always("no task", { 1 }, false, 1, BACK, 0x1b, TF, 0x23)
assert(result == E_INVALID)

for _, list in ipairs(OWNERS) do
  for task = 0, 1 do
    for flag, bits in exits.sorted(flags) do
      for _, n in ipairs { 1, 13, 14 } do
        decline(("flags %s %d"):format(flag, n), list, task == 1, n, BACK,
          0x19, bits, 0x21)
      end
      for _, eip in ipairs(EIP) do
        decline(("eip %#x %s"):format(eip, flag), list, task == 1, 1, eip,
          0x19, bits, 0x21)
      end
    end
    for _, cs in ipairs(CS) do
      for _, ss in ipairs(SS) do
        if cs == 0x19 or ss == 0x21 or (cs ~ ss) % 8 == 0 then
          decline(("cs %#x ss %#x"):format(cs, ss), list, task == 1, 1, BACK,
            cs, TF | 0x4000, ss)
        end
      end
    end
    for _, esp in ipairs(ESP) do
      exits.case(("esp %#x"):format(esp), preparing(list, task == 1),
        "decline_from", 1, esp, esp)
    end
  end
end
exits.report()
