-- SPDX-License-Identifier: MIT
-- Every function of `deimos` and of the libraries, with every kind of bad
-- argument in each place: an error that names function and argument, and what
-- was got; nobody dies, and nothing is left.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 200

local nmm = deimos.nmm
local LONG <const> = ("x"):rep(5000)
local module = deimos.load("flat")
local object = module:open("memory")
local memory = require("memory").open(module)
local model = require "model"
local binding = deimos.bind(deimos.load("clock"), "frames",
  deimos.load("paged"), "frames")
local buffer = deimos.buffer(8)

-- Values by what they are; a kind lists those that are no mistake.
local VALUES <const> = {
  ["nil"] = { nil }, boolean = { true }, fraction = { 1.5 },
  nan = { 0 / 0 }, inf = { 1 / 0 }, minus_inf = { -1 / 0 }, huge = { 1e300 },
  minus = { -1 }, far_minus = { math.mininteger }, far = { 1 << 40 },
  digits = { "5" }, empty = { "" }, nul = { "a\0b" }, long = { LONG },
  ["table"] = { {} }, ["function"] = { print }, file = { io.stdout },
  thread = { coroutine.create(print) }, buffer = { buffer },
  module = { module }, object = { object }, binding = { binding },
}
local TEXT <const> = { digits = true }
local FINE <const> = {
  u32 = {}, opt = { ["nil"] = true }, word = { minus = true },
  name = TEXT, long = { digits = true }, bool = { boolean = true },
  optname = { ["nil"] = true, digits = true },
  optfunction = { ["nil"] = true, ["function"] = true },
  message = { ["nil"] = true, digits = true, empty = true, long = true },
  status = { ["nil"] = true }, choice = {}, bytes = TEXT,
  module = { module = true }, object = { object = true },
  binding = { binding = true }, buffer = { buffer = true },
  scalar = { boolean = true, fraction = true, nan = true, inf = true,
    minus_inf = true, huge = true, minus = true, far_minus = true,
    far = true, digits = true, empty = true },
  list = { table = true },
}
FINE.bytes = { digits = true, empty = true, nul = true, long = true }
local GOOD <const> = {
  u32 = 0, opt = nil, word = 0, name = "nowhere", long = "nowhere",
  bool = false, module = module, object = object, binding = binding,
  buffer = buffer, scalar = "x", list = { "x" }, bytes = "", status = "fail",
  choice = "scan", short = "x",
}

