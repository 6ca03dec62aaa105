-- SPDX-License-Identifier: MIT
-- A client takes away what it stands on, its stack, text, data, order of
-- services, before each way into ring 1, or by that very call.
-- machines: qemu-icount
-- expect: pass
-- modules: client_siege siege
-- options: arg.slow=1600
-- limit: 120

local share = require "share"
local siege = require "siege"

local place = siege.place
local WAYS <const>, ALL <const> = 22, 1 << 22
local MAP <const>, UNMAP <const>, PROTECT <const>, GROW <const> = 5, 6, 7, 8
local PAGE <const> = 4096
local PAGES <const> = { "text_page", "order_page", "stack_page", "pages",
  "stubs_page", "mapped", "attached" }

-- What is done to a page: a service and its arguments.
local function deeds()
  local list = {}
  for _, page in ipairs(PAGES) do
    local at = place(page)
    for _, size in ipairs { 1, PAGE, 2 * PAGE, 4 * PAGE, 8 * PAGE, ALL } do
      list[#list + 1] = { UNMAP, at, size }
      for _, access in ipairs { 0, 1, 3 } do
        list[#list + 1] = { PROTECT, at, size, access }
      end
    end
  end
  for _, d in ipairs { -4096, -8192, -16384 } do
    list[#list + 1] = { UNMAP, place("data_limit", d + 1), -d }
  end
  list[#list + 1] = { UNMAP, 16384, ALL }
  list[#list + 1] = { UNMAP, 0, ALL }
  list[#list + 1] = { UNMAP, PAGE, ALL }
  list[#list + 1] = { GROW, 100000, place("stack", -64) }
  list[#list + 1] = { MAP, 0, 100000, 3, place("stack_page") }
  return list
end

local STACKS <const> = { { "stack", -256 }, { "mapped", 2048 },
  { "pages", 2048 } }

siege.each(function(kind, name)
  local s = siege.open(kind, name, { any = true, fresh = true })
  local function order(o)
    if share.has() then s:order(o) end
  end
  for _, deed in ipairs(deeds()) do
    for _, stack in ipairs(STACKS) do
      local esp = place(stack[1], stack[2])
      for act = 0, WAYS do
        order { act = act, eax = 4, edx = place("pages"), esp = esp,
          ecx = act == WAYS and 300000 or esp, before = { deed } }
      end
      for _, flags in ipairs { 2, 0x102 } do
        order { act = deed[1], esp = esp, flags = flags,
          words = { 0, deed[2], deed[3], deed[4] or 0, deed[5] or 0 } }
        order { act = 10, eax = deed[1], ebx = deed[2], ecx = esp,
          edx = place("back"), ebp = deed[5], esp = esp, flags = flags }
      end
    end
  end
  s:close()
end)
siege.report()
