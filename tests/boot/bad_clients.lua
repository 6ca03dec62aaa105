-- SPDX-License-Identifier: MIT
-- Programs that are no clients get an error and a line that says why; the
-- space stays empty and can be loaded.
-- modules: client_bad_symbol client_bad_distance client_bad_interface
-- modules: client_bad_slots client_bad_type client_bad_entry client_bad_exit
-- modules: client_bad_large client_bad_missing client_bad_reserved
-- modules: client_bad_fields
-- output: segmented: client bad_distance: section %d+ %(.text%), offset 0x%x+: relocation type 2 %(R_386_PC32%): a distance between text and data
-- output: flat: client bad_symbol: .*nowhere
-- output: client bad_interface: a client's interfaces are of type service, with its one method
-- output: client bad_slots: a client's receptacles are of type service, client or concurrency
-- output: client bad_type: a client is an application
-- output: client bad_entry: its entry point is not in its text
-- output: client bad_exit: a client has no functions for the CM
-- output: client bad_reserved: malformed manifest: a reserved field is not zero
-- output: client bad_fields: its receptacle has fields of other kinds
-- output: client bad_large: larger than 67108864 bytes when loaded
-- output: client bad_missing: it is not a client: CLIENT%(%) is missing

local models = require "models"

local E = models.E
local APART = { segmented = true }      -- text and data in segments

for _, name in ipairs(models.ALL) do
  local before = deimos.digest()
  local module = deimos.load(name)
  local m = module:open("memory")
  local space = m.create()

  local function refused(image, error)
    local got = m.load(space, image)
    assert(got == error, ("%s on %s: %d, not %d"):format(image, name, got,
      error))
  end
  refused("bad_symbol", E.SYMBOL)
  refused("bad_interface", E.MANIFEST)
  refused("bad_slots", E.MANIFEST)
  refused("bad_type", E.MANIFEST)
  refused("bad_entry", E.MANIFEST)
  refused("bad_exit", E.MANIFEST)
  refused("bad_reserved", E.MANIFEST)
  refused("bad_fields", E.MANIFEST)
  refused("bad_large", E.FORMAT)
  refused("bad_missing", E.MANIFEST)
  refused("no_such_program", E.NOTFOUND)
  refused("", E.NOTFOUND)
  refused(("x"):rep(200), E.NOTFOUND)
  if APART[name] then
    refused("bad_distance", E.RELOCATION)
  else
    assert(m.load(space, "bad_distance") == 0)
    assert(m.run(space, 2) == 7)
    m.destroy(space)
    space = m.create()
  end

  -- handles, and a space that has a program
  assert(m.run(space, 0) == E.NOTFOUND)
  assert(m.load(space, "counter") == 0)
  refused("counter", E.EXISTS)
  assert(m.run(space, models.counter(1, 1)) == 1)
  assert(m.run(space, models.counter(1, 1)) == 1, "again")
  assert(m.destroy(space) == 0)
  for _, method in ipairs { "load", "run", "destroy" } do
    assert(m[method](space, "counter") == E.HANDLE, method)
  end
  deimos.close(m)
  module:unload()
  assert(deimos.digest() == before, name)
end