-- Function: the names of its arguments, and their kinds.
local DEIMOS <const> = {
  load = "name:name", find = "name:name", archive = "name:name",
  buffer = "size:u32", error_text = "code:word", close = "object:object",
  bind = "caller:module receptacle:name provider:module interface:name",
  exit = "status:status message:message", snapshot = "label:name",
  environment = "key:name value:scalar", record = "kind:name",
  nearest = "word:short list:list",
}
local NMM <const> = {
  destroy_region = "region:u32", query_region = "space:u32 address:u32",
  paging = "on:bool", create_page_table = "base:u32 size:u32",
  destroy_page_table = "space:u32",
  create_page_mapping = "space:u32 address:u32 entry:u32",
  invalidate_page_mapping = "space:u32 address:u32",
  phys_to_virt = "space:u32 frame:u32",
  page_attributes = "space:u32 address:u32 pages:opt clear:opt set:opt "
    .. "strategy:opt",
  frame_status = "frame:u32",
  flush = "space:u32 address:u32 pages:opt strategy:opt",
  share_region = "region:u32 space:u32 base:u32 flags:u32",
  give_region = "region:u32 module:u32",
  copy_bytes = "to:u32 from:u32 size:u32 region:opt",
  reverse_structure = "name:choice", destroy_global_segment = "space:u32",
  create_ldt = "entries:u32", destroy_ldt = "ldt:u32",
  destroy_local_segment = "ldt:u32 selector:u32", destroy_tss = "selector:u32",
}
local METHODS <const> = {
  { "module", module, { unload = "self:module",
    replace = "self:module name:name", interfaces = "self:module",
    drain = "self:module seconds:u32 step:optfunction",
    open = "self:module interface:name" } },
  { "binding", binding, { unbind = "self:binding",
    rebind = "self:binding provider:module interface:name" } },
  { "buffer", buffer, { address = "self:buffer",
    u32 = "self:buffer offset:u32 value:optword",
    string = "self:buffer offset:opt size:opt",
    fill = "self:buffer text:bytes offset:opt" } },
}
local MEMORY <const> = {
  destroy = "space:word", load = "space:word image:name",
  unmap = "space:word address:word size:word",
  protect = "space:word address:word size:word access:word",
  copy = "space:word", release_frame = "frame:word",
  map = "space:word address:word size:word access:word",
  grow = "space:word bytes:word",
  share = "space:word address:word size:word other:word access:word",
  attach = "space:word name:name size:word access:word",
  run = "space:word argument:optword", usage = "space:optword",
  read = "space:word address:word size:u32",
  write = "space:word address:word text:bytes",
}
-- Of functions that take a table: the fields' kinds.
local FIELDS <const> = {
  experiment = { experiment = "name", case = "name", samples = "opt",
    warmup = "opt", parameter = "opt", interface = "optname",
    live = "optbool" },
  not_applicable = { experiment = "name", case = "name" },
  create_region = { space = "opt", base = "opt", size = "opt",
    flags = "opt" },
  create_global_segment = { size = "opt", dpl = "opt", type = "optchoice" },
  create_local_segment = { ldt = "opt", type = "optchoice", space = "opt",
    base = "opt", size = "opt", index = "opt", handler = "opt",
    dwords = "opt" },
  create_tss = { ldt = "opt", space = "opt", eip = "opt", cs = "opt",
    esp = "opt", ss = "opt", ds = "opt", es = "opt", eax = "opt",
    esp1 = "opt" },
}
FINE.short = { digits = true, empty = true }
FINE.optword = { ["nil"] = true, minus = true }
FINE.optbool = { ["nil"] = true, boolean = true }
FINE.optchoice = { ["nil"] = true }
local NONE <const> = { members = 1, machine = 1, ticks = 1, clock = 1,
  tsc = 1, report = 1, begin = 1, digest = 1, graph = 1, identify_region = 1 }

local calls, what = 0, nil

local function refused(name, argument, f, ...)
  calls = calls + 1
  local ok, message = pcall(f, ...)
  local function bad(why)
    error(("%s, %s: %s: %s"):format(name, what, why, message), 0)
  end
  if ok then bad("no error") end
  if type(message) ~= "string" then bad("no text") end
  if #message > 400 then bad("too long") end
  if not message:find(name, 1, true) then bad("names no function") end
  if not message:find(("'%s'"):format(argument), 1, true) then
    bad("does not name " .. argument)
  end
end

