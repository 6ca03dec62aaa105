-- SPDX-License-Identifier: MIT
-- For host/lua_library: what functions of `deimos` hand to the CM, the NMM and
-- the harness, bound by bound, and what they make of each answer. `fake` is
-- every method of these.

local nmm = deimos.nmm
local answers, calls = {}, {}

function fake(name, ...)
  calls[#calls + 1] = { name, ... }
  local answer = answers[name]
  if type(answer) == "function" then return answer(...) end
  return answer or 0
end

local function text(list)
  local words = {}
  for i, value in ipairs(list) do words[i] = tostring(value) end
  return table.concat(words, " ")
end

-- The calls since the last time, one text each.
local function made()
  local list = {}
  for i, call in ipairs(calls) do list[i] = text(call) end
  calls = {}
  return table.concat(list, "; ")
end

local compared = 0                      -- how often; one that is left out is missed

local function same(is, wanted)
  compared = compared + 1
  if is ~= wanted then
    error(("%s, not %s"):format(tostring(is), tostring(wanted)), 2)
  end
end

local function refused(pattern, f, ...)
  compared = compared + 1
  local ok, message = pcall(f, ...)
  if ok or not tostring(message):find(pattern) then
    error(("not refused by '%s': %s"):format(pattern, tostring(message)), 2)
  end
end

local function fields(is, wanted)
  compared = compared + 1
  for key, value in pairs(wanted) do
    if is[key] ~= value then
      error(("%s is %s, not %s"):format(key, is[key], value), 2)
    end
  end
  for key in pairs(is) do
    if wanted[key] == nil then error(key .. " is there", 2) end
  end
end

local MAX <const> = 0xffffffff
local BAD <const> = { -1, MAX + 1, 1.5, "5", true, {}, math.mininteger }

-- name: arguments; a `name=value` may be left out.
local POSITIONS <const> = {
  destroy_region = "region", query_region = "space address",
  create_page_table = "base size", destroy_page_table = "space",
  create_page_mapping = "space address entry",
  invalidate_page_mapping = "space address",
  page_attributes = "space address pages=1 clear=0 set=0 strategy="
    .. nmm.FLUSH_BEST,
  flush = "space address pages=1 strategy=" .. nmm.FLUSH_BEST,
  share_region = "region space base flags", give_region = "region module",
  copy_bytes = "to from size region=0",
  destroy_global_segment = "space", create_ldt = "entries",
  destroy_ldt = "ldt", destroy_local_segment = "ldt selector",
  destroy_tss = "selector",
}

local function arguments(words)
  local list = {}
  for name, default in words:gmatch("(%w+)=?(%d*)") do
    list[#list + 1] = { name = name, default = tonumber(default) }
  end
  return list
end

local function try_position(name, list, i)
  local values = {}
  for k = 1, #list do values[k] = 100 + k end
  for _, value in ipairs { 0, 1, 0x7fffffff, 0x80000000, MAX } do
    values[i] = value
    calls = {}
    nmm[name](table.unpack(values))
    same(made(), name .. " " .. text(values))
  end
  for _, value in ipairs(BAD) do
    values[i] = value
    refused("nmm%." .. name .. ": bad argument '" .. list[i].name .. "'",
      nmm[name], table.unpack(values))
    same(made(), "")
  end
  values[i] = list[i].default
  if not values[i] then
    refused("'" .. list[i].name .. "' %(number expected, got n",
      nmm[name], table.unpack(values, 1, i - 1))
  else
    local given = { table.unpack(values) }
    given[i] = nil
    nmm[name](table.unpack(given, 1, #list))
    same(made(), name .. " " .. text(values))
  end
end

local function try_results(name, ...)
  local method = name
  for _, result in ipairs { 0, 1, 4711, 0x7fffffff } do
    answers[method] = result
    local got = nmm[name](...)
    same(type(got) == "table" and result or got, result)
  end
  for _, code in pairs(deimos.errors) do
    answers[method] = code
    refused("nmm '" .. name .. "': " .. deimos.error_text(code)
      :gsub("%p", "%%%0"), nmm[name], ...)
  end
  answers[method] = nil
  made()
end

for name, words in pairs(POSITIONS) do
  local list = arguments(words)
  for i = 1, #list do try_position(name, list, i) end
  try_results(name, 1, 2, 3, 4, 5, 6)
end
try_results("identify_region")

-- Tables: each field by itself, its place in the call, what it is if missing.
local TABLES <const> = {
  create_region = { "space base size flags",
    { nmm.UPS, 0, nmm.PAGE_SIZE, nmm.ANYWHERE } },
  create_global_segment = { "size type dpl", { nmm.PAGE_SIZE, 2, 1 } },
  create_local_segment = {
    "ldt type space base size index handler dwords",
    { 0, 2, nmm.UPS, 0, nmm.PAGE_SIZE, 0, 0, 0 } },
  create_tss = { "ldt space eip cs esp ss ds es eax esp1",
    { 0, nmm.UPS, 0, 0, 0, 0, 0, 0, 0, 0 } },
}
local TYPES <const> = { "code", "code_only", "data", "data_only", "gate" }

local function try_field(name, field, i, defaults)
  local wanted = { table.unpack(defaults) }
  if field == "type" then
    for k, value in ipairs(TYPES) do
      nmm[name] { type = value }
      wanted[i] = k - 1
      same(made(), name .. " " .. text(wanted))
    end
    refused("nearest is 'data'", nmm[name], { type = "datas" })
    return
  end
  for _, value in ipairs { 0, 5, MAX } do
    local base = field == "base" and name == "create_region"
    local flags = field == "flags" and value & nmm.FIXED ~= 0
    if not flags then
      nmm[name] { [field] = value }
      wanted[i] = value
      if base then wanted[4] = defaults[4] | nmm.FIXED end
      same(made(), name .. " " .. text(wanted))
    else
      refused("'flags' has FIXED", nmm[name], { flags = value })
    end
  end
  for _, value in ipairs(BAD) do
    refused("nmm%." .. name .. ": bad argument '" .. field .. "'", nmm[name],
      { [field] = value })
  end
end

for name, entry in pairs(TABLES) do
  local i = 0
  nmm[name] {}
  same(made(), name .. " " .. text(entry[2]))
  for field in entry[1]:gmatch("%w+") do
    i = i + 1
    try_field(name, field, i, entry[2])
  end
  for _, key in ipairs { "nothing", "size\0", 1, true } do
    refused("nmm%." .. name .. ": unknown field '.*; the nearest is '",
      nmm[name], { [key] = 1 })
  end
  refused("'fields' %(table expected, got number", nmm[name], 1)
  same(made(), "")
  try_results(name, {})
end

made()
for flags = 0, 255 do
  nmm.create_region { base = 8, flags = flags }
  same(made(), ("create_region %d 8 4096 %d"):format(nmm.UPS,
    flags | nmm.FIXED))
end
for i, status in ipairs { "free", "used", "invalid", "?" } do
  world("status", i - 1)
  local _, info = nmm.create_region {}
  fields(info, { region = 11, space = 12, base = 13, size = 14,
    status = status, flags = 16, owner = 17, frame = 18 })
  fields(nmm.query_region(1, 2), info)
end
local _, segment = nmm.create_global_segment {}
fields(segment, { space = 31, selector = 32, base = 33, size = 34, ups = 35 })
fields(nmm.frame_status(5), { owner = 21, region = 22, mappings = 23,
  mapper = 24, common = true })
same(nmm.frame_status(4).common, false)
answers.frame_status = -3
refused("nmm 'frame_status': stale", nmm.frame_status, 5)

-- paging, phys_to_virt, reverse_structure: results of their own.
made()
for before = 0, 1 do
  answers.paging = before
  same(nmm.paging(before == 0), before == 1)
  same(made(), "paging " .. 1 - before)
end
answers.paging = -20
refused("nmm 'paging': not possible", nmm.paging, true)
refused("boolean expected, got number", nmm.paging, 1)
made()
for _, case in ipairs { { 0x5000, 0x5000 }, { 0, 0 }, { 0xfffff000, 0xfffff000 } }
do
  answers.phys_to_virt = case[1]
  same(nmm.phys_to_virt(8, 9), case[2])
  same(made(), "phys_to_virt 8 9")
end
for _, code in pairs(deimos.errors) do
  answers.phys_to_virt = code
  refused("nmm 'phys_to_virt': " .. deimos.error_text(code):gsub("%p", "%%%0"),
    nmm.phys_to_virt, 8, 9)
end
answers.phys_to_virt = 1                -- no page maps it
same(nmm.phys_to_virt(8, 9), nil)
made()
for i, name in ipairs { "scan", "inverted", "chain" } do
  answers.reverse_structure = 3 - i
  same(nmm.reverse_structure(name), ({ "chain", "inverted", "scan" })[i])
  same(made(), "reverse_structure " .. i - 1)
end
answers.reverse_structure = -7
refused("still bound", nmm.reverse_structure, "scan")
refused("'scam' is unknown; the nearest is 'scan'", nmm.reverse_structure,
  "scam")
answers, calls = {}, {}
for _, name in ipairs { "modules", "names", "rows", "records" } do
  assert(loadfile(("tests/lua/library_%s.lua"):format(name)))(answers, made,
    same, refused, fields)
  for key in pairs(answers) do answers[key] = nil end
  made()
end
same(compared, 4054)
