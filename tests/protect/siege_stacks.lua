-- SPDX-License-Identifier: MIT
-- Every way from ring 3 into ring 1 with each stack that ring 3 can load, at
-- each edge of it.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege
-- options: arg.slow=1600
-- limit: 120

local share = require "share"
local siege = require "siege"

local place = siege.place
local WAYS <const> = 22                 -- the first acts
local GRAPH_DS <const> = 0x2b
local FLAGS <const> = { 2, 0x102, 0x54502 }

local limits = deimos.machine().segment_limits
local space, global = deimos.nmm.create_global_segment { size = 4096,
  type = "data", dpl = 3 }

local function stacks(name)
  local list = {}
  local function add(ss, base, from, to)
    for d = from, to do
      list[#list + 1] = { ss = ss, esp = base and place(base, d) or d }
    end
  end
  for _, ss in ipairs { siege.STACK, siege.DATA } do
    local limit = ss == siege.STACK and "stack_limit" or "data_limit"
    if limits or name == "paged" then
      add(ss, nil, 0, 17)
      add(ss, limit, -20, 5)
      add(ss, nil, 0xfffffff0, 0xffffffff)
      add(ss, nil, 0x7ffffffc, 0x80000001)
    end
    add(ss, "stack", -40, -30)
    add(ss, "pages", 0, 32)
    add(ss, "text_page", 0, 3)
  end
  if name == "segmented" then
    add(place("far"), nil, 0, 40)
    add(place("far"), nil, 4060, 4100)
  end
  if limits then
    add(global.selector | 3, nil, 0, 40)
    add(global.selector | 3, nil, 4060, 4100)
  end
  for _, ss in ipairs { 0, 3, siege.CODE, GRAPH_DS, 0x1e, 0x1d, 0x1c, 0x10,
      0x21, 0x23, 0x33, 0x38, 0x27, 0xffff, 0xfff8 } do
    add(ss, "stack", -256, -256)
  end
  return list
end

siege.each(function(kind, name)
  local s = siege.open(kind, name, { any = true })
  for act = 0, WAYS do
    for _, stack in ipairs(stacks(name)) do
      for _, flags in ipairs(FLAGS) do
        if share.has() then
          s:order { act = act, flags = flags, eax = 4, edx = place("pages"),
            ecx = act == WAYS and 300000 or stack.esp, ss = stack.ss,
            esp = stack.esp }
        end
      end
    end
  end
  s:close()
end)
deimos.nmm.destroy_global_segment(space)
siege.report()
