-- SPDX-License-Identifier: MIT
-- Clients of `paged` with hardly a frame: each way into ring 1 while what it
-- stands on is not there. Others' memory holds what they wrote.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege
-- options: arg.slow=512
-- limit: 120

local share = require "share"
local siege = require "siege"

local place = siege.place
local WAYS <const> = 22
local UNMAP <const>, PROTECT <const> = 6, 7
local PAGE <const>, POUND <const> = 4096, 12
local FRAMES = {}
for n in (deimos.options["arg.frames"] or "4,5,6,8,12"):gmatch("%d+") do
  FRAMES[#FRAMES + 1] = tonumber(n)
end

local DEEDS <const> = { {}, { PROTECT, place("mapped"), PAGE, 0 },
  { PROTECT, place("stack_page"), PAGE, 1 }, { UNMAP, place("mapped"), PAGE },
  { UNMAP, place("stack_page"), PAGE }, { UNMAP, place("text_page"), PAGE } }
local STACKS <const> = { { "stack", -256 }, { "mapped", 2048 },
  { "pages", 2048 }, { "mapped", 4098 } }

local function starve(frames)
  return function(t)
    local control <close> = t.module:open "paged"
    assert(control.configure(frames, 0, 0) == 0)
  end
end

for _, frames in ipairs(FRAMES) do
  for _, kind in ipairs { "coop", "preempt", "tasks" } do
    local s = siege.open(kind, "paged", { any = true, fresh = true,
      pound = POUND, setup = starve(frames) })
    for _, deed in ipairs(DEEDS) do
      for _, stack in ipairs(STACKS) do
        for act = 0, WAYS do
          if share.has() then
            local esp = place(stack[1], stack[2])
            s:order { act = act, eax = 4, edx = place("pages"), esp = esp,
              ecx = act == WAYS and 300000 or esp,
              before = { deed[1] and deed or nil } }
          end
        end
      end
    end
    s:close()
    print(frames, kind, siege.cases)
  end
end
siege.report()
