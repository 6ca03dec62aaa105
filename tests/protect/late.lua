-- SPDX-License-Identifier: MIT
-- Interrupts never wait long for the core: in no call, with the arguments
-- that make the most of it, and in no death are they off for more than
-- 100,000 instructions. The timer ticks every 25,000 or so; each period
-- without interrupts, but for the first, costs a tick.
--
-- The same while a binding to `cpu` holds them off: then only what opens
-- windows is bounded (core/wrapper/README.md, "Time in the core"), marked by "+".
-- machines: qemu-icount
-- expect: pass
-- options: limit=0
-- limit: 200
-- modules: late endless endless_init hoarder taker

local late = require "late"

local MOST <const> = 2.5                -- ticks lost; counting is off by one
local MIB <const> = 1 << 20
local TEXT <const> = 1 << 16
local nmm = deimos.nmm
local WINDOW <const>, WINDOW_PAGES <const> = nmm.WINDOW_BASE, 131072
local MAPPED <const> = 32768            -- pages of two regions
local NO_FRAME <const> = 4096           -- the core has it: no window shows it

-- ORDER tests/modules/taker.c
local SINGLE <const> = { vector = 0, call = 1, ["open call"] = 2, clients = 3,
  line = 4, gate = 5, sysenter = 6 }
local STEPS <const> = { "detach vector", "attach vector", "detach call",
  "attach open call", "detach open call", "attach call", "detach clients",
  "attach clients", "detach line", "attach line", "detach gate",
  "attach gate", "detach sysenter", "attach sysenter" }
local ENTRIES <const> = 512             -- of the largest LDT

local held, worst, took_last = false, {}, 0

