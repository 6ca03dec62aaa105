-- SPDX-License-Identifier: MIT
-- Two modules "foe", which call methods of the core with any arguments; what
-- each of them owns; and bystanders, who must not notice.
--
--     local f = foe.open()
--     f:call("nmm.create_ldt", 8)             -- kept
--     f:batch { { id = ..., args }, ... }     -- each is given back at once

local M = {}
local nmm <const> = deimos.nmm
local PAGE <const>, WINDOW <const> = nmm.PAGE_SIZE, nmm.WINDOW_BASE
local WORDS <const>, BATCH <const> = 16, 64

-- ORDER tests/modules/foe.c
local PLACES <const> = { block = 0, handler = 1, text = 2, texts = 3,
  ["end"] = 4 }
local FACES <const> = {
  { "nmm", "create_region destroy_region query_region identify_region paging "
    .. "create_page_table destroy_page_table create_page_mapping "
    .. "invalidate_page_mapping phys_to_virt create_global_segment "
    .. "destroy_global_segment create_ldt destroy_ldt create_local_segment "
    .. "destroy_local_segment create_tss destroy_tss page_attributes "
    .. "frame_status flush share_region reverse_structure give_region "
    .. "copy_bytes" },
  { "cm", "load unload find bind rebind unbind reason archive_size "
    .. "archive_read archive_name digest replace drain load_by" },
  { "console", "write read null" },
  { "port", "open close open_task" },
  { "vector", "attach detach fault_address attach_call attach_clients decline "
    .. "attach_open_call" },
  { "cpu", "hlt cli sti" },
  { "gate", "create destroy" },
  { "sysenter", "attach detach" },
  { "images", "size read" },
}

M.id = {}
for i, face in ipairs(FACES) do
  local k = 0
  for name in face[2]:gmatch("%S+") do
    M.id[face[1] .. "." .. name] = (i - 1) << 8 | k
    k = k + 1
  end
end

local function pack(id, args, words, kept)
  local list = { id, kept and 1 or 0 }
  for i = 1, 6 do list[2 + i] = (args[i] or 0) & 0xffffffff end
  for i = 1, WORDS do
    list[8 + i] = (words and words[i] or 0) & 0xffffffff
  end
  return string.pack("<" .. ("I4"):rep(8 + WORDS), table.unpack(list))
end

local Foe = {}
Foe.__index = Foe

-- Kept, unless it has said `gives_back`.
function Foe:call(name, ...)
  self.face.run(pack(M.id[name], { ... }, self.words, not self.gives_back), 1,
    self.results)
  local result = self.results:u32(0)
  return result < 1 << 31 and result or result - (1 << 32)
end

function Foe:must(name, ...)
  local result = self:call(name, ...)
  assert(result >= 0, ("%s: %d"):format(name, result))
  return result
end

-- With a structure at `block`, whose address is the one before the last
-- argument that is nil.
function Foe:with(words, name, ...)
  self.words = words
  local result = self:must(name, ...)
  self.words = nil
  return result
end

-- What it owns, one of each kind; names are those of values.
function Foe:own(window)
  local own, block = {}, self.at.block
  own.region = self:must("nmm.create_region", 1, 0, 4 * PAGE, 0, block)
  own.region_at = self.face.word(2)
  own.self_backed = self:must("nmm.create_region", 1, 0, 4 * PAGE,
    nmm.SELF_BACKED, block)
  own.self_backed_at = self.face.word(2)
  own.frames = self:must("nmm.create_region", 1, 0, 4 * PAGE,
    nmm.FRAMES, block)
  own.frames_at, own.frame = self.face.word(2), self.face.word(7)
  own.space = self:must("nmm.create_page_table", window, 16 * PAGE)
  own.window = window
  own.window_region = self:must("nmm.create_region", own.space, window, PAGE,
    1, 0)
  local mapped = window + 8 * PAGE
  assert(self.face.remember(own.space, mapped, own.frame | 7) == 0)
  own.mapped = mapped
  own.segment_space = self:must("nmm.create_global_segment", 4 * PAGE, 2, 1,
    block)
  own.global = self.face.word(1)
  own.ldt = self:must("nmm.create_ldt", 8)
  own.selector = self:with({ 0, 2, 1, own.region_at, PAGE },
    "nmm.create_local_segment", own.ldt, block)
  own.task = self:with({ own.ldt, 1 }, "nmm.create_tss", block)
  local stale = self:must("nmm.create_region", 1, 0, PAGE, 0, 0)
  self:must("nmm.destroy_region", stale)
  own.stale_region = stale
  own.stale_space = self:must("nmm.create_page_table", window + 64 * PAGE, PAGE)
  self:must("nmm.destroy_page_table", own.stale_space)
  own.stale_ldt = self:must("nmm.create_ldt", 2)
  self:must("nmm.destroy_ldt", own.stale_ldt)
  own.gate = self:must("gate.create", self.at.handler)
  self.own_list = own
  return own
