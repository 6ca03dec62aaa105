-- SPDX-License-Identifier: MIT
-- Page-reference traces, and their replay by a client of the paged model that
-- really touches pages. trace_text.lua says what a trace looks like; pages get
-- places in the order in which they first appear.

local text_of = require "trace_text"

local M = {}

local PAGE <const> = 4096
local READ <const>, WRITE <const> = 1, 2
local BATCH <const> = 8192              -- references
local BUFFER <const>, REGION <const> = 64, 128  -- pages of the window
local STACK <const> = 17                -- with its guard
local PINNED <const> = 128              -- frames for the client itself
local WINDOW_MIN <const>, WINDOW_MAX <const> = 256, 1 << 18

-- ORDER modules/api/memory.h struct memory_usage
local COUNT = { faults = 5, evictions = 6, writes = 7 }

-- parse: { count, pages, batches }; a batch is packed references, of places.
-- options: see trace_text.lua.
function M.parse(text, options)
  local trace = { count = 0, pages = 0, batches = {} }
  local place, batch = {}, {}
  local function pack()
    if #batch == 0 then return end
    trace.batches[#trace.batches + 1] =
      string.pack("<" .. ("I4"):rep(#batch), table.unpack(batch))
    batch = {}
  end
  text_of.references(text, options, function(page, is_write)
    if not place[page] then
      place[page] = trace.pages
      trace.pages = trace.pages + 1
    end
    batch[#batch + 1] = place[page] << 1 | (is_write and 1 or 0)
    trace.count = trace.count + 1
    if #batch == 200 then pack() end
  end)
  pack()
  return trace
end

local function ask(what, result)
  if result < 0 then
    error(("trace: %s: %s"):format(what, deimos.error_text(result)), 0)
  end
  return result
end

-- The model with its store and a policy, alone in the system.
local function load_model(policy)
  local model = { store = deimos.load("store_ram"),
    paged = deimos.load("paged"), policy = deimos.load(policy) }
  deimos.bind(model.paged, "store", model.store, "store")
  model.bound = deimos.bind(model.paged, "replacement", model.policy,
    "replacement")
  deimos.bind(model.policy, "frames", model.paged, "frames")
  model.memory = model.paged:open("memory")
  model.control = model.paged:open("paged")
  return model
end

local function unload_model(model)
  deimos.close(model.memory)
  deimos.close(model.control)
  model.bound:unbind()
  model.policy:unload()
  model.paged:unload()
  model.store:unload()
end

local function counts(model)
  local found = {}
  for name, what in pairs(COUNT) do found[name] = model.control.count(what) end
  return found
end

-- A space with the tracer, which stays in memory, and the traced pages.
local function prepare(model, trace, frames)
  local memory, control = model.memory, model.control
  local window = math.max(WINDOW_MIN, REGION + trace.pages + STACK)
  ask(("%d frames, %d pages"):format(frames, trace.pages),
    control.configure(frames + PINNED, trace.pages + 2 * PINNED, window))
  local space = ask("space", memory.create())
  ask("tracer", memory.load(space, "tracer"))
  ask("buffer", memory.map(space, BUFFER * PAGE, 8 + 4 * BATCH, READ | WRITE,
    nil))
  ask("pin", control.pin(space, 0, 0))
  ask("pages", memory.map(space, REGION * PAGE, trace.pages * PAGE,
    READ | WRITE, nil))
  ask("limit", control.limit(frames))
  return space
end

local function run(model, space, packed)
  local memory, at = model.memory, BUFFER * PAGE
  local count = #packed // 4
  local batch = string.pack("<I4I4", REGION * PAGE, count) .. packed
  ask("buffer", memory.write(space, at, batch, #batch))
  local done = memory.run(space, at)
  if done ~= count then
    error(("trace: the client ended with %d; is there memory for the pages "
      .. "that are written?"):format(done), 0)
  end
end

-- replay: with so many frames for the traced pages; faults, evictions, writes
-- (pages written back). policy: "clock" if left out.
function M.replay(trace, frames, policy)
  if frames < 1 then
    error("trace: at least one frame", 0)
  elseif REGION + trace.pages + STACK > WINDOW_MAX then
    error(("trace: %d different pages; a window has room for %d"):format(
      trace.pages, WINDOW_MAX - REGION - STACK), 0)
  end
  if trace.count == 0 then
    return { faults = 0, evictions = 0, writes = 0 }
  end
  frames = math.min(frames, trace.pages)        -- more would stay empty
  local model = load_model(policy or "clock")
  local space = prepare(model, trace, frames)
  local before = counts(model)
  local parts = {}
  for i, packed in ipairs(trace.batches) do
    parts[#parts + 1] = packed
    if #parts == BATCH // 200 or i == #trace.batches then
      run(model, space, table.concat(parts))
      parts = {}
    end
  end
  local after = counts(model)
  for name in pairs(after) do after[name] = after[name] - before[name] end
  ask("destroy", model.memory.destroy(space))
  unload_model(model)
  return after
end

return M
