-- SPDX-License-Identifier: MIT
-- Twenty mutants of the lists, chosen by the commit, are noticed by the tests
-- that the lists name. `SEED=... COUNT=20 SUITE=named make mutants` tries the
-- same ones again.

local host = require "results.host"

local SKIP <const> = 77

if host.build():find("hard") then
  print("mutants are tried in the normal build")
  os.exit(SKIP)
end
os.exit(host.run("env -u T -u MUTANTS -u FLIP -u SEED COUNT=20 SUITE=named "
  .. "CHECKS=2 lua5.4 tests/mutants/run.lua"))
