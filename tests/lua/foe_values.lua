-- SPDX-License-Identifier: MIT
-- What the methods of the core are called with: for each argument and each
-- field, values that are at an edge, stale, somebody else's or of another kind.
-- The first of a list is the one that is no mistake.

local M = {}
local nmm <const> = deimos.nmm
local PAGE <const> = nmm.PAGE_SIZE

-- What the contracts say that a call may be refused with.
M.errors = {
  ["nmm.create_region"] = "RANGE NOMEM BUSY FULL HANDLE OWNER INVALID ADDRESS",
  ["nmm.destroy_region"] = "HANDLE OWNER BUSY",
  ["nmm.query_region"] = "HANDLE RANGE ADDRESS",
  ["nmm.identify_region"] = "NOTFOUND",
  ["nmm.paging"] = "PAGING INVALID",
  ["nmm.create_page_table"] = "RANGE NOMEM FULL",
  ["nmm.destroy_page_table"] = "HANDLE OWNER BUSY",
  ["nmm.create_page_mapping"] = "HANDLE OWNER RANGE INVALID NOMEM BUSY",
  ["nmm.invalidate_page_mapping"] = "NOTFOUND HANDLE OWNER RANGE",
  ["nmm.phys_to_virt"] = "HANDLE INVALID",
  ["nmm.create_global_segment"] = "PAGING INVALID RANGE NOMEM FULL ADDRESS",
  ["nmm.destroy_global_segment"] = "HANDLE OWNER BUSY",
  ["nmm.create_ldt"] = "RANGE NOMEM FULL",
  ["nmm.destroy_ldt"] = "HANDLE OWNER BUSY",
  ["nmm.create_local_segment"] =
    "HANDLE OWNER RANGE INVALID ADDRESS FULL",
  ["nmm.destroy_local_segment"] = "HANDLE OWNER RANGE NOTFOUND",
  ["nmm.create_tss"] = "HANDLE OWNER INVALID FULL ADDRESS",
  ["nmm.destroy_tss"] = "HANDLE OWNER BUSY",
  ["nmm.page_attributes"] = "HANDLE OWNER RANGE INVALID NOTFOUND",
  ["nmm.frame_status"] = "RANGE INVALID ADDRESS",
  ["nmm.flush"] = "HANDLE RANGE INVALID",
  ["nmm.share_region"] =
    "HANDLE OWNER INVALID RANGE BUSY NOMEM FULL",
  ["nmm.reverse_structure"] = "INVALID NOMEM",
  ["nmm.give_region"] = "HANDLE OWNER INVALID BUSY",
  ["nmm.copy_bytes"] = "ADDRESS",
  ["cm.load"] = "NOTFOUND ADDRESS MANIFEST",
  ["cm.unload"] = "BUSY ACTIVE INVALID HANDLE",
  ["cm.find"] = "NOTFOUND ADDRESS",
  ["cm.bind"] = "TYPE CONSTRAINT FULL NOTFOUND BUSY DEAD HANDLE ADDRESS",
  ["cm.rebind"] = "TYPE CONSTRAINT FULL NOTFOUND BUSY DEAD HANDLE ADDRESS",
  ["cm.unbind"] = "HANDLE",
  ["cm.reason"] = "ADDRESS",
  ["cm.archive_size"] = "NOTFOUND ADDRESS",
  ["cm.archive_read"] = "NOTFOUND RANGE ADDRESS",
  ["cm.archive_name"] = "NOTFOUND ADDRESS",
  ["cm.replace"] =
    "NOTFOUND ADDRESS INVALID DEAD HANDLE ACTIVE UNSUPPORTED",
  ["cm.drain"] = "INVALID DEAD HANDLE",
  ["cm.load_by"] = "NOTFOUND ADDRESS TYPE DEAD HANDLE",
  ["console.write"] = "ADDRESS RANGE",
  ["console.read"] = "ADDRESS", ["console.null"] = "",
  ["port.open"] = "RANGE BUSY FULL", ["port.close"] = "OWNER",
  ["port.open_task"] = "RANGE BUSY HANDLE OWNER INVALID FULL",
  ["vector.attach"] = "RANGE BUSY FULL ADDRESS", ["vector.detach"] = "OWNER",
  ["vector.fault_address"] = "",
  ["vector.attach_call"] = "RANGE BUSY ADDRESS",
  ["vector.attach_open_call"] = "RANGE BUSY ADDRESS",
  ["vector.attach_clients"] = "ADDRESS FULL",
  ["vector.decline"] = "ADDRESS INVALID OWNER",
  ["cpu.hlt"] = "", ["cpu.cli"] = "FULL", ["cpu.sti"] = "",
  ["gate.create"] = "ADDRESS FULL", ["gate.destroy"] = "OWNER",
  ["sysenter.attach"] = "UNSUPPORTED BUSY ADDRESS INVALID FULL",
  ["sysenter.detach"] = "OWNER",
  ["images.size"] = "NOTFOUND ADDRESS", ["images.read"] =
    "NOTFOUND ADDRESS RANGE",
}

