-- SPDX-License-Identifier: MIT
-- Each INT n, and each way into ring 1, with each flag, while a module owns
-- every vector that can be owned: it declines what is not its own, and a
-- client comes back or dies alone.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege owns
-- options: arg.slow=1024
-- limit: 120

local models = require "models"
local share = require "share"
local siege = require "siege"

local INT <const>, ACTS <const>, CALLS <const> = 131, 131, 48
local FLAGS <const> = { 0, 0x100, 0x4000, 0x400, 0x40000, 0x10000, 0x200000,
  0x3000, 0x80000, 0x100000, 0x377d00 }
local OK <const>, DIED <const> = 42, models.E.DIED
local STEPPED <const> = { [3] = true, [4] = true }     -- INT3, INTO: DPL 3

-- What INT n is to do. With TF the client dies of its first step, unless its
-- steps go on.
local function judge(n, flags, steps)
  return function(result)
    local goes_on = n >= CALLS and n % 2 == 1
    if flags & 0x100 ~= 0 and not steps or STEPPED[n] then return end
    local want = goes_on and OK or DIED
    assert(result == want, ("INT %d, flags %#x: %d"):format(n, flags, result))
  end
end

local function ints(s, steps)
  for n = 0, 255 do
    for _, flags in ipairs(FLAGS) do
      if share.has() then
        s:order { act = INT + n, flags = flags | 2, any = true,
          judge = judge(n, flags, steps), edx = siege.place("pages") }
      end
    end
  end
end

local function acts(s)
  for act = 0, ACTS - 1 do
    for _, flags in ipairs(FLAGS) do
      for fpu = 0, 1 do
        if share.has() then
          s:order { act = act, flags = flags | 2, eax = 4, ecx = 3,
            edx = siege.place("pages"), fpu = fpu, any = true }
        end
      end
    end
  end
end

local calls, declines, steps = 0, 0, 0

-- Its vectors are taken before the model's, or behind them; then clients step
-- through all that they do.
local function with_owner(kind, name, first)
  local owner = deimos.load "owns"
  local o = owner:open "owns"
  local function take() assert(o.take(first and 0 or 1) == 0) end
  if first then take() end
  local s = siege.open(kind, name, { setup = not first and take or nil })
  ints(s, not first)
  acts(s)
  s:flush()
  if not first then o.give() end
  s:close()
  calls, declines = calls + o.calls(), declines + o.declines()
  steps = steps + o.steps()
  o.give()
  deimos.close(o)
  owner:unload()
end

siege.each(function(kind, name)
  with_owner(kind, name, true)
  with_owner(kind, name, false)
end)
siege.report()
print(("%d calls, %d declined, %d steps"):format(calls, declines, steps))
assert(calls > 0 and declines > 0 and steps > 0)