-- Bad values one at a time, good ones in the other places.
local function try(name, signature, f)
  local names, kinds, good = {}, {}, {}
  for argument, kind in signature:gmatch("(%w+):(%w+)") do
    names[#names + 1], kinds[#kinds + 1] = argument, kind
    good[#kinds] = GOOD[kind]
  end
  for i, kind in ipairs(kinds) do
    for value, holder in pairs(VALUES) do
      if not FINE[kind][value] then
        what = ("%s=%s"):format(names[i], value)
        local given = table.move(good, 1, #kinds, 1, {})
        given[i] = holder[1]
        refused(name, names[i], f, table.unpack(given, 1, #kinds))
      end
    end
  end
end

local function try_fields(name, f, kinds, base)
  for field, kind in pairs(kinds) do
    for value, holder in pairs(VALUES) do
      local given = {}
      for k, v in pairs(base) do given[k] = v end
      given[field] = holder[1]
      if not FINE[kind][value] then
        what = ("%s=%s"):format(field, value)
        refused(name, field, f, given)
      end
    end
    what = "unknown field"
    local mistyped = field:sub(1, -2) .. "_"
    local ok, message = pcall(f, { [mistyped] = 1 })
    assert(not ok and message:find(("'%s'; the nearest is '"):format(
      mistyped), 1, true), message)
    ok, message = pcall(f, { [field .. "\0x"] = 1 })
    assert(not ok and message:find("unknown field", 1, true), message)
    ok, message = pcall(f, { [("f"):rep(60)] = 1 })     -- 40 bytes of it
    assert(not ok and message:find(("unknown field '%s'"):format(("f"):rep(40)),
      1, true), message)
  end
  for value, holder in pairs(VALUES) do
    if value ~= "table" then
      what = "fields=" .. value
      refused(name, "fields", f, holder[1])
    end
  end
end

local ROW <const> = { experiment = "never", case = "sent", module = "nowhere" }

local function all()
  for name, f in pairs(deimos) do
    if type(f) == "function" and not NONE[name] then
      local signature, fields = DEIMOS[name], FIELDS[name]
      assert(signature or fields, "a new function: " .. name)
      if signature then try("deimos." .. name, signature, f) end
      if fields then
        try_fields("deimos." .. name, f, fields,
          name == "experiment" and ROW or { experiment = "a", case = "b" })
      end
    end
  end
  for name, f in pairs(nmm) do
    if type(f) == "function" and not NONE[name] then
      local signature, fields = NMM[name], FIELDS[name]
      assert(signature or fields, "a new function: nmm." .. name)
      if signature then try("nmm." .. name, signature, f) end
      if fields then try_fields("nmm." .. name, f, fields, {}) end
    end
  end
  for _, class in ipairs(METHODS) do
    for name, signature in pairs(class[3]) do
      try(class[1] .. ":" .. name, signature, class[2][name])
    end
  end
  for name, signature in pairs(MEMORY) do
    try("memory." .. name, signature, memory[name])
  end
  try("memory.open", "module:module", require("memory").open)
  try("model.load", "name:name", model.load)
  try("model.exists", "name:name", model.exists)
end

-- Out-of-range handles: refused by who owns them, by the function's name.
local function handles()
  for name, signature in pairs(NMM) do
    local _, count = signature:gsub(":", "")
    if name:find("destroy") then
      for _, handle in ipairs { 0, 0xffffffff, 0x7fffffff, 0x12345678 } do
        local ok, message = pcall(nmm[name], handle, handle)
        assert(not ok and message:find(name, 1, true), name .. count)
      end
    end
  end
end

-- A base is honoured, with every flag; FIXED asks for one.
local function bases()
  local PAGE <const> = nmm.PAGE_SIZE
  local whole, info = nmm.create_region { size = 64 * PAGE }
  nmm.destroy_region(whole)
  for flags = 0, nmm.FIXED | nmm.ANYWHERE | nmm.FRAMES do
    local base = info.base + 40 * PAGE
    local ok, region, at = pcall(nmm.create_region, { base = base,
      size = PAGE, flags = flags })
    if ok then
      assert(at.base == base and at.flags & nmm.FIXED ~= 0, flags)
      nmm.destroy_region(region)
    else
      assert(region:find("create_region", 1, true), region)
    end
    assert(ok or flags & ~(nmm.FIXED | nmm.FRAMES | nmm.ANYWHERE) ~= 0, flags)
  end
  local ok, message = pcall(nmm.create_region, { flags = nmm.FIXED })
  assert(not ok and message:find("'base'"), message)
  ok, message = pcall(nmm.create_region, { base = 0, size = PAGE })
  assert(not ok, "a region at 0")
end

-- After the end of what they belong to.
local function late()
  local m = deimos.load("null")
  local _, interface = next(m:interfaces())
  local o = m:open(interface.name)
  local method = o[interface.methods[1]]
  deimos.close(o)
  deimos.close(o)
  assert(not pcall(method))
  m:unload()
  for _, name in ipairs { "unload", "interfaces" } do
    local ok, message = pcall(m[name], m)
    assert(not ok and message:find(name, 1, true), message)
  end
  for _, call in ipairs { { "replace", "null" }, { "drain", 0 },
      { "open", "x" } } do
    local ok, message = pcall(m[call[1]], m, call[2])
    assert(not ok and message:find(call[1], 1, true), message)
  end
end

-- A first round allocates what is allocated once.
all()
late()
collectgarbage()
local before = deimos.digest()
local deaths = deimos.machine().deaths
all()
handles()
late()
bases()
collectgarbage()
assert(deimos.digest() == before, "something is left")
assert(deimos.machine().deaths == deaths, "somebody died")
print(("arguments: %d calls refused"):format(calls))
