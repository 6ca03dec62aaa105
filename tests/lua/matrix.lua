-- SPDX-License-Identifier: MIT
-- What clients of a memory model must not do, each by client_matrix: with the
-- vector and the error code that it dies of, while others live.

local memory = require "memory"

local M = {}

local DONE <const> = 1000
local E_DIED <const>, E_ADDRESS <const> = deimos.errors.E_DIED,
  deimos.errors.E_ADDRESS
local PAGE_FAULT <const> = 14
-- Of a page fault's error code.
M.USER, M.WRITE, M.PRESENT = 4, 2, 1

local NUMBER = {}
-- ORDER modules/clients/matrix/matrix.h
for i, name in ipairs { "nothing", "read", "write", "execute", "null", "stack",
    "text", "text_read", "data_execute", "hlt", "cli", "sti", "cr0", "cr3",
    "lgdt", "lldt", "in", "out", "ds_ups", "ds_core", "gs_thread", "ds_code",
    "ss_null", "ss_stack0", "gate", "gate_context", "gate_fault",
    "gate_return", "gate_local", "jump_tss", "call_ups", "call_core",
    "return_ups", "int", "int3", "ud", "divide", "text_store", "ds_null",
    "graph_read", "graph_write" } do
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

-- What models with pages refuse, of a client's own memory.
M.PAGED = {
  { "ds_code", 13, 0x0c },
  { "null", 14, M.USER | M.WRITE },
  { "read", 14, M.USER, 3 << 20 },              -- unmapped
  { "write", 14, M.USER | M.WRITE, 3 << 20 },
  { "text_store", 14, M.USER | M.WRITE | M.PRESENT },   -- read-only
  { "stack", 14, M.USER | M.WRITE },            -- the page below it
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

--- Three pages of a model with paging, mapped to be read, in a space of a client
--- of their own.
function M.pages(t)
  local m = t.model
  local p = { space = m.create(), deaths = t.module:open("deaths") }
  m.load(p.space, "matrix")
  p.at = m.map(p.space, 0, 3 * 4096, 1)
  function p.may(what, offset)
    assert(m.run(p.space, p.at + offset | NUMBER[what]) == DONE, what)
  end
  function p.dies(what, offset, code)
    assert(m.run(p.space, p.at + offset | NUMBER[what]) == E_DIED, what)
    local got = p.deaths.error()
    assert(p.deaths.vector() == PAGE_FAULT and got == code, what .. " " .. got)
  end
  return p
end

--- One of them, at that offset, can be neither read nor written, the last only
--- be read; others' copies keep to that. Then all are gone.
function M.end_pages(t, p, offset)
  local m = t.model
  p.may("read", 8192)
  assert(m.raw.write(p.space, p.at + 8192, "x", 1) == E_ADDRESS)
  assert(m.raw.read(p.space, p.at + offset, deimos.buffer(8), 8) == E_ADDRESS)
  m.unmap(p.space, p.at, 3 * 4096)
  p.dies("read", 0, M.USER)
  deimos.close(p.deaths)
  m.destroy(p.space)
end

--- Where no limits are enforced: the core and the UPS are supervisor pages.
--- `base`: what the client's addresses count from.
function M.supervisor(t, base)
  local present <const> = M.USER | M.PRESENT
  local function dies(what, code, address)
    M.dies(t, what, PAGE_FAULT, code, address - base & 0xffffffff)
  end
  local region, info = deimos.nmm.create_region { size = 4096 }
  dies("read", present, 0x100000)
  dies("write", present | M.WRITE, 0x100000)
  dies("write", present | M.WRITE, info.frame)
  deimos.nmm.destroy_region(region)
end

function M.close(t)
  t.model.close()
  t.module:unload()
end

return M
