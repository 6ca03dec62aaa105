-- SPDX-License-Identifier: MIT
-- What modules say of themselves, for others' constraints to ask: each pair of
-- each interface and receptacle, and each predicate.
-- expect: pass

local SYNCHRONOUS <const> = '<delivery, "synchronous"> <reply, "yes"> '
local ASYNCHRONOUS <const> = '<delivery, "asynchronous"> <reply, "no"> '
local BORROWED <const> = '<copies, 0> <threads, 1> <ordering, "fifo"> <loss, "none"> '
local COPIED <const> = '<copies, 1> <threads, 2> <ordering, "fifo"> <loss, "none"> '
local ERROR <const>, UNWINDS <const> = '<death, "error">', '<death, "unwinds">'
local LOCKED <const> = "<moduleName, wildcard()> and "
  .. "not before(<moduleName, lock>, <moduleName, wildcard()>)"

local function is(pairs_, predicate)
  return { pairs = pairs_, predicate = predicate or "" }
end

local function binding(kind, pairs_, predicate)
  return is(('<moduleName, "bind_%s"> <kind, "%s"> %s'):format(kind, kind, pairs_),
    predicate)
end

-- A caller waits for the reply, without a copy.
local function direct(kind)
  return { service = binding(kind, SYNCHRONOUS .. BORROWED .. UNWINDS) }
end

-- One interface waits for a place in the queue, the other does not.
local function queue(kind, before, behind)
  local own = before .. ASYNCHRONOUS .. COPIED .. ERROR .. behind
  return { service = binding(kind, own .. ' <overflow, "wait">'),
    refusing = binding(kind, own .. ' <overflow, "refuse">') }
end

local SOFTWARE <const> = is '<entry, "sysenter"> <check, "software">'

local SAID <const> = {
  bind_gate = direct "gate", bind_near = direct "near", bind_trap = direct "trap",
  bind_message = { service = binding("message", SYNCHRONOUS .. COPIED .. ERROR) },
  bind_grant = {
    service = binding("grant", SYNCHRONOUS .. BORROWED .. ERROR
      .. ' <grants, "call">', "bindcount() < 1"),
    server = is '<moduleName, "bind_grant"> <grants, "call">' },
  bind_queue = queue("queue", "", ""),
  bind_stream = queue("stream", "", ' <unit, "byte">'),
  bind_event = queue("event", "<receivers, 16> ", ""),
  clock = { replacement = is '<moduleName, "clock">, <looks, "accessed">' },
  fifo_replacement = {
    replacement = is '<moduleName, "fifo_replacement">, <looks, "nothing">' },
  debug = { debug = is '<moduleName, "debug">', watch = is '<moduleName, "debug">' },
  flat = { memory = is '<moduleName, "flat"> <protection, "none"> <entry, "near">' },
  null_memory = { memory = is '<moduleName, "null_memory"> <protection, "none">' },
  segmented = {
    memory = is '<moduleName, "segmented"> <protection, "segments"> <entry, "gate">' },
  segpaged = { sysenter = SOFTWARE,
    memory = is('<moduleName, "segpaged"> <protection, "segments and pages"> '
      .. '<paging, "yes"> <entry, "gate"> <entry, "sysenter">') },
  paged = { sysenter = SOFTWARE,
    memory = is('<moduleName, "paged">, <protection, "pages">, <paging, "yes">, '
      .. '<entry, "gate">, <entry, "sysenter">') },
  store_ram = { store = is '<moduleName, "store_ram">, <persistence, "memory">' },
  lock = { cm = is "<moduleName, lock>", locks = is "<moduleName, lock>" },
  screen = { screen = is("<moduleName, screen>",
    "compatible(<moduleName, text>, <moduleName, text>) and "
    .. "compatible(<moduleName, plot>, <moduleName, plot>)") },
  screen_plot = { display = is("<moduleName, plot>", LOCKED),
    screen = is "<moduleName, plot>" },
  screen_text = { display = is("<moduleName, text>", LOCKED),
    screen = is "<moduleName, text>" },
  viewer = { display = is "<moduleName, viewer>" },
  coop = {}, preempt = {}, tasks = {}, fifo = {}, priority = {},
}

-- All that a module says, by its parts' names.
local function said_by(module)
  local graph, found = deimos.graph(), {}
  for _, part in ipairs { "interfaces", "receptacles" } do
    for _, entry in ipairs(graph[part]) do
      if entry.node == module.handle and entry.pairs .. entry.predicate ~= "" then
        assert(not found[entry.name], entry.name)
        found[entry.name] = entry
      end
    end
  end
  return found
end

local function compare(name, found, expected)
  for part in pairs(found) do
    assert(expected[part], ("%s.%s says something"):format(name, part))
  end
  for part, is_said in pairs(expected) do
    local entry = assert(found[part], ("%s.%s says nothing"):format(name, part))
    for field, text in pairs(is_said) do
      assert(entry[field] == text, ("%s.%s: %s\n%s"):format(name, part, field,
        entry[field]))
    end
  end
end

local before, count = deimos.digest(), 0
for name, expected in pairs(SAID) do
  local module = deimos.load(name)
  compare(name, said_by(module), expected)
  module:unload()
  count = count + 1
end
assert(deimos.digest() == before, "something is left")
print(count .. " modules say what is expected")
