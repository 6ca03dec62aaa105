-- SPDX-License-Identifier: MIT
-- The client "siege" under a model: orders, in batches, while others of the
-- model count. Each comes back or dies, and nobody else does.
--
--     local s = siege.open("coop", "paged")
--     s:order { act = 5, esp = siege.place("stack", -4) }
--     s:close()

local models = require "models"

local M = { back = 0, died = 0, cases = 0, other = {} }

-- ORDER tests/modules/client_siege/siege.h
local OK <const>, SIZE <const>, NONE <const> = 42, 32, 0xffffffff
-- ORDER tests/modules/client_siege/siege.c
local BASES = { "back", "order", "stack", "data_limit", "stack_limit",
  "code_limit", "mapped", "attached", "text_page", "order_page", "stack_page",
  "pages", "stubs_page", "far", "far_pointer", "data_wrap",
  "stub" }
local CODE <const>, DATA <const>, STACK <const> = 0x0f, 0x17, 0x1f
M.CODE, M.DATA, M.STACK = CODE, DATA, STACK
local BATCH <const>, KEEPERS <const>, ROUNDS <const> = 64, 2, 40

local base_of = {}
for i, name in ipairs(BASES) do base_of[name] = i - 1 end

-- place: an address that the client knows.
function M.place(name, offset)
  return 0x5a << 24 | base_of[name] << 16 | (offset or 0) & 0xffff
end

local function call_words(c)
  if not c then return { NONE, 0, 0, 0, 0 } end
  return { c[1], c[2] or 0, c[3] or 0, c[4] or 0, c[5] or 0 }
end

local function pack(o)
  local place = M.place
  local flags = o.flags or 2
  local step = flags & 0x100 ~= 0
  local w = { o.act * 2 + (step and 1 or 0), o.eax or 0,
    step and flags or o.ebx or 0, o.ecx or place("stack", -256),
    o.edx or place("back"), o.ebp or 0, flags & ~0x100,
    o.esp or place("stack", -256), o.ss or STACK, o.ds or DATA, o.es or DATA,
    o.fs or 0, o.gs or 0 }
  local words = o.words or { NONE }
  for i = 1, 6 do w[#w + 1] = words[i] or 0 end
  w[#w + 1] = o.eip or place("back")
  w[#w + 1] = o.cs or CODE
  for i = 1, 2 do
    for _, word in ipairs(call_words(o.before and o.before[i])) do
      w[#w + 1] = word
    end
  end
  w[#w + 1] = o.fpu or 0
  assert(#w == SIZE)
  for i = 1, SIZE do w[i] = w[i] & 0xffffffff end
  return string.pack("<" .. ("I4"):rep(SIZE), table.unpack(w))
end

local Siege = {}
Siege.__index = Siege

-- kind: of threads, or "none".
function M.open(kind, name, options)
  local self = setmetatable({ kind = kind, name = name, list = {},
    options = options or {}, deaths = deimos.graph().system.deaths }, Siege)
  self.system = models.open(kind == "none" and "coop" or kind, { name })
  self.t = self.system[name]
  if kind == "none" then self.t.of_module:unbind() end
  self.module = deimos.load "siege"
  deimos.bind(self.module, "memory", self.t.module, "memory")
  if kind ~= "none" then
    deimos.bind(self.module, "threads", self.system.threads, "concurrency")
    self.c = self.system.threads:open "concurrency"
  end
  self.s = self.module:open "siege"
  if self.options.setup then self.options.setup(self.t) end
  self.results = deimos.buffer(BATCH * 4)
  return self
end

-- Others of the model: counters, or where memory is short pounders.
function Siege:keep()
  local keepers, x = {}, self.t.x
  local image, rounds = "counter", ROUNDS
  if self.kind == "none" then return function() end end
  if self.options.pound then image, rounds = "pounder", 8 end
  local argument = image == "counter" and rounds << 8 or
    rounds << 16 | self.options.pound << 8
  for i = 1, KEEPERS do
    keepers[i] = x.exec(image, argument | i)
    assert(keepers[i] > 0, keepers[i])
  end
  return function()
    for i = 1, KEEPERS do
      local got = x.wait(keepers[i])
      assert(got == rounds, ("another client: %d"):format(got))
    end
  end
end

local function describe(o)
  local words = {}
  for k, v in pairs(o) do
    words[#words + 1] = type(v) == "number" and ("%s=%#x"):format(k, v) or k
  end
  table.sort(words)
  return table.concat(words, " ")
end

function Siege:judge(i, o)
  local result = self.results:u32(i * 4)
  if result >= 1 << 31 then result = result - (1 << 32) end
  M.cases = M.cases + 1
  if result == OK then
    M.back = M.back + 1
  elseif result == models.E.DIED then
    M.died = M.died + 1
  else
    M.other[result] = (M.other[result] or 0) + 1
    if not (o.any or self.options.any) then
      error(("%s, %s: %s: %d"):format(self.kind, self.name, describe(o),
        result))
    end
  end
  if o.judge then o.judge(result) end
end

function Siege:flush()
  local list = self.list
  if #list == 0 then return end
  self.list = {}
  local packed = {}
  for i, o in ipairs(list) do packed[i] = pack(o) end
  local orders = table.concat(packed)
  local fresh = self.options.fresh and 1 or 0
  if self.kind == "none" then
    assert(self.s.run(orders, self.results, #list, fresh) == 0)
  else
    local finish = self:keep()
    local thread = self.s.start(orders, self.results, #list, fresh)
    assert(thread > 0, thread)
    local result = self.c.join(thread)
    assert(result == 0, result)
    finish()
  end
  for i, o in ipairs(list) do self:judge(i - 1, o) end
  assert(deimos.graph().system.deaths == self.deaths, "a module has died")
end

function Siege:order(o)
  self.list[#self.list + 1] = o
  if #self.list == BATCH then self:flush() end
end

function Siege:close()
  self:flush()
  deimos.close(self.s)
  if self.c then
    deimos.close(self.c)
  end
  self.module:unload()
  models.close(self.system)
end

-- Each kind of threads with each model whose walls are there on this machine;
-- arg.only=coop-paged says which.
function M.each(f)
  local limits = deimos.machine().segment_limits
  local only = deimos.options["arg.only"] or "-"
  for _, kind in ipairs { "coop", "preempt", "tasks", "none" } do
    for _, name in ipairs { "segmented", "segpaged", "paged" } do
      if (limits or name ~= "segmented") and
          (kind .. "-" .. name):find(only, 1, true) then
        f(kind, name)
      end
    end
  end
end

function M.report()
  print(("%d cases: %d came back, %d died"):format(M.cases, M.back, M.died))
  for k, v in pairs(M.other) do print("other", k, v) end
end

return M