-- wait: what f returns or how it fails; how long that took, and ticks lost.
local function wait(what, f, ...)
  if held then late.hold(true) end
  local lost, results, took = late.lost(f, ...)
  took_last = took
  if held then late.hold(false) end
  worst[#worst + 1] = ("%-36s %11d %6.1f"):format(what, took, lost)
  print("late: " .. worst[#worst] .. (held and " held" or ""))
  assert(held and what:sub(1, 1) ~= "+" or lost < MOST, worst[#worst])
  return table.unpack(results, 1, results.n)
end

local function must(what, f, ...)
  local ok, first, second = wait(what, f, ...)
  assert(ok, what .. ": " .. tostring(first))
  return first, second
end

-- What a call does for each page is in it, or it is not measured at all.
local function each_page(what, pages, ...)
  local result = must(what, ...)
  assert(took_last > pages, what .. ": it has not looked at each page")
  return result
end

local function deaths()
  for kind = 0, 7 do
    local m = deimos.load("endless")
    local e = m:open("endless")
    wait("death, endless " .. kind, e.die, kind)
    deimos.close(e)
    m:unload()
  end
  wait("death in init", deimos.load, "endless_init")
  for _, flags in ipairs{ 0, nmm.SELF_BACKED, nmm.FRAMES, "windows" } do
    local m = deimos.load("hoarder")
    local h = m:open("hoarder")
    local taken = flags == "windows" and h.take_windows() or h.take(flags)
    assert(taken > 0, deimos.error_text(taken))
    wait("death with 64 MiB of " .. tostring(flags), h.die)
    deimos.close(h)
    m:unload()
  end
end

-- Every method that attaches, and the end of all that was attached.
local function handlers()
  local m = deimos.load("taker")
  local t = m:open("taker")
  local taken = must("vectors, gates, lines", t.take)
  assert(taken > 28 + 200, taken)
  for _, step in ipairs(STEPS) do
    local verb, name = step:match("(%w+) (.*)")
    local result = must(step, t.single, SINGLE[name],
                        verb == "attach" and 1 or 0)
    assert(result >= 0, step .. ": " .. deimos.error_text(result))
  end
  wait("death with all of them", t.die)
  deimos.close(t)
  m:unload()
end

local function regions()
  for _, flags in ipairs{ 0, nmm.SELF_BACKED, nmm.FRAMES } do
    local region = must("create_region 64 MiB, " .. flags,
      nmm.create_region, { size = 64 * MIB, flags = flags })
    must("destroy_region", nmm.destroy_region, region)
  end
end

local function copies()
  local size <const> = 32 * MIB
  local region, info = nmm.create_region{ size = 2 * size }
  each_page("copy_bytes 32 MiB", size // 4096, nmm.copy_bytes, info.base,
    info.base + size, size)
  nmm.destroy_region(region)
end

local function global_segments()
  local psas = must("create_global_segment 64 MiB",
    nmm.create_global_segment, { size = 64 * MIB, type = "data", dpl = 3 })
  must("create_region in it", nmm.create_region,
       { space = psas, size = 64 * MIB })
  must("destroy_global_segment", nmm.destroy_global_segment, psas)
end

-- As many as there is room for; one more; the last goes and comes again.
local function full(what, make, destroy)
  local all, ok, one = {}
  repeat
    ok, one = pcall(make)
    if ok then all[#all + 1] = one end
  until not ok
  assert(#all > 1, one)
  wait(what .. " beyond the last", make)
  must("destroy the last " .. what, destroy, all[#all])
  all[#all] = must("create the last " .. what, make)
  return all
end

local function descriptors()
  local region, info = nmm.create_region{ size = 64 * MIB }
  local ldt = must("create_ldt", nmm.create_ldt, ENTRIES)
  local function segment()
    return nmm.create_local_segment{ ldt = ldt, type = "data",
      base = info.base, size = 64 * MIB }
  end
  each_page("create_local_segment 64 MiB", 64 * MIB // 4096, segment)
  full("local segment", segment, function(selector)
    return nmm.destroy_local_segment(ldt, selector) end)
  local tasks = full("task", function()
    return nmm.create_tss{ ldt = ldt } end, nmm.destroy_tss)
  wait("destroy_ldt, busy", nmm.destroy_ldt, ldt)
  for _, tss in ipairs(tasks) do nmm.destroy_tss(tss) end
  must("destroy_ldt, full", nmm.destroy_ldt, ldt)
  for _, one in ipairs(full("LDT", function()
    return nmm.create_ldt(ENTRIES) end, nmm.destroy_ldt)) do
    nmm.destroy_ldt(one)
  end
  must("destroy_region of segments", nmm.destroy_region, region)
end

local function windows()
  local space = must("create_page_table", nmm.create_page_table, WINDOW,
                     512 * MIB)
  local region, info = must("create_region 64 MiB in a window",
    nmm.create_region, { space = space, base = WINDOW, size = 64 * MIB })
  local share = must("share_region", nmm.share_region, region, space,
                     WINDOW + 64 * MIB, nmm.PRESENT)
  must("page_attributes", nmm.page_attributes, space, WINDOW, 32768, 0, 0,
       nmm.FLUSH_INVLPG)
  nmm.paging(true)
  each_page("flush by INVLPG", WINDOW_PAGES, nmm.flush, space, WINDOW,
            WINDOW_PAGES, nmm.FLUSH_INVLPG)
  nmm.paging(false)
  for _, kind in ipairs{ "inverted", "chain", "scan" } do
    must("reverse_structure " .. kind, nmm.reverse_structure, kind)
    must("+ phys_to_virt", nmm.phys_to_virt, space, info and info.frame or 0)
    each_page("phys_to_virt, not found", kind == "scan" and MAPPED or 0,
      function() return nmm.phys_to_virt(space, NO_FRAME) or true end)
  end
  must("digest", deimos.digest)
  must("destroy_region, a share", nmm.destroy_region, share)
  must("destroy_page_table", nmm.destroy_page_table, space)
end

local function requests()
  local m = must("load", deimos.load, "paged")
  must("unload", m.unload, m)
  wait("+ load of nothing", deimos.load, ("x"):rep(200))
  local endless = deimos.load("endless")
  local e = endless:open("endless")
  for kind = 1, 6 do
    local null = deimos.load("null")
    e.leave(kind)
    if not wait("+ unload, endless " .. kind, null.unload, null) then
      e.mend()
      null:unload()
    end
  end
  deimos.close(e)
  endless:unload()
end

-- The wrappers themselves, as any module has them.
local function wrappers()
  local cm <close> = deimos.find("cm"):open("cm")
  local console <close> = deimos.find("console"):open("console")
  local port <close> = deimos.find("port"):open("port")
  local text = deimos.buffer(TEXT)
  local lines = ("late\n"):rep(1024)
  must("+ console.write, 1,024 lines", console.write, 0, lines, #lines)
  must("+ console.read", console.read, text, TEXT)
  must("archive_read", cm.archive_read, "modules/paged.o", 0, text, TEXT)
  must("+ archive_size", cm.archive_size, "modules/nobody.o")
  must("+ archive_size, long name", cm.archive_size, ("x"):rep(250))
  must("+ reason", cm.reason, text, TEXT)
  must("+ port.open", port.open, 0x1000, 0xf000)
  must("+ port.close", port.close, 0x1000, 0xf000)
end

print(("late: %.0f instructions a tick"):format(late.start()))
for _, on in ipairs{ false, true } do
  held = on
  if not held then
    deaths()
    handlers()
  end
  regions()
  copies()
  global_segments()
  descriptors()
  windows()
  requests()
  wrappers()
  collectgarbage()
end
late.close()
