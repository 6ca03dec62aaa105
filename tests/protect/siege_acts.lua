-- SPDX-License-Identifier: MIT
-- Every instruction that ring 3 has no business with, and every way into ring
-- 1, with each flag: the client goes on or dies, and nobody else does.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege
-- options: arg.slow=640
-- limit: 120

local share = require "share"
local siege = require "siege"

local ACTS <const> = 131
local FLAGS <const> = { 0, 0x100, 0x4000, 0x400, 0x40000, 0x10000, 0x200000,
  0x3000, 0x80000, 0x100000, 0x377d00 }

siege.each(function(kind, name)
  local s = siege.open(kind, name, { any = true })
  for act = 0, ACTS - 1 do
    for _, flags in ipairs(FLAGS) do
      for fpu = 0, 2 do
        if share.has() then
          s:order { act = act, flags = flags | 2, eax = 4, ecx = 3,
            edx = siege.place("pages"), fpu = fpu }
        end
      end
    end
  end
  s:close()
end)
siege.report()
