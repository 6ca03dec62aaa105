-- SPDX-License-Identifier: MIT
-- What clients of a memory model must not do, each by client_matrix: with the
-- vector and the error code that it dies of, while others live.

local memory = require "memory"

local M = {}

local DONE <const> = 1000
local E_DIED <const> = deimos.errors.E_DIED

-- ORDER modules/clients/matrix/matrix.h
local NUMBER = {}
for i, name in ipairs { "nothing", "read", "write", "execute", "null", "stack",
    "text", "text_read", "data_execute", "hlt", "cli", "sti", "cr0", "cr3",
    "lgdt", "lldt", "in", "out", "ds_ups", "ds_core", "gs_thread", "ds_code",
    "ss_null", "ss_stack0", "gate", "gate_context", "gate_fault",
    "gate_return", "gate_local", "jump_tss", "call_ups", "call_core",
    "return_ups", "int", "int3", "ud", "divide", "text_store", "ds_null" } do
  NUMBER[name] = i - 1
end

-- What the rings refuse on every machine, whatever the model.
M.RINGS = {
  { "hlt", 13, 0 }, { "cli", 13, 0 }, { "sti", 13, 0 }, { "cr0", 13, 0 },
  { "cr3", 13, 0 }, { "lgdt", 13, 0 }, { "lldt", 13, 0 }, { "in", 13, 0 },
  { "out", 13, 0 }, { "ds_ups", 13, 0x20 }, { "ds_core", 13, 0x10 },
  { "gs_thread", 13, 0x30 }, { "ss_null", 13, 0 }, { "ss_stack0", 13, 0x10 },
  { "gate", 13, 0x100 }, { "gate_context", 13, 0x58 },
  { "gate_fault", 13, 0x60 }, { "gate_return", 13, 0x48 },
  { "gate_local", 13, 0xf4 }, { "jump_tss", 13, 0x38 },
  { "call_ups", 13, 0x18 }, { "call_core", 13, 0x08 },
  { "return_ups", 13, 0x18 }, { "int", 13, 0x102 }, { "int3", 3, 0 },
  { "ud", 6, 0 }, { "divide", 0, 0 },
}

function M.open(name)
  local t = { module = deimos.load(name) }
  t.model = memory.open(t.module)
  return t
end

--- One thing, by a client of its own: what it returned.
function M.attempt(t, what, address)
  local space = t.model.create()
  t.model.load(space, "matrix")
  local result = t.model.run(space, (address or 0) & ~255 | NUMBER[what])
  t.model.destroy(space)
  return result
end

function M.dies(t, what, vector, code, address)
  local deaths <close> = t.module:open("deaths")
  local before = deaths.count()
  local result = M.attempt(t, what, address)
  local got = ("%s at %x: returned %d, vector %d, error 0x%x"):format(what,
    address or 0, result, deaths.vector(), deaths.error())
  assert(result == E_DIED and deaths.count() == before + 1, got)
  assert(deaths.vector() == vector and deaths.error() == code,
    ("%s, not %d, 0x%x"):format(got, vector, code))
end

function M.succeeds(t, what, address)
  local result = M.attempt(t, what, address)
  assert(result == DONE, ("%s: returned %d"):format(what, result))
end

--- Rows of { what, vector, error code, address }; after each, another client
--- of the same model does its work.
function M.rows(t, rows)
  local other = t.model.create()
  t.model.load(other, "counter")
  for _, row in ipairs(rows) do
    M.dies(t, row[1], row[2], row[3], row[4])
    assert(t.model.run(other, 1 << 8 | 7) == 1, "another client")
  end
  t.model.destroy(other)
end

function M.close(t)
  t.model.close()
  t.module:unload()
end

return M