local NUMBERS <const> = { 0, 1, -1, 0x7fffffff, 0x80000000, 4095, 4096, 4097 }
local SELECTORS <const> = { 0, 3, 4, 7, 8, 0x0f, 0x10, 0x17, 0x19, 0x1f, 0x21,
  0x2b, 0x31, 0x38, 0x3f, 0x47, 0x59, 0xffff, 0x10007, -1 }

local function with(first, ...)
  local list, seen = { first }, { [first] = true }
  for _, more in ipairs { ... } do
    for _, v in ipairs(more) do
      if not seen[v] then
        list[#list + 1] = v
        seen[v] = true
      end
    end
  end
  return list
end

local function free_page()
  local region, info = nmm.create_region { size = PAGE }
  nmm.destroy_region(region)
  return info.base
end

local ROOM <const> = 64         -- bytes of a text

-- Odd ones; the first is good.
local function texts(w)
  local foe, list = w.foe, {}
  for i, text in ipairs { "no such", "", ("a"):rep(31), ("a"):rep(32),
      ("b"):rep(60), "\1\27[2J\n", "nul" } do
    local at = foe.at.texts + i * ROOM
    foe.face.put(at, text .. "\0", #text + 1)
    list[i] = at
  end
  return list
end

local function addresses(w)
  local own, ups = w.foe.own_list, deimos.machine().ups_size
  local core = 0x110000 - deimos.graph().system.ups_base
  return { 0, PAGE - 1, ups - 1, ups - 4, ups, 0x80000000, -1, -4, core,
    core + ups, free_page(), own.self_backed_at, own.frames_at,
    own.region_at + 4 * PAGE - 3, w.other.at.block, nmm.WINDOW_BASE }
end

local HANDLES <const> = "region self_backed frames window_region space " ..
  "segment_space ldt selector task gate stale_region stale_space stale_ldt " ..
  "global"

-- All that anybody owns but what is excepted, of the attacker's own.
local function handles(w, except)
  local list = { w.foe.module.handle, w.other.module.handle, w.kept,
    w.spare_kept, w.bystander.handle, w.null.handle, w.null2.handle,
    deimos.find("nmm").handle, deimos.find("lua").handle }
  for name in HANDLES:gmatch("%S+") do
    list[#list + 1] = w.other.own_list[name]
    list[#list + 1] = w.other.own_list[name] + 1
    if not (except or ""):find(name, 1, true) then
      list[#list + 1] = w.foe.own_list[name]
    end
  end
  return list
end

local LIVE <const> = "region self_backed frames window_region"

local function of_regions(w, v)
  local own = w.foe.own_list
  v.space = with(1, { 0, 2, 3 }, handles(w), NUMBERS)
  v.base = with(0, { own.region_at, own.window, own.mapped, own.window - 1,
    own.window + 16 * PAGE, -PAGE }, NUMBERS, v.far)
  v.size = with(PAGE, { -PAGE, -PAGE + 1, 16 * PAGE, 17 * PAGE }, NUMBERS)
  v.flags = with(0, { 2, 3, 5, 6, 12, 13, 15, 16, 32, 33, 64 }, NUMBERS)
  v.region = with(own.stale_region, handles(w, LIVE), NUMBERS)
  v.any_region = with(own.region, handles(w), NUMBERS)
  v.own_at = with(own.region_at, { own.region_at + 1, own.region_at + 3 * PAGE,
    own.region_at + 3 * PAGE + 1 }, v.far)
  v.window = with(0xf0000000, { own.window, own.window - PAGE, -PAGE,
    0xfffff000, 0xfff00000 }, NUMBERS)
  v.own_space = with(own.space, { 0, 1 }, handles(w), NUMBERS)
  v.no_space = with(own.stale_space, { 0, 1, 2, 3 }, handles(w,
    "space segment_space"), NUMBERS)
  v.page = with(own.mapped, { own.window, own.window + 16 * PAGE - 1,
    own.window + 16 * PAGE, own.window - 1, own.self_backed_at,
    own.region_at }, NUMBERS, v.far)
  v.entry = with(own.frame | 7, { own.frame | 1, own.frame | 3, own.frame,
    own.frame + 4 * PAGE | 7, own.frame | 0x87, own.frame | 0x207,
    w.other.own_list.frame | 7, 0x110007, 7, 0xfffff007 }, NUMBERS)
  v.frame = with(own.frame, { own.frame + 1, 0x110000, 0xfffff000,
    w.other.own_list.frame }, NUMBERS)
  v.pages = with(1, { 0, 2, 9, 15, 16, 17, 0xfffff, 0x100000 }, NUMBERS)
  v.bits = with(0, { 1, 2, 4, 6, 0x20, 0x40, 0x66, 0x67, 8, 0x80, 0x200 },
    NUMBERS)
  v.strategy = with(0, { 1, 2, 3, 4, 5, 6, 7 }, NUMBERS)
  v.on = with(0, NUMBERS)
  v.structure = with(0, { 1, 2, 3 }, NUMBERS)
end

local function of_segments(w, v)
  local own = w.foe.own_list
  v.type = with(2, { 0, 1, 3, 4, 5 }, NUMBERS)
  v.dpl = with(1, { 0, 2, 3, 4 }, NUMBERS)
  v.entries = with(2, { 3, 511, 512, 513 }, NUMBERS)
  v.ldt = with(own.ldt, handles(w), NUMBERS)
  v.no_ldt = with(own.stale_ldt, handles(w, "ldt"), NUMBERS)
  v.index = with(2, { 0, 3, 7, 8, 9 }, NUMBERS)
  v.local_size = with(PAGE, { 4 * PAGE, 4 * PAGE + 1, 0x100000, 0x100001,
    0x101000, -PAGE }, NUMBERS)
  v.local_base = with(own.region_at, { own.region_at + 1, own.region_at - 1,
    own.region_at + 3 * PAGE, own.region_at + 3 * PAGE + 1 }, v.base)
  v.dwords = with(0, { 1, 31, 32 }, NUMBERS)
  v.selector = with(0x3f, { own.selector + 8, own.selector - 1 }, SELECTORS,
    NUMBERS)
  v.ldt_or_none = with(own.ldt, handles(w), NUMBERS)
  v.cs = with(0, { own.selector, own.global }, SELECTORS)
  v.ss = v.cs
  v.ds = v.cs
  v.esp1 = with(own.region_at + 64, { own.region_at + 31, own.region_at + 33,
    own.region_at + 4 * PAGE, own.region_at + 4 * PAGE - 4 }, v.far, NUMBERS)
  v.no_task = with(w.other.own_list.task, handles(w, "task"), SELECTORS,
    NUMBERS)
  v.task = with(own.task, handles(w), SELECTORS)
end

local function of_wrappers(w, v)
  local at = w.foe.at
  v.code = with(at.handler, { at.text, at.block, at["end"] - 1, at["end"],
    w.other.at.handler, w.watch.place() }, v.far, NUMBERS)
  v.vector = with(3, { 0, 2, 8, 14, 18, 31, 32, 47, 48, 49, 127, 128, 254,
    255, 256, 257 }, NUMBERS)
  v.call = with(200, v.vector)
  v.port = with(0x300, { 0, 0x20, 0x3f8, 65534, 65535, 65536, 65537 }, NUMBERS)
  v.count = with(2, { 65535, 65536, 65537 }, NUMBERS)
  v.channel = with(2, { 0, 1, 3 }, NUMBERS)
  v.sysenter = with(7, SELECTORS, NUMBERS)
  v.no_gate = with(w.other.own_list.gate, handles(w, "gate"), SELECTORS)
  v.module = with(w.foe.module.handle, handles(w), NUMBERS)
  v.no_binding = with(0, { w.kept + 4096, w.kept - 4096 }, NUMBERS)
  for _, handle in ipairs(handles(w)) do
    if handle ~= w.kept and handle ~= w.spare_kept then
      v.no_binding[#v.no_binding + 1] = handle
    end
  end
  v.binding = with(w.kept, v.no_binding)
  v.provider = with(w.null2.handle, handles(w), NUMBERS)
  v.number = with(0, NUMBERS)
  v.offset = with(0, { 2, 100, 511, 512, 513 }, NUMBERS)
end

local function of_texts(w, v)
  local good = { name = "no such", interface = "null", receptacle = "spare",
    member = "modules/null.o", image = "null" }
  local odd, i = texts(w), 8
  assert(#deimos.archive(good.member) < PAGE, "it is read into `block`")
  for _, kind in ipairs { "name", "interface", "receptacle", "member",
      "image" } do
    local at = w.foe.at.texts + i * ROOM
    w.foe.face.put(at, good[kind] .. "\0", #good[kind] + 1)
    v[kind] = with(at, odd, { w.foe.own_list.region_at }, v.far, NUMBERS)
    i = i + 1
  end
end

-- Kinds of arguments; then those of the fields of a structure at `block`.
local METHODS <const> = {
  { "nmm.create_region", "space base size flags info_or_none" },
  { "nmm.destroy_region", "region" },
  { "nmm.query_region", "space base info" },
  { "nmm.identify_region", "number" },
  { "nmm.paging", "on" },
  { "nmm.create_page_table", "window size" },
  { "nmm.destroy_page_table", "no_space" },
  { "nmm.create_page_mapping", "own_space page entry" },
  { "nmm.invalidate_page_mapping", "own_space page" },
  { "nmm.phys_to_virt", "own_space frame" },
  { "nmm.create_global_segment", "size type dpl info" },
  { "nmm.destroy_global_segment", "no_space" },
  { "nmm.create_ldt", "entries" }, { "nmm.destroy_ldt", "no_ldt" },
  { "nmm.create_local_segment", "ldt struct",
    "index type space local_base local_size code dwords" },
  { "nmm.destroy_local_segment", "ldt selector" },
  { "nmm.create_tss", "struct",
    "ldt_or_none space number cs number ss ds ds number esp1" },
  { "nmm.destroy_tss", "no_task" },
  { "nmm.page_attributes", "own_space page pages bits bits strategy" },
  { "nmm.frame_status", "frame info" },
  { "nmm.flush", "own_space page pages strategy" },
  { "nmm.share_region", "any_region own_space page bits" },
  { "nmm.reverse_structure", "structure" },
  { "nmm.give_region", "any_region module" },
  { "nmm.copy_bytes", "own_at info size any_region" },
  { "cm.load", "image" }, { "cm.unload", "module" }, { "cm.find", "name" },
  { "cm.bind", "module receptacle provider interface" },
  { "cm.rebind", "binding provider interface" },
  { "cm.unbind", "no_binding" }, { "cm.reason", "info number" },
  { "cm.archive_size", "member" },
  { "cm.archive_read", "member offset info number" },
  { "cm.archive_name", "offset info number" },
  { "cm.replace", "module name" }, { "cm.drain", "module number" },
  { "cm.load_by", "module name" },
  { "console.write", "channel info number" },
  { "console.read", "info number" }, { "console.null", "number" },
  { "port.open", "port count" }, { "port.close", "port count" },
  { "port.open_task", "task port count" },
  { "vector.attach", "vector code" }, { "vector.detach", "vector" },
  { "vector.fault_address", "number" },
  { "vector.attach_call", "call code" },
  { "vector.attach_open_call", "call code" },
  { "vector.attach_clients", "code" },
  { "vector.decline", "struct", "number number number number number number "
    .. "number number vector number code cs number info ss" },
  { "cpu.hlt", "" }, { "cpu.cli", "number" }, { "cpu.sti", "number" },
  { "gate.create", "code" }, { "gate.destroy", "no_gate" },
  { "sysenter.attach", "code sysenter sysenter" },
  { "sysenter.detach", "number" },
  { "images.size", "image" }, { "images.read", "struct", "image info number" },
}

-- What would succeed and do harm that is no mistake of the core's: garbage on
-- the console; a provider that is another; handles that a rebind would move; bytes
-- of whoever has that place.
local HARMFUL <const> = {
  ["nmm.copy_bytes"] = function(o) return o.args[4] == 0 end,
  ["console.write"] = function(o) return o.args[1] < 2 and o.args[1] >= 0 end,
  ["cm.rebind"] = function(o, w)
    return o.args[1] == w.kept and o.args[2] == w.null.handle
  end,
}

-- Those of a list, but for some.
local function set_of(list, except)
  local set = {}
  for _, value in ipairs(list) do set[value] = true end
  for _, value in ipairs(except) do set[value] = nil end
  return set
end

function M.of(w)
  local at = w.foe.at
  local v = { far = addresses(w) }
  local nowhere = set_of(v.far, { w.other.at.block,
    w.foe.own_list.region_at + 4 * PAGE - 3 })
  local code = set_of(v.far, {})
  w.foe.face.put(w.foe.own_list.region_at, ("x"):rep(4 * PAGE), 4 * PAGE)
  v.info = with(at.block, v.far)
  v.info_or_none = with(0, { at.block }, v.far)
  v.struct = with(at.block, { at.text, w.watch.place() }, v.far)
  of_regions(w, v)
  of_segments(w, v)
  of_wrappers(w, v)
  of_texts(w, v)
  for kind in ("info struct name interface receptacle member image code")
      :gmatch("%S+") do
    v[kind].nowhere = kind == "code" and code or nowhere
  end
  -- At the number of a handle lie other modules' stubs: not to be written.
  v.info_or_none.nowhere = set_of(v.far, { 0, w.other.at.block,
    w.foe.own_list.region_at + 4 * PAGE - 3 })
  code[w.other.at.handler], code[w.watch.place()] = true, true
  local list = {}
  for _, method in ipairs(METHODS) do
    local one = { name = method[1], arguments = 0, world = w }
    for kind in method[2]:gmatch("%S+") do
      one[#one + 1] = assert(v[kind], kind)
    end
    one.arguments = #one
    for kind in (method[3] or ""):gmatch("%S+") do
      one[#one + 1] = assert(v[kind], kind)
    end
    list[#list + 1] = one
  end
  return list
end

-- What a method has no use for, by what else it is told: nothing is read.
local SIZED <const> = { ["console.read"] = 1, ["cm.archive_read"] = 1,
  ["console.write"] = 1 }

-- Whether it has named, and touched, what is nowhere. Of no bytes all are there.
function M.is_nowhere(o)
  local detaches = o.name == "vector.attach_clients" and o.args[1] == 0
  local is_none = o.name == "nmm.copy_bytes" and o.args[3] == 0
  return o.nowhere and o.result >= 0 and not detaches and not is_none and
    not (o.result == 0 and SIZED[o.name])
end

-- An order by the values of its arguments and fields.
local function order_of(method, foe, chosen)
  local o = { name = method.name, id = foe.id[method.name], args = {},
    words = {} }
  for i = 1, #method do
    local value = chosen[i] or method[i][1]
    local nowhere = method[i].nowhere
    if nowhere and nowhere[value] and
        (i <= method.arguments or method.name == "images.read") then
      o.nowhere = true
    end
    if i <= method.arguments then
      o.args[i] = value
    else
      o.words[i - method.arguments] = value
    end
  end
  return o
end

-- f(order) for each pair of values of two arguments, or fields, that has() says.
function M.pairs_of(method, has, f)
  local foe, harmful = require "foe", HARMFUL[method.name]
  local function one(i, a, k, b)
    if not has() then return end
    local o = order_of(method, foe, { [i] = a, [k] = b })
    if not (harmful and harmful(o, method.world)) then f(o) end
  end
  one(1, nil, 2)
  if #method == 1 then
    for _, value in ipairs(method[1]) do one(1, value, 2) end
  end
  for i = 1, #method do
    for k = i + 1, #method do
      for _, a in ipairs(method[i]) do
        for _, b in ipairs(method[k]) do one(i, a, k, b) end
      end
    end
  end
end

-- An order of values chosen by random(n), or among `pool`.
function M.any_of(method, random, pool)
  local chosen = {}
  for i = 1, #method do
    local turn = random(6)
    if turn == 0 and #pool > 0 and not method[i].nowhere then
      chosen[i] = pool[1 + random(#pool)]
    elseif turn == 1 then
      chosen[i] = method[i][1 + random(#method[i])]
    end
  end
  return order_of(method, require "foe", chosen)
end

return M