end

function M.new()
  local self = setmetatable({ module = deimos.load "foe", at = {} }, Foe)
  self.face = self.module:open "foe"
  self.results = deimos.buffer(BATCH * 4)
  for name, number in pairs(PLACES) do self.at[name] = self.face.place(number) end
  return self
end

-- Another attacker.
function M.renew(w)
  w.foe = M.new()
  w.foe:own(WINDOW)
  w.kept = deimos.bind(w.foe.module, "kept", w.null2, "null").handle
end

function M.open()
  local w = { before = deimos.digest() }
  w.null, w.null2 = deimos.load "null", deimos.load "null"
  w.bystander = deimos.load "bystander"
  deimos.bind(w.bystander, "service", w.null, "null")
  w.watch = w.bystander:open "bystander"
  w.served = w.watch.check()
  w.deaths = deimos.machine().deaths
  w.other = M.new()
  w.other:own(WINDOW + (1 << 24))
  M.renew(w)
  w.spare_kept = deimos.bind(w.other.module, "kept", w.null2, "null").handle
  return setmetatable(w, { __index = M })
end

-- Bystanders are whole, and nobody has died.
function M:look(why)
  local served = self.watch.check()
  assert(served == self.served + 1, why .. ": the bystander is not whole")
  self.served = served
  assert(deimos.machine().deaths == self.deaths,
    why .. ": somebody has died: " .. (deimos.report() or ""))
end

-- Results of orders { id =, args =, words = }, each undone at once, or not.
function M:batch(orders, are_kept)
  local list = {}
  for i, o in ipairs(orders) do
    list[i] = pack(o.id, o.args, o.words, are_kept)
  end
  local foe = self.foe
  local n = foe.face.run(table.concat(list), #orders, foe.results)
  assert(n == #orders, n < #orders and "cannot be undone: " ..
    M.describe(orders[n + 1]))
  for i, o in ipairs(orders) do
    local result = foe.results:u32(i * 4 - 4)
    o.result = result < 1 << 31 and result or result - (1 << 32)
  end
end

function M.describe(o)
  local texts = {}
  for i, v in ipairs(o.args) do texts[i] = ("%#x"):format(v & 0xffffffff) end
  for i, v in ipairs(o.words or {}) do
    texts[#texts + 1] = ("[%d]=%#x"):format(i, v & 0xffffffff)
  end
  return ("%s(%s)%s"):format(o.name, table.concat(texts, ", "),
    o.result and " = " .. o.result or "")
end

function M:end_of(f)
  deimos.close(f.face)          -- it may be closed already
  local face = f.module:open "foe"
  local ok = pcall(face.die)
  assert(not ok)
  self.deaths = self.deaths + 1
  deimos.close(face)
  f.module:unload()
end

-- The attacker dies.
function M:kill()
  self:end_of(self.foe)
  self.foe = nil
end

function M:close()
  for _, f in pairs { self.foe, self.other } do
    f:must("gate.destroy", f.own_list.gate)
    deimos.close(f.face)
    f.module:unload()
  end
  deimos.close(self.watch)
  self.bystander:unload()
  self.null:unload()
  self.null2:unload()
  collectgarbage()
  assert(deimos.digest() == self.before, "something is left")
end

M.BATCH = BATCH
return M
