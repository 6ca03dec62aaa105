-- SPDX-License-Identifier: MIT
-- siege: orders of every form; with keepers of both kinds, and without threads.
-- modules: client_siege siege

local siege = require "siege"

local place <const> = siege.place

local function orders(s, judge)
  for act = 0, 40, 8 do
    s:order { act = act, flags = 2, eax = 4, ecx = 3, edx = place "pages", judge = judge }
    s:order { act = act, flags = 0x4102, ebx = 9, esp = place("stack", -4), fpu = 1 }
    s:order { act = act, words = { 0, place "mapped", 4096 }, eip = place("back", 1),
      cs = siege.CODE, ds = siege.DATA, ss = siege.STACK, es = 0, fs = 3, gs = 1,
      before = { { 6, place "mapped", 4096 }, { 5, 0, 4096, 3, place "stack_page" } },
      any = true }
  end
end

local judged = 0
for _, case in ipairs { { "coop", "segpaged", { any = true } },
    { "tasks", "paged", { any = true, fresh = true, pound = 8 } },
    { "none", "paged", { any = true, setup = function(t) print(t.name) end } } } do
  local s = siege.open(table.unpack(case))
  orders(s, function(result) judged = judged + (result == 42 and 1 or 0) end)
  s:close()
end
siege.each(print)
siege.report()
print(judged, place("far"), place("stub", 70000), place("back", -1))
